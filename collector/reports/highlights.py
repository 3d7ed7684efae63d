"""What to look at first: what changed most beyond noise, and what needs attention. Pure, of rows of reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf
from operator import itemgetter
from typing import Any, NamedTuple

from collector.reports.stats.intervals import wilson

Row = Mapping[str, Any]
WATCHED = ("value", "conversion_rate", "ctr", "delivery_rate", "delivered")
"""The figures of an action that are looked at, the one that says most first."""
MAX_CHANGES = 5
ENOUGH_EXECUTED = 200
LOW_DELIVERY, MUCH_UNMEASURED = 0.5, 0.1
UNDER_DELIVERY, LOW_CTR, UNMEASURED = "under_delivery", "low_ctr", "unmeasured"


class Change(NamedTuple):
    """A figure of an action that changed beyond noise; `relative` is to its prior value, infinite from nothing."""

    row: Row
    figure: str
    relative: float


class Attention(NamedTuple):
    """Something to look at in an action, and its most frequent reason, if it was not seen for one."""

    row: Row
    what: str
    reason: str | None = None


def changed_most(rows: Iterable[Row]) -> list[Change]:
    """The greatest change of each action that is not noise, the greatest of all first; rows as compared."""
    changes = [max(found, key=lambda change: abs(change.relative)) for row in rows if (found := changes_of(row))]
    changes.sort(key=lambda change: (-abs(change.relative), -change.row["delivered"], change.row["action"]))
    return changes[:MAX_CHANGES]


def changes_of(row: Row) -> list[Change]:
    """The figures of a row that changed beyond noise."""
    found = []
    for name in WATCHED:
        if row["noise"][name] is False:
            prior, now = float(row["prior"][name]), float(row[name])
            found.append(Change(row, name, (now - prior) / prior if prior else inf))
    return found


def needing_attention(rows: Iterable[Row], reasons: Mapping[str, str]) -> list[Attention]:
    """Actions that are seldom seen, seldom clicked beside others of their kind, or not measured; beyond doubt each.

    `rows` are those of the report on actions, `reasons` the main one of each action that was not seen.
    """
    found = []
    for row in rows:
        if seldom_delivered(row):
            found.append(Attention(row, UNDER_DELIVERY, reasons.get(row["action"])))
        if LOW_CTR in row["flags"]:
            found.append(Attention(row, LOW_CTR))
        if row["executed"] >= ENOUGH_EXECUTED and wilson(row["unmeasured"], row["executed"])[0] > MUCH_UNMEASURED:
            found.append(Attention(row, UNMEASURED))
    return found


def seldom_delivered(row: Row) -> bool:
    """Whether fewer than half of an action's impressions were delivered, beyond doubt."""
    return row["executed"] >= ENOUGH_EXECUTED and wilson(row["delivered"], row["executed"])[1] < LOW_DELIVERY


def satisfaction_changed(around: Iterable[Row]) -> list[Row]:
    """The days since which satisfaction fell, and then those since which it rose, beyond chance; of `satisfaction`.

    What is hardest to take for chance comes first: where one change did it, it stands before the days around it.
    """
    tested = sorted((each for each in around if each["p_value"] is not None), key=itemgetter("p_value"))
    return [each for verdict in ("fell", "rose") for each in tested if each["verdict"] == verdict]
