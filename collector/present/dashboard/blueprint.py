"""The blueprint of the pages of reports, and how each is shown in its frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from collector.clock import now_ms
from collector.errors import BadRequest, Fields
from collector.present.auth import current_store, site_with
from collector.present.dashboard.frame import ADDED, DAYS_SHOWN, OF_THE_BAR, Frame, frame_of
from collector.present.dashboard.kept_answers import KeptAnswers
from collector.present.dashboard.page_reports import Answer, PageReports
from collector.present.pages import in_the_frame, page
from collector.present.today import today_of
from collector.store.accounts import VIEWER
from collector.store.protocol import Site

blueprint = in_the_frame(Blueprint("dashboard", __name__))


class WrongBarError(BadRequest):
    """What the bar says cannot be used."""


def frame_here() -> Frame:
    """The frame that the address of this page says."""
    site = site_with(VIEWER)
    try:
        return frame_of(site, request.args, today_of(site))
    except BadRequest as problem:
        raise WrongBarError(problem.message, fields=problem.fields) from problem


@blueprint.errorhandler(WrongBarError)
def show_wrong_bar(problem: WrongBarError) -> AnyResponse:
    """The bar as it was sent, with what is wrong at its fields; nothing else."""
    site = site_with(VIEWER)
    wrong = {name.partition(".")[0]: messages for name, messages in problem.fields.items()}
    usable, wrong_segment = usable_part(site, wrong)
    frame = frame_of(site, usable, today_of(site))
    shown: dict[str, Any] = {"wrong": wrong, "typed": request.args, "wrong_segment": wrong_segment}
    return page(
        "wrong_bar.html", 400, site=site, frame=frame, others=parameters_of_the_page(), problem=problem, **shown
    )


def usable_part(site: Site, wrong: Fields) -> tuple[MultiDict[str, str], list[str]]:
    """What the bar says without what cannot be used, and the dimension and the value of a segment that cannot."""
    left_out = {*wrong, *ADDED, *("period", "from", "to")}
    usable = MultiDict((name, text) for name, text in request.args.items(multi=True) if name not in left_out)
    wrong_segment: list[str] = []
    for text in request.args.getlist("segment") if "segment" in wrong else ():
        try:
            frame_of(site, MultiDict([("segment", text)]), today_of(site))
            usable.add("segment", text)
        except BadRequest:
            wrong_segment = list(text.partition(":")[::2])
    return usable, wrong_segment


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
        (name, value)
        for name, value in request.args.items(multi=True)
        if name not in (*OF_THE_BAR, *ADDED, DAYS_SHOWN) and value
    ]


@blueprint.before_request
def say_it_short() -> AnyResponse | None:
    """The bar's form names all its fields, and a segment to add: go on to the address that says the same in short."""
    if request.method != "GET" or not request.args:
        return None
    of_the_form = (*ADDED, DAYS_SHOWN)
    untidy = any(not value or name in of_the_form for name, value in request.args.items(multi=True))
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
