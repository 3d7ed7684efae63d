"""What was found through product widgets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from .bought import found_through, same_product
from .gathered import Gathered
from .orders import Order
from .people import Event, instant
from .question import DAY, OF_ITEMS, WEEK, Figures, share
from .sessions import Session
from .shown import Impression, find_shown_items


class Widgets(Gathered):
    """The report `recommendations`."""

    def wanted(self, event: Event) -> bool:
        """Whether an engagement was with a widget that is asked about."""
        name, since = event["action"], self.query.start - self.query.window
        return self.query.action in (None, name) and name in self.of_campaign(since, name)

    def recommendations(self) -> Figures:
        orders = [
            order for order in self.orders if self.query.within(order.ts) and self.in_segment(order.event["_session"])
        ]
        paid = [order for order in orders if order.rate is not None]
        revenue = sum(order.net for order in paid)
        usual = self.rule(paid, self.in_window(self.query.window))
        return {
            "total": {
                "revenue": revenue / 1e6,
                "orders": len(paid),
                **usual,
                "orders_excluded": len(orders) - len(paid),
                "refunds_booked": self.booked() / 1e6,
                "sessions_added_to_cart": len(self.added_to_cart(self.query.action)),
            },
            "rows": self.widgets(paid),
            "sensitivity": {
                "session": self.rule(paid, self.in_session),
                "24h": self.rule(paid, self.in_window(DAY)),
                "7d": self.rule(paid, self.in_window(WEEK)),
                "30d": self.rule(paid, self.in_window(30 * DAY)),
                "clicks_only": self.rule(paid, self.clicks_in(self.query.window)),
                "whole_order": self.whole_order(paid),
            },
        }

    def booked(self) -> int:
        """What was refunded in the period, of orders that are asked about."""
        return sum(
            part
            for order in self.orders
            if self.in_segment(order.event["_session"])
            for ts, part in order.booked
            if self.query.within(ts)
        )

    def in_window(self, window: int) -> Callable[[Order], Callable[[Event], bool]]:
        return lambda order: lambda event: order.ts - event["ts"] <= window

    def clicks_in(self, window: int) -> Callable[[Order], Callable[[Event], bool]]:
        return lambda order: lambda event: event["type"] == "click" and order.ts - event["ts"] <= window

    def in_session(self, order: Order) -> Callable[[Event], bool]:
        session = order.event["_session"]
        return lambda event: session is not None and event["_session"] is session

    def found(
        self, orders: list[Order], rule: Callable[[Order], Callable[[Event], bool]]
    ) -> list[tuple[Order, Any, Event]]:
        """Each found line, with its order and the engagement."""
        lines = [
            (order, line, found_through(order, line, self.engagements, rule(order)))
            for order in orders
            for line in order.lines
        ]
        return [(order, line, event) for order, line, event in lines if event is not None and self.wanted(event)]

    def rule(self, orders: list[Order], rule: Callable[[Order], Callable[[Event], bool]]) -> Figures:
        found = self.found(orders, rule)
        return self.shares(orders, sum(line.net for order, line, _ in found), {order for order, _, _ in found})

    def whole_order(self, orders: list[Order]) -> Figures:
        through = {order for order, _, _ in self.found(orders, self.in_window(self.query.window))}
        return self.shares(orders, sum(order.net for order in through), through)

    def shares(self, orders: list[Order], found: int, through: set[Order]) -> Figures:
        return {
            "found_revenue": found / 1e6,
            "contribution": share(found, sum(order.net for order in orders)),
            "found_orders": len(through),
            "contribution_transactions": share(len(through), len(orders)),
        }

    def widgets(self, orders: list[Order]) -> dict[str, Figures]:
        rows: dict[str, Figures] = {}
        found = self.found(orders, self.in_window(self.query.window))
        placed = {i.action for i in self.impressions if i.kind == "products" and self.is_wanted(i)}
        for action in sorted({event["action"] for _, _, event in found} | placed):
            mine = [(order, line) for order, line, event in found if event["action"] == action]
            rows[action] = {
                "found_revenue": sum(line.net for order, line in mine) / 1e6,
                "found_orders": len({order for order, _ in mine}),
                "items_sold": float(sum(line.quantity for _, line in mine)),
                "sessions_purchased": len({order.event["_session"] for order, _ in mine} - {None}),
                **self.widget_shown(action, sum(line.net for _, line in mine)),
                "sessions_added_to_cart": len(self.added_to_cart(action)),
            }
        return rows

    def widget_shown(self, action: str, found: int) -> Figures:
        """What came of a product widget where it was placed; nothing is known of the kind of others."""
        shown = [impression for impression in self.impressions if self.is_widget(impression, action)]
        delivered = [impression for impression in shown if impression.state == "delivered"]
        clicked = [impression for impression in delivered if impression.of("click")]
        return {
            "wishlist_adds": sum(len(impression.of("wishlist_add")) for impression in shown),
            "delivered": len(delivered),
            "clicks": len(clicked),
            "ctr": share(len(clicked), len(delivered)),
            "revenue_per_1000_delivered": share(found / 1000, len(delivered)),
        }

    def is_widget(self, impression: Impression, action: str) -> bool:
        kinds = {other.kind for other in self.impressions if other.action == action and self.is_wanted(other)}
        return (
            "products" in kinds and impression.action == action and not impression.ghost and self.is_wanted(impression)
        )

    def by_item(self, by: str) -> dict[tuple[str, Any], Figures]:
        """The rows of recommendations by `item` or by `position`."""
        rows: dict[tuple[str, Any], Figures] = {}
        shown = find_shown_items(self.impressions)
        for item in shown:
            if self.is_widget(item.impression, item.impression.action):
                row = rows.setdefault((item.impression.action, item.name(by)), dict.fromkeys(OF_ITEMS, 0))
                for figure, count in item.counts().items():
                    row[figure] += count
        orders = [one for one in self.orders if self.query.within(one.ts) and self.in_segment(one.event["_session"])]
        paid = [order for order in orders if order.rate is not None]
        buying: dict[tuple[str, Any], list[tuple[Order, Any]]] = defaultdict(list)
        for order, line, event in self.found(paid, self.in_window(self.query.window)):
            here = [item for item in shown if item.is_of(event)]
            name: Any = event["item"] if by == "item" else here[0].position if here else None
            buying[event["action"], name].append((order, line))
        for key, lines in buying.items():
            row = rows.setdefault(key, dict.fromkeys(OF_ITEMS, 0))
            row["found_revenue"] = sum(line.net for _, line in lines) / 1e6
            row["found_orders"] = len({order for order, _ in lines})
            row["items_sold"] = float(sum(line.quantity for _, line in lines))
        for row in rows.values():
            row["delivery_rate"] = share(row["delivered"], row["executed"])
            row["measured_delivery_rate"] = share(row["delivered"], row["measured"])
            row["ctr"] = share(row["clicks"], row["delivered"])
        return rows

    def added_to_cart(self, action: str | None) -> set[Session]:
        sessions = [session for session in self.sessions if self.in_segment(session)]
        return {session for session in sessions if any(self.adds(session, action))}

    def adds(self, session: Session, action: str | None) -> Iterable[bool]:
        """Each thing put in the cart from this widget (None: any) in the period: at once, or after a click there."""
        inside = [e for e in session.events if self.is_inside(e, action)]
        for event in session.events:
            if not self.query.within(event["ts"]) or event.get("_bot"):
                continue
            if event["type"] == "quick_add":
                yield event in inside
            if event["type"] == "cart_add":
                yield any(
                    instant(click) < instant(event) and same_product(click, event["item"], event.get("group"))
                    for click in inside
                    if click["type"] == "click" and click.get("item")
                )

    def is_inside(self, event: Event, action: str | None) -> bool:
        real = event.get("action") and event.get("variation") != "control"
        return bool(real and not event.get("_bot") and action in (None, event["action"]) and self.wanted(event))
