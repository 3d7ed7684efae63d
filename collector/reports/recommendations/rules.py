"""What counts as found through a widget, under the asked rule and, side by side, under others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from collector.reports.answer import Record, amount_text, rate
from collector.reports.asked import DAY_MS

Line = Record
Rule = Callable[[Line], bool]


def found_within(window_ms: int) -> Rule:
    """Found through a click or a quick add at most this long before the order."""
    return lambda line: line["found_at"] is not None and line["found_at"] >= line["ts"] - window_ms


def clicked_within(window_ms: int) -> Rule:
    """Found through a click at most this long before the order."""
    return lambda line: line["clicked_at"] is not None and line["clicked_at"] >= line["ts"] - window_ms


def in_session(line: Line) -> bool:
    """Found through a click or a quick add in the order's own session."""
    return line["session_action"] is not None


def whole_orders(lines: Iterable[Line], rule: Rule) -> Rule:
    """Every line of an order of which one line was found."""
    found = {line["order_key"] for line in lines if rule(line)}
    return lambda line: line["order_key"] in found


def rules(lines: Sequence[Line], window_ms: int) -> dict[str, Rule]:
    """The rules of the sensitivity panel."""
    return {
        "session": in_session,
        "24h": found_within(DAY_MS),
        "7d": found_within(7 * DAY_MS),
        "30d": found_within(30 * DAY_MS),
        "clicks_only": clicked_within(window_ms),
        "whole_order": whole_orders(lines, found_within(window_ms)),
    }


def found_figures(lines: Iterable[Line], rule: Rule, *, revenue: int, orders: int) -> dict[str, Any]:
    """What was found by a rule, of this revenue (millionths) and this many orders."""
    found = [line for line in lines if rule(line)]
    micros = sum(line["net_micros"] for line in found)
    found_orders = len({line["order_key"] for line in found})
    return {
        "found_revenue": amount_text(micros),
        "contribution": rate(micros, revenue),
        "found_orders": found_orders,
        "contribution_transactions": rate(found_orders, orders),
    }
