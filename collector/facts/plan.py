"""The plan by which an engine computes all facts of some persons: the `.sql` files of this package in their order.

Every step is a select; what it yields becomes a table that later steps read. Between them money is settled, in Python.
"""

from __future__ import annotations

import hashlib
import json

from collector import rules
from collector.facts import limits
from collector.facts.queries import FOLDER, sql
from collector.facts.settlement import COLUMNS, settled
from collector.store.facts import Check, Plan, Select, Settle

VALUES = {
    "window_ms": rules.CREDIT_WINDOW_MS,
    "session_gap_ms": rules.SESSION_GAP_MS,
    "attention_ms": rules.ATTENTION_MS,
    "confirmation_ms": rules.CONFIRMATION_MS,
    "same_order_ms": rules.SAME_ORDER_MS,
}
"""The rules' numbers, as the steps have them."""
FACTS = frozenset(
    (
        "person_visitors",
        "assignments",
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
        "attribution_candidates",
        "subscription_changes",
        "contradicted_subscriptions",
        "mrr_movements",
        "survey_answers",
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
    "sessionless_events",
    "visitors_of_persons",
    "sessionized_events",
    "person_visitors",
    "assignments",
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
    "uncancelled_orders",
    "cancelled_orders",
    "refunds",
    "unmatched_refunds",
    "bought_lines",
    "latest_engagements",
    "order_lines",
    "orders",
    "conversions",
    "attribution_candidates",
    "subscription_events",
    "subscription_changes",
    "contradicted_subscriptions",
    "mrr_movements",
    "survey_answers",
    "persons",
)
"""The steps after it."""


def select(name: str) -> Select:
    """One step in SQL."""
    return Select(name, sql(name), is_fact=name in FACTS, values=VALUES)


SELECTS = {name: select(name) for name in REPORTED + CONCLUDED}
CHECKS = {"sessionized_events": Check(limits.check_sessions), "attribution_candidates": Check(limits.check_credit)}
"""What is checked before a step."""
SETTLING = [(FOLDER / name).read_text("utf-8") for name in ("money.py", "settlement.py")]
RULES = hashlib.sha256(
    "".join([*(step.sql for step in SELECTS.values()), *SETTLING, json.dumps(VALUES)]).encode()
).hexdigest()
"""Changes with what the plan computes."""


def plan() -> Plan:
    """All steps in their order."""
    steps = [SELECTS[name] for name in REPORTED]
    concluding = [step for name in CONCLUDED for step in (CHECKS.get(name), SELECTS[name]) if step]
    return [*steps, Settle(COLUMNS, settled), *concluding]


PLAN = plan()
