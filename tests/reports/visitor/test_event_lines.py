"""What a person did, told as it was sent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reports.building import Shop

PRICED = {"item": "A", "item_group": "g", "quantity_micros": 2_000_000, "amount_micros": 19_900_000, "currency": "EUR"}
TOLD_PRICED = {"item": "A", "group": "g", "quantity": 2, "price": "19.90", "currency": "EUR"}


@pytest.mark.parametrize(
    ("type", "fields", "answer"),
    [
        (
            "skip",
            {"action": "popup", "reason": "frequency_capped", "detail": {"cap": 3}},
            {
                "action": "popup",
                "reason": "frequency_capped",
                "detail": {"cap": 3},
                "explanation": "Not placed: the visitor had already been shown it 3 times, as often as is allowed.",
            },
        ),
        (
            "click",
            {"action": "recs", "variation": "b", "item": "A", "target": {"href": "/p/A"}},
            {"action": "recs", "variation": "b", "item": "A", "target": {"href": "/p/A"}},
        ),
        ("dismiss", {"action": "popup"}, {"action": "popup", "variation": None}),
        ("quick_add", {"action": "recs", **PRICED}, {"action": "recs", "variation": None, **TOLD_PRICED}),
        ("cart_add", PRICED, TOLD_PRICED),
        ("cart_remove", {"item": "A"}, {"item": "A", "group": None, "quantity": None, "price": None, "currency": None}),
        ("wishlist_add", {"item": "A", "item_group": "g"}, {"action": None, "item": "A", "group": "g"}),
        ("wishlist_remove", {"item": "A"}, {"action": None, "item": "A", "group": None}),
        (
            "goal",
            {"name": "newsletter", "amount_micros": 2_500_000, "currency": "EUR"},
            {"goal": "newsletter", "value": "2.50", "currency": "EUR", "claimed": None},
        ),
        ("goal", {"name": "call"}, {"goal": "call", "value": None, "currency": None, "claimed": None}),
        (
            "goal",
            {"name": "lead", "amount_micros": 10**15, "currency": "EUR"},
            {"goal": "lead", "value": "1000000000.00", "currency": "EUR", "claimed": "1000000000.00"},
        ),
        (
            "assign",
            {"name": "hero", "variation": "b", "allocation": 2},
            {"experiment": "hero", "variation": "b", "override": False},
        ),
        (
            "survey",
            {"instrument": "nps", "score": 9, "comment": "Fine"},
            {
                "action": None,
                "instrument": "nps",
                "score": 9,
                "scale": None,
                "comment": "Fine",
                "answers": None,
            },
        ),
        (
            "subscription",
            {
                "subscription_id": "s1",
                "status": "started",
                "plan": "club",
                "amount_micros": 24_000_000,
                "currency": "EUR",
            },
            {"subscription_id": "s1", "status": "started", "plan": "club", "mrr": "24.00", "currency": "EUR"},
        ),
        ("identify", {"user_id": "u1", "traits": {"tier": "gold"}}, {"user_id": "u1", "traits": {"tier": "gold"}}),
        ("identify", {"user_id": "u1"}, {"user_id": "u1", "traits": {}}),
        ("custom", {"name": "video", "props": {"seconds": 12}}, {"name": "video", "props": {"seconds": 12}}),
    ],
)
def test_each_type_shows_its_own_fields(shop: Shop, type: str, fields: dict[str, Any], answer: dict[str, Any]) -> None:
    shop.send(shop.event(type, 5, **fields))

    line = {"ts": "2026-01-02T10:00:05.000Z", "type": type, "id": "01-000001", "view_id": "w1", **answer}
    assert shop.only(type) == line


def test_props_are_shown_whatever_the_type(shop: Shop) -> None:
    shop.send(shop.event("goal", 0, name="call", props={"from": "footer"}))

    assert shop.only("goal")["props"] == {"from": "footer"}
