"""The routes that senders use: events in, and what the snippet needs to know."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request

from collector.experiments.served import served
from collector.rules import CONSENT
from collector.wire.cors import preflight, readable_by_page
from collector.wire.credentials import page_of, sender_of
from collector.wire.fast_path import FAILURE
from collector.wire.intake import intake
from collector.wire.request_headers import bearer_of, origin_of

CONFIG_SECONDS = 30

blueprint = Blueprint("routes", __name__)
blueprint.after_request(readable_by_page)

_encode = msgspec.json.Encoder().encode


@blueprint.post("/v1/events", provide_automatic_options=False)
def take_events() -> Response:
    """Take a batch of events in; 202 once all that is accepted is on disk. Good ones are answered in `fast_path.py`."""
    raise request.environ[FAILURE]


@blueprint.route("/v1/events", methods=["OPTIONS"])
def may_send() -> Response:
    """Answer a browser that asks whether it may send."""
    return preflight()


@blueprint.get("/v1/config")
def site_config() -> Response:
    """What the snippet needs to know: the experiments and their allocation, thresholds, consent mode."""
    store, origin = intake().store, origin_of(request.environ)
    key = request.args.get("key")
    site = page_of(key, origin, store) if key else sender_of(bearer_of(request.environ), origin, store).site
    settings = site.settings
    site_settings = {
        "experiments": served(store.experiments_served(site.site)),
        "thresholds": settings.get("thresholds") or {},
        "consent": settings.get("consent") or CONSENT,
    }
    response = Response(_encode(site_settings), mimetype="application/json")
    response.cache_control.private = True
    response.cache_control.max_age = CONFIG_SECONDS
    return response
