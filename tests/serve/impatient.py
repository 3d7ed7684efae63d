"""The collector, with less patience for bodies than it has: `python -m tests.serve.impatient`."""

from __future__ import annotations

import os

from flask import Flask

from collector import serve
from collector.config import Config
from collector.wire import awaited

SECONDS = 0.5


def worker_app(config: Config, address: str, port: int, connections: int) -> Flask:
    """The app of a worker process, which is a fresh interpreter."""
    awaited.MAX_BODY_SECONDS = awaited.MIN_BODY_SECONDS = SECONDS
    return serve.worker_app(config, address, port, connections)


if __name__ == "__main__":
    from tests.serve import impatient

    serve.worker_app = impatient.worker_app  # by its importable name
    serve.serve(Config.from_environment(os.environ))
