"""All routes of the wire, for the app."""

from flask import Blueprint

from collector.wire import openapi, routes, snippet_file, status

blueprint = Blueprint("wire", __name__)
for part in (routes, snippet_file, status, openapi):
    blueprint.register_blueprint(part.blueprint)
