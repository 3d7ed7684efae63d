"""Customers by the action that was delivered to them first of all, beside those in control who would have seen it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from collector.reports.figures import Ratio
from collector.reports.metrics import METRICS, metrics
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportRow
from collector.reports.sql import run
from collector.store.protocol import Store

BY = "first_delivered"
VALUE_PER_PERSON = Ratio(
    "value_per_person", METRICS["value_per_person"].means, "revenue_micros", "persons", unit="money"
)
FIGURES = (
    *metrics("persons_delivered", "customers", "customer_rate", "orders", "revenue", "aov", "orders_per_customer"),
    VALUE_PER_PERSON,
)
SUMS = (
    "persons_delivered", "customers", "orders", "revenue_micros", "orders_squares", "revenue_micros_squares",
    "revenue_micros_times_orders",
)  # fmt: skip
CONTROL, NOBODY = "control", "nobody"
NO_CONTROL = "There is no control: nobody would have seen it and did not, so there is nothing to compare with."


def by_first_delivered(store: Store, query: ReportQuery) -> Sequence[ReportRow]:
    """A row for each action, most persons first: `seen` to whom it was delivered first, `control` the ghosts.

    `compared_with` says whether there is a control at all; those who merely did not see it are none.
    """
    return rows_of_arms(run(store, "customers/first_delivered.sql", replace(query, by=None)), _arm)


def rows_of_arms(found: Iterable[Record], arm: Callable[[Record | None], ReportRow]) -> Sequence[ReportRow]:
    """A row for each action of `found` (`ghost` is 1 for control), in which `arm` makes a group of each of the two."""
    arms: dict[str, dict[int, Record]] = {}
    for row in found:
        arms.setdefault(row["action"], {})[row["ghost"]] = row
    return [
        ReportRow(
            {"action": action, "compared_with": CONTROL if 1 in each else NOBODY},
            groups={"seen": arm(each.get(0)), "control": arm(each.get(1))},
            more={"warning": None if 1 in each else NO_CONTROL},
        )
        for action, each in arms.items()
    ]


def _arm(row: Record | None) -> ReportRow:
    sums: dict[str, Any] = {name: row[name] if row else 0 for name in SUMS}
    return ReportRow(
        figures=FIGURES,
        sums={
            **sums,
            "persons": sums["persons_delivered"],
            "persons_squares": sums["persons_delivered"],
            "revenue_micros_times_persons": sums["revenue_micros"],
            "customers_squares": sums["customers"],
            "orders_times_customers": sums["orders"],
        },
    )
