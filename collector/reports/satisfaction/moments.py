"""Whether satisfaction changed with what was changed: answers before a moment beside those since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from collector.reports.moments import start_of
from collector.reports.query import ReportQuery
from collector.reports.result import Record
from collector.reports.satisfaction.scores import change_between, score_of, sums_of
from collector.reports.sql import run
from collector.reports.stats.gates import holm
from collector.store.protocol import Store

MIN_RESPONDENTS = 20
"""With fewer answers before or since there is no verdict."""
ALPHA = 0.05


def around_moments(store: Store, query: ReportQuery) -> list[dict[str, Any]]:
    """For each moment within the period, earliest first, and each instrument: both scores, how they differ, and whether
    that is more than chance, given how many such days are tested at once (Holm)."""
    changes: list[dict[str, Any]] = []
    for day in sorted({day for day in query.moments if query.first_day < day <= query.last_day}):
        moment = start_of(day, query.site.time_zone)
        changes += around(day, run(store, "satisfaction/scores_around.sql", query, moment_ts=moment))
    return with_verdicts(changes)


def around(day: date, rows: Iterable[Record]) -> list[dict[str, Any]]:
    """What one moment divides: each instrument that was answered before it or since."""
    parts: dict[str, dict[int, list[Record]]] = {}
    for row in rows:
        parts.setdefault(row["instrument"], {0: [], 1: []})[row["since"]].append(row)
    return [{"day": day.isoformat(), **divided(instrument, both)} for instrument, both in sorted(parts.items())]


def divided(instrument: str, both: Mapping[int, list[Record]]) -> dict[str, Any]:
    """The scores of both sides and their difference."""
    before, since = sums_of(both[0]), sums_of(both[1])
    enough = min(before["respondents"], since["respondents"]) >= MIN_RESPONDENTS
    change = change_between(instrument, since, before) if enough else None
    return {
        "instrument": instrument,
        "before": score_of(instrument, before),
        "since": score_of(instrument, since),
        "difference": change.difference if change else None,
        "low": change.low if change else None,
        "high": change.high if change else None,
        "p_value": change.p_value if change else None,
    }


def with_verdicts(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with p-values adjusted for how many there are, and whether satisfaction fell or rose."""
    p_values = {str(nth): each["p_value"] for nth, each in enumerate(changes) if each["p_value"] is not None}
    adjusted = holm(p_values)
    return [{**each, "adjusted_p_value": adjusted.get(str(nth)), "verdict": verdict(each, adjusted.get(str(nth)))}
            for nth, each in enumerate(changes)]  # fmt: skip


def verdict(change: Mapping[str, Any], adjusted: float | None) -> str:
    """`fell`, `rose`, `unclear`, or `too_few`."""
    if adjusted is None:
        return "too_few"
    if adjusted >= ALPHA:
        return "unclear"
    return "fell" if change["difference"] < 0 else "rose"
