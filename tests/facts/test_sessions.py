"""Visits: where one ends and the next begins, and what is said of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from collector.event import PUBLIC, Context, Page
from collector.store import SqliteStore
from tests.facts.streams import CRAWLER, PHONE, START, a_line, a_purchase, a_store, a_view, an_event, facts_of


def sessions(store: SqliteStore, *events) -> list[dict]:
    return sorted(facts_of(store, *events)["sessions"], key=lambda row: row["started_at"])


@pytest.mark.parametrize(("gap_minutes", "count"), [(30, 1), (30.001, 2)])
def test_a_gap_over_thirty_minutes_starts_a_new_session(store: SqliteStore, gap_minutes: float, count: int) -> None:
    assert len(sessions(store, a_view(), a_view(gap_minutes, view_id="w2"))) == count


def test_only_the_first_session_of_a_visitor_is_new(store: SqliteStore) -> None:
    found = sessions(store, a_view(), a_view(60, view_id="w2"))
    assert [row["is_new"] for row in found] == [1, 0]


@pytest.mark.parametrize(
    "doing",
    [
        a_view(1, view_id="w2"),
        an_event("click", 1, view_id="w1", action="hero"),
        an_event("quick_add", 1, view_id="w1", action="recs", item="A"),
        an_event("wishlist_add", 1, view_id="w1", item="A"),
        an_event("cart_add", 1, view_id="w1", item="A"),
        an_event("goal", 1, view_id="w1", name="call"),
        an_event("survey", 1, view_id="w1"),
        a_purchase(1, a_line("A", 1), view_id="w1"),
        an_event("page_leave", 1, view_id="w1", engaged_ms=10_000),
    ],
    ids=lambda event: event.type,
)
def test_a_session_in_which_something_happened_did_not_bounce(store: SqliteStore, doing) -> None:
    assert [row["bounced"] for row in sessions(store, a_view(), doing)] == [0]


@pytest.mark.parametrize(
    "nothing",
    [
        an_event("execute", 1, view_id="w1", action="hero"),
        an_event("deliver", 1, view_id="w1", action="hero"),
        an_event("dismiss", 1, view_id="w1", action="hero"),
        an_event("page_leave", 1, view_id="w1", engaged_ms=9_999),
    ],
    ids=lambda event: event.type,
)
def test_being_shown_something_is_no_doing(store: SqliteStore, nothing) -> None:
    assert [row["bounced"] for row in sessions(store, a_view(), nothing)] == [1]


def test_leaving_twice_counts_the_longer_time_of_a_view(store: SqliteStore) -> None:
    leaves = [an_event("page_leave", n, view_id="w1", engaged_ms=n * 1000) for n in (3, 5)]
    assert sessions(store, a_view(), *leaves)[0]["engaged_ms"] == 5000


def test_opening_a_mail_is_no_visit(store: SqliteStore) -> None:
    mail = {"view_id": "mail-1", "action": "newsletter"}
    found = sessions(store, an_event("execute", 0, kind="email", **mail), an_event("click", 1, **mail))
    assert found == []


def test_a_mail_stays_one_while_another_signs_in_on_the_same_device(store: SqliteStore) -> None:
    mail = {"visitor": "ann", "view_id": "mail-1", "action": "newsletter"}
    signed_in = [an_event("identify", nth, visitor="ann", user_id=user) for nth, user in ((0, "1"), (2, "2"))]
    opened = [an_event("execute", 1, kind="email", **mail), an_event("deliver", 3, **mail)]
    assert sessions(store, *signed_in, *opened) == []


def test_a_mail_sent_by_a_server_is_one_where_its_user_opens_it(store: SqliteStore) -> None:
    mail = {"view_id": "mail-1", "action": "newsletter"}
    sent = an_event("execute", 0, kind="email", user_id="1", **mail)
    assert sessions(store, sent, an_event("deliver", 3, visitor="ann", user_id="1", **mail)) == []


def test_a_mail_of_one_person_says_nothing_of_a_view_of_another_with_the_same_id(store: SqliteStore) -> None:
    shown = {"view_id": "1", "action": "hero"}
    mail = an_event("execute", 0, kind="email", visitor="bob", **shown)
    found = sessions(store, mail, an_event("execute", 0, visitor="ann", **shown))
    assert [row["visitor"] for row in found] == ["ann"]


def test_a_server_side_order_joins_the_session_it_falls_into(store: SqliteStore) -> None:
    facts = facts_of(store, a_view(), a_purchase(30, a_line("A", 1)), a_purchase(31, a_line("A", 1), order="2"))
    joined = {row["order_id"]: row["session_started_at"] for row in facts["orders"]}
    assert joined == {"1": START, "2": None}


def test_an_order_of_a_user_joins_the_latest_session_of_that_users_visitors(store: SqliteStore) -> None:
    facts = facts_of(
        store,
        a_view(0, visitor="phone", user_id="17"),
        a_view(10, visitor="laptop", user_id="17"),
        a_purchase(20, a_line("A", 1), user_id="17"),
    )
    assert facts["orders"][0]["session_visitor"] == "laptop"


def test_what_a_server_sends_of_a_user_joins_the_session_in_whose_browser_the_user_ordered(store: SqliteStore) -> None:
    facts = facts_of(
        store,
        a_view(0, visitor="tablet", user_id="1"),
        an_event("goal", 5, user_id="17", name="call"),
        a_purchase(10, a_line("A", 1), visitor="tablet", trust=PUBLIC),
        a_purchase(11, a_line("A", 1), user_id="17"),
    )
    joined = {(row["goal"], row["person"]): row["session_visitor"] for row in facts["conversions"]}
    assert joined == {("call", "u:17"): "tablet", ("purchase", "u:17"): "tablet"}


def test_origin_and_place_are_those_of_the_first_event(store: SqliteStore) -> None:
    page = Page(
        "https://shop.example/sale?utm_source=mail&utm_medium=email&utm_campaign=may", None, "https://a.example/x"
    )
    phone = Context(PHONE, "de", country="DE", city="Bonn")
    found = sessions(
        store,
        an_event("page_view", 0, view_id="w1", page=page, context=phone),
        a_view(1, path="/other", view_id="w2", context=Context(country="FR")),
    )[0]
    fields = {name: found[name] for name in ("landing_page", "referrer_host", "source", "medium", "utm_campaign")}
    assert fields == {
        "landing_page": "/sale",
        "referrer_host": "a.example",
        "source": "mail",
        "medium": "email",
        "utm_campaign": "may",
    }
    assert (found["device"], found["os"], found["country"], found["city"]) == ("phone", "iOS", "DE", "Bonn")


def test_a_crawlers_session_is_flagged(store: SqliteStore) -> None:
    assert sessions(store, a_view(context=Context(CRAWLER)))[0]["bot"] == 1


def test_the_same_hour_is_another_day_after_the_clocks_went_forward(tmp_path: Path) -> None:
    store = a_store(tmp_path, time_zone="Europe/Berlin")
    evenings = [datetime(2026, 3, day, 22, tzinfo=UTC) for day in (28, 29)]
    views = [a_view((at.timestamp() * 1000 - START) / 60_000, view_id=f"w{at.day}") for at in evenings]
    days = [datetime.fromtimestamp(row["local_day"] / 1000, UTC).day for row in sessions(store, *views)]
    store.close()
    assert days == [28, 30]
