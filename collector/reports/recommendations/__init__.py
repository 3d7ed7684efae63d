"""What recommendations contributed: the revenue of what was found through a widget / all revenue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from collector.reports.answer import Answer, Record, amount_text, rate
from collector.reports.asked import Asked
from collector.reports.questions import question
from collector.reports.recommendations.items import BY, item_rows
from collector.reports.recommendations.rules import Line, found_figures, found_within, rules
from collector.reports.recommendations.spread import MILLE, revenue_spread
from collector.store.protocol import Store

NO_WIDGET: dict[str, Any] = dict.fromkeys(("delivered", "clicks", "wishlist_adds", "delivered_squares"), 0)
NO_ORDERS = dict.fromkeys(("orders", "orders_excluded", "net_micros"), 0)


def recommendations(store: Store, asked: Asked) -> Answer:
    """A row for each widget that was placed or found through; with `by`, for each of its items or positions.

    The totals hold for the whole site.
    """
    plain = replace(asked, by=None)
    bound = plain.bound()
    lines: Sequence[Line] = store.query(question("recommendations/lines"), bound)
    ordered = store.query(question("recommendations/orders"), bound)
    whole: Record = ordered[0] if ordered else NO_ORDERS
    found = found_lines(lines, asked)
    widgets: dict[str, Record] = {row["action"]: row for row in store.query(question("recommendations/widgets"), bound)}
    rows = widget_rows(store, plain, found, widgets, whole)
    everywhere = summed_widgets(widgets.values())
    everything = [line for widget in found.values() for line in widget]
    total = whole_figures(store, plain, whole) | widget_figures(everything, everywhere, whole)
    buyers = delivered_to_buyers(store, plain)
    spreads = [
        revenue_spread(found[row["action"]], lines, widgets.get(row["action"]), buyers[row["action"]]) for row in rows
    ]
    panel = {
        name: found_figures(lines, rule, revenue=whole["net_micros"], orders=whole["orders"])
        for name, rule in rules(lines, asked.window_ms).items()
    }
    if asked.by in BY:
        rows, spreads = item_rows(store, plain, asked.by, revenue=whole["net_micros"]), []
    return Answer(
        total,
        rows,
        more={"sensitivity": panel},
        total_spread=revenue_spread(everything, lines, everywhere, summed_buyers(buyers)),
        row_spreads=spreads,
    )


def found_lines(lines: Sequence[Line], asked: Asked) -> defaultdict[str, list[Line]]:
    """The order lines that were found through each widget that was asked about."""
    found: defaultdict[str, list[Line]] = defaultdict(list)
    in_window = found_within(asked.window_ms)
    for line in lines:
        if in_window(line) and asked.action in (None, line["found_action"]):
            found[line["found_action"]].append(line)
    return found


def widget_rows(
    store: Store, asked: Asked, found: defaultdict[str, list[Line]], widgets: dict[str, Record], whole: Record
) -> list[dict[str, Any]]:
    """The widgets, the one with the most revenue first."""
    adding = store.query(question("recommendations/added_to_cart"), asked.bound())
    added = {row["action"]: row["sessions_added_to_cart"] for row in adding}
    rows = [
        {"action": name}
        | widget_figures(found[name], widgets.get(name, NO_WIDGET), whole)
        | {"sessions_added_to_cart": added.get(name, 0)}
        for name in widgets.keys() | found.keys()
    ]
    return sorted(rows, key=lambda row: (-float(row["found_revenue"]), row["action"]))


def widget_figures(found: Sequence[Line], widget: Record, whole: Record) -> dict[str, Any]:
    """The figures of one widget, or of all."""
    micros = sum(line["net_micros"] for line in found)
    figures = found_figures(found, lambda line: True, revenue=whole["net_micros"], orders=whole["orders"])
    return figures | {
        "items_sold": sum(line["quantity"] for line in found),
        "sessions_purchased": sessions_in(found),
        "wishlist_adds": widget["wishlist_adds"],
        "delivered": widget["delivered"],
        "clicks": widget["clicks"],
        "ctr": rate(widget["clicks"], widget["delivered"]),
        "revenue_per_1000_delivered": (
            amount_text(micros * MILLE / widget["delivered"]) if widget["delivered"] else None
        ),
    }


def whole_figures(store: Store, asked: Asked, whole: Record) -> dict[str, Any]:
    """The figures of all orders."""
    booked = store.query(question("recommendations/refunds_booked"), asked.bound())[0]["refunded_micros"]
    return {
        "revenue": amount_text(whole["net_micros"]),
        "orders": whole["orders"],
        "orders_excluded": whole["orders_excluded"],
        "refunds_booked": amount_text(booked),
    }


def sessions_in(lines: Sequence[Line]) -> int:
    """In how many sessions these lines were ordered; an order outside any session counts in none."""
    keys = {(line["session_visitor"], line["session_started_at"]) for line in lines}
    return sum(visitor is not None for visitor, _ in keys)


def summed_widgets(widgets: Any) -> dict[str, Any]:
    """What adds up over widgets."""
    rows = list(widgets)
    return {name: sum(row[name] for row in rows) for name in NO_WIDGET}


def delivered_to_buyers(store: Store, asked: Asked) -> defaultdict[str, dict[str, int]]:
    """How often each buyer saw each widget."""
    seen: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in store.query(question("recommendations/delivered_to_buyers"), asked.bound()):
        seen[row["action"]][row["person"]] = row["delivered"]
    return seen


def summed_buyers(buyers: defaultdict[str, dict[str, int]]) -> dict[str, int]:
    """How often each buyer saw any widget."""
    seen: defaultdict[str, int] = defaultdict(int)
    for widget in buyers.values():
        for person, delivered in widget.items():
            seen[person] += delivered
    return seen
