"""The plan by which an engine computes all facts of some persons: the `.sql` files of this package in their order.

Every step is a select; what it yields becomes a table that later steps read. Between them money is settled, in Python.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files

from collector.facts import limits
from collector.facts.settlement import COLUMNS, settled
from collector.store.facts import Check, Plan, Select, Settle

WINDOW_MS = 30 * 86_400_000
FACTS = frozenset(
    (
        "person_visitors",
        "sessions",
        "views",
        "impressions",
        "item_impressions",
        "skips",
        "engagements",
        "cancelled_orders",
        "refunds",
        "unmatched_refunds",
        "order_lines",
        "orders",
        "conversions",
        "candidates",
        "persons",
    )
)
"""The steps that replace stored facts; the others are on the way to them."""

REPORTED = (
    "canonical_purchases",
    "repeated_purchases",
    "view_begins",
)
"""The steps before money is settled."""

CONCLUDED = (
    "event_persons",
    "session_events",
    "session_spans",
    "other_events",
    "traced_events",
    "person_visitors",
    "sessions",
    "views",
    "placement_events",
    "placed_groups",
    "impression_totals",
    "impressions",
    "item_impressions",
    "skips",
    "interactions",
    "engagements",
    "standing_purchases",
    "cancelled_orders",
    "refunds",
    "unmatched_refunds",
    "bought_lines",
    "latest_engagements",
    "order_lines",
    "orders",
    "conversions",
    "candidates",
    "persons",
)
"""The steps after it."""


def source(name: str) -> str:
    """The text of one file of this package."""
    return (files(__package__) / name).read_text("utf-8")


def select(name: str) -> Select:
    """One step in SQL."""
    return Select(name, source(f"{name}.sql"), is_fact=name in FACTS, values={"window_ms": WINDOW_MS})


SELECTS = {name: select(name) for name in REPORTED + CONCLUDED}
CHECKS = {"traced_events": Check(limits.check_sessions), "candidates": Check(limits.credit_check(WINDOW_MS))}
"""What is checked before a step."""
RULES = hashlib.sha256(
    "".join([*(step.sql for step in SELECTS.values()), source("money.py"), source("settlement.py")]).encode()
).hexdigest()
"""Changes with what the plan computes."""


def plan() -> Plan:
    """All steps in their order."""
    steps = [SELECTS[name] for name in REPORTED]
    concluding = [step for name in CONCLUDED for step in (CHECKS.get(name), SELECTS[name]) if step]
    return [*steps, Settle(COLUMNS, settled), *concluding]


PLAN = plan()
