"""Headers of a request, read straight from the WSGI environment: events come too often for more."""

from __future__ import annotations

from typing import Any

Environ = dict[str, Any]


def bearer_of(environ: Environ) -> str | None:
    """The key in the Authorization header."""
    kind, _, key = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    return key.strip() or None if kind.lower() == "bearer" else None


def origin_of(environ: Environ) -> str | None:
    """The origin of the page, a header that only browsers send."""
    return environ.get("HTTP_ORIGIN") or None
