"""How the server is: alive, able to store, and in figures."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from collector.wire.intake import intake
from collector.wire.metrics import CONTENT_TYPE

blueprint = Blueprint("status", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """This process answers; more is not said."""
    return jsonify(alive=True)


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether events can be stored now, and how many stored ones are not in facts yet."""
    taking = intake()
    state = taking.store.ready()
    why = "this server is stopping" if taking.stopping.is_set() else state.why
    if not state.ready or taking.stopping.is_set():
        return jsonify(ready=False, facts_behind=None, why=why), 503
    return jsonify(ready=True, facts_behind=taking.store.facts_behind()), 200


@blueprint.get("/metrics")
def figures() -> Response:
    """Counters and gauges in Prometheus's text format."""
    taking = intake()
    return Response(taking.metrics.exposition(taking.store), content_type=CONTENT_TYPE)
