"""The wire: turns a request into a verdict for each of its events, and says how the server is."""

from flask import Blueprint

from collector.wire.describe import describe
from collector.wire.routes import collecting
from collector.wire.script import script
from collector.wire.status import status

blueprint = Blueprint("wire", __name__)
for part in (collecting, script, status, describe):
    blueprint.register_blueprint(part)

__all__ = ["blueprint"]
