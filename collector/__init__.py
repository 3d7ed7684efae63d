"""The server of Beheld: `collector:create_app()` is its WSGI application.

The package alone loads nothing, so that a command, or the process that keeps facts, pays for no more than it uses.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collector.app import MAX_FORM_BYTES, Parts, create_app, stop

__all__ = ["MAX_FORM_BYTES", "Parts", "create_app", "stop"]


def __getattr__(name: str) -> Any:
    """What the app offers, loaded at the first use."""
    if name in __all__:
        return getattr(import_module("collector.app"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
