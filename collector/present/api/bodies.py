"""What comes with a request that changes something, and the answer where there is nothing to give back."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from collector.errors import BadRequest


def request_body() -> dict[str, Any]:
    """The JSON object that the request brings; BadRequest if it brings none."""
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        raise BadRequest("This JSON is nested too deeply.") from None
    if not isinstance(body, dict):
        raise BadRequest("Send a JSON object with the header Content-Type: application/json.")
    return body


def done() -> Response:
    """It is done."""
    return Response(status=204)
