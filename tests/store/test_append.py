"""Storing batches: what is kept, what is a repeat, what is counted."""

from __future__ import annotations

import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collector.event import PUBLIC, SECRET, Context, Event, Item, Page, Receipt, Rejected
from collector.store import SqliteStore
from tests.examples import examples
from tests.store.events import an_event, rows, some_events, stored_ids
from tests.store.threads import together

COLUMNS = Event._fields[:27]
INT64 = st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def test_an_event_is_kept_as_it_was(store: SqliteStore) -> None:
    event = an_event("a", user_id="u", view_id="w", amount_micros=-5, scroll=0.1, body='{"x":"\\"é\\u0000"}')
    store.append([event])
    assert Event(*(rows(store, "events")[0][name] for name in COLUMNS)) == event


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(25))
@given(text=TEXTS, whole=INT64, part=NUMBERS, item=TEXTS)
def test_every_value_a_column_can_hold_comes_back_the_same(
    store: SqliteStore, text: str, whole: int, part: float, item: str
) -> None:
    id = str(uuid.uuid4())
    page = Page(url=text, title=text, referrer=text, item=text)
    sent = an_event(
        id, visitor=text, body=text, ts=whole, amount_micros=whole, scroll=part, page=page, items=(Item(item, text),)
    )
    store.append([sent])
    (event,) = store.query("select * from events join pages using (page) where id = :id", {"id": id})
    assert (event["visitor"], event["body"], event["ts"], event["amount_micros"]) == (text, text, whole, whole)
    assert event["scroll"] == part
    assert (event["url"], event["title"], event["referrer"]) == (text, text, text)
    (line,) = store.query("select * from event_items where seq = :seq", {"seq": event["seq"]})
    assert (line["item"], line["item_group"]) == (item, text)


def test_a_repeated_id_is_stored_once_and_the_first_stays(store: SqliteStore) -> None:
    assert store.append([an_event("a", ts=1)]) == Receipt(accepted=1, duplicates=0)
    assert store.append([an_event("a", ts=2), an_event("b")]) == Receipt(accepted=1, duplicates=1)
    assert [row["ts"] for row in rows(store, "events") if row["id"] == "a"] == [1]


def test_a_repeat_within_a_batch_is_counted(store: SqliteStore) -> None:
    assert store.append([an_event("a", ts=1), an_event("a", ts=2), an_event("a")]) == Receipt(1, 2)
    assert [row["ts"] for row in rows(store, "events")] == [1]


def test_the_same_id_from_another_site_or_trust_class_is_another_event(store: SqliteStore) -> None:
    sent = [an_event("a", trust=PUBLIC), an_event("a", trust=SECRET), an_event("a", site=2)]
    assert store.append(sent) == Receipt(3, 0)


def test_items_are_kept_in_the_order_they_were_sent(store: SqliteStore) -> None:
    lines = (Item("sku-2", "p", 3, 100, 5, 7, "shoes"), Item("sku-1"))
    store.append([an_event("a"), an_event("b", items=lines)])
    stored = rows(store, "event_items", "seq, line")
    assert [Item(*list(row.values())[2:]) for row in stored] == list(lines)
    assert [(row["seq"], row["line"]) for row in stored] == [(2, 0), (2, 1)]


def test_a_repeat_brings_no_items(store: SqliteStore) -> None:
    store.append([an_event("a", items=(Item("sku-1"),))])
    store.append([an_event("a", items=(Item("sku-2"),)), an_event("b", items=(Item("sku-3"),))])
    assert [row["item"] for row in rows(store, "event_items", "seq")] == ["sku-1", "sku-3"]


def test_a_page_is_stored_once_with_its_address_taken_apart(store: SqliteStore) -> None:
    page = Page("https://shop.example/p/1?utm_source=mail", "One", "https://search.example/", "sku-1")
    for id in "abc":
        store.append([an_event(id, page=page)])
    (row,) = rows(store, "pages")
    assert (row["url"], row["title"], row["referrer"], row["item"]) == page
    assert (row["path"], row["referrer_host"], row["source"]) == ("/p/1", "search.example", "mail")
    assert {event["page"] for event in rows(store, "events")} == {row["page"]}


def test_sites_share_no_page_and_events_without_one_have_none(store: SqliteStore) -> None:
    page = Page("https://shop.example/")
    store.append([an_event("a", page=page), an_event("a", site=2, page=page), an_event("b")])
    assert sorted(row["site"] for row in rows(store, "pages")) == [1, 2]
    assert [row["page"] is None for row in rows(store, "events")] == [False, False, True]


def test_a_page_number_has_room_in_63_bits(store: SqliteStore) -> None:
    store.append([an_event(str(n), page=Page(f"/{n}"), context=Context(f"agent {n}")) for n in range(200)])
    numbers = [row["page"] for row in rows(store, "pages")] + [row["context"] for row in rows(store, "contexts")]
    assert len(set(numbers)) == 400
    assert all(0 <= number < 2**63 for number in numbers)


def test_a_context_is_stored_once(store: SqliteStore) -> None:
    context = Context("agent", "de", "1x1", "2x2", "Europe/Vienna", "AT", "Wien", 1)
    store.append([an_event("a", context=context), an_event("b", context=context)])
    store.append([an_event("c", context=context)])
    (row,) = rows(store, "contexts")
    assert tuple(row.values())[1:9] == context
    assert row["bot"] is None


def test_what_was_rejected_is_kept_with_its_reasons_newest_first(store: SqliteStore) -> None:
    older, newer = Rejected(1, 10, "x", "{}", "[1]"), Rejected(1, 20, None, "[]", "[2]")
    assert store.append([an_event("a")], [older, newer]) == Receipt(1, 0)
    assert store.append([], [Rejected(2, 30, "y", "{}", "[]")]) == Receipt(0, 0)
    assert [(each.id, each.errors) for each in store.rejected(1, 10)] == [(None, "[2]"), ("x", "[1]")]
    assert len(store.rejected(1, 1)) == 1


def test_nothing_to_store_is_no_error(store: SqliteStore) -> None:
    assert store.append([]) == Receipt(0, 0)


def test_what_many_threads_send_at_once_is_counted_exactly_for_each(store: SqliteStore) -> None:
    shared = some_events(40, "shared")

    def send(own: int) -> Receipt:
        return store.append([*some_events(10, f"own-{own}"), *shared, *shared[:5]])

    receipts = together(*(lambda own=own: send(own) for own in range(12)))
    assert sum(receipt.accepted for receipt in receipts) == 12 * 10 + 40 == len(stored_ids(store))
    assert all(receipt.accepted + receipt.duplicates == 55 for receipt in receipts)
    assert all(receipt.duplicates >= 5 for receipt in receipts)


def test_numbers_grow_in_the_order_of_commits(store: SqliteStore) -> None:
    store.append(some_events(3, "first"))
    store.append([*some_events(3, "first"), *some_events(2, "second")])
    numbers = [row["seq"] for row in rows(store, "events")]
    assert numbers == sorted(numbers)
    assert stored_ids(store)[3:] == ["second-0", "second-1"]


def test_the_number_of_an_erased_event_is_never_given_again(store: SqliteStore) -> None:
    store.append([an_event("a"), an_event("b", visitor="bob")])
    store.erase(1, ["bob"])
    store.append([an_event("c")])
    assert [row["seq"] for row in rows(store, "events")] == [1, 3]
