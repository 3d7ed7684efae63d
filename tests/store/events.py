"""Builders of events, and a look at what is stored of them."""

from __future__ import annotations

from typing import Any

from collector.event import Event, Item
from collector.store import Store


def an_event(id: str, **fields: Any) -> Event:
    """A custom event of visitor `ann` on site 1, sent with the public key."""
    defaults = {"site": 1, "trust": 0, "type": "custom", "ts": 1_000, "received_at": 2_000, "visitor": "ann"}
    return Event(**{**defaults, "id": id, **fields})


def some_events(count: int, prefix: str = "e", **fields: Any) -> list[Event]:
    """That many events with ids of their own."""
    return [an_event(f"{prefix}-{number}", **fields) for number in range(count)]


def stored_ids(store: Store) -> list[str]:
    """The ids of all stored events, in the order in which they were stored."""
    return [row["id"] for row in store.query("select id from events order by seq")]


def rows(store: Store, table: str, order: str = "1") -> list[dict[str, Any]]:
    """All rows of a table."""
    return [dict(row) for row in store.query(f"select * from {table} order by {order}")]


def bytes_on_disk(store: Store) -> bytes:
    """Everything in the database file and the files beside it."""
    return b"".join(path.read_bytes() for path in sorted(store.path.parent.iterdir()))


def a_purchase(id: str, order_id: str, **fields: Any) -> Event:
    """An order of one line."""
    line = Item("sku-1", quantity_micros=1_000_000, price_micros=5_000_000)
    return an_event(id, type="purchase", order_id=order_id, currency="EUR", items=(line,), **fields)
