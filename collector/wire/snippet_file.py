"""The built snippet, as pages load it: from any origin, seldom requested again, small on the way."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import brotli
from flask import Blueprint, Response, request

from collector.errors import NotFound

BUILT = Path(__file__).parents[2] / "static"
DAY_SECONDS = 86_400
PLAIN = "identity"
TYPES = {
    "beheld.js": "text/javascript",
    "beheld-debug.js": "text/javascript",
    "beheld-ga4.js": "text/javascript",
    "beheld-survey.js": "text/javascript",
    "beheld.js.map": "application/json",
}

blueprint = Blueprint("script", __name__)


class File(NamedTuple):
    """A built file by the encoding it is sent in, best first, and the name of this version of it."""

    encoded: Mapping[str, bytes]
    etag: str


@blueprint.get("/beheld.js")
def snippet() -> Response:
    """The built snippet."""
    return _answer("beheld.js")


@blueprint.get("/beheld-survey.js")
def survey() -> Response:
    """What shows a survey, for the snippet to load when it is to be shown."""
    return _answer("beheld-survey.js")


@blueprint.get("/beheld-ga4.js")
def ga4() -> Response:
    """What reads the page's data layer for GA4, for the snippet to load where the page asks for it."""
    return _answer("beheld-ga4.js")


@blueprint.get("/beheld-debug.js")
def debug() -> Response:
    """What shows a developer what is recorded, for the snippet to load where the page's address asks for it."""
    return _answer("beheld-debug.js")


@blueprint.get("/beheld.js.map")
def snippet_map() -> Response:
    """Where in its sources each part of the built snippet comes from."""
    return _answer("beheld.js.map")


def _answer(name: str) -> Response:
    source = BUILT / name
    if not source.is_file():
        raise NotFound(f"{name} has not been built: run make snippet.")
    file = _packed(source.read_bytes())
    encoding = next((each for each in file.encoded if request.accept_encodings.quality(each) > 0), PLAIN)
    response = Response(file.encoded[encoding], mimetype=TYPES[name])
    if encoding != PLAIN:
        response.content_encoding = encoding
    response.set_etag(file.etag if encoding == PLAIN else f"{file.etag}-{encoding}")
    return _cached_everywhere(response)


@lru_cache(2 * len(TYPES))
def _packed(plain: bytes) -> File:
    encoded = {"br": brotli.compress(plain), "gzip": gzip.compress(plain, mtime=0), PLAIN: plain}
    return File(encoded, hashlib.sha256(plain).hexdigest()[:32])


def _cached_everywhere(response: Response) -> Response:
    """Long-lived, yet replaced within days of an update; usable by pages that isolate themselves or pin its hash."""
    response.headers["Cache-Control"] = f"public, max-age={DAY_SECONDS}, stale-while-revalidate={7 * DAY_SECONDS}"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.make_conditional(request)
    return response
