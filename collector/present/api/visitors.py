"""What programs may ask: JSON over HTTP, with a key or a signed-in session, each about its own site only."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, jsonify

from collector.present import visitors
from collector.present.auth import site_for_managing, site_for_reading
from collector.present.parameters import (
    PersonParameters,
    SearchParameters,
    UserReportParameters,
    parameters,
    requested_id,
)
from collector.reports.visitor.persons import Erasable
from collector.store.accounts import ANALYST

blueprint = Blueprint("visitors_api", __name__, url_prefix="/api/v1")


@blueprint.get("/visitors")
def find_visitors() -> Response:
    """Find visitors; newest first."""
    return jsonify(visitors.found(site_for_reading(ANALYST), parameters(SearchParameters)))


@blueprint.get("/visitor")
@blueprint.get("/visitors/<any_text:id>", merge_slashes=False, endpoint="user_report_by_path")
def user_report(id: str | None = None) -> Response:
    """The user report of a visitor or user id."""
    site = site_for_reading(ANALYST)
    return jsonify(visitors.report(site, requested_id(id), parameters(UserReportParameters)))


@blueprint.delete("/visitor")
@blueprint.delete("/visitors/<any_text:id>", merge_slashes=False, endpoint="erase_person_by_path")
def erase_person(id: str | None = None) -> Response:
    """Erase the person of a visitor or user id for good."""
    site = site_for_managing()
    parameters(PersonParameters)
    target, erased = visitors.erase(site, requested_id(id))
    counts = {"person": target.person, "events": erased.events, "rejections": erased.rejections}
    return jsonify({"site": site.name, "erased": counts | _stays(target)})


@blueprint.get("/visitor/erasure")
@blueprint.get("/visitors/<any_text:id>/erasure", merge_slashes=False, endpoint="person_to_erase_by_path")
def person_to_erase(id: str | None = None) -> Response:
    """How much it would take to erase the person of a visitor or user id; takes nothing."""
    site = site_for_reading(ANALYST)
    parameters(PersonParameters)
    target, to_erase = visitors.would_erase(site, requested_id(id))
    return jsonify(
        {"site": site.name, "would_erase": {"person": target.person, **to_erase._asdict(), **_stays(target)}}
    )


def _stays(target: Erasable) -> dict[str, str]:
    """The user whom an erased visitor named, and who is not erased."""
    return {} if target.stays is None else {"stays": target.stays}


@blueprint.get("/visitor/export")
@blueprint.get("/visitors/<any_text:id>/export", merge_slashes=False, endpoint="export_person_by_path")
def export_person(id: str | None = None) -> Response:
    """All that is stored of the person of a visitor or user id."""
    site = site_for_reading(ANALYST)
    parameters(PersonParameters)
    meant = visitors.person(site, requested_id(id))
    response = Response(visitors.exported(site, meant), mimetype="application/json")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(meant.person, safe='')}.json"
    return response
