"""What programs may ask: JSON over HTTP, with a key or a signed-in session, each about its own site only."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response

from collector.present import visitors
from collector.present.parameters import PersonParameters, id_asked, parameters
from collector.present.signing_in import site_for_managing, site_for_reading
from collector.reports.visitors.persons import Erasable

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/visitors")
def find_visitors() -> Response:
    """Find visitors; newest first."""
    return answer(visitors.found(site_for_reading()))


@blueprint.get("/visitor")
@blueprint.get("/visitors/<any_text:id>", merge_slashes=False, endpoint="user_report_by_path")
def user_report(id: str | None = None) -> Response:
    """The user report of a visitor or user id."""
    return answer(visitors.report(site_for_reading(), id_asked(id)))


@blueprint.delete("/visitor")
@blueprint.delete("/visitors/<any_text:id>", merge_slashes=False, endpoint="erase_person_by_path")
def erase_person(id: str | None = None) -> Response:
    """Erase the person of a visitor or user id for good."""
    site = site_for_managing()
    parameters(PersonParameters)
    whom, erased = visitors.erase(site, id_asked(id))
    told = {"person": whom.person, "events": erased.events, "rejections": erased.rejections}
    return answer({"site": site.name, "erased": told | _stays(whom)})


@blueprint.get("/visitor/erasure")
@blueprint.get("/visitors/<any_text:id>/erasure", merge_slashes=False, endpoint="person_to_erase_by_path")
def person_to_erase(id: str | None = None) -> Response:
    """How much it would take to erase the person of a visitor or user id; takes nothing."""
    site = site_for_reading()
    parameters(PersonParameters)
    whom, doomed = visitors.would_erase(site, id_asked(id))
    return answer({"site": site.name, "would_erase": {"person": whom.person, **doomed._asdict(), **_stays(whom)}})


def _stays(whom: Erasable) -> dict[str, str]:
    """The user whom an erased visitor named, and who is not erased."""
    return {} if whom.stays is None else {"stays": whom.stays}


@blueprint.get("/visitor/export")
@blueprint.get("/visitors/<any_text:id>/export", merge_slashes=False, endpoint="export_person_by_path")
def export_person(id: str | None = None) -> Response:
    """All that is stored of the person of a visitor or user id."""
    site = site_for_reading()
    parameters(PersonParameters)
    meant = visitors.person(site, id_asked(id))
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
