"""The ceiling of any Flask app: one that answers 204 and does nothing, served as the collector is."""

from __future__ import annotations

from flask import Flask

from collector import serve
from collector.config import Config


def worker_app(config: Config, address: str, port: int, connections: int, **_: object) -> Flask:
    """What stands in for the collector in a worker process."""
    app = Flask(__name__)
    app.add_url_rule("/v1/events", "take", lambda: ("", 204), methods=["POST"])
    app.add_url_rule("/readyz", "ready", lambda: {"ready": True, "facts_behind": 0})
    return app


def main() -> None:
    """Serve it with the very function and settings that serve the collector."""
    import os

    from tests.bench import bare

    serve.worker = bare.worker_app  # by its importable name: workers are fresh interpreters
    serve.serve(Config.from_environment(os.environ))


if __name__ == "__main__":
    main()
