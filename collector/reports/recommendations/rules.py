"""What counts as found through a widget, under the rule of the query and, side by side, under others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from collector.reports.result import Record
from collector.rules import DAY_MS

Line = Record
Rule = Callable[[Line], bool]
InQuery = Callable[[str], bool]


def any_widget(action: str) -> bool:
    """Whichever the widget."""
    return True


def found_within(window_ms: int, in_query: InQuery = any_widget) -> Rule:
    """Found through a click or a quick add in a widget of the query, at most this long before the order."""
    return lambda line: (
        line["found_at"] is not None and line["found_at"] >= line["ts"] - window_ms and in_query(line["found_action"])
    )


def clicked_within(window_ms: int, in_query: InQuery = any_widget) -> Rule:
    """Found through a click in a widget of the query, at most this long before the order."""
    return lambda line: (
        line["clicked_at"] is not None
        and line["clicked_at"] >= line["ts"] - window_ms
        and in_query(line["clicked_action"])
    )


def in_session(in_query: InQuery = any_widget) -> Rule:
    """Found through a click or a quick add in a widget of the query, in the order's own session."""
    return lambda line: line["session_action"] is not None and in_query(line["session_action"])


def whole_orders(lines: Iterable[Line], rule: Rule) -> Rule:
    """Every line of an order of which one line was found."""
    found = {line["order_key"] for line in lines if rule(line)}
    return lambda line: line["order_key"] in found


def rules(lines: Sequence[Line], window_ms: int, in_query: InQuery = any_widget) -> dict[str, Rule]:
    """The rules of the sensitivity panel, for the widgets of the query."""
    return {
        "session": in_session(in_query),
        "24h": found_within(DAY_MS, in_query),
        "7d": found_within(7 * DAY_MS, in_query),
        "30d": found_within(30 * DAY_MS, in_query),
        "clicks_only": clicked_within(window_ms, in_query),
        "whole_order": whole_orders(lines, found_within(window_ms, in_query)),
    }
