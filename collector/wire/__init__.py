"""The wire: turns a request into a verdict for each of its events, and reports the state of the server."""

from flask import Blueprint

from collector.wire import openapi, routes, snippet_file, status

blueprint = Blueprint("wire", __name__)
for part in (routes, snippet_file, status, openapi):
    blueprint.register_blueprint(part.blueprint)
