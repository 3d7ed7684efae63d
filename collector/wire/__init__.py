"""The wire: turns a request into a verdict for each of its events, and says how the server is."""

from flask import Blueprint

from collector.wire import describe, routes, script, status

blueprint = Blueprint("wire", __name__)
for part in (routes, script, status, describe):
    blueprint.register_blueprint(part.blueprint)
