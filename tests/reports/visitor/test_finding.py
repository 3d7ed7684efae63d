"""Finding somebody: by id, by order, by what they saw or were not shown, by when they were there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from collector.reports.cursors import BadCursorError
from tests.reports.building import DAY, Shop, seconds


def found(shop: Shop, **search: Any) -> list[str]:
    return [visitor["person"] for visitor in shop.found(**search)["visitors"]]


@pytest.fixture
def busy(shop: Shop) -> Shop:
    """ann (anonymous) was here twice, ben (u:ben, on two devices) bought, cid was here last."""
    shop.send(
        shop.event("page_view", 0, visitor="ann"),
        shop.event("page_view", 2 * DAY, visitor="ann", view_id="w2"),
        shop.event("page_view", DAY, visitor="ben-phone", user_id="ben"),
        shop.event("page_view", DAY + 60, visitor="ben-laptop", user_id="ben"),
        shop.order(DAY + 90, "A", visitor="ben-laptop", user_id="ben", order_id="order-1001"),
        shop.event("page_view", 5 * DAY, visitor="cid"),
    )
    return shop


def test_without_a_question_the_latest_come_first(busy: Shop) -> None:
    assert found(busy) == ["v:cid", "v:ann", "u:ben"]


def test_the_line_of_somebody_who_was_found(busy: Shop) -> None:
    (visitor,) = busy.found(text="ben")["visitors"]

    assert visitor == {
        "id": "ben",
        "person": "u:ben",
        "visitor_ids": ["ben-laptop", "ben-phone"],
        "user_id": "ben",
        "first_seen": "2026-01-03T10:00:00.000Z",
        "last_seen": "2026-01-03T10:01:30.000Z",
        "sessions": 2,
        "orders": 1,
        "revenue": "10.00",
        "currency": "EUR",
        "bot": False,
    }


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("ann", ["v:ann"]),
        ("ben", ["u:ben"]),
        ("ben-phone", ["u:ben"]),
        ("order-1001", ["u:ben"]),
        ("order-1", ["u:ben"]),
        ("ben-", ["u:ben"]),
        ("a", ["v:ann"]),
        ("v:ann", ["v:ann"]),
        ("ANN", []),
        ("nn", []),
        ("%", []),
        ("a%", []),
        ("'; drop table persons; --", []),
    ],
)
def test_by_what_an_id_is_or_begins_with(busy: Shop, text: str, persons: Sequence[str]) -> None:
    assert found(busy, text=text) == persons


def test_exact_matches_come_before_those_that_only_begin_alike(shop: Shop) -> None:
    shop.send(
        shop.event("page_view", 0, visitor="x1"),
        shop.event("page_view", 60, visitor="x10"),
        shop.event("page_view", 90, visitor="x11"),
    )

    assert found(shop, text="x1") == ["v:x1", "v:x11", "v:x10"]


def test_by_what_was_seen_and_what_was_not(shop: Shop) -> None:
    def placed(visitor: str, action: str, *more: str, **fields: Any) -> None:
        shop.send(
            shop.event("execute", 0, visitor=visitor, action=action, **fields),
            *(shop.event(type, 1, visitor=visitor, action=action, **fields) for type in more),
        )

    placed("sees-a", "a", "deliver")
    placed("misses-a", "a")
    shop.send(shop.event("evidence", 2, visitor="misses-a", action="a", max_fraction=0.0, reason="below_fold"))
    placed("unmeasured-a", "a")
    placed("ghost-a", "a", "deliver", variation="control")
    placed("sees-both", "a", "deliver")
    placed("sees-both", "b", "deliver", view_id="w2")

    assert set(found(shop, seen="a")) == {"v:sees-a", "v:sees-both"}
    assert found(shop, not_seen="a") == ["v:misses-a"]
    assert found(shop, seen="b") == ["v:sees-both"]
    assert found(shop, seen="b", not_seen="a") == []
    assert found(shop, seen="a", text="sees-b") == ["v:sees-both"]
    assert found(shop, seen="nothing") == []


@pytest.mark.parametrize(
    ("since", "until", "persons"),
    [
        (0, DAY - 1, ["v:ann"]),
        (DAY - 100, DAY + 100, ["u:ben"]),
        (2 * DAY, 5 * DAY, ["v:cid", "v:ann"]),
        (3 * DAY, 4 * DAY, []),
        (5 * DAY, 9 * DAY, ["v:cid"]),
    ],
)
def test_by_when_they_were_there(busy: Shop, since: float, until: float, persons: Sequence[str]) -> None:
    assert found(busy, since=seconds(since), until=seconds(until)) == persons


def test_a_visitor_before_and_after_a_time_was_not_there_in_it(busy: Shop) -> None:
    assert found(busy, text="ann", since=seconds(DAY - 100), until=seconds(DAY + 100)) == []


def test_whom_only_servers_spoke_of_is_found_too(shop: Shop) -> None:
    shop.send(shop.from_server("purchase", 0, user_id="u9", order_id="9", currency="EUR", items=["A"]))

    assert found(shop) == ["u:u9"]
    assert found(shop, text="9", since=seconds(-1), until=seconds(1)) == ["u:u9"]
    assert shop.found()["visitors"][0]["visitor_ids"] == []


@pytest.mark.parametrize("search", [{}, {"text": "v"}])
def test_pages_hold_everybody_once(shop: Shop, search: dict[str, Any]) -> None:
    shop.send(*(shop.event("page_view", n // 3, visitor=f"v{n}") for n in range(10)))
    whole = found(shop, **search)

    pages, cursor = [], None
    for _ in range(10):
        page = shop.found(cursor=cursor, limit=3, **search)
        pages.append([visitor["person"] for visitor in page["visitors"]])
        cursor = page["next"]
        if cursor is None:
            break

    assert [len(page) for page in pages] == [3, 3, 3, 1]
    assert [person for page in pages for person in page] == whole
    assert len(set(whole)) == 10


def test_a_cursor_of_another_search_is_rejected(busy: Shop) -> None:
    cursor = busy.found(limit=1)["next"]

    with pytest.raises(BadCursorError):
        busy.found(cursor=cursor, limit=1, seen="hero")
