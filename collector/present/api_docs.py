"""/docs: the API for people, as /openapi.json describes it, shown by Swagger UI out of our own files.

Of the viewers Swagger UI is the one that works without inline styles and scripts: Redoc (2.5 and 3.0), RapiDoc 9.3,
Scalar 1.46 and Stoplight Elements 9.0 all need `unsafe-inline`. Its arrows are pictures in its style sheet, hence
`data:`. The files are those of npm; see `static/docs/swagger_ui/VERSION.txt`.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response

STATIC = Path(__file__).parents[2] / "static" / "docs"
DOCS_MAY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)

blueprint = Blueprint("api_docs", __name__, static_folder=STATIC, static_url_path="/docs/static")


@blueprint.get("/docs")
def docs() -> Response:
    """The API, described for people. Anyone may read it, as /openapi.json."""
    page = blueprint.send_static_file("index.html")
    page.headers["Content-Security-Policy"] = DOCS_MAY
    page.headers["Referrer-Policy"] = "no-referrer"
    return page
