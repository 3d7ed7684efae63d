"""The collector, with less patience for bodies than it has: `python -m tests.serve.impatient`."""

from __future__ import annotations

import os

from flask import Flask

from collector import serve
from collector.config import Config
from collector.wire import waiting_room

SECONDS = 0.5


def hurry(app: Flask) -> None:
    """What each worker process does, which is a fresh interpreter."""
    waiting_room.MAX_BODY_SECONDS = waiting_room.MIN_BODY_SECONDS = SECONDS


if __name__ == "__main__":
    from tests.serve import impatient

    serve.serve(Config.from_environment(os.environ), mount=impatient.hurry)  # by its importable name
