"""The one JSON shape in which every error is answered, ours and those of the framework; people get a page."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.exceptions import NotFound as NotFoundPage
from werkzeug.wrappers import Response as AnyResponse

from collector.errors import CollectorError
from collector.present.pages import keep_private, problem_page

_log = logging.getLogger("beheld.errors")


def answer_of(error: CollectorError) -> Response:
    """The error as every client gets it."""
    shape = {"error": {"code": error.code, "message": error.message, "fields": error.fields}}
    response = jsonify(shape)
    response.status_code = error.status
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def register(app: Flask) -> None:
    """Let the app answer every error, ours and foreign ones, in the one shape."""
    app.register_error_handler(CollectorError, answer_of)
    app.register_error_handler(HTTPException, _answer_of_http)
    app.register_error_handler(Exception, _answer_of_surprise)


def _answer_of_http(error: HTTPException) -> AnyResponse:
    """An error of the framework (no such page, wrong method), in our shape and with its own headers."""
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    response = _shown(problem_of(error))
    kept = (pair for pair in error.get_headers() if pair[0].lower() not in ("content-type", "content-length"))
    response.headers.extend(kept)
    return response


def problem_of(error: Exception) -> CollectorError:
    """What to say of an error that is none of ours; a fault is logged, see `logs.py`, and said without internals."""
    if not isinstance(error, HTTPException):
        _log.error("fault", exc_info=error)
        return CollectorError()
    ours = CollectorError(_advice(error))
    ours.code, ours.status = error.name.lower().replace(" ", "_"), error.code or 500
    return ours


def _advice(error: HTTPException) -> str | None:
    """What to do about it, where the framework has no advice."""
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        return f"This address takes {' and '.join(sorted(error.valid_methods))} only."
    if isinstance(error, NotFoundPage):
        return "There is nothing at this address; /openapi.json lists all addresses."
    return error.description


def _answer_of_surprise(error: Exception) -> Response:
    """A fault of ours, answered without internals."""
    return _shown(problem_of(error))


def _shown(problem: CollectorError) -> Response:
    """As a page for people; for programs, and where even that page fails, in the one shape."""
    of_people = request.accept_mimetypes.best_match(("application/json", "text/html")) == "text/html"
    if request.path.startswith("/api/") or not of_people:
        return answer_of(problem)
    try:
        return keep_private(problem_page(problem))
    except Exception as second:
        return answer_of(problem_of(second))
