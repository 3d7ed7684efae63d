"""Reading what Beheld concluded: the user report of a visitor, lists of visitors, and the reports."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypedDict, Unpack, overload
from urllib.parse import quote

from sdk_py.answers import json_of
from sdk_py.errors import Unauthorized
from sdk_py.transport import Transport

Day = date | str


class Asked(TypedDict, total=False):
    """What may narrow or turn a report. A segment is "DIMENSION:VALUE"; several must all hold."""

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
    limit: int
    cursor: str


class Sought(TypedDict, total=False):
    """What visitors may be sought by: a visitor, user or order id; an action they saw, or that was not delivered."""

    q: str
    action: str
    not_delivered: str
    cursor: str
    limit: int


class Reading:
    """Calls that answer at once, or raise: Unauthorized, NotFound, Refused (with `fields`), Unavailable."""

    _reader: Transport | None

    def visitor(self, id: str, *, before: str | None = None, limit: int | None = None) -> dict[str, Any]:
        """The user report of a visitor id or user id: who, then sessions with their timelines, newest first.

        Long reports come in pages of `limit` sessions; `before` is the "next" of the page before.
        """
        return self._json("/api/v1/visitor", id=id, before=before, limit=limit)

    def visitors(self, *, from_: Day | None = None, to: Day | None = None, **sought: Unpack[Sought]) -> dict[str, Any]:
        """Visitors, newest first: {"site", "visitors": [...], "next": cursor or None}.

        `q` is a visitor id, user id or order id, `cursor` the "next" of the page before.
        """
        return self._json("/api/v1/visitors", **_period(from_, to), **sought)

    @overload
    def report(
        self, name: str, from_: Day, to: Day, *, format: Literal["json"] = "json", **asked: Unpack[Asked]
    ) -> dict[str, Any]: ...

    @overload
    def report(self, name: str, from_: Day, to: Day, *, format: Literal["csv"], **asked: Unpack[Asked]) -> str: ...

    def report(
        self, name: str, from_: Day, to: Day, *, format: Literal["json", "csv"] = "json", **asked: Unpack[Asked]
    ) -> dict[str, Any] | str:
        """A report over whole days in the site's time zone, both included: parsed JSON, or the text of a CSV file.

        Very long reports come in pages of `limit` rows; `cursor` is the "next" of the page before.
        """
        path = "/api/v1/reports/" + quote(name, safe="")
        if format == "csv":
            response = self._transport_for_reading().get(path, {**_period(from_, to), **asked, "format": "csv"})
            response.encoding = "utf-8"
            return response.text
        return self._json(path, **_period(from_, to), **asked)

    def _json(self, path: str, **params: object) -> dict[str, Any]:
        answer: dict[str, Any] = json_of(self._transport_for_reading().get(path, params))
        return answer

    def _transport_for_reading(self) -> Transport:
        if self._reader is None:
            raise Unauthorized('Reading takes a read key: Beheld(url, key=..., read_key="rk_...").')
        return self._reader


def _period(from_: Day | None, to: Day | None) -> Mapping[str, str | None]:
    return {"from": _day(from_), "to": _day(to)}


def _day(given: Day | None) -> str | None:
    return given.isoformat()[:10] if isinstance(given, date) else given
