"""The headers that browsers need before they let a page's script send here and read the answer.

Events come as text/plain, which browsers send without a preflight. For application/json they send one, by OPTIONS,
before any key is known: every origin may, and is judged when it sends its events. Nothing here ever rests on
cookies, so credentials are never allowed.
"""

from __future__ import annotations

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

ALLOWED_HEADERS = "authorization, content-encoding, content-type"
PREFLIGHT_MAX_AGE_SECONDS = 7_200


def preflight() -> Response:
    """The answer to OPTIONS."""
    response = Response(status=204, mimetype="text/plain")
    response.headers["Allow"] = "OPTIONS, POST"
    if "HTTP_ORIGIN" in request.environ:
        response.headers["Access-Control-Allow-Methods"] = "POST"
        response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
        response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_MAX_AGE_SECONDS)
    return response


def readable_by_page(response: AnyResponse) -> AnyResponse:
    """Let the page that sent read the answer, also that its origin may not send: there it looks for the reason."""
    headers = response.headers
    headers["Vary"] = "Origin"
    origin = request.environ.get("HTTP_ORIGIN")
    if origin:
        headers["Access-Control-Allow-Origin"] = origin
        if response.status_code >= 400:
            headers["Access-Control-Expose-Headers"] = "Retry-After"
    return response
