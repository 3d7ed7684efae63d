"""One visit to a small shop, as the events that the snippet sends: a template for each, in their order."""

from __future__ import annotations

import json
from typing import Any

SHOP = b"https://shop.example"
ITEMS = [{"item": f"sku-{n}", "group": f"p-{n}"} for n in range(4)]
HOME = {
    "url": SHOP.decode() + "/?utm_source=news&utm_medium=mail",
    "title": "A small shop",
    "referrer": "https://www.google.com/",
}
THING = {"url": SHOP.decode() + "/p/1", "title": "A thing", "referrer": SHOP.decode() + "/", "item": "sku-1"}

VISIT: tuple[tuple[int, dict[str, Any]], ...] = (
    (1, {"type": "page_view", "page": HOME}),
    (1, {"type": "execute", "action": "summer-banner", "kind": "banner", "campaign": "summer"}),
    (1, {"type": "execute", "action": "home-recs", "kind": "products", "items": ITEMS}),
    (1, {"type": "deliver", "action": "summer-banner"}),
    (1, {"type": "skip", "action": "exit-popup", "kind": "popup", "reason": "exit_intent_not_fired"}),
    (1, {"type": "deliver", "action": "home-recs", "items": ITEMS[:3]}),
    (1, {"type": "click", "action": "home-recs", "item": "sku-1", "target": {"href": "/p/1"}}),
    (1, {"type": "evidence", "action": "summer-banner", "max_fraction": 1, "visible_ms": 5300, "longest_ms": 4100}),
    (1, {"type": "evidence", "action": "home-recs", "max_fraction": 0.8, "visible_ms": 2300, "longest_ms": 2300}),
    (1, {"type": "page_leave", "engaged_ms": 8200, "scroll": 0.7}),
    (2, {"type": "page_view", "page": THING}),
    (2, {"type": "execute", "action": "also-like", "kind": "products", "items": ITEMS}),
    (2, {"type": "cart_add", "item": "sku-1", "group": "p-1", "price": "19.90", "currency": "EUR"}),
    (
        2,
        {
            "type": "evidence",
            "action": "also-like",
            "max_fraction": 0,
            "visible_ms": 0,
            "longest_ms": 0,
            "reason": "below_fold",
            "detail": {"top": 1840, "deepest": 1100, "page": 2400},
        },
    ),
    (2, {"type": "page_leave", "engaged_ms": 12400, "scroll": 0.4}),
)


def _template(event: dict[str, Any]) -> bytes:
    """An event to be filled with its id, visitor and view, and then once more with its time."""
    fields = json.dumps(event, separators=(",", ":"))[1:].replace("%", "%%%%")
    return b'{"id":"%s","ts":%%d,"visitor_id":"%s","view_id":"%s",' + fields.encode()


EVENTS_OF_A_VISIT = tuple((_template(event), view) for view, event in VISIT)
