"""The built snippet, as pages load it: from any origin, seldom requested again, small on the way.

beheld.js names the version of the files that it loads later: requested by the one that is here, they may be kept for
good. By another one, out of a beheld.js that is older or newer, the file of now is given, which knows whether it fits.
"""

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
YEAR_SECONDS = 31_536_000
LATER = ("beheld-seen.js", "beheld-plans.js", "beheld-survey.js", "beheld-ga4.js", "beheld-debug.js")
TYPES = {".js": "text/javascript", ".map": "application/json"}

blueprint = Blueprint("script", __name__)


class File(NamedTuple):
    """A built file by the encoding it is sent in, best first, and the name of this version of it."""

    encoded: Mapping[str, bytes]
    etag: str


@blueprint.get("/beheld.js")
def snippet() -> Response:
    """The built snippet."""
    return _answer("beheld.js")


@blueprint.get("/beheld.full.js")
def whole_snippet() -> Response:
    """The built snippet with all that it would load later, for pages that pin its hash."""
    return _answer("beheld.full.js")


@blueprint.get("/beheld-seen.js")
def seen() -> Response:
    """What measures actions, for the snippet to load where a page has any."""
    return _answer("beheld-seen.js")


@blueprint.get("/beheld-plans.js")
def plans() -> Response:
    """What places actions and decides experiments, for the snippet to load at the first call for it."""
    return _answer("beheld-plans.js")


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


@blueprint.get("/beheld.js.map", endpoint="snippet_map")
@blueprint.get("/beheld-seen.js.map", endpoint="seen_map")
@blueprint.get("/beheld-plans.js.map", endpoint="plans_map")
@blueprint.get("/beheld-survey.js.map", endpoint="survey_map")
def source_map() -> Response:
    """Where in its sources each part of a built file comes from."""
    return _answer(request.path.rpartition("/")[2])


def _answer(name: str) -> Response:
    source = BUILT / name
    if not source.is_file():
        raise NotFound(f"{name} has not been built: run make snippet.")
    file = _packed(source.read_bytes())
    encoding = next((each for each in file.encoded if request.accept_encodings.quality(each) > 0), PLAIN)
    response = Response(file.encoded[encoding], mimetype=TYPES[source.suffix])
    if encoding != PLAIN:
        response.content_encoding = encoding
    response.set_etag(file.etag if encoding == PLAIN else f"{file.etag}-{encoding}")
    response.headers["Cache-Control"] = _caching()
    if (BUILT / f"{name}.map").is_file():
        response.headers["SourceMap"] = f"{name}.map"  # a comment in the file would weigh something for everybody
    return _usable_everywhere(response)


@lru_cache(24)
def _packed(plain: bytes) -> File:
    encoded = {"br": brotli.compress(plain), "gzip": gzip.compress(plain, mtime=0), PLAIN: plain}
    return File(encoded, hashlib.sha256(plain).hexdigest()[:32])


def _caching() -> str:
    """Without a version: long-lived, yet replaced within days of an update."""
    version = request.args.get("v")
    if version is None:
        return f"public, max-age={DAY_SECONDS}, stale-while-revalidate={7 * DAY_SECONDS}"
    return f"public, max-age={YEAR_SECONDS}, immutable" if version == _version_of(BUILT) else "no-cache"


@lru_cache(1)
def _version_of(built: Path) -> str:
    """As static/build.mjs writes it into beheld.js."""
    return hashlib.sha256(b"".join((built / name).read_bytes() for name in LATER)).hexdigest()[:8]


def _usable_everywhere(response: Response) -> Response:
    """By pages of any origin, also those that isolate themselves or pin its hash."""
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.make_conditional(request)
    return response
