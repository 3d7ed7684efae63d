"""Finding somebody by whether they bought, and by why they did not see an action."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reports.building import DAY, Shop, seconds

SEEN = {"max_fraction": 1.0, "visible_ms": 8000, "longest_ms": 8000}


def found(shop: Shop, **search: Any) -> list[str]:
    return [visitor["person"] for visitor in shop.found(**search)["visitors"]]


@pytest.fixture
def bought(shop: Shop) -> Shop:
    """All see the hero on the second day. ann never buys, ben bought before, cid buys after, dan buys long after."""
    for visitor in ("ann", "ben", "cid", "dan"):
        shop.send(
            shop.event("page_view", DAY, visitor=visitor),
            shop.event("evidence", DAY + 30, visitor=visitor, action="hero", kind="banner", **SEEN),
        )
    shop.send(
        shop.order(60, "A", visitor="ben", order_id="1"),
        shop.order(DAY + 90, "A", visitor="cid", order_id="2"),
        shop.order(40 * DAY, "A", visitor="dan", order_id="3"),
        shop.event("page_view", 2 * DAY, visitor="eve"),
    )
    return shop


SECOND_DAY = {"since": seconds(DAY), "until": seconds(2 * DAY) - 1}


def test_a_visitor_who_did_not_buy_has_no_order_after_first_seeing_it_however_late(bought: Shop) -> None:
    assert found(bought, seen="hero", bought="no", **SECOND_DAY) == ["v:ben", "v:ann"]
    assert found(bought, seen="hero", bought="yes", **SECOND_DAY) == ["v:dan", "v:cid"]


def test_without_an_action_who_bought_has_an_order_in_the_days(bought: Shop) -> None:
    assert found(bought, bought="yes", **SECOND_DAY) == ["v:cid"]
    assert found(bought, bought="yes") == ["v:dan", "v:cid", "v:ben"]
    assert found(bought, bought="no") == ["v:eve", "v:ann"]


def test_an_id_can_be_looked_for_among_those_who_bought(bought: Shop) -> None:
    assert found(bought, text="b", bought="yes") == ["v:ben"]
    assert found(bought, text="a", bought="yes") == []


@pytest.fixture
def unseen(shop: Shop) -> Shop:
    """ann's hero stood too low, ben's was covered, cid's was not placed, and dan's sent no reason."""
    shop.send(
        *(shop.event("page_view", 0, visitor=visitor) for visitor in ("ann", "ben", "cid", "dan")),
        shop.event("evidence", 30, visitor="ann", action="hero", max_fraction=0.0, reason="below_fold"),
        shop.event("evidence", 40, visitor="ben", action="hero", max_fraction=0.0, reason="covered"),
        shop.event("skip", 50, visitor="cid", action="hero", reason="device_excluded"),
        shop.event("evidence", 60, visitor="dan", action="hero", max_fraction=0.0),
        shop.event("evidence", 60, visitor="dan", action="recs", max_fraction=0.0, reason="below_fold"),
    )
    return shop


@pytest.mark.parametrize(
    ("reason", "persons"),
    [
        (None, ["v:dan", "v:ben", "v:ann"]),
        ("below_fold", ["v:ann"]),
        ("covered", ["v:ben"]),
        ("device_excluded", ["v:cid"]),
        ("unknown", ["v:dan"]),
        ("hidden", []),
    ],
)
def test_by_why_an_action_was_not_seen(unseen: Shop, reason: str | None, persons: list[str]) -> None:
    assert found(unseen, not_seen="hero", reason=reason) == persons


def test_a_reason_counts_in_its_days_only(unseen: Shop) -> None:
    assert found(unseen, not_seen="hero", reason="device_excluded", since=seconds(DAY)) == []
