"""Customers and those who come back, computed from orders as the definitions say."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from .gathered import Gathered
from .orders import Order
from .question import Figures, share

FIFTH = 5


class Buying(Gathered):
    """The reports `baseline`, `customers` and `retention` (by month, cohorts by first order)."""

    def histories(self) -> dict[str, list[Order]]:
        """The same until the end of the period, of those who have any."""
        until = {
            person: [order for order in orders if order.ts < self.query.end]
            for person, orders in self.all_orders().items()
        }
        return {person: orders for person, orders in until.items() if orders}

    @staticmethod
    def key_of(order: Order) -> str:
        """What orders of one moment are told apart by."""
        event = order.event
        return f"o:{event['order_id']}" if event.get("order_id") else f"e:{event['id']}"

    def customers(self) -> Figures:
        mine = {person: orders for person, orders in self.histories().items() if self.is_customer(orders)}
        now = [[order for order in orders if self.query.within(order.ts)] for orders in mine.values()]
        spent = sorted((sum(order.net for order in orders) for orders in now), reverse=True)
        revenue, count, orders = sum(spent), len(mine), sum(map(len, now))
        full = sum(line.net for each in now for order in each for line in order.lines if not line.discounted)
        gaps = [
            after.ts - before.ts
            for each in mine.values()
            for before, after in pairwise(each)
            if self.query.within(after.ts)
        ]
        paid = sum(order.net for each in mine.values() for order in each)
        without_rate = [each for each in self.orders if self.query.within(each.ts) and each.rate is None]
        return {
            "customers": count,
            "new_customers": sum(self.query.within(each[0].ts) for each in mine.values()),
            "repeat_rate": share(sum(len(each) > 1 for each in mine.values()), count),
            "orders": orders,
            "revenue": revenue / 1e6,
            "aov": share(revenue / 1e6, orders),
            "orders_per_customer": share(orders, count),
            "median_gap_s": median(gaps) / 1000 if gaps else None,
            "full_price_share": share(full, revenue),
            "bargain_hunters": share(sum(self.is_hunting(each) for each in now), count),
            "top_20_share": share(sum(spent[: -(-count // FIFTH)]), revenue),
            "clv_so_far": share(paid / 1e6, count),
            "clv_model": None,
            "orders_excluded": sum(self.in_segment(order.event["_session"]) for order in without_rate),
        }

    @staticmethod
    def is_hunting(orders: list[Order]) -> bool:
        """Whether something is left of what somebody bought, and no line of that at the full price."""
        left = [line for order in orders for line in order.lines if line.net]
        return bool(left) and all(line.discounted for line in left)

    def is_customer(self, orders: list[Order]) -> bool:
        """Whether somebody ordered in the period, in a session of the segment the first time."""
        first = next((order for order in orders if self.query.within(order.ts)), None)
        return first is not None and self.in_segment(first.event["_session"])

    def retention(self) -> dict[str, Any]:
        mine = {person: orders for person, orders in self.all_orders().items() if self.in_segment_at_first(orders)}
        ordered = {
            person: {self.month_of(order) for order in orders if order.ts < self.query.end}
            for person, orders in mine.items()
        }
        last = self.number_of(self.query.last[:7])
        found: dict[str, Any] = {}
        for month in range(self.number_of(self.query.first[:7]), last + 1):
            now = {person for person, months in ordered.items() if month in months}
            before = {person for person, months in ordered.items() if month - 1 in months}
            found[self.name_of(month)] = {
                "customers": len(now),
                "customers_before": len(before),
                "customers_kept": len(now & before),
                "retention": share(len(now & before), len(before)),
                "active_base_ratio": share(len(now), len(before)),
            }
        begun: dict[int, list[set[int]]] = defaultdict(list)
        for months in ordered.values():
            if months:
                begun[min(months)].append(months)
        for month, members in begun.items():
            if month >= self.number_of(self.query.first[:7]) - 1:
                shares = {n: sum(month + n in months for months in members) / len(members) for n in
                          range(last - month + 1)}  # fmt: skip
                found[f"cohort {self.name_of(month)}"] = {"persons": len(members)} | shares
        return found

    def baseline(self) -> dict[str, Any]:
        """The report `baseline` against as many days just before."""
        mine = [order for orders in self.all_orders().values() for order in orders
                if self.in_segment(order.event["_session"])]  # fmt: skip
        days = (date.fromisoformat(self.query.last) - date.fromisoformat(self.query.first)).days + 1
        start, end = self.query.midnight(self.query.first, -days), self.query.start
        now = [order for order in mine if self.query.within(order.ts)]
        before = [order for order in mine if start <= order.ts < end]
        revenue, baseline = (sum(order.net for order in each) for each in (now, before))
        return {
            "revenue": revenue / 1e6,
            "baseline_revenue": baseline / 1e6,
            "baseline_change": (revenue - baseline) / 1e6,
            "baseline_lift": revenue / baseline - 1 if baseline else None,
            "orders": len(now),
            "baseline_orders": len(before),
        }

    def all_orders(self) -> dict[str, list[Order]]:
        """The orders that have money, by person in their order."""
        found: dict[str, list[Order]] = defaultdict(list)
        for order in sorted(self.orders, key=lambda order: (order.ts, self.key_of(order))):
            if order.rate is not None:
                found[order.event["_person"]].append(order)
        return found

    def in_segment_at_first(self, orders: list[Order]) -> bool:
        """Whether the session of the first order of all is of the segment."""
        return self.in_segment(orders[0].event["_session"])

    def month_of(self, order: Order) -> int:
        """The month of an order in the site's zone, counted."""
        there = datetime.fromtimestamp(order.ts / 1000, ZoneInfo(self.query.time_zone))
        return there.year * 12 + there.month - 1

    @staticmethod
    def number_of(month: str) -> int:
        year, nth = month.split("-")
        return int(year) * 12 + int(nth) - 1

    @staticmethod
    def name_of(number: int) -> str:
        return f"{number // 12}-{number % 12 + 1:02d}"
