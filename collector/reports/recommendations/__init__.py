"""What recommendations contributed: the revenue of what was found through a widget / all revenue."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from collector.reports.answer import Answer, Record, amount_text, rate
from collector.reports.asked import Asked
from collector.reports.questions import question
from collector.reports.recommendations.rules import Line, found_figures, found_within, rules
from collector.store.protocol import Store

MILLE = 1000


def recommendations(store: Store, asked: Asked) -> Answer:
    """A row for each widget that was placed or found through; the totals hold for the whole site."""
    bound = replace(asked, by=None).bound()
    lines: list[Line] = [*store.query(question("recommendations/lines"), bound)]
    whole = store.query(question("recommendations/orders"), bound)
    revenue, orders = (whole[0]["net_micros"], whole[0]["orders"]) if whole else (0, 0)
    in_window = found_within(asked.window_ms)
    found = [line for line in lines if in_window(line) and asked.action in (None, line["found_action"])]
    adding = store.query(question("recommendations/added_to_cart"), bound)
    added = {row["action"]: row["sessions_added_to_cart"] for row in adding}
    widgets = {row["action"]: row for row in store.query(question("recommendations/widgets"), bound)}
    names = widgets.keys() | {line["found_action"] for line in found}
    rows = [
        widget_row(
            name, [line for line in found if line["found_action"] == name], widgets.get(name),
            revenue=revenue, orders=orders,
        ) | {"sessions_added_to_cart": added.get(name, 0)}
        for name in names
    ]  # fmt: skip
    rows.sort(key=lambda row: (-float(row["found_revenue"]), row["action"]))
    total = (
        found_figures(found, in_window, revenue=revenue, orders=orders)
        | {
            "revenue": amount_text(revenue),
            "orders": orders,
            "orders_excluded": whole[0]["orders_excluded"] if whole else 0,
            "refunds_booked": amount_text(
                store.query(question("recommendations/refunds_booked"), bound)[0]["refunded_micros"]
            ),
        }
        | summed(rows, found)
    )
    panel = {
        name: found_figures(lines, rule, revenue=revenue, orders=orders)
        for name, rule in rules(lines, asked.window_ms).items()
    }
    return Answer(total, rows, more={"sensitivity": panel})


def widget_row(name: str, found: list[Line], widget: Record | None, *, revenue: int, orders: int) -> dict[str, Any]:
    """The figures of one widget."""
    delivered = widget["delivered"] if widget else 0
    micros = sum(line["net_micros"] for line in found)
    figures = found_figures(found, lambda line: True, revenue=revenue, orders=orders)
    return (
        {"action": name}
        | figures
        | {
            "items_sold": sum(line["quantity"] for line in found),
            "sessions_purchased": sessions_in(found),
            "wishlist_adds": widget["wishlist_adds"] if widget else 0,
            "delivered": delivered,
            "clicks": widget["clicks"] if widget else 0,
            "ctr": rate(widget["clicks"] if widget else 0, delivered),
            "revenue_per_1000_delivered": amount_text(micros * MILLE / delivered) if delivered else None,
        }
    )


def sessions_in(lines: list[Line]) -> int:
    """In how many sessions these lines were ordered; an order outside any session counts in none."""
    keys = {(line["session_visitor"], line["session_started_at"]) for line in lines}
    return sum(visitor is not None for visitor, _ in keys)


def summed(rows: list[dict[str, Any]], found: list[Line]) -> dict[str, Any]:
    """What adds up over widgets, and the sessions in which anything was found."""
    delivered, clicks = (sum(row[name] for row in rows) for name in ("delivered", "clicks"))
    micros = sum(line["net_micros"] for line in found)
    return {
        "items_sold": sum(row["items_sold"] for row in rows),
        "sessions_purchased": sessions_in(found),
        "wishlist_adds": sum(row["wishlist_adds"] for row in rows),
        "delivered": delivered,
        "clicks": clicks,
        "ctr": rate(clicks, delivered),
        "revenue_per_1000_delivered": amount_text(micros * MILLE / delivered) if delivered else None,
    }
