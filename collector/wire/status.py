"""How the server is: alive, able to store, and in figures."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, current_app, jsonify, request

from collector.errors import NotFound, UnknownKey
from collector.wire.intake import intake
from collector.wire.metrics import CONTENT_TYPE
from collector.wire.request_headers import bearer_of

blueprint = Blueprint("status", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """This process answers; nothing else is checked."""
    return jsonify(alive=True)


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether events can be stored now, and how far facts are: `facts` is current, busy or stuck."""
    taking = intake()
    state = taking.store.ready()
    why = "this server is stopping" if taking.stopping.is_set() else state.why
    if not state.ready or taking.stopping.is_set():
        return jsonify(ready=False, facts_behind=None, why=why), 503
    facts = taking.store.facts_progress()
    return jsonify(ready=True, facts_behind=facts.behind, facts=facts.state, set_aside=facts.set_aside), 200


@blueprint.get("/metrics")
def figures() -> Response:
    """Counters and gauges in Prometheus's text format, for those whom BEHELD_METRICS lets see them."""
    _check_reader(current_app.extensions["beheld"].config.metrics)
    taking = intake()
    return Response(taking.metrics.exposition(taking.store), content_type=CONTENT_TYPE)


def _check_reader(setting: str) -> None:
    if setting == "open":
        return
    if setting == "closed":
        raise NotFound("The figures are not shown: BEHELD_METRICS is closed.")
    given = bearer_of(request.environ) or ""
    if not secrets.compare_digest(given.encode("utf-8", "replace"), setting.encode()):
        raise UnknownKey("Send the header Authorization: Bearer TOKEN, with the token that BEHELD_METRICS names.")
