"""Every import has a label, and can be taken back by it: everything is then as if it had never been."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from collector.event import Context, Event, Page
from collector.facts.refresh import refresh
from collector.facts.refresher import Refresher
from collector.store import SqliteStore
from tests.cli.imports.shop_files import HEADER, imported, revenue
from tests.cli.running import Beheld, a_goal, jsonl

ONE = HEADER + "A,2026-03-10 10:00,u1,x,1,10.00\n"
FACTS = (
    *("persons", "person_visitors", "sessions", "views", "impressions", "orders", "order_lines", "conversions"),
    *("refunds", "unmatched_refunds", "cancelled_orders", "attribution_candidates", "links"),
)


def facts(store: SqliteStore) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted((tuple(row) for row in store.query(f"select * from {table}")), key=repr) for table in FACTS}


def test_an_import_whose_mapping_was_wrong_is_undone_and_done_again(shop: Beheld) -> None:
    text = (
        "Name,Created at,Email,Lineitem sku,Lineitem quantity,Lineitem price,Lineitem discount\n"
        "A,2026-03-10 10:00:00 +0100,u@x,x,1,10.00,4.00\n"
    )
    mapped = ["--map", "order_id=Name", "--map", "ts=Created at", "--map", "user_id=Email"]
    mapped += ["--map", "items.item=Lineitem sku", "--map", "items.price=Lineitem price"]
    imported(shop, text, *mapped, "--label", "first try")
    assert revenue(shop) == ("10.00", 1)
    again = imported(shop, text, *mapped, "--map", "items.discount=Lineitem discount", "--dry-run").err
    assert "1 order of this file is in the store already, from the import first try: one report of each counts" in again
    assert "undo it first: beheld import undo 'first try'" in again
    assert "Deleted 1 event of first try;" in shop("import", "undo", "first try").out
    assert revenue(shop) == ("0.00", 0)
    imported(shop, text, *mapped, "--map", "items.discount=Lineitem discount")
    assert revenue(shop) == ("6.00", 1)


def test_a_label_is_made_and_printed_when_none_is_given(shop: Beheld) -> None:
    out = imported(shop, ONE).out
    (label,) = (line.rsplit(" ", 1)[1] for line in out.splitlines() if "beheld import undo" in line)
    assert label.startswith("rows-20")
    shop("import", "undo", label)
    assert shop("export").out == ""


def test_two_imports_of_one_second_have_two_labels(shop: Beheld) -> None:
    labels = {imported(shop, ONE.replace("A,", f"{number},"), "--json").json["label"] for number in range(5)}
    assert len(labels) == 5


def test_imports_are_listed_newest_first(shop: Beheld) -> None:
    imported(shop, ONE, "--label", "one")
    imported(shop, ONE + "B,2026-03-10 10:00,u2,x,1,1.00\n", "--label", "two")
    shop("import", "undo", "one")
    listed = shop("import", "list", "--json").json
    assert [(each["label"], each["events"], each["file"]) for each in listed] == [
        ("two", 1, "rows.csv"),
        ("one", 0, "rows.csv"),
    ]
    assert [each["undone_at"] is None for each in listed] == [True, False]
    assert "one  " in shop("import", "list").out.splitlines()[1]


def test_orders_that_pages_reported_are_named_and_not_taken_for_an_import(shop: Beheld, store: SqliteStore) -> None:
    site = store.sites()[0].site
    store.append([Event(site, 0, "a", "purchase", 1, 1, "v", currency="EUR", order_id="A")])
    output = imported(shop, ONE)
    assert "1 order of this file is in the store already, from your pages or servers" in output.err
    assert imported(shop, ONE, "--json").json["known_orders"] == 1


def test_an_unknown_label_is_answered_in_a_sentence(shop: Beheld) -> None:
    assert "There is no import 'x' of shop; `beheld import list`" in shop("import", "undo", "x", code=2).err


@pytest.mark.parametrize("label", [" ", "a\nb", "x" * 201])
def test_a_label_that_cannot_be_written_again_is_a_mistake(shop: Beheld, label: str) -> None:
    assert "label" in imported(shop, ONE, "--label", label, code=2).err


def test_an_import_that_was_stopped_is_gone_on_with_under_its_label(shop: Beheld) -> None:
    imported(shop, ONE, "--label", "history")
    imported(shop, ONE + "B,2026-03-10 10:00,u2,x,1,1.00\n", "--label", "history")
    assert "Deleted 2 events of history" in shop("import", "undo", "history").out
    assert revenue(shop) == ("0.00", 0)


def test_what_was_there_before_stays_and_facts_are_as_they_were(shop: Beheld, store: SqliteStore) -> None:
    visit = {"visitor_id": "v1", "view_id": "w", "ts": 1_773_133_200_000}
    live = [
        {"type": "page_view", **visit},
        {"type": "execute", "action": "recs", "kind": "products", "items": ["x"], **visit},
        {"type": "deliver", "action": "recs", **visit},
        {"type": "click", "action": "recs", "item": "x", **visit},
        {"type": "page_view", "visitor_id": "v2", "view_id": "w2", "ts": 1_773_133_200_000, "user_id": "u2"},
    ]
    shop("import", jsonl(Path("live.jsonl"), *live), "--label", "live")
    refresh(store)
    before, exported = facts(store), shop("export").out
    history = [
        {"type": "identify", "visitor_id": "v1", "user_id": "u2", "ts": 1_773_133_260_000},
        {"type": "purchase", "visitor_id": "v1", "ts": 1_773_133_300_000, "order_id": "A", "currency": "EUR",
         "items": [{"item": "x", "price": "10.00"}], "page": {"url": "/secret-of-the-import"}},
        {"type": "refund", "order_id": "A", "ts": 1_773_133_400_000},
        {"type": "refund", "order_id": "of nobody", "ts": 1_773_133_400_000},
    ]  # fmt: skip
    shop("import", jsonl(Path("history.jsonl"), *history, live[0]), "--label", "history")
    refresh(store)
    assert facts(store) != before
    assert "Deleted 4 events of history" in shop("import", "undo", "history").out
    assert facts(store) == before
    assert shop("export").out == exported
    assert store.query("select url from pages where url like '%secret%'") == []
    assert store.query("select * from erasures") == []


def test_an_account_that_only_an_import_made_a_crowd_ties_its_visitors_again(shop: Beheld, store: SqliteStore) -> None:
    def seen(visitor: int) -> list[dict[str, Any]]:
        at = {"visitor_id": f"v{visitor}", "ts": 1_773_133_200_000 + visitor}
        return [{"type": "identify", "user_id": "u", **at}, {"type": "page_view", "view_id": f"w{visitor}", **at}]

    shop("import", jsonl(Path("live.jsonl"), *(event for visitor in range(3) for event in seen(visitor))))
    refresh(store)
    before = facts(store)
    crowd = jsonl(Path("crowd.jsonl"), *(event for visitor in range(3, 63) for event in seen(visitor)))
    shop("import", crowd, "--label", "crowd")
    refresh(store)
    assert len(store.query("select * from persons")) > 60
    shop("import", "undo", "crowd")
    assert facts(store) == before


def test_a_large_import_is_undone_to_the_last_event(shop: Beheld, store: SqliteStore) -> None:
    rows = "".join(f"O{number},2026-03-10 10:00,u{number % 700},x,1,1.00\n" for number in range(2_500))
    imported(shop, ONE, "--label", "kept")
    imported(shop, HEADER + rows, "--label", "large")
    assert revenue(shop) == ("2510.00", 2_501)
    assert "2,500 events of large" in shop("import", "undo", "large").out
    assert revenue(shop) == ("10.00", 1)
    assert len(store.query("select * from event_items")) == 1
    assert [row["person"] for row in store.query("select person from persons")] == ["u:u1"]


def test_events_that_facts_have_not_read_yet_are_undone_too(shop: Beheld) -> None:
    imported(shop, ONE, "--label", "one")
    shop("import", "undo", "one", "--json")
    assert revenue(shop) == ("0.00", 0)


def test_a_server_goes_on_while_an_import_is_undone(shop: Beheld, store: SqliteStore) -> None:
    page = {"url": "https://shop.example/p"}
    view = {"type": "page_view", "visitor_id": "v", "view_id": "w", "ts": 1_773_133_200_000, "page": page}
    refresher = Refresher(store)
    refresher.start()
    try:
        label = shop("import", jsonl(Path("a.jsonl"), view), "--json").json["label"]
        shop("import", "undo", label)
        again = shop("import", jsonl(Path("b.jsonl"), view | {"visitor_id": "other"}), "--json").json
        assert again["accepted"] == 1
    finally:
        refresher.stop()
    assert [json.loads(line)["page"] for line in shop("export").out.splitlines()] == [page]


def test_a_writer_that_knows_a_page_stores_it_again_after_an_undo(shop: Beheld, store: SqliteStore) -> None:
    site = store.sites()[0].site
    view = Event(site, 0, "a", "page_view", 1, 1, "v", page=Page("/p"), context=Context(language="pt"))
    store.append([view], imported_as=store.begin_import(site, "a", "a.jsonl"))
    shop("import", "undo", "a")
    assert store.query("select * from pages") == []
    store.append([view._replace(id="b")])
    assert len(store.query("select * from events e join pages using (page) join contexts using (context)")) == 1


def test_an_import_is_of_its_site_alone(shop: Beheld) -> None:
    shop("site", "add", "blog")
    file = jsonl(Path("a.jsonl"), a_goal())
    shop("import", file, "--site", "shop", "--label", "a")
    shop("import", file, "--site", "blog", "--label", "a")
    shop("import", "undo", "a", "--site", "blog")
    assert len(shop("export", "--site", "shop").out.splitlines()) == 1
    assert shop("export", "--site", "blog").out == ""
