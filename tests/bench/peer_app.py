"""The peer as its documentation puts it into a Flask app. Run by the Python of its own environment; see `peer.py`.

It is served by granian with the collector's settings. The server that it ships answers one request per connection and
lets five connections wait, so that 32 senders at once stall in it.
"""

from __future__ import annotations

import os

import runlight.flask
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from runlight import Runlight
from runlight.store import Stores


def app() -> Flask:
    """A Flask app with the peer in front of it, and no limit per address: all of the load comes from one."""
    flask = Flask("shop")
    site = {"hostnames": ["shop.example"]}
    peer = Runlight(store=Stores.sqlite(os.environ["PEER_FILE"]), site=site, rate_limit=False)
    runlight.flask.init_app(flask, peer)
    flask.get("/readyz")(lambda: {"ready": True, "facts_behind": 0})
    return flask


if __name__ == "__main__":
    threads = int(os.environ["PEER_THREADS"])
    Granian(
        "peer_app:app",
        address="127.0.0.1",
        port=int(os.environ["PEER_PORT"]),
        interface=Interfaces.WSGI,
        factory=True,
        blocking_threads=threads,
        backlog=1024,
        backpressure=threads * 2,
        log_enabled=False,
    ).serve()
