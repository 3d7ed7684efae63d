"""Whose events are whose in the reference, against a pencil."""

from __future__ import annotations

import pytest

from tests.reference.recorded import NOON, Recorded

NOBODIES = ("null", " Undefined ", "NaN", "0", "-1", "[object Object]", "{{ user.id }}", "shop")
NO_UUID = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("id", [*NOBODIES, NO_UUID])
def test_ids_that_are_nobodys_tie_nobody(id: str) -> None:
    recorded = Recorded()
    recorded.record("page_view", NOON, "ann", user_id=id)
    recorded.record("page_view", NOON, "bea", user_id=id)
    recorded.record("goal", NOON, None, user_id=id, goal="contact")
    reports = recorded.reports(nobodies=frozenset({"Shop"}))
    assert {event["_person"] for event in reports.every} == {"v:ann", "v:bea"}


@pytest.mark.parametrize("id", ["nobody", "10", "nullable", "guest-1"])
def test_other_ids_do(id: str) -> None:
    recorded = Recorded()
    recorded.record("page_view", NOON, user_id=id)
    assert recorded.reports().every[0]["_person"] == f"u:{id}"


@pytest.mark.parametrize(("visitors", "person"), [(50, "u:till"), (51, "v:ann")])
def test_an_account_of_more_than_fifty_visitors_draws_nothing_in(visitors: int, person: str) -> None:
    recorded = Recorded()
    for number in range(visitors - 1):
        recorded.record("page_view", NOON, f"other-{number}", user_id="till")
    recorded.record("page_view", NOON, view_id="1")
    recorded.record("identify", NOON + 1, view_id="2", user_id="till")
    recorded.record("page_view", NOON + 2, view_id="3")
    mine = [event["_person"] for event in recorded.reports().every if event["visitor_id"] == "ann"]
    assert mine == [person, "u:till", person]


def test_the_user_named_before_a_shared_account_still_holds() -> None:
    recorded = Recorded()
    for number in range(51):
        recorded.record("page_view", NOON, f"other-{number}", user_id="till")
    recorded.record("identify", NOON, view_id="1", user_id="ann")
    recorded.record("identify", NOON + 1, view_id="2", user_id="till")
    recorded.record("page_view", NOON + 2, view_id="3")
    assert recorded.reports().every[-1]["_person"] == "u:ann"
