"""The actions of a period: what was placed, what was seen, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from collector.reports.answer import Answer, Record, amount_text, count_number, rate
from collector.reports.asked import Asked
from collector.reports.attribution import candidates_of, credit
from collector.reports.questions import question
from collector.store.protocol import Store

COUNTS = (
    "executed", "delivered", "undelivered", "unmeasured", "viewable", "clicks", "sessions_delivered",
    "sessions_clicked", "persons_delivered", "wishlist_adds", "dismissals", "ghost_executed", "ghost_delivered",
)  # fmt: skip
SUMMED = tuple(name for name in COUNTS if not name.startswith(("sessions", "persons")))


def actions(store: Store, asked: Asked) -> Answer:
    """A row for each action that was placed or skipped (with `by`, and segment), best first."""
    bound = asked.bound()
    counted = {place(row): row for row in store.query(question("actions/actions"), bound)}
    converting = store.query(question("actions/persons_converted"), bound)
    converted = {place(row): row["persons_converted"] for row in converting}
    skipped = {place(row): row["skipped"] for row in store.query(question("actions/skipped"), bound)}
    credited = credit(candidates_of(store, asked), asked.model)
    rows = [
        action_row(where, counted.get(where), asked)
        | {"skipped": skipped.get(where, 0), "persons_converted": converted.get(where, 0)}
        | credited_figures(credited.get(where))
        for where in counted.keys() | skipped.keys()
    ]
    for row in rows:
        row["conversion_rate"] = rate(row["persons_converted"], row["persons_delivered"])
    rows.sort(key=best_first)
    for number, row in enumerate(rows, 1):
        row["rank"] = number
    return Answer(total_of(rows), rows)


def place(row: Record) -> tuple[str, Any]:
    """Which row of the report this is part of."""
    return row["action"], row["by_value"]


def action_row(where: tuple[str, Any], counted: Record | None, asked: Asked) -> dict[str, Any]:
    """The figures of one action that follow from its own impressions."""
    action, by_value = where
    figures = {name: counted[name] if counted else 0 for name in COUNTS}
    row = {"action": action, "name": action, "kind": counted["kind"] if counted else "other",
           "campaign": counted["campaign"] if counted else None, **({asked.by: by_value} if asked.by else {})}  # fmt: skip
    return (
        row
        | figures
        | {
            "delivery_rate": rate(figures["delivered"], figures["executed"]),
            "measurable_rate": rate(figures["delivered"] + figures["undelivered"], figures["executed"]),
            "ctr": rate(figures["clicks"], figures["delivered"]),
            "ctr_of_visits": rate(figures["sessions_clicked"], figures["sessions_delivered"]),
            "flags": [],
        }
    )


def credited_figures(credited: tuple[Any, Any] | None) -> dict[str, Any]:
    """What an action is credited with."""
    count, value = credited or (0, 0)
    return {"conversions": count_number(count), "value": amount_text(value)}


def best_first(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Most credited value first, then the better CTR, then the name."""
    return -float(row["value"]), -(row["ctr"] or 0), row["action"], str(row.get("by_value"))


def total_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures that add up over actions, and their rates."""
    total: dict[str, Any] = {name: sum(row[name] for row in rows) for name in (*SUMMED, "skipped")}
    total["delivery_rate"] = rate(total["delivered"], total["executed"])
    total["measurable_rate"] = rate(total["delivered"] + total["undelivered"], total["executed"])
    total["ctr"] = rate(total["clicks"], total["delivered"])
    return total
