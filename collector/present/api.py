"""What programs may ask: JSON over HTTP, with a key or a signed-in session, each about its own site only."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response

from collector.present import visitors
from collector.present.parameters import NoParameters, parameters
from collector.present.signing_in import site_for_managing, site_for_reading

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/visitors")
def find_visitors() -> Response:
    """Find visitors; newest first."""
    return answer(visitors.found(site_for_reading()))


@blueprint.get("/visitors/<path:id>", merge_slashes=False)
def user_report(id: str) -> Response:
    """The user report of a visitor or user id."""
    return answer(visitors.report(site_for_reading(), id))


@blueprint.delete("/visitors/<path:id>", merge_slashes=False)
def erase_person(id: str) -> Response:
    """Erase the person of a visitor or user id for good."""
    site = site_for_managing()
    parameters(NoParameters)
    person, erased = visitors.erase_by_id(site, id)
    told = {"person": person, "events": erased.events, "rejections": erased.rejections}
    return answer({"site": site.name, "erased": told})


@blueprint.get("/visitors/<path:id>/erasure", merge_slashes=False)
def person_to_erase(id: str) -> Response:
    """How much it would take to erase the person of a visitor or user id; takes nothing."""
    site = site_for_reading()
    parameters(NoParameters)
    meant = visitors.person(site, id)
    doomed = visitors.would_erase(site, meant)
    return answer({"site": site.name, "would_erase": {"person": meant.person, **doomed._asdict()}})


@blueprint.get("/visitors/<path:id>/export", merge_slashes=False)
def export_person(id: str) -> Response:
    """All that is stored of the person of a visitor or user id."""
    site = site_for_reading()
    parameters(NoParameters)
    meant = visitors.person(site, id)
    response = Response(visitors.exported(site, meant), mimetype="application/json")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(meant.person, safe='')}.json"
    return response


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """What is known of a person belongs in no cache."""
    response.headers["Cache-Control"] = "no-store"
    return response


def answer(told: dict[str, Any]) -> Response:
    """An answer as JSON, in the order it is told."""
    return Response(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", mimetype="application/json")
