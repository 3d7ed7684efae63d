"""What stands on the page that reports a conversion did not cause it."""

from __future__ import annotations

import pytest

from collector.event import Event
from collector.store import SqliteStore
from tests.facts.streams import a_line, a_purchase, a_view, an_event, facts_of

SECOND = 1 / 60


def credited(store: SqliteStore, *events: Event) -> list[str]:
    return sorted(row["action"] for row in facts_of(store, *events)["attribution_candidates"])


def shown(minutes: float, action: str, view: str, **fields) -> list[Event]:
    placed = {"view_id": view, "action": action} | fields
    return [an_event("execute", minutes, **placed), an_event("deliver", minutes, **placed)]


def test_only_what_was_seen_before_the_confirmation_page_is_credited(store: SqliteStore) -> None:
    events = [
        a_view(0),
        *shown(1, "hero", "w1"),
        a_view(5, view_id="thanks"),
        *shown(5, "survey", "thanks"),
        a_purchase(5 + SECOND, a_line("x", 10), view_id="thanks"),
    ]
    assert credited(store, *events) == ["hero"]


@pytest.mark.parametrize(
    ("type", "seconds", "counts"),
    [("click", 1, True), ("survey", 2, True), ("dismiss", 2, True), ("click", 3, False), ("deliver", 1, False)],
)
def test_what_was_used_on_it_before_the_order_is(store: SqliteStore, type: str, seconds: int, counts: bool) -> None:
    events = [
        a_view(5, view_id="thanks"),
        *shown(5, "upsell", "thanks"),
        an_event(type, 5 + seconds * SECOND, view_id="thanks", action="upsell"),
        a_purchase(5 + 2 * SECOND, a_line("x", 10), view_id="thanks"),
    ]
    assert credited(store, *events) == (["upsell"] if counts else [])


@pytest.mark.parametrize(("seconds", "counts"), [(9.999, False), (10, True)])
def test_a_page_that_stood_for_ten_seconds_is_no_confirmation_page(
    store: SqliteStore, seconds: float, counts: bool
) -> None:
    events = [
        a_view(5, view_id="one-page"),
        *shown(5, "offer", "one-page"),
        an_event("goal", 5 + seconds * SECOND, view_id="one-page", name="call"),
    ]
    assert credited(store, *events) == (["offer"] if counts else [])


@pytest.mark.parametrize("named", [{"visitor": None, "user_id": "17"}, {}, {"user_id": "17"}])
def test_the_thank_you_page_of_an_order_that_its_server_reported_too_is_one(
    store: SqliteStore, named: dict[str, str | None]
) -> None:
    events = [
        a_view(5, view_id="thanks"),
        *shown(5, "survey", "thanks"),
        a_purchase(5 + SECOND, a_line("x", 10), view_id="thanks"),
        a_purchase(5 + 2 * SECOND, a_line("x", 10), trust=1, **named),
    ]
    assert credited(store, *events) == []


def test_of_three_reports_the_browsers_own_says_which_page_it_was(store: SqliteStore) -> None:
    events = [
        a_view(5, view_id="thanks"),
        *shown(5, "survey", "thanks"),
        a_purchase(5 + SECOND, a_line("x", 10), visitor="v1"),
        a_purchase(5 + SECOND, a_line("x", 10), view_id="thanks"),
        a_purchase(5 + 2 * SECOND, a_line("x", 10), visitor=None, user_id="17", trust=1),
    ]
    assert credited(store, *events) == []


def test_an_answered_survey_was_seen(store: SqliteStore) -> None:
    answered = [a_view(0), an_event("survey", 1, view_id="w1", action="nps")]
    (impression,) = facts_of(store, *answered)["impressions"]
    assert (impression["state"], impression["interacted"], impression["viewable"]) == ("delivered", 1, 1)
