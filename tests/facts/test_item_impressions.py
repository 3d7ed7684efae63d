"""Items inside a widget: each is seen, or not, for itself."""

from __future__ import annotations

from collector.event import Event, Item
from collector.store import SqliteStore
from tests.facts.streams import an_event, facts_of


def shown(type: str, minutes: float, *items: str, **fields) -> Event:
    """An event of the widget `recs` in view w1."""
    own = {"view_id": "w1", "action": "recs", "items": tuple(map(Item, items))}
    return an_event(type, minutes, **(own | fields))


def items(store: SqliteStore, *events: Event) -> dict[str, dict]:
    return {row["item"]: row for row in facts_of(store, *events)["item_impressions"]}


def test_items_stand_where_they_were_placed(store: SqliteStore) -> None:
    found = items(store, shown("execute", 0, "A", "B", "C"))
    assert {item: row["position_shown"] for item, row in found.items()} == {"A": 1, "B": 2, "C": 3}


def test_the_next_piece_of_a_list_goes_on_where_the_last_ended(store: SqliteStore) -> None:
    more = shown("execute", 1, "C", "D", body='{"first_position":3}')
    found = items(store, shown("execute", 0, "A", "B"), more, shown("deliver", 2, "D"))
    assert {item: row["position_shown"] for item, row in found.items()} == {"A": 1, "B": 2, "C": 3, "D": 4}


def test_an_item_was_seen_if_a_delivery_names_it_or_something_was_done_with_it(store: SqliteStore) -> None:
    found = items(
        store,
        shown("execute", 0, "A", "B", "C"),
        shown("deliver", 1, "A"),
        shown("click", 2, item="B"),
    )
    seen = {item: (row["delivered_at"] is not None, row["measured"]) for item, row in found.items()}
    assert seen == {"A": (True, 1), "B": (True, 1), "C": (False, 1)}


def test_a_delivery_of_the_whole_widget_says_nothing_of_its_items(store: SqliteStore) -> None:
    found = items(store, shown("execute", 0, "A"), shown("deliver", 1))
    assert (found["A"]["delivered_at"], found["A"]["measured"]) == (None, 0)


def test_what_was_done_with_an_item_is_counted_at_it(store: SqliteStore) -> None:
    row = items(store, shown("execute", 0, "A"), shown("click", 1, item="A"), shown("click", 2, item="A"))["A"]
    assert (row["clicks"], row["quick_adds"], row["wishlist_adds"]) == (2, 0, 0)


def test_an_item_placed_twice_in_a_widget_is_one(store: SqliteStore) -> None:
    assert items(store, shown("execute", 0, "A", "B", "A"))["A"]["position_shown"] == 1


def test_a_view_without_a_visitor_is_its_users_alone(store: SqliteStore) -> None:
    one, other = shown("execute", 0, "A", user_id="1"), shown("execute", 0, "B", user_id="2")
    facts = facts_of(store, one, other)["item_impressions"]
    assert sorted((row["person"], row["item"]) for row in facts) == [("u:1", "A"), ("u:2", "B")]
