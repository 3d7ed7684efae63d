"""Read from the collector: the user report of a visitor, lists of visitors, and reports."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypedDict, Unpack, overload
from urllib.parse import quote

from sdk_py.errors import Unauthorized
from sdk_py.responses import json_of
from sdk_py.transport import Transport

Day = date | str


class ReportOptions(TypedDict, total=False):
    """Options of a report. A segment is "DIMENSION:VALUE"; of several, all must match."""

    compare: Literal["previous", "year"]
    by: str
    segment: str | Sequence[str]
    action: str
    campaign: str
    goal: str
    window: str
    model: str
    min_fraction: float
    min_ms: int
    of: str
    unit: Literal["month", "quarter", "year"]
    cohort: str
    against: str
    discount_rate: float
    moment: str
    limit: int
    cursor: str


class VisitorFilters(TypedDict, total=False):
    """Filters for visitors: an id; an action they saw, or did not see and why; whether they bought ("yes", "no")."""

    q: str
    action: str
    not_delivered: str
    reason: str
    bought: str
    cursor: str
    limit: int


class CommentFilters(TypedDict, total=False):
    """Filters for comments: a survey; a segment, "DIMENSION:VALUE", or several that must all match."""

    action: str
    segment: str | Sequence[str]
    cursor: str
    limit: int


class Reading:
    """Methods that return the answer, or raise RequestRejected (with `fields`; Unauthorized and NotFound are such) or
    Unavailable."""

    _reader: Transport | None

    def visitor(self, id: str, *, before: str | None = None, limit: int | None = None) -> dict[str, Any]:
        """The user report for a visitor id or user id: who it is, then sessions with their timelines, newest first.

        Long reports come in pages of `limit` sessions; pass the "next" of a page as `before` to get the next one.
        """
        return self._json("/api/v1/visitor", id=id, before=before, limit=limit)

    def visitors(
        self, *, from_: Day | None = None, to: Day | None = None, **filters: Unpack[VisitorFilters]
    ) -> dict[str, Any]:
        """Visitors, newest first: {"site", "visitors": [...], "next": cursor or None}.

        `q` is a visitor id, user id or order id. Pass the "next" of a page as `cursor` to get the next one.
        """
        return self._json("/api/v1/visitors", **_period(from_, to), **filters)

    @overload
    def report(
        self,
        name: str,
        from_: Day | None = None,
        to: Day | None = None,
        *,
        format: Literal["json"] = "json",
        **options: Unpack[ReportOptions],
    ) -> dict[str, Any]: ...

    @overload
    def report(
        self,
        name: str,
        from_: Day | None = None,
        to: Day | None = None,
        *,
        format: Literal["csv"],
        **options: Unpack[ReportOptions],
    ) -> str: ...

    def report(
        self,
        name: str,
        from_: Day | None = None,
        to: Day | None = None,
        *,
        format: Literal["json", "csv"] = "json",
        **options: Unpack[ReportOptions],
    ) -> dict[str, Any] | str:
        """A report from one day to another, both included, in the site's time zone: parsed JSON, or CSV text.

        Very long reports come in pages of `limit` rows; pass the "next" of a page as `cursor` to get the next one.
        "experiments" and "experiments/ID" are about the time that experiments ran, and take no days.
        """
        path = "/api/v1/reports/" + quote(name)
        return self._listed(path, format, {**_period(from_, to), **options})

    @overload
    def comments(
        self, from_: Day, to: Day, *, format: Literal["json"] = "json", **filters: Unpack[CommentFilters]
    ) -> dict[str, Any]: ...

    @overload
    def comments(self, from_: Day, to: Day, *, format: Literal["csv"], **filters: Unpack[CommentFilters]) -> str: ...

    def comments(
        self, from_: Day, to: Day, *, format: Literal["json", "csv"] = "json", **filters: Unpack[CommentFilters]
    ) -> dict[str, Any] | str:
        """What people wrote to surveys, the latest first: {"comments": [...], "next": cursor or None}, or CSV text.

        `action` is a survey. Pass the "next" of a page as `cursor` to get the next one.
        """
        return self._listed("/api/v1/comments", format, {**_period(from_, to), **filters})

    def _listed(self, path: str, format: str, params: Mapping[str, object]) -> dict[str, Any] | str:
        if format == "csv":
            response = self._transport_for_reading().get(path, {**params, "format": "csv"})
            response.encoding = "utf-8"
            return response.text
        return self._json(path, **params)

    def _json(self, path: str, **params: object) -> dict[str, Any]:
        answer: dict[str, Any] = json_of(self._transport_for_reading().get(path, params))
        return answer

    def _transport_for_reading(self) -> Transport:
        if self._reader is None:
            raise Unauthorized('Reading needs a read key: Beheld(url, key=..., read_key="rk_...").')
        return self._reader


def _period(from_: Day | None, to: Day | None) -> Mapping[str, str | None]:
    return {"from": _day(from_), "to": _day(to)}


def _day(given: Day | None) -> str | None:
    return given.isoformat()[:10] if isinstance(given, date) else given
