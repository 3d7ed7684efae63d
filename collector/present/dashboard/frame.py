"""The bar that stays on every page of reports: which days, compared with what, whom, and who is credited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from marshmallow import ValidationError, fields, validate, validates_schema
from werkzeug.datastructures import MultiDict

from collector.present.parameters import Day, Parameters, Text, checked
from collector.present.report_parameters import NARROWED, NARROWED_OF, USED, Segment
from collector.reports.query import DIMENSIONS, MODELS, a_year_before
from collector.reports.segments import segment_text, values_of
from collector.rules import CREDIT_WINDOW_MS, DAY_MS
from collector.store.protocol import Site

PERIODS = {
    "7d": "Last 7 days",
    "28d": "Last 28 days",
    "90d": "Last 90 days",
    "month": "This month",
    "last_month": "Last month",
    "days": "Other days",
}
COMPARISONS = {"previous": "the days before", "year": "a year before", "none": "nothing"}
WINDOWS = ("24h", "7d", "30d", "90d")
DEFAULTS = {"period": "28d", "compare": "previous", "model": "influenced", "window": f"{CREDIT_WINDOW_MS // DAY_MS}d"}
OF_THE_BAR = ("period", "from", "to", "compare", "segment", "model", "window")
ADDED = ("add_dimension", "add_value")
DAYS_SHOWN = "days_shown"
"""The days that the bar's form had in its fields: others were typed, and hold whichever period stands beside them."""


class FrameParameters(Parameters):
    """What the bar says in the address of a page. A field that was left empty is as if it were not there."""

    period = fields.String(validate=validate.OneOf(tuple(PERIODS)))
    day_from = Day(data_key="from")
    day_to = Day(data_key="to")
    compare = fields.String(load_default=DEFAULTS["compare"], validate=validate.OneOf(tuple(COMPARISONS)))
    segment = fields.List(Segment(), load_default=list)
    model = fields.String(load_default=DEFAULTS["model"], validate=validate.OneOf(MODELS))
    window = fields.String(load_default=DEFAULTS["window"], validate=validate.OneOf(WINDOWS))
    add_dimension = fields.String(validate=validate.OneOf(DIMENSIONS))
    add_value = Text(max_length=512)

    @validates_schema
    def _in_order(self, given: dict[str, Any], **_: Any) -> None:
        begin, end = given.get("day_from"), given.get("day_to")
        if begin and end and begin > end:
            raise ValidationError("Lies before `from`.", "to")
        if given.get("period") == "days" and not (begin and end):
            raise ValidationError("Say the first and the last day.", "from")


SegmentValues = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Frame:
    """What a page of reports is about; days are the site's own, both ends included."""

    site: Site
    today: date
    period: str
    first_day: date
    last_day: date
    compare: str
    segments: tuple[SegmentValues, ...]
    model: str
    window: str

    def parameters(self, report: str, **more: Any) -> dict[str, Any]:
        """The parameters of this report for the API, with further ones; None leaves one out."""
        of = more.get("of", report)
        given: dict[str, Any] = {"from": self.first_day.isoformat(), "to": self.last_day.isoformat()}
        takes = NARROWED_OF.get(report, NARROWED)
        if self.compare != "none" and "compare" in takes:
            given["compare"] = self.compare
        if self.segments and "segment" in takes:
            given["segment"] = [segment_text(*segment) for segment in self.segments]
        given |= {
            name: value
            for name, value in (("model", self.model), ("window", self.window))
            if name in USED[of] and value != DEFAULTS[name]
        }
        return {name: value for name, value in (given | more).items() if value is not None}

    def own(self, **changed: Any) -> dict[str, Any]:
        """How an address says this frame, with some of it changed; what is usual is left out."""
        address: dict[str, Any] = {"period": self.period, "compare": self.compare, "model": self.model}
        address |= {"window": self.window, "segment": [segment_text(*segment) for segment in self.segments]}
        if self.period == "days":
            address |= {"from": self.first_day.isoformat(), "to": self.last_day.isoformat()}
        address |= changed
        if address["period"] != "days":
            address |= {"from": None, "to": None}
        return {name: value for name, value in address.items() if value and value != DEFAULTS.get(name)}

    def link(self, endpoint: str, **parameters: Any) -> str:
        """The address of a page in this frame."""
        return url_for(endpoint, **self.own(), **{name: value for name, value in parameters.items() if value})

    def with_segment(self, dimension: str, value: str | None) -> dict[str, Any]:
        """This frame narrowed to one value of a dimension."""
        return self.own(segment=[segment_text(*each) for each in narrowed(self.segments, dimension, (value or "",))])

    def without_segment(self, dimension: str) -> dict[str, Any]:
        """This frame without what it says of a dimension."""
        return self.own(segment=[segment_text(*each) for each in self.segments if each[0] != dimension])

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.last_day - self.first_day).days + 1

    @property
    def prior(self) -> tuple[date, date] | None:
        """The first and the last day of the period it is compared with."""
        if self.compare == "previous":
            return self.first_day - timedelta(self.days), self.first_day - timedelta(1)
        if self.compare == "year":
            return a_year_before(self.first_day), a_year_before(self.last_day)
        return None


def narrowed(segments: Iterable[SegmentValues], dimension: str, values: tuple[str, ...]) -> tuple[SegmentValues, ...]:
    """These segments with these values of a dimension in place of those it had."""
    others = tuple(segment for segment in segments if segment[0] != dimension)
    return (*others, (dimension, values))


def frame_of(site: Site, arguments: MultiDict[str, str], today: date) -> Frame:
    """The frame that an address says; BadRequest says what is wrong with it."""
    given: dict[str, Any] = {
        name: arguments[name] for name in (*OF_THE_BAR, *ADDED) if arguments.get(name) and name != "segment"
    }
    if days_were_typed(arguments):
        given["period"] = "days"
    if texts := [text for text in arguments.getlist("segment") if text]:
        given["segment"] = texts
    loaded = checked(FrameParameters, given)
    day_from, day_to = loaded.get("day_from"), loaded.get("day_to")
    period = loaded.get("period") or ("days" if day_from and day_to else DEFAULTS["period"])
    first, last = days_of(period, today) if period != "days" else (loaded["day_from"], loaded["day_to"])
    segments = tuple(loaded["segment"])
    if loaded.get("add_dimension"):
        segments = narrowed(segments, loaded["add_dimension"], values_of(loaded.get("add_value") or ""))
    return Frame(site, today, period, first, last, loaded["compare"], segments, loaded["model"], loaded["window"])


def days_were_typed(arguments: MultiDict[str, str]) -> bool:
    """Whether the form came with other days than it was shown with."""
    days = days_in(arguments)
    return days != "/" and days != arguments.get(DAYS_SHOWN, days)


def days_in(arguments: MultiDict[str, str]) -> str:
    """Both days as they stand in the form."""
    return f"{arguments.get('from', '')}/{arguments.get('to', '')}"


def days_of(period: str, today: date) -> tuple[date, date]:
    """The first and the last day of a period by its name. Days that are not over are left out, but for this month's."""
    yesterday = today - timedelta(1)
    if period == "month":
        return today.replace(day=1), today
    if period == "last_month":
        last = today.replace(day=1) - timedelta(1)
        return last.replace(day=1), last
    return yesterday - timedelta(int(period.removesuffix("d")) - 1), yesterday
