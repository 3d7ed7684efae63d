"""Builders of event streams, and the facts that are stored of them."""

from __future__ import annotations

import itertools
import json
import uuid
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from collector.event import PUBLIC, SECRET, Context, Event, Item, Page
from collector.facts.plan import FACTS
from collector.facts.refresh import refresh
from collector.store import SqliteStore, open_store

START = 1_767_348_000_000
MINUTE = 60_000
DAY = 86_400_000
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

_numbers = itertools.count(1)


def an_event(type: str, minutes: float = 0, **fields: Any) -> Event:
    """An event of site 1 that happened that long after START; of visitor `ann` unless a user or visitor is named."""
    if not {"visitor", "user_id"} & fields.keys():
        fields["visitor"] = "ann"
    fields = {"id": str(uuid.UUID(int=next(_numbers))), "trust": SECRET, "received_at": START} | fields
    return Event(site=fields.pop("site", 1), type=type, ts=START + round(minutes * MINUTE), **fields)


def a_view(minutes: float = 0, *, path: str = "/", **fields: Any) -> Event:
    """A page view, in view `w1` unless another is named."""
    return an_event("page_view", minutes, **({"view_id": "w1", "page": Page(f"https://shop.example{path}")} | fields))


def a_purchase(minutes: float, *lines: Item, order: str | None = "1", **fields: Any) -> Event:
    """An order in EUR."""
    return an_event("purchase", minutes, **({"order_id": order, "currency": "EUR", "items": lines} | fields))


def a_line(item: str, price: float, quantity: int = 1, *, group: str | None = None, discount: float = 0) -> Item:
    """A line of an order; amounts in currency units."""
    return Item(item, group, quantity * 1_000_000, round(price * 1_000_000), round(discount * 1_000_000))


def a_refund(minutes: float, *lines: Item, order: str = "1", **fields: Any) -> Event:
    """A refund of an order, whole without lines."""
    return an_event("refund", minutes, **({"order_id": order, "items": lines} | fields))


def a_store(folder: Path, *, time_zone: str = "UTC", currency: str = "EUR") -> SqliteStore:
    """A new store with site 1."""
    store = open_store(f"sqlite:///{folder / 'beheld.db'}")
    store.add_site("shop", time_zone=time_zone, currency=currency)
    return store


def the_facts(store: SqliteStore) -> dict[str, list[tuple[Any, ...]]]:
    """All stored facts, table by table, rows sorted."""
    return {
        fact: sorted((tuple(row) for row in store.query(f"select * from {fact}")), key=repr) for fact in sorted(FACTS)
    }


def facts_of(store: SqliteStore, *events: Event) -> dict[str, list[dict[str, Any]]]:
    """Store these events, compute, and give the facts as dictionaries."""
    store.append(events)
    refresh(store)
    return {fact: [dict(row) for row in store.query(f"select * from {fact}")] for fact in sorted(FACTS)}


def _some(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


VISITORS, USERS = ("ann", "bob", "cid"), ("u1", "u2", "u3")
TYPES = (
    "page_view", "page_leave", "execute", "deliver", "evidence", "skip", "click", "dismiss", "quick_add",
    "wishlist_add", "wishlist_remove", "cart_add", "cart_remove", "purchase", "refund", "goal", "identify", "survey",
    "assign", "subscription",
)  # fmt: skip
SURVEYS = (
    '{"instrument":"nps","score":10}', '{"instrument":"nps","score":8,"comment":"Good","answers":["a"]}',
    '{"instrument":"nps","score":0,"comment":"Late"}', '{"instrument":"csat","score":4}',
    '{"instrument":"csat","score":7,"scale":7}',
)  # fmt: skip
SHOWN = {"execute", "deliver", "evidence", "skip", "click", "dismiss", "quick_add", "survey"}


@st.composite
def one_event(draw: st.DrawFn) -> Event:
    """Any event of a small world: three visitors, three users, a few views, actions, items and orders."""
    type = draw(_some(*TYPES))
    visitor = draw(_some(*VISITORS, *VISITORS, None))
    user = draw(_some(*USERS, None, None, None)) if visitor else draw(_some(*USERS))
    fields: dict[str, Any] = {
        "id": str(draw(st.uuids(version=4))),
        "trust": SECRET if type in ("refund", "subscription") else draw(_some(PUBLIC, SECRET)),
        "visitor": visitor,
        "user_id": user,
        "view_id": draw(_some("w1", "w2", "w3", None)),
        "context": draw(_some(Context(), Context(PHONE, "de"), Context(CRAWLER))),
    }
    if type in SHOWN or type.startswith("wishlist"):
        fields["action"] = draw(_some("hero", "recs") if type in SHOWN else _some("recs", None))
        fields["variation"] = draw(_some(None, "a", "control"))
    return an_event(type, draw(st.integers(0, 300)) / 2, **fields, **draw(_own_fields(type)))


def _own_fields(type: str) -> st.SearchStrategy[dict[str, Any]]:
    product = {"item": _some("A", "B", "C", None), "item_group": _some("g", "h", None)}
    named = product | {"item": _some("A", "B", "C")}
    none = st.none()
    pieces = _some(1_000_000, 3_000_000, 333_333)
    bought = (_some("A", "B", "C"), _some("g", None), pieces, st.integers(0, 10**8), _some(0, 0, 10**6), none, none)
    line = st.tuples(*bought).map(Item._make)
    given_back = (_some("A", "B"), none, _some(1_000_000, None), none, none, _some(None, 10**6, 10**8), none)
    refunded = st.tuples(*given_back).map(Item._make)
    shown = st.tuples(_some("A", "B", "C"), _some("g", None)).map(lambda named: Item(*named))
    shown_items = st.lists(shown, max_size=3).map(tuple)
    money = {"amount_micros": _some(None, 5_000_000), "currency": _some("EUR", "USD", "GBP")}
    own: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "page_view": {"page": _some("https://shop.example/", "https://shop.example/p?utm_source=x").map(Page)},
        "page_leave": {"engaged_ms": _some(0, 9_999, 10_000), "scroll": _some(0.1, 0.95)},
        "execute": {"kind": _some("banner", "products", "email"), "items": shown_items},
        "deliver": {"items": shown_items},
        "evidence": {
            "max_fraction": _some(0.0, 0.4, 1.0), "visible_ms": _some(0, 500, 5_000), "longest_ms": _some(0, 1_500),
            "reason": _some("below_fold", "covered", None), "body": _some(None, json.dumps({"detail": {"top": 10}})),
        },
        "skip": {"reason": _some("selector_missing", "error")},
        "click": product, "quick_add": named, "wishlist_add": named, "wishlist_remove": named,
        "cart_add": named, "cart_remove": named,
        "purchase": {
            "order_id": _some("1", "2", None), "currency": _some("EUR", "USD", "GBP"),
            "items": st.lists(line, min_size=1, max_size=3).map(tuple), "amount_micros": _some(None, None, 10**7 + 1),
            "body": _some(None, None, '{"replaces":1}'),
        },
        "refund": {
            "order_id": _some("1", "2"), "items": st.lists(refunded, max_size=2).map(tuple),
            "amount_micros": _some(None, 10**7 + 1), "body": _some(None, None, '{"refund_id":"r"}', '{"cancel":1}'),
        },
        "goal": {"name": _some("newsletter", "call")} | money,
        "assign": {
            "name": _some("hero-test", "holdout"), "variation": _some("control", "b"),
            "body": _some(None, '{"allocation":1}', '{"allocation":2,"override":true}'),
        },
        "subscription": {
            "body": st.builds(
                _subscription, _some("s1", "s2"), _some("started", "changed", "cancelled"), _some("tea", "club", None)
            ),
            "amount_micros": _some(None, 0, 5_000_000, 9_000_000), "currency": _some("EUR", "EUR", "USD", "GBP"),
        },
        "survey": {"body": _some(*SURVEYS)},
    }  # fmt: skip
    return st.fixed_dictionaries(own.get(type, {}))


def _subscription(number: str, status: str, plan: str | None) -> str:
    sent = {"subscription_id": number, "status": status, "plan": plan}
    return json.dumps({name: value for name, value in sent.items() if value is not None})


streams = st.lists(one_event(), min_size=1, max_size=40, unique_by=lambda event: event.id)
