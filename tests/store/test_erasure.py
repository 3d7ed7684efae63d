"""Erasing a person: everything of theirs goes, nothing of anybody else's, and it stays gone."""

from __future__ import annotations

import contextlib
import itertools
import logging
import random
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from collector.event import Context, Item, Page, Rejected
from collector.facts.refresh import refresh
from collector.store import Erased, SqliteStore
from collector.store.mentions import mentions
from collector.store.sqlite import erasure
from collector.store.sqlite.facts_lock import facts_lock
from tests.store.events import a_purchase, an_event, bytes_on_disk, rows, some_events, stored_ids
from tests.store.threads import PATIENCE, together

SECRET_AGENT = Context(user_agent="Annas-own-browser")


def test_a_visitor_s_events_items_and_rejections_go_and_others_stay(store: SqliteStore) -> None:
    store.append(
        [
            an_event("a", items=(Item("sku"),)),
            an_event("b", visitor="bob", items=(Item("sku"),)),
            an_event("c", site=2),
        ],
        [Rejected(1, 1, "r", '{"visitor_id": "ann"}', "[]"), Rejected(1, 1, "s", '{"visitor_id": "bob"}', "[]")],
    )
    assert store.erase(1, ["ann"]) == Erased(events=1, rejections=1, persons=("v:ann",))
    assert stored_ids(store) == ["b", "c"]
    assert [row["seq"] for row in rows(store, "event_items")] == [2]
    assert [each.id for each in store.rejected(1, 10)] == ["s"]


def test_a_user_goes_with_what_was_rejected_of_them(store: SqliteStore) -> None:
    rejected = [Rejected(1, 1, "r", '{"user_id": "u1"}', "[]"), Rejected(1, 1, "s", "not json u1", "[]")]
    store.append([an_event("a", visitor=None, user_id="u1"), an_event("b", visitor=None, user_id="u2")], rejected)
    assert store.erase(1, [], ["u1"]) == Erased(1, 1, ("u:u1",))
    assert stored_ids(store) == ["b"]


def test_what_was_rejected_goes_where_it_names_an_order_of_theirs_alone(store: SqliteStore) -> None:
    texts = {
        "text": '{"type": "purchase", "order_id": "B-7", "items": [{"price": "x"}]}',
        "number": '{"type": "refund", "orderId": 1001.0, "amount": "NaN"}',
        "escaped": '{"order_id": " B\\u002d7 "}',
        "of bob": '{"type": "purchase", "order_id": "B-8"}',
        "no order": '{"type": "click", "item": "B-7", "quantity": 1001}',
    }
    bought = [
        an_event("a", type="purchase", order_id="B-7"),
        an_event("b", type="purchase", order_id="1001"),
        an_event("c", type="purchase", order_id="B-8", visitor="bob"),
    ]
    store.append(bought, [Rejected(1, 1, id, text, "[]") for id, text in texts.items()])
    assert store.would_erase(1, ["ann"]).rejections == 3
    assert store.erase(1, ["ann"]).rejections == 3
    assert {each.id for each in store.rejected(1, 10)} == {"of bob", "no order"}


def test_what_was_rejected_goes_whatever_shape_it_had(store: SqliteStore) -> None:
    texts = {
        "number": '{"user_id": 17}',
        "nan": '{"user_id": "17", "value": NaN}',
        "long": '{"user_id": "17", "props": "' + "x" * 9_000,
        "spelt": '{"userId": "17"}',
        "other": '{"user_id": 170, "quantity": 17}',
    }
    store.append([an_event("a", visitor=None, user_id="17")], [Rejected(1, 1, *each, "{}") for each in texts.items()])
    assert store.erase(1, [], ["17"]) == Erased(1, 4, ("u:17",))
    assert [each.id for each in store.rejected(1, 10)] == ["other"]


def test_nobody_of_that_name_is_no_error(store: SqliteStore) -> None:
    store.append([an_event("a")])
    assert store.erase(1, ["nobody", "' or 1 = 1 --"], ["no user"]).events == 0
    assert store.erase(99, ["ann"]).events == 0
    assert stored_ids(store) == ["a"]


def test_on_a_shared_device_the_others_keep_what_they_did(store: SqliteStore) -> None:
    store.append(
        [
            an_event("before", ts=1),
            an_event("login-1", ts=2, user_id="u1"),
            an_event("of-1", ts=3),
            an_event("login-2", ts=4, user_id="u2"),
            an_event("of-2", ts=5),
            an_event("again-1", ts=6, user_id="u1"),
        ]
    )
    store.erase(1, ["ann"], ["u1"])
    assert stored_ids(store) == ["login-2", "of-2"]


def test_a_visitor_named_without_users_goes_as_a_whole(store: SqliteStore) -> None:
    store.append([an_event("a", user_id="u1"), an_event("b"), an_event("c", visitor="phone", user_id="u1")])
    store.erase(1, ["ann"])
    assert stored_ids(store) == ["c"]


def test_a_refund_that_names_only_the_order_goes_with_the_order(store: SqliteStore) -> None:
    refund = an_event("r", type="refund", visitor=None, order_id="1001")
    store.append([a_purchase("p", "1001"), refund, refund._replace(id="s", order_id="1002")])
    store.erase(1, ["ann"])
    assert stored_ids(store) == ["s"]


def test_pages_and_contexts_go_unless_somebody_else_points_at_them(store: SqliteStore) -> None:
    hers, ours = Page("https://shop.example/?token=hers"), Page("https://shop.example/")
    store.append(
        [
            an_event("a", page=hers, context=SECRET_AGENT),
            an_event("b", page=ours),
            an_event("c", page=ours, visitor="bob"),
        ]
    )
    store.erase(1, ["ann"])
    assert [row["url"] for row in rows(store, "pages")] == [ours.url]
    assert len(rows(store, "contexts")) == 1
    store.append([an_event("d", page=hers, context=SECRET_AGENT)])
    assert {row["url"] for row in rows(store, "pages")} == {ours.url, hers.url}
    assert len(rows(store, "contexts")) == 2


def test_no_trace_is_left_on_the_disk(store: SqliteStore) -> None:
    chance = random.Random(7)
    events = [
        an_event(
            f"{n}-{chance.random()}",
            visitor=f"visitor-{n % 400:03d}-end",
            user_id=f"user-{n % 400:03d}-end",
            ts=chance.randrange(10**9),
            body="x" * chance.randrange(400),
            page=Page(f"https://shop.example/mine/{n % 400:03d}-end"),
            items=(Item(f"sku-of-{n % 400:03d}-end"),),
        )
        for n in range(8_000)
    ]
    for start in range(0, len(events), 500):
        store.append(events[start : start + 500], [Rejected(1, 1, None, '{"visitor_id": "visitor-005-end"}', "[]")])
    refresh(store)
    assert b"visitor-005-end" in bytes_on_disk(store)
    store.erase(1, ["visitor-005-end"], ["user-005-end"])
    left = bytes_on_disk(store)
    assert b"005-end" not in left
    assert b"006-end" in left


def test_facts_of_the_person_go_at_once_and_others_keep_theirs(store: SqliteStore) -> None:
    store.append([a_purchase("a", "1", user_id="u1"), a_purchase("b", "2", visitor="bob"), an_event("c", user_id="u1")])
    refresh(store)
    assert {row["person"] for row in rows(store, "persons")} == {"u:u1", "v:bob"}
    assert store.erase(1, ["ann"], ["u1"]).persons == ("o:1", "u:u1", "v:ann")
    for table in ("persons", "orders", "order_lines", "conversions", "person_visitors"):
        assert {row["person"] for row in rows(store, table)} == {"v:bob"}, table
    assert not [row for row in rows(store, "links") if "v:bob" not in row.values()]


def test_persons_tied_to_the_erased_are_computed_again_from_what_is_left(store: SqliteStore) -> None:
    store.append(
        [a_purchase("a", "1", user_id="u1"), a_purchase("b", "2", user_id="u1", visitor="phone"), an_event("c", site=2)]
    )
    refresh(store)
    store.erase(1, ["ann"])
    assert rows(store, "persons", "site") == [row for row in rows(store, "persons", "site") if row["site"] == 2]
    assert [(row["site"], row["name"]) for row in rows(store, "facts_due")] == [(1, "u:u1")]
    assert all(row["fingerprint"] for row in rows(store, "facts_rules"))
    refresh(store)
    assert [(row["person"], row["orders"]) for row in rows(store, "persons") if row["site"] == 1] == [("u:u1", 1)]


def test_all_are_computed_again_where_a_crowd_may_be_tied_without_the_erased(store: SqliteStore) -> None:
    store.append([an_event(f"e{n}", user_id="account", visitor=f"v{n}") for n in range(51)])
    refresh(store)
    assert len(rows(store, "persons")) == 1
    store.erase(1, ["v0"], owners=["account"])
    assert [row["fingerprint"] for row in rows(store, "facts_rules")] == [""]


def test_what_still_ties_those_who_stay_is_known(store: SqliteStore) -> None:
    store.append(
        [
            an_event("theirs", visitor="till", user_id="u1"),
            an_event("named", visitor="till", user_id="u2"),
            an_event("elsewhere", visitor="phone", user_id="u2"),
        ]
    )
    refresh(store)
    store.erase(1, ["till"], owners=["u2"])
    tied = {(row["from_name"], row["to_name"]) for row in rows(store, "links")}
    assert tied == {("v:till", "u:u1"), ("u:u1", "v:till"), ("v:phone", "u:u2"), ("u:u2", "v:phone")}
    refresh(store)
    assert [(row["person"], row["events"]) for row in rows(store, "persons")] == [("u:u1", 1), ("u:u2", 1)]


def test_nobody_is_computed_again_where_nobody_was_tied(store: SqliteStore) -> None:
    store.append([a_purchase("a", "1", user_id="u1"), a_purchase("b", "2", visitor="bob")])
    refresh(store)
    store.erase(1, ["ann"], ["u1"])
    assert all(row["fingerprint"] for row in rows(store, "facts_rules"))


def test_erasing_does_not_stop_others_from_storing(store: SqliteStore) -> None:
    for start in range(20):
        store.append(some_events(50, f"ann-{start}") + some_events(50, f"bob-{start}", visitor="bob"))

    def send() -> None:
        for start in range(20, 40):
            store.append(some_events(50, f"bob-{start}", visitor="bob"))

    assert together(send, lambda: store.erase(1, ["ann"]).events) == [None, 1_000]
    assert len(stored_ids(store)) == 2_000


def test_what_comes_in_while_it_is_looked_up_goes_too_and_nothing_is_searched_twice(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []
    monkeypatch.setattr(
        "collector.store.sqlite.erasure.mentions",
        lambda *known: lambda text: searched.append(text) or mentions(*known)(text),
    )
    look_up = erasure._look_up

    def interrupted(*how: Any) -> dict[str, Any]:
        found = look_up(*how)
        if not store.query("select 1 from events where id = 'late'"):
            store.append([an_event("late")], [Rejected(1, 2, "late", '{"visitor_id": "ann"}', "[]")])
        return found

    monkeypatch.setattr(erasure, "_look_up", interrupted)
    store.append([an_event("a")], [Rejected(1, 1, "r", '{"visitor_id": "ann", "x": 1}', "[]")])
    assert store.erase(1, ["ann"]) == Erased(2, 2, ("v:ann",))
    assert (stored_ids(store), store.rejected(1, 10)) == ([], [])
    assert searched.count('{"visitor_id": "ann", "x": 1}') == 1


@contextlib.contextmanager
def erased_while_somebody_reads(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Erase a visitor while a report reads; inside the `with` it still does."""
    monkeypatch.setattr("collector.store.sqlite.erasure.TRIES_TO_PURGE", 2)
    store.append([an_event("a", visitor="visitor-to-erase")])
    with contextlib.closing(store.connect()) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from events").fetchone()
        assert store.erase(1, ["visitor-to-erase"]).events == 1
        yield
        reader.execute("commit")


def test_a_reader_that_keeps_the_log_from_being_emptied_is_logged(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "beheld.store"), erased_while_somebody_reads(store, monkeypatch):
        assert stored_ids(store) == []
        assert "long-running reader" in caplog.text
        assert [row["purged"] for row in rows(store, "erasures")] == [0]


def test_the_log_is_emptied_later_while_events_come_in(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with erased_while_somebody_reads(store, monkeypatch):
        pass
    for number in itertools.count():
        store.append(some_events(10, f"batch-{number}", visitor="bob"))
        if rows(store, "erasures")[0]["purged"]:
            break
    assert b"visitor-to-erase" not in bytes_on_disk(store)


def test_the_log_is_emptied_at_the_next_start(
    store: SqliteStore, opened: Callable[..., SqliteStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    with erased_while_somebody_reads(store, monkeypatch):
        pass
    assert b"visitor-to-erase" in bytes_on_disk(store)
    assert [row["purged"] for row in rows(opened(), "erasures")] == [1]
    assert b"visitor-to-erase" not in bytes_on_disk(store)


def test_facts_that_are_being_computed_are_waited_for(store: SqliteStore) -> None:
    store.append([an_event("a")])
    computing, erased = threading.Event(), threading.Event()

    def compute() -> bool:
        with facts_lock(store.path, wait=True):
            computing.set()
            return erased.wait(0.2)

    def erase() -> None:
        assert computing.wait(PATIENCE)
        store.erase(1, ["ann"])
        erased.set()

    assert together(compute, erase) == [False, None]


def test_a_preview_counts_what_would_go_and_nothing_goes(store: SqliteStore) -> None:
    strangers = [an_event(f"e{number}", visitor=f"v{number}", user_id="u1") for number in range(20)]
    store.append([*strangers, a_purchase("o", "1", user_id="u1", visitor="v0"), an_event("x", visitor="bob")])

    to_erase = store.would_erase(1, [f"v{number}" for number in range(20)], ["u1"])

    assert (to_erase.events, to_erase.visitors, to_erase.users, to_erase.orders) == (21, 20, 1, 1)
    assert len(stored_ids(store)) == 22
    assert store.erase(1, [f"v{number}" for number in range(20)], ["u1"]).events == to_erase.events


def test_what_an_owner_did_on_an_erased_device_is_not_taken_in_again_but_elsewhere_it_is(store: SqliteStore) -> None:
    store.append(
        [
            an_event("theirs", visitor="till", user_id="u1"),
            an_event("named", visitor="till", user_id="u2"),
            an_event("elsewhere", visitor="phone", user_id="u2"),
        ]
    )
    assert store.erase(1, ["till"], owners=["u2"]).events == 1
    assert stored_ids(store) == ["theirs", "elsewhere"]

    erased = store.erased_names().of(1)
    assert erased is not None
    sent_again = [
        an_event("named", visitor="till", user_id="u2"),
        an_event("nameless", visitor="till"),
        an_event("theirs", visitor="till", user_id="u1"),
        an_event("elsewhere", visitor="phone", user_id="u2"),
    ]
    assert [erased.field_of(event, 1, event.ts) for event in sent_again] == ["visitor_id", "visitor_id", None, None]


def test_an_order_goes_with_the_sender_of_the_purchase_that_stands_for_it(store: SqliteStore) -> None:
    store.append(
        [
            a_purchase("real", "7", trust=1, ts=5_000),
            a_purchase("guessed", "7", visitor="evil", ts=1_000),
            an_event("refund", type="refund", visitor=None, order_id="7", trust=1),
        ]
    )
    store.erase(1, ["evil"])
    assert stored_ids(store) == ["real", "refund"]
    store.erase(1, ["ann"])
    assert stored_ids(store) == []
