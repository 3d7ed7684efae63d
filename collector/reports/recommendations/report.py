"""What recommendations contributed: the revenue of what was found through a widget / all revenue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from collector.reports.money import quantity_number
from collector.reports.placements import placements
from collector.reports.query import ReportQuery
from collector.reports.recommendations.items import BY, item_rows
from collector.reports.recommendations.rules import Line, Wanted, found_figures, found_within, rules
from collector.reports.recommendations.spread import MILLE, revenue_spread
from collector.reports.result import Record, ReportResult, Spread, amount_text, rate
from collector.reports.sql import run
from collector.store.protocol import Store

WIDGET_SUMS = ("delivered", "clicks", "wishlist_adds")
SQUARES = "delivered_squares"
NO_WIDGET: dict[str, Any] = dict.fromkeys((*WIDGET_SUMS, SQUARES), 0)
NO_SPREAD = Spread()
NO_ORDERS = dict.fromkeys(("orders", "orders_excluded", "net_micros"), 0)


def recommendations(store: Store, asked: ReportQuery) -> ReportResult:
    """A row for each widget that was placed or found through; with `by`, for each of its items or positions.

    The totals hold for the whole site.
    """
    plain = replace(asked, by=None)
    lines: Sequence[Line] = run(store, "recommendations/lines.sql", plain)
    ordered = run(store, "recommendations/orders.sql", plain)
    whole: Record = ordered[0] if ordered else NO_ORDERS
    wanted = widgets_wanted(store, asked)
    found = found_lines(lines, asked, wanted)
    widgets = widgets_placed(store, plain)
    added = [row for row in run(store, "recommendations/added_to_cart.sql", plain) if wanted(row["action"])]
    rows = widget_rows(found, widgets, whole, added)
    everywhere = summed_widgets(widgets.values())
    everything = [line for widget in found.values() for line in widget]
    total = whole_figures(store, plain, whole) | widget_figures(everything, everywhere, whole, added)
    spread, spreads = NO_SPREAD, []
    if asked.spread:
        buyers = delivered_to_buyers(store, plain)
        spread = revenue_spread(everything, lines, everywhere, summed_buyers(buyers))
        spreads = [
            revenue_spread(found[row["action"]], lines, widgets.get(row["action"]), buyers[row["action"]])
            for row in rows
        ]
    panel = {
        name: found_figures(lines, rule, revenue=whole["net_micros"], orders=whole["orders"])
        for name, rule in rules(lines, asked.window_ms, wanted).items()
    }
    if asked.by in BY:
        rows, spreads = item_rows(store, plain, asked.by, wanted, revenue=whole["net_micros"]), []
    return ReportResult(
        total,
        rows,
        more={"sensitivity": panel},
        total_spread=spread,
        row_spreads=spreads,
    )


def widgets_placed(store: Store, asked: ReportQuery) -> dict[str, Record]:
    """The product widgets that were placed, and what became of them."""
    squares: dict[str, int] = {}
    if asked.spread:
        found = run(store, "recommendations/delivered_squares.sql", asked)
        squares = {row["action"]: row["delivered_squares"] for row in found}
    return {
        row["action"]: {name: row[name] for name in WIDGET_SUMS} | {SQUARES: squares.get(row["action"], 0)}
        for row in placements(store, asked)
        if row["products"]
    }


def widgets_wanted(store: Store, asked: ReportQuery) -> Wanted:
    """Whether a widget is asked about: all are, unless one action or one campaign is named."""
    if asked.campaign is None:
        return lambda action: asked.action in (None, action)
    rows = run(store, "recommendations/campaign_actions.sql", asked)
    of_campaign = {row["action"] for row in rows}
    return lambda action: action in of_campaign and asked.action in (None, action)


def found_lines(lines: Sequence[Line], asked: ReportQuery, wanted: Wanted) -> defaultdict[str, list[Line]]:
    """The order lines that were found through each widget that was asked about."""
    found: defaultdict[str, list[Line]] = defaultdict(list)
    rule = found_within(asked.window_ms, wanted)
    for line in lines:
        if rule(line):
            found[line["found_action"]].append(line)
    return found


def widget_rows(
    found: defaultdict[str, list[Line]], widgets: dict[str, Record], whole: Record, added: Sequence[Record]
) -> list[dict[str, Any]]:
    """The widgets, the one with the most revenue first."""
    rows = [
        {"action": name}
        | widget_figures(
            found[name], widgets.get(name, NO_WIDGET), whole, [row for row in added if row["action"] == name]
        )
        for name in widgets.keys() | found.keys()
    ]
    return sorted(rows, key=lambda row: (-float(row["found_revenue"]), row["action"]))


def widget_figures(found: Sequence[Line], widget: Record, whole: Record, added: Sequence[Record]) -> dict[str, Any]:
    """The figures of one widget, or of all; `added` are the sessions in which something was put in the cart from it."""
    micros = sum(line["net_micros"] for line in found)
    figures = found_figures(found, lambda line: True, revenue=whole["net_micros"], orders=whole["orders"])
    return figures | {
        "items_sold": quantity_number(sum(line["quantity_micros"] for line in found)),
        "sessions_added_to_cart": sessions_in(added),
        "sessions_purchased": sessions_in(found),
        "wishlist_adds": widget["wishlist_adds"],
        "delivered": widget["delivered"],
        "clicks": widget["clicks"],
        "ctr": rate(widget["clicks"], widget["delivered"]),
        "revenue_per_1000_delivered": (
            amount_text(micros * MILLE / widget["delivered"]) if widget["delivered"] else None
        ),
    }


def whole_figures(store: Store, asked: ReportQuery, whole: Record) -> dict[str, Any]:
    """The figures of all orders."""
    booked = run(store, "recommendations/refunds_booked.sql", asked)[0]["refunded_micros"]
    return {
        "revenue": amount_text(whole["net_micros"]),
        "orders": whole["orders"],
        "orders_excluded": whole["orders_excluded"],
        "refunds_booked": amount_text(booked),
    }


def sessions_in(rows: Sequence[Record]) -> int:
    """In how many sessions these things happened; an order outside any session counts in none."""
    keys = {(row["session_visitor"], row["session_started_at"]) for row in rows}
    return sum(visitor is not None for visitor, _ in keys)


def summed_widgets(widgets: Any) -> dict[str, Any]:
    """What adds up over widgets."""
    rows = list(widgets)
    return {name: sum(row[name] for row in rows) for name in NO_WIDGET}


def delivered_to_buyers(store: Store, asked: ReportQuery) -> defaultdict[str, dict[str, int]]:
    """How often each buyer saw each widget."""
    seen: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in run(store, "recommendations/delivered_to_buyers.sql", asked):
        seen[row["action"]][row["person"]] = row["delivered"]
    return seen


def summed_buyers(buyers: defaultdict[str, dict[str, int]]) -> dict[str, int]:
    """How often each buyer saw any widget."""
    seen: defaultdict[str, int] = defaultdict(int)
    for widget in buyers.values():
        for person, delivered in widget.items():
            seen[person] += delivered
    return seen
