"""What every request says of itself, straight from the WSGI environment: the way to events is too busy for more."""

from __future__ import annotations

from typing import Any

Environ = dict[str, Any]


def bearer_of(environ: Environ) -> str | None:
    """The key in the Authorization header."""
    kind, _, key = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    return key.strip() or None if kind.lower() == "bearer" else None


def origin_of(environ: Environ) -> str | None:
    """The page's origin, as its browser says; there is none outside of browsers."""
    return environ.get("HTTP_ORIGIN") or None
