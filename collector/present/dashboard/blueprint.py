"""The blueprint of the pages of reports, and how each is shown in its frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from collector.clock import now_ms
from collector.errors import BadRequest
from collector.present.auth import current_store, site_with
from collector.present.dashboard.frame import ADDED, OF_THE_BAR, Frame, frame_of
from collector.present.dashboard.kept_answers import KeptAnswers
from collector.present.dashboard.page_reports import Answer, PageReports
from collector.present.pages import in_the_frame, page
from collector.present.today import today_of
from collector.store.accounts import VIEWER

blueprint = in_the_frame(Blueprint("dashboard", __name__))


def frame_here() -> Frame:
    """The frame that the address of this page says."""
    site = site_with(VIEWER)
    return frame_of(site, request.args, today_of(site))


def reports_of(frame: Frame) -> PageReports:
    """Who asks the reports of this page."""
    kept = current_app.extensions.setdefault("beheld.kept_answers", KeptAnswers())
    return PageReports(current_store(), frame, now_ms(), kept)


def report_page(template: str, frame: Frame, **shown: Any) -> Response:
    """A page of reports."""
    others, fresh_to = parameters_of_the_page(), oldest(shown.values())
    answers = [each for each in shown.values() if isinstance(each, Answer)]
    since = max((each.data_from for each in answers if each.data_from), default=None)
    return page(template, site=frame.site, frame=frame, others=others, fresh_to=fresh_to, data_from=since, **shown)


def oldest(shown: Iterable[Any]) -> str | None:
    """Up to when all the answers on a page are complete."""
    moments = [each.body["fresh_to"] for each in shown if isinstance(each, Answer) and "fresh_to" in each.body]
    return min(moments, default=None)


def parameters_of_the_page() -> list[tuple[str, str]]:
    """What the address says beside the bar: the bar's form carries it on."""
    return [
        (name, value) for name, value in request.args.items(multi=True) if name not in (*OF_THE_BAR, *ADDED) and value
    ]


@blueprint.before_request
def say_it_short() -> AnyResponse | None:
    """The bar's form names all its fields, and a segment to add: go on to the address that says the same in short."""
    if request.method != "GET" or not request.args:
        return None
    untidy = any(not value for value in request.args.values()) or any(name in request.args for name in ADDED)
    if not untidy:
        return None
    try:
        frame = frame_here()
    except BadRequest:
        return None
    others: dict[str, list[str]] = {}
    for name, value in parameters_of_the_page():
        others.setdefault(name, []).append(value)
    return redirect(frame.link(request.endpoint or "", **(request.view_args or {}), **others))
