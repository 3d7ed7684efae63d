"""The actions of a period: what was placed, what was seen, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from collector.reports.actions.flags import flags_of, median_ctrs
from collector.reports.attribution.report import NOTHING_CREDITED, Credited, candidates_of, credit, kept
from collector.reports.placements import placements
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, Spread, rate
from collector.reports.sql import run
from collector.store.protocol import Store

COUNTS = (
    "executed", "delivered", "undelivered", "unmeasured", "viewable", "clicks", "sessions_delivered",
    "sessions_clicked", "persons_delivered", "wishlist_adds", "dismissals", "ghost_executed", "ghost_delivered",
)  # fmt: skip
SUMMED = tuple(name for name in COUNTS if not name.startswith(("sessions", "persons")))
Place = tuple[str, Any]


def actions(store: Store, asked: ReportQuery) -> ReportResult:
    """A row for each action that was placed or skipped (with `by`, and segment), best first."""
    placed = placements(store, asked)
    counted = {place(row): row for row in placed}
    skipped = {place(row): row["skipped"] for row in run(store, "actions/skipped.sql", asked)}
    query = "actions/persons_converted_as_kept.sql" if kept(asked) else "actions/persons_converted.sql"
    converting = run(store, query, asked)
    converted = {place(row): row["persons_converted"] for row in converting}
    credited = credit(candidates_of(store, asked), asked.model)
    medians = median_ctrs(
        placed if replace(asked, action=None, campaign=None, by=None) == asked else all_actions(store, asked)
    )
    places = counted.keys() | skipped.keys()
    rows = [
        action_row(where, counted.get(where), skipped.get(where, 0), asked)
        | converting_figures(converted.get(where, 0), counted.get(where))
        | credited.get(where, NOTHING_CREDITED).figures()
        for where in places
    ]
    for row in rows:
        row["flags"] = flags_of(row, medians)
    rows.sort(key=lambda row: best_first(row, asked.by))
    for number, row in enumerate(rows, 1):
        row["rank"] = number
    spreads = [spread_of(row, credited.get((row["action"], row[asked.by] if asked.by else None))) for row in rows]
    total = total_of(rows)
    return ReportResult(total, rows, total_spread=spread_of(total, None), row_spreads=spreads)


def all_actions(store: Store, asked: ReportQuery) -> list[Record]:
    """The counts of all the site's actions in the period, whichever the report was asked about."""
    return placements(store, replace(asked, action=None, campaign=None, by=None))


def place(row: Record) -> Place:
    """Which row of the report this is part of."""
    return row["action"], row["by_value"]


def action_row(where: Place, counted: Record | None, skipped: int, asked: ReportQuery) -> dict[str, Any]:
    """The figures of one action that follow from its own impressions and skips."""
    action, by_value = where
    figures = {name: counted[name] if counted else 0 for name in COUNTS} | {"skipped": skipped}
    return {
        "action": action,
        "name": action,
        "kind": counted["kind"] if counted else "other",
        "campaign": counted["campaign"] if counted else None,
        **({asked.by: by_value} if asked.by else {}),
        **figures,
        **rates_of(figures),
        "ctr_of_visits": rate(figures["sessions_clicked"], figures["sessions_delivered"]),
    }


def rates_of(figures: Mapping[str, Any]) -> dict[str, float | None]:
    """The rates that follow from counts of impressions and skips."""
    return {
        "placement_rate": rate(figures["executed"], figures["executed"] + figures["skipped"]),
        "delivery_rate": rate(figures["delivered"], figures["executed"]),
        "measurable_rate": rate(figures["delivered"] + figures["undelivered"], figures["executed"]),
        "ctr": rate(figures["clicks"], figures["delivered"]),
    }


def converting_figures(persons: int, counted: Record | None) -> dict[str, Any]:
    """How many of those who saw it converted."""
    saw = counted["persons_delivered"] if counted else 0
    return {"persons_converted": persons, "conversion_rate": rate(persons, saw)}


def best_first(row: Mapping[str, Any], by: str | None) -> tuple[Any, ...]:
    """Most credited value first, then the better CTR, then the name."""
    return -float(row["value"]), -(row["ctr"] or 0), row["action"], str(row[by]) if by else ""


def spread_of(row: Mapping[str, Any], credited: Credited | None) -> Spread:
    """How uncertain a row is."""
    measured = {"measured": row["delivered"] + row["undelivered"], "meant": row["executed"] + row["skipped"]}
    return Spread((credited or NOTHING_CREDITED).variances(), measured)


def total_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The figures that add up over actions, and their rates."""
    known = list(rows)
    total: dict[str, Any] = {name: sum(row[name] for row in known) for name in (*SUMMED, "skipped")}
    return total | rates_of(total)
