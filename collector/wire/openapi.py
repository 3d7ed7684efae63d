"""The OpenAPI document, which `make generate` makes from the routes and from the schemas that check what is sent."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request

DOCUMENT = Path(__file__).parents[2] / "static" / "openapi.json"

blueprint = Blueprint("describe", __name__)


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """This document."""
    response = Response(_document(), mimetype="application/json")
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response


@cache
def _document() -> bytes:
    return DOCUMENT.read_bytes()
