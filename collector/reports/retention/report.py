"""Who comes back: from one month, quarter or year to the next, by cohort, and personalized beside control."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from collector.reports.metrics import metrics
from collector.reports.moments import start_of
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.retention.units import Unit, named, units_of
from collector.reports.sql import render
from collector.reports.stats.arms import Arm, difference, of_ratios
from collector.reports.stats.sequences import half_width
from collector.store.protocol import Store

FIGURES = metrics("customers", "customers_before", "customers_kept", "retention", "active_base_ratio")
TOTALS = metrics("customers_before", "customers_kept", "retention")
FIRST_DELIVERED, MAX_ACTIONS = "first_delivered", 20
ALPHA, PLANNED_PERSONS, MIN_PERSONS = 0.05, 10_000, 30
BASIS = {
    "retention": "Strict: customers of both units of time / customers of the first. The active-base ratio is customers "
    "of the second / customers of the first: it counts new ones, can exceed 100 %, and is not retention.",
    "units": "Whole calendar units: the first begins before the period, if the period begins in the middle of it; one "
    "within which the period ends is not complete, and counts in no total.",
    "customers": "Persons with an order that has an amount. A customer belongs to the session of their first order.",
    "cohorts": "The share of a cohort who ordered in the unit they began in (0) and in each that followed. By "
    "first delivery control is of the actions that have one, and stands beside whoever was shown any: name one action "
    "to compare.",
    "control": "Persons assigned before the unit in which they come back or do not, all variations but control "
    "together; with the difference of both retentions and its 95 % interval, which holds no matter when you look.",
}


def retention(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each unit of time that the period touches; cohorts and controls beside."""
    units = units_of(query.first_day, query.last_day, query.unit)
    queries = _Queries(store, query, units)
    counts = {row["unit_nth"]: row for row in queries.run("retention/units.sql")}
    rows = [_row(nth, units, counts, query.unit) for nth in range(2, len(units) + 1)]
    complete = [row for row, unit in zip(rows, units[1:], strict=True) if unit.complete]
    sums = {name: sum(row.sums[name] for row in complete) for name in ("customers_before", "customers_kept")}
    latest = next((row for row in reversed(complete) if row.sums["customers_before"]), None)
    more = {
        "unit": query.unit,
        "headline": {"period": latest["name"], "retention": latest["retention"]} if latest else None,
        "cohort": query.cohort,
        "cohorts": cohorts(queries, query),
        "first_actions": first_actions(queries) if query.cohort == FIRST_DELIVERED else [],
        "control": controls(_arms(queries)),
    }
    return ReportResult(ReportRow(figures=TOTALS, sums=sums), rows, basis=BASIS, more=more)


class _Queries(NamedTuple):
    """Queries of one report, which all divide time alike."""

    store: Store
    query: ReportQuery
    units: Sequence[Unit]

    def run(self, name: str, **values: Any) -> Sequence[Record]:
        """The rows of one of them."""
        zone = self.query.site.time_zone
        begins = {f"unit_{nth}": start_of(unit.first_day, zone) for nth, unit in enumerate(self.units, start=1)}
        shape = self.query.shape()._replace(by=None, units=len(self.units), cohort=self.query.cohort)
        return self.store.query(render(name, shape), self.query.bound() | begins | values)


def _arms(queries: _Queries) -> Sequence[Record]:
    """The arms of experiments with a control, over units that are complete."""
    if not queries.run("retention/has_control.sql"):
        return []
    return queries.run("retention/arms.sql", last_nth=sum(unit.complete for unit in queries.units))


def _row(nth: int, units: Sequence[Unit], counts: Mapping[int, Record], by: str) -> ReportRow:
    unit, found, before = units[nth - 1], counts.get(nth), counts.get(nth - 1)
    customers, earlier = found["customers"] if found else 0, before["customers"] if before else 0
    sums: dict[str, Any] = {
        "customers": customers,
        "customers_before": earlier,
        "customers_kept": found["kept"] if found else 0,
        "active_base_ratio": customers / earlier if earlier else None,
    }
    more = {"name": named(unit, by), "complete": unit.complete}
    days = {"unit_from": unit.first_day.isoformat(), "unit_to": unit.last_day.isoformat()}
    return ReportRow({"nth": nth - 1}, FIGURES, sums, more=more | days)


def cohorts(queries: _Queries, query: ReportQuery) -> list[dict[str, Any]]:
    """Each cohort with how many persons it has and which share of them ordered in each unit since, the first one 0."""
    cells: dict[tuple[int, int], dict[int, int]] = {}
    for row in queries.run("retention/cells.sql"):
        cells.setdefault((row["cohort_nth"], row["control"]), {})[row["unit_nth"]] = row["customers"]
    shown = len(queries.units)
    return [
        {
            "cohort": named(queries.units[row["cohort_nth"] - 1], query.unit),
            "control": bool(row["control"]),
            "persons": row["persons"],
            "retention": [
                cells.get((row["cohort_nth"], row["control"]), {}).get(nth, 0) / row["persons"]
                for nth in range(row["cohort_nth"], shown + 1)
            ],
            "complete": queries.units[-1].complete,
        }
        for row in queries.run("retention/members.sql")
    ]


def first_actions(queries: _Queries) -> list[dict[str, Any]]:
    """The actions that were delivered to persons first of all, most persons first; `control`: whether some would have
    been shown it, so that its cohorts can be compared."""
    rows = queries.run("retention/first_actions.sql", max_actions=MAX_ACTIONS)
    return [{"action": row["action"], "persons": row["persons"], "control": row["ghosts"] > 0} for row in rows]


def controls(rows: Iterable[Record]) -> list[dict[str, Any]]:
    """Retention of both arms of each experiment with a control, and their difference with its interval."""
    arms: dict[str, dict[int, Record]] = {}
    for row in rows:
        arms.setdefault(row["experiment"], {})[row["control"]] = row
    return [_compared(experiment, both) for experiment, both in arms.items() if 1 in both]


def _compared(experiment: str, both: Mapping[int, Record]) -> dict[str, Any]:
    control, treatment = both[1], both.get(0)
    compared: dict[str, Any] = {
        "experiment": experiment,
        "persons_control": control["persons"],
        "persons_personalized": treatment["persons"] if treatment else 0,
        "control": control["y"] / control["x"],
        "personalized": treatment["y"] / treatment["x"] if treatment else None,
        "difference": None,
        "low": None,
        "high": None,
    }
    if treatment and min(control["persons"], treatment["persons"]) >= MIN_PERSONS:
        found = difference(of_ratios(_arm(control)), of_ratios(_arm(treatment)))
        reach = half_width(found.standard_error, found.units, alpha=ALPHA, planned=PLANNED_PERSONS)
        compared |= {
            "difference": found.estimate,
            "low": max(-1.0, found.estimate - reach),
            "high": min(1.0, found.estimate + reach),
        }
    return compared


def _arm(row: Record) -> Arm:
    return Arm(row["persons"], row["y"], row["yy"], row["x"], row["xx"], row["xy"])
