"""What recommendations contributed: the revenue of what was found through a widget / all revenue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from collector.reports.figures import Sums
from collector.reports.metrics import metrics
from collector.reports.placements import placements
from collector.reports.query import ReportQuery
from collector.reports.recommendations.items import BY, item_rows
from collector.reports.recommendations.revenue import found_squares, found_sums, spent_by_person, whole_sums
from collector.reports.recommendations.rules import InQuery, Line, found_within, rules
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.sql import run
from collector.store.protocol import Store

WIDGET_SUMS = ("delivered", "clicks", "wishlist_adds")
SQUARES = "delivered_squares"
NO_WIDGET: dict[str, Any] = dict.fromkeys((*WIDGET_SUMS, SQUARES), 0)
NO_ORDERS = dict.fromkeys(("orders", "orders_excluded", "net_micros"), 0)
PANEL = metrics("found_revenue", "contribution", "found_orders", "contribution_transactions")
FIGURES = PANEL + metrics(
    "items_sold", "sessions_added_to_cart", "sessions_purchased", "wishlist_adds", "delivered", "clicks", "ctr",
    "revenue_per_1000_delivered",
)  # fmt: skip
TOTALS = metrics("revenue", "orders", "orders_excluded", "refunds_booked") + FIGURES


def recommendations(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each widget that was placed or found through; with `by`, for each of its items or positions.

    The totals hold for the whole site.
    """
    plain = replace(query, by=None)
    lines: Sequence[Line] = run(store, "recommendations/lines.sql", plain)
    ordered = run(store, "recommendations/orders.sql", plain)
    spent = spent_by_person(lines)
    whole = whole_sums(dict(ordered[0]) if ordered else NO_ORDERS, spent)
    in_query = widgets_in_query(store, query)
    panel = {
        name: ReportRow(figures=PANEL, sums=whole | found_sums([*filter(rule, lines)])).shown()
        for name, rule in rules(lines, query.window_ms, in_query).items()
    }
    found = found_lines(lines, query, in_query)
    widgets = widgets_placed(store, plain)
    added = [row for row in run(store, "recommendations/added_to_cart.sql", plain) if in_query(row["action"])]
    buyers = delivered_to_buyers(store, plain) if query.variances else defaultdict[str, dict[str, int]](dict)

    def sums(lines: Sequence[Line], added: Sequence[Record], widget: Sums, delivered_to: Mapping[str, int]) -> Sums:
        squares = found_squares(lines, spent, delivered_to) if query.variances else {}
        return {**whole, **widget_sums(lines, added), **squares, **found_sums(lines), **widget}

    all_found = [line for lines in found.values() for line in lines]
    total = sums(all_found, added, summed_widgets(widgets.values()), summed_buyers(buyers))
    if query.by in BY:
        rows = item_rows(store, plain, query.by, in_query, whole=whole, spent=spent)
    else:
        added_from = {name: [row for row in added if row["action"] == name] for name in widgets.keys() | found.keys()}
        rows = [
            ReportRow({"action": name}, FIGURES, sums(found[name], own, widgets.get(name, NO_WIDGET), buyers[name]))
            for name, own in added_from.items()
        ]
    rows.sort(key=most_found_first)
    return ReportResult(
        ReportRow(figures=TOTALS, sums={**total, **refunds_booked(store, plain)}), rows, more={"sensitivity": panel}
    )


def widgets_placed(store: Store, query: ReportQuery) -> dict[str, dict[str, Any]]:
    """The product widgets that were placed, and what became of them."""
    squares: dict[str, int] = {}
    if query.variances:
        found = run(store, "recommendations/delivered_squares.sql", query)
        squares = {row["action"]: row["delivered_squares"] for row in found}
    return {
        row["action"]: {name: row[name] for name in WIDGET_SUMS} | {SQUARES: squares.get(row["action"], 0)}
        for row in placements(store, query)
        if row["products"]
    }


def widgets_in_query(store: Store, query: ReportQuery) -> InQuery:
    """Whether a widget is in the query: all are, unless one action or one campaign is named."""
    if query.campaign is None:
        return lambda action: query.action in (None, action)
    rows = run(store, "recommendations/campaign_actions.sql", query)
    of_campaign = {row["action"] for row in rows}
    return lambda action: action in of_campaign and query.action in (None, action)


def found_lines(lines: Sequence[Line], query: ReportQuery, in_query: InQuery) -> defaultdict[str, list[Line]]:
    """The order lines that were found through each widget of the query."""
    found: defaultdict[str, list[Line]] = defaultdict(list)
    rule = found_within(query.window_ms, in_query)
    for line in lines:
        if rule(line):
            found[line["found_action"]].append(line)
    return found


def most_found_first(row: ReportRow) -> tuple[Any, ...]:
    """The most revenue first; of the rest, items and positions by themselves, what is not known last."""
    action, *others = row.about.values()
    return -row.sums["found_micros"], action, *((value is None, value or 0) for value in others)


def widget_sums(found: Sequence[Line], added: Sequence[Record]) -> Sums:
    """In how many sessions one widget, or all, put something in the cart and sold."""
    return {"sessions_added_to_cart": sessions_in(added), "sessions_purchased": sessions_in(found)}


def refunds_booked(store: Store, query: ReportQuery) -> Sums:
    """What was refunded in the period, over refunded orders."""
    (row,) = run(store, "recommendations/refunds_booked.sql", query)
    return dict(row)


def sessions_in(rows: Sequence[Record]) -> int:
    """In how many sessions these things happened; an order outside any session counts in none."""
    keys = {(row["session_visitor"], row["session_started_at"]) for row in rows}
    return sum(visitor is not None for visitor, _ in keys)


def summed_widgets(widgets: Any) -> dict[str, Any]:
    """What adds up over widgets."""
    rows = list(widgets)
    return {name: sum(row[name] for row in rows) for name in NO_WIDGET}


def delivered_to_buyers(store: Store, query: ReportQuery) -> defaultdict[str, dict[str, int]]:
    """How often each buyer saw each widget."""
    seen: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in run(store, "recommendations/delivered_to_buyers.sql", query):
        seen[row["action"]][row["person"]] = row["delivered"]
    return seen


def summed_buyers(buyers: defaultdict[str, dict[str, int]]) -> dict[str, int]:
    """How often each buyer saw any widget."""
    seen: defaultdict[str, int] = defaultdict(int)
    for widget in buyers.values():
        for person, delivered in widget.items():
            seen[person] += delivered
    return seen
