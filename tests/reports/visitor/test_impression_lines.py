"""What was shown: page views with how they were read, and actions with what became of them."""

from __future__ import annotations

from typing import Any

import pytest

from collector.event import Page
from tests.reports.building import Shop


def test_a_page_view_has_how_long_and_how_deep_it_was_read(shop: Shop) -> None:
    page = Page("https://shop.example/tea?x=1", "Tea & more", None, "sku-1")
    shop.send(
        shop.event("page_view", 0, page=page),
        shop.event("page_leave", 30, engaged_ms=8000, scroll=0.4),
        shop.event("page_leave", 60, engaged_ms=25000, scroll=0.9),
    )

    assert shop.timeline() == [
        {
            "ts": "2026-01-02T10:00:00.000Z",
            "type": "page_view",
            "id": "01-000001",
            "view_id": "w1",
            "page": {
                "url": "https://shop.example/tea?x=1",
                "path": "/tea",
                "title": "Tea & more",
                "item": "sku-1",
            },
            "engaged_ms": 25000,
            "scroll": 0.9,
        }
    ]


def test_a_view_that_was_never_left_is_not_known_to_be_read(shop: Shop) -> None:
    shop.send(shop.event("page_view", 0))

    view = shop.only("page_view")

    assert (view["engaged_ms"], view["scroll"]) == (None, None)


def test_a_page_that_was_left_though_its_view_was_lost_has_a_line(shop: Shop) -> None:
    shop.send(shop.event("page_leave", 30, engaged_ms=8000, scroll=0.4, page="/tea"))

    left = shop.only("page_leave")

    assert (left["page"]["path"], left["engaged_ms"], left["scroll"]) == ("/tea", 8000, 0.4)


def test_an_impression_stands_where_it_was_placed_with_all_that_was_measured(shop: Shop) -> None:
    shop.send(
        shop.event("page_view", 0),
        shop.event("execute", 1, action="recs", kind="products", campaign="may", variation="b", items=["A", "B"]),
        shop.event("deliver", 3.5, action="recs", variation="b"),
        shop.event(
            "evidence", 9, action="recs", variation="b", max_fraction=0.8, visible_ms=5000, longest_ms=4000
        ),
    )  # fmt: skip

    assert shop.timeline()[1:] == [
        {
            "ts": "2026-01-02T10:00:01.000Z",
            "type": "impression",
            "action": "recs",
            "variation": "b",
            "kind": "products",
            "campaign": "may",
            "view_id": "w1",
            "items": ["A", "B"],
            "state": "delivered",
            "ghost": False,
            "executed_at": "2026-01-02T10:00:01.000Z",
            "delivered_at": "2026-01-02T10:00:03.500Z",
            "viewable": True,
            "max_fraction": 0.8,
            "visible_ms": 5000,
            "longest_ms": 4000,
            "reason": None,
            "detail": None,
            "explanation": "Seen after 2.5 s, for 5.0 s, at most 80 % of it at once.",
        }
    ]


DETAIL = {"top": 2400, "deepest": 1310, "page": 3000}


@pytest.mark.parametrize(
    ("events", "answer"),
    [
        (
            [("evidence", {"max_fraction": 0.0, "reason": "below_fold", "detail": DETAIL})],
            {
                "state": "undelivered",
                "delivered_at": None,
                "reason": "below_fold",
                "detail": DETAIL,
                "explanation": "Not seen: it was 2,400 px down; the visitor reached 1,310 of 3,000 px.",
            },
        ),
        ([("evidence", {"max_fraction": 0.0, "reason": "covered", "detail": "in words"})], {"detail": "in words"}),
        ([], {"state": "unmeasured", "ghost": False, "viewable": False, "reason": None}),
        ([("dismiss", {})], {"state": "delivered", "viewable": True, "delivered_at": "2026-01-02T10:00:09.000Z"}),
    ],
)  # fmt: skip
def test_the_states_of_an_impression(shop: Shop, events: list[tuple[str, Any]], answer: dict[str, Any]) -> None:
    placed = shop.event("execute", 1, action="hero", kind="banner")
    shop.send(placed, *(shop.event(type, 9, action="hero", **fields) for type, fields in events))

    impression = shop.only("impression")

    assert {name: impression[name] for name in answer} == answer


def test_a_ghost_is_marked_as_one(shop: Shop) -> None:
    shop.send(
        shop.event("execute", 1, action="hero", variation="control"),
        shop.event("deliver", 1.2, action="hero", variation="control"),
    )

    impression = shop.only("impression")

    assert (impression["ghost"], impression["variation"]) == (True, "control")
    assert impression["explanation"].startswith("Control group, nothing shown.")


def test_items_that_only_the_delivery_named_are_shown(shop: Shop) -> None:
    shop.send(shop.event("deliver", 1, action="recs", items=["A"]))

    assert shop.only("impression")["items"] == ["A"]


def test_placing_delivering_and_measuring_are_no_lines_of_their_own(shop: Shop) -> None:
    shop.send(
        shop.event("execute", 1, action="hero"),
        shop.event("deliver", 2, action="hero"),
        shop.event("evidence", 3, action="hero", max_fraction=1.0),
        shop.event("page_view", 0),
        shop.event("page_leave", 9),
    )

    assert [entry["type"] for entry in shop.timeline()] == ["page_view", "impression"]


def test_lines_of_one_moment_stand_in_the_order_of_their_ids(shop: Shop) -> None:
    shop.send(
        shop.event("click", 1, action="hero", id="c"),
        shop.event("execute", 1, action="hero", id="b"),
        shop.event("page_view", 1, id="a"),
        shop.event("goal", 1, name="g", id="d"),
    )

    assert [entry["type"] for entry in shop.timeline()] == ["page_view", "impression", "click", "goal"]


def test_a_mail_is_shown_outside_of_visits(shop: Shop) -> None:
    shop.send(shop.from_server("execute", 0, user_id="u1", view_id="mail-1", action="winback", kind="email"))

    report = shop.report("u1")

    assert report["sessions"] == []
    assert [(entry["type"], entry["kind"]) for entry in report["outside_sessions"]] == [("impression", "email")]
