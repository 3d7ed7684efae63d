"""The actions of a period: what was placed, what was seen, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from collector.reports.actions.flags import flags_of, median_ctrs
from collector.reports.attribution.report import NOTHING_CREDITED, candidates_of, credit, kept
from collector.reports.figures import rate
from collector.reports.metrics import metrics
from collector.reports.placements import placements
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.sql import run
from collector.store.protocol import Store

FIGURES = metrics(
    "executed", "delivered", "undelivered", "unmeasured", "viewable", "clicks", "sessions_delivered",
    "sessions_clicked", "persons_delivered", "wishlist_adds", "dismissals", "ghost_executed", "ghost_delivered",
    "skipped", "placement_rate", "delivery_rate", "measurable_rate", "ctr", "ctr_of_visits", "persons_converted",
    "conversion_rate", "conversions", "value",
)  # fmt: skip
TOTALS = metrics(
    "executed", "delivered", "undelivered", "unmeasured", "viewable", "clicks", "wishlist_adds", "dismissals",
    "ghost_executed", "ghost_delivered", "skipped", "placement_rate", "delivery_rate", "measurable_rate", "ctr",
)  # fmt: skip
BY = ("variation",)
OF_VARIATIONS = metrics(
    *(metric.name for metric in FIGURES if metric.name not in ("skipped", "placement_rate", "conversions", "value"))
)
"""What is skipped has no variation yet, and conversions are credited to actions."""
COUNTED = (
    "executed", "delivered", "undelivered", "unmeasured", "viewable", "clicks", "sessions_delivered",
    "sessions_clicked", "persons_delivered", "wishlist_adds", "dismissals", "ghost_executed", "ghost_delivered",
)  # fmt: skip
Place = tuple[str, Any]


def actions(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each action that was placed or skipped (with `by`, and segment), best first; or of its variations."""
    if query.by in BY:
        return variations(store, query)
    placed = placements(store, query)
    counted = {place(row): row for row in placed}
    skipped = {place(row): row["skipped"] for row in run(store, "actions/skipped.sql", query)}
    sql_file = "actions/persons_converted_as_kept.sql" if kept(query) else "actions/persons_converted.sql"
    converted = {place(row): row["persons_converted"] for row in run(store, sql_file, query)}
    credited = credit(candidates_of(store, query), query.model)
    medians = median_ctrs(
        placed if replace(query, action=None, campaign=None, by=None) == query else all_actions(store, query)
    )
    rows = [
        ReportRow(
            about(where, counted.get(where), query),
            FIGURES,
            {
                **placed_sums(counted.get(where)),
                "skipped": skipped.get(where, 0),
                "persons_converted": converted.get(where, 0),
                **credited.get(where, NOTHING_CREDITED).sums(),
            },
        )
        for where in counted.keys() | skipped.keys()
    ]
    rows.sort(key=lambda row: best_first(row, query.by))
    ranked = [
        replace(row, more={"flags": flags_of(row.sums, row.about["kind"], medians), "rank": number})
        for number, row in enumerate(rows, 1)
    ]
    total = {**total_of(map(placed_sums, placed)), "skipped": sum(skipped.values())}
    return ReportResult(ReportRow(figures=TOTALS, sums=total), ranked)


def variations(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each variation of each action: who saw it, and of them who converted."""
    converted = {place(row): row["persons_converted"] for row in run(store, "actions/persons_converted.sql", query)}
    rows = [
        ReportRow(
            about(place(row), row, query),
            OF_VARIATIONS,
            {**placed_sums(row), "persons_converted": converted.get(place(row), 0)},
        )
        for row in placements(store, query)
    ]
    rows.sort(key=lambda row: (row.about["action"], -row.sums["executed"], str(row.about["variation"] or "")))
    return ReportResult(actions_total(store, replace(query, by=None)), rows)


def actions_total(store: Store, query: ReportQuery) -> ReportRow:
    """The total alone, which needs neither who converted nor what was credited."""
    skipped = sum(row["skipped"] for row in run(store, "actions/skipped.sql", query))
    placed = [placed_sums(row) for row in placements(store, query)]
    return ReportRow(figures=TOTALS, sums={**total_of(placed), "skipped": skipped})


def all_actions(store: Store, query: ReportQuery) -> list[Record]:
    """The counts of all the site's actions in the period, whichever the query is about."""
    return placements(store, replace(query, action=None, campaign=None, by=None))


def place(row: Record) -> Place:
    """Which row of the report this is part of."""
    return row["action"], row["by_value"]


def about(where: Place, counted: Record | None, query: ReportQuery) -> dict[str, Any]:
    """What a row is about."""
    action, by_value = where
    return {
        "action": action,
        "name": action,
        "kind": counted["kind"] if counted else "other",
        "campaign": counted["campaign"] if counted else None,
        **({query.by: by_value} if query.by else {}),
    }


def placed_sums(counted: Record | None) -> dict[str, int]:
    """The counts of one action's impressions; all 0 where it was only skipped."""
    return {name: counted[name] if counted else 0 for name in COUNTED}


def best_first(row: ReportRow, by: str | None) -> tuple[Any, ...]:
    """Most credited value first, then the better CTR, then the name."""
    ctr = rate(row.sums["clicks"], row.sums["delivered"]) or 0
    return -row.sums["value_micros"], -ctr, row.about["action"], str(row.about[by]) if by else ""


def total_of(sums: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sums that add up over actions; who saw two actions, and their visits, would count twice."""
    known = list(sums)
    names = [name for name in COUNTED if not name.startswith(("sessions", "persons"))]
    return {name: sum(row[name] for row in known) for name in names}
