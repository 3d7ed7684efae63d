"""`beheld export`: everything that is stored of a site's events, in words that can be imported again unchanged."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from collector.event import PUBLIC, Context, Event, Page
from collector.schemas.events import SCHEMAS
from collector.store import SqliteStore
from tests.cli.running import Beheld, jsonl

SAID: dict[str, dict[str, Any]] = {
    "page_view": {"view_id": "v"},
    "page_leave": {"view_id": "v", "engaged_ms": 0, "scroll": 0.25},
    "execute": {
        "view_id": "v",
        "action": "recs",
        "kind": "products",
        "campaign": "summer",
        "variation": "b",
        "items": [{"item": "sku-1", "group": "p-1"}, {"item": "sku-2"}],
    },
    "deliver": {"view_id": "v", "action": "recs", "variation": "b", "items": [{"item": "sku-1"}]},
    "evidence": {
        "view_id": "v",
        "action": "recs",
        "max_fraction": 0.0,
        "visible_ms": 0,
        "longest_ms": 0,
        "reason": "below_fold",
        "detail": {"top": 2400, "deepest": 800},
    },
    "skip": {"action": "popup", "reason": "delay_not_elapsed", "detail": {"delay_ms": 10_000}},
    "click": {"action": "recs", "variation": "b", "item": "sku-1", "target": "a.more"},
    "dismiss": {"action": "popup"},
    "quick_add": {
        "action": "recs",
        "item": "sku-1",
        "group": "p-1",
        "quantity": 2,
        "price": "19.90",
        "currency": "EUR",
    },
    "wishlist_add": {"action": "recs", "item": "sku-1"},
    "wishlist_remove": {"item": "sku-1", "group": "p-1"},
    "cart_add": {"item": "sku-1", "quantity": 1, "price": "0.000001", "currency": "EUR"},
    "cart_remove": {"item": "sku-1", "quantity": 1},
    "purchase": {
        "order_id": "1001",
        "currency": "EUR",
        "items": [{"item": "sku-1", "quantity": 2, "price": "19.90", "discount": "1.00", "category": "tea"}],
        "tax": "3.90",
        "shipping": "4.00",
    },
    "refund": {"order_id": "1001", "items": [{"item": "sku-1", "quantity": 1, "amount": "19.90"}], "reason": "broken"},
    "goal": {"goal": "newsletter", "value": "2.00", "currency": "EUR"},
    "assign": {"experiment": "hero", "variation": "b", "allocation": 3, "override": True},
    "identify": {"user_id": "user-1", "traits": {"name": "Ann"}},
    "survey": {
        "instrument": "nps",
        "score": 0,
        "scale": 10,
        "comment": "„no“ \u2028 <script>",
        "answers": {"why": ["a"]},
    },
    "subscription": {"subscription_id": "s", "status": "started", "plan": "gold", "mrr": "9.00", "currency": "EUR"},
    "custom": {"name": "anything", "props": {}},
}


def an_event_of_each_type() -> list[dict[str, Any]]:
    page = {
        "url": "https://shop.example/p/1",
        "title": "A thing",
        "referrer": "https://search.example/",
        "item": "sku-1",
    }
    common = {
        "ts": 1_767_348_000_000,
        "visitor_id": "ann",
        "user_id": "user-1",
        "page": page,
        "props": {"a": [1, None]},
    }
    return [{**common, "id": str(uuid.uuid4()), "type": type, **own} for type, own in SAID.items()]


def test_there_is_an_example_of_each_type() -> None:
    assert set(SAID) == set(SCHEMAS)


def test_an_export_says_everything_that_was_sent(shop: Beheld, tmp_path: Path) -> None:
    sent = an_event_of_each_type()
    shop("import", jsonl(tmp_path / "events.jsonl", *sent))
    exported = [json.loads(line) for line in shop("export").out.strip().split("\n")]
    for event in exported:
        del event["received_at"], event["trust"], event["context"]
    assert exported == sent


def test_an_export_imported_and_exported_again_is_the_same(shop: Beheld, store: SqliteStore, tmp_path: Path) -> None:
    shop("import", jsonl(tmp_path / "events.jsonl", *an_event_of_each_type()))
    store.append([an_event_from_a_browser(store.sites()[0].site)])
    shop("site", "add", "copy")
    shop("export", "--site", "shop", "-o", "shop.jsonl")
    output = shop("import", "shop.jsonl", "--site", "copy", "--json").json
    assert (output["accepted"], output["rejected"]) == (len(SAID) + 1, 0)
    shop("export", "--site", "copy", "-o", "copy.jsonl")
    assert Path("copy.jsonl").read_text() == Path("shop.jsonl").read_text()


def test_an_export_imported_into_its_own_site_adds_nothing(shop: Beheld, store: SqliteStore, tmp_path: Path) -> None:
    shop("import", jsonl(tmp_path / "events.jsonl", *an_event_of_each_type()))
    store.append([an_event_from_a_browser(store.sites()[0].site)])
    shop("export", "-o", "shop.jsonl")
    output = shop("import", "shop.jsonl", "--json").json
    assert (output["accepted"], output["duplicates"]) == (0, len(SAID) + 1)


def test_what_the_collector_found_out_is_exported_too(shop: Beheld, store: SqliteStore) -> None:
    store.append([an_event_from_a_browser(store.sites()[0].site)])
    event = json.loads(shop("export").out)
    assert (event["trust"], event["received_at"]) == ("public", 1_767_348_000_500)
    assert event["context"] == {"user_agent": "Firefox", "country": "PT", "automated": True}


def test_a_site_exports_only_its_own_events(shop: Beheld, tmp_path: Path) -> None:
    shop("import", jsonl(tmp_path / "events.jsonl", *an_event_of_each_type()))
    shop("site", "add", "blog")
    assert shop("export", "--site", "blog").out == ""


def test_any_number_of_events_is_exported_in_the_order_of_storing(shop: Beheld, store: SqliteStore) -> None:
    site = store.sites()[0].site
    ids = [str(uuid.UUID(int=number)) for number in range(4_500)]
    store.append([an_event_from_a_browser(site)._replace(id=id) for id in ids])
    assert [json.loads(line)["id"] for line in shop("export").out.splitlines()] == ids


def an_event_from_a_browser(site: int) -> Event:
    return Event(
        site=site,
        trust=PUBLIC,
        id=str(uuid.uuid4()),
        type="page_view",
        ts=1_767_348_000_000,
        received_at=1_767_348_000_500,
        visitor="bob",
        view_id="v2",
        page=Page("https://shop.example/"),
        context=Context(user_agent="Firefox", country="PT", automated=1),
    )
