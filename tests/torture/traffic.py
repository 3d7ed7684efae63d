"""Visits as pages and servers send them: people with several devices, widgets that are seen, orders told twice."""

from __future__ import annotations

import time
import uuid
from random import Random
from typing import Any

Event = dict[str, Any]
Batch = tuple[str, list[Event]]

VISITORS, DEVICES_OF_A_USER, ITEMS = 600, 3, 40
SIGNS_IN, CLICKS, BUYS, TOLD_TWICE, REFUNDED = 0.3, 0.4, 0.25, 0.5, 0.15


def visit(random: Random) -> list[Batch]:
    """The batches of one visit, each with the kind of its key, in the order they are sent."""
    number = random.randrange(VISITORS)
    visitor, user_id = f"visitor-{number}", f"user-{number // DEVICES_OF_A_USER}"
    view_id = f"{random.getrandbits(64):016x}"
    where = {"visitor_id": visitor, "view_id": view_id}
    items = [f"sku-{random.randrange(ITEMS)}" for _ in range(4)]
    widget = {**where, "action": "recs", "kind": "products", "campaign": f"campaign-{number % 5}"}
    page = [
        event(random, "page_view", **where, page={"url": f"https://shop.example/p/{items[0]}", "title": "A thing"}),
        event(random, "execute", **widget, items=items),
        event(random, "deliver", **widget, items=items[:2]),
        event(random, "evidence", **widget, max_fraction=0.5, visible_ms=random.randrange(5_000), longest_ms=100),
    ]
    if random.random() < CLICKS:
        page.append(event(random, "click", **widget, item=items[0]))
    if random.random() < SIGNS_IN:
        page.append(event(random, "identify", **where, user_id=user_id, traits={"plan": "basic"}))
    page.append(event(random, "page_leave", **where, engaged_ms=random.randrange(60_000), scroll=0.5))
    if random.random() >= BUYS:
        return [("public", page)]
    order = {"order_id": f"order-{random.getrandbits(48)}", "currency": "EUR"}
    lines = [{"item": item, "price": f"{random.randrange(1, 9_000) / 100}", "quantity": 2} for item in items[:2]]
    page.append(event(random, "purchase", **where, **order, items=lines))
    backend = []
    if random.random() < TOLD_TWICE:
        backend.append(event(random, "purchase", user_id=user_id, **order, items=lines))
    if random.random() < REFUNDED:
        backend.append(event(random, "refund", order_id=order["order_id"], items=[{"item": items[0], "quantity": 1}]))
    return [("public", page), ("secret", backend)] if backend else [("public", page)]


def event(random: Random, type: str, **fields: Any) -> Event:
    """An event of now."""
    id = uuid.UUID(int=random.getrandbits(128), version=4)
    return {"id": str(id), "type": type, "ts": time.time_ns() // 1_000_000, **fields}
