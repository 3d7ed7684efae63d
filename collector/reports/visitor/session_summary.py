"""What a timeline adds up to, so that a visit can be understood before its lines are read. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from collector.reports.money import decimal_text

COUNTED = ("seen", "not_seen", "unmeasured", "ghosts", "skipped", "clicks", "quick_adds", "wishlist_adds", "goals")
NO_ORDER = ("duplicate", "cancelled", "replaces")
_STATES = {"delivered": "seen", "undelivered": "not_seen", "unmeasured": "unmeasured"}
_TYPES = {
    "skip": "skipped",
    "click": "clicks",
    "quick_add": "quick_adds",
    "wishlist_add": "wishlist_adds",
    "goal": "goals",
}


def tally(timeline: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """How many lines of each kind there are, and the orders among them with their revenue."""
    counts: Counter[str | None] = Counter()
    orders, revenue = 0, Decimal()
    for entry in timeline:
        counts[_kind(entry)] += 1
        if is_order(entry) and not entry["excluded"]:
            orders, revenue = orders + 1, revenue + Decimal(entry["revenue"])
    return {
        "counts": {kind: counts[kind] for kind in COUNTED},
        "orders": orders,
        "revenue": decimal_text(int(revenue * 1_000_000)),
    }


def is_order(entry: Mapping[str, Any]) -> bool:
    """Whether a line is an order that stands: not a repeated, changed or cancelled one."""
    return entry["type"] == "purchase" and not any(entry[name] for name in NO_ORDER)


def _kind(entry: Mapping[str, Any]) -> str | None:
    if entry["type"] == "impression":
        return "ghosts" if entry["ghost"] else _STATES[entry["state"]]
    return _TYPES.get(entry["type"])
