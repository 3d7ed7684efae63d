"""Whose events are whose in the reference, against a pencil."""

from __future__ import annotations

import pytest

from tests.reference.told import NOON, Told

NOBODIES = ("null", " Undefined ", "NaN", "0", "-1", "[object Object]", "{{ user.id }}", "shop")
NO_UUID = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("id", [*NOBODIES, NO_UUID])
def test_ids_that_are_nobodys_tie_nobody(id: str) -> None:
    told = Told()
    told.tell("page_view", NOON, "ann", user_id=id)
    told.tell("page_view", NOON, "bea", user_id=id)
    told.tell("goal", NOON, None, user_id=id, goal="contact")
    reports = told.reports(nobodies=frozenset({"Shop"}))
    assert {event["_person"] for event in reports.every} == {"v:ann", "v:bea"}


@pytest.mark.parametrize("id", ["nobody", "10", "nullable", "guest-1"])
def test_other_ids_do(id: str) -> None:
    told = Told()
    told.tell("page_view", NOON, user_id=id)
    assert told.reports().every[0]["_person"] == f"u:{id}"


@pytest.mark.parametrize(("visitors", "person"), [(50, "u:till"), (51, "v:ann")])
def test_an_account_of_more_than_fifty_visitors_draws_nothing_in(visitors: int, person: str) -> None:
    told = Told()
    for number in range(visitors - 1):
        told.tell("page_view", NOON, f"other-{number}", user_id="till")
    told.tell("page_view", NOON, view_id="1")
    told.tell("identify", NOON + 1, view_id="2", user_id="till")
    told.tell("page_view", NOON + 2, view_id="3")
    mine = [event["_person"] for event in told.reports().every if event["visitor_id"] == "ann"]
    assert mine == [person, "u:till", person]


def test_the_user_named_before_a_shared_account_still_holds() -> None:
    told = Told()
    for number in range(51):
        told.tell("page_view", NOON, f"other-{number}", user_id="till")
    told.tell("identify", NOON, view_id="1", user_id="ann")
    told.tell("identify", NOON + 1, view_id="2", user_id="till")
    told.tell("page_view", NOON + 2, view_id="3")
    assert told.reports().every[-1]["_person"] == "u:ann"
