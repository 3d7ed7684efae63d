"""The built snippet, as pages load it: from any origin, seldom asked for again, small on the way."""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Response, request

from collector.errors import NotFound

BUILT = Path(__file__).parents[2] / "static"
DAY_SECONDS = 86_400
TYPES = {"beheld.js": "text/javascript", "beheld.js.map": "application/json"}

blueprint = Blueprint("script", __name__)


class File(NamedTuple):
    """A built file, as it is and compressed, and the name of this version of it."""

    plain: bytes
    packed: bytes
    etag: str


@blueprint.get("/beheld.js")
def snippet() -> Response:
    """The built snippet."""
    return _answer("beheld.js")


@blueprint.get("/beheld.js.map")
def snippet_map() -> Response:
    """Where in its sources each part of the built snippet comes from."""
    return _answer("beheld.js.map")


def _answer(name: str) -> Response:
    source = BUILT / name
    if not source.is_file():
        raise NotFound(f"{name} has not been built: run make snippet.")
    file = _packed(source.read_bytes())
    small = request.accept_encodings.quality("gzip") > 0
    response = Response(file.packed if small else file.plain, mimetype=TYPES[name])
    if small:
        response.content_encoding = "gzip"
    response.set_etag(file.etag + ("-gzip" if small else ""))
    return _cached_everywhere(response)


@lru_cache(4)
def _packed(plain: bytes) -> File:
    return File(plain, gzip.compress(plain, mtime=0), hashlib.sha256(plain).hexdigest()[:32])


def _cached_everywhere(response: Response) -> Response:
    """Long-lived, yet replaced within days of an update; usable by pages that isolate themselves or pin its hash."""
    response.headers["Cache-Control"] = f"public, max-age={DAY_SECONDS}, stale-while-revalidate={7 * DAY_SECONDS}"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.make_conditional(request)
    return response
