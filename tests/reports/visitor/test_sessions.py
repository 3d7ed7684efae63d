"""Sessions: newest first, each with where it came from and what it came to, a page at a time."""

from __future__ import annotations

import pytest

from collector.event import Page
from collector.reports.cursors import BadCursorError
from tests.reports.building import DAY, Shop, a_line

HOUR = 3_600


def test_a_session_says_where_from_and_on_what(shop: Shop) -> None:
    landing = Page(
        "https://shop.example/tea?utm_source=news&utm_medium=email&utm_campaign=may", "Tea", "https://a.example/x"
    )
    shop.send(
        shop.event("page_view", 0, page=landing),
        shop.event("page_view", 300, view_id="w2", page="/cart"),
        shop.event("page_leave", 312, view_id="w2", engaged_ms=9000, scroll=0.5),
    )

    (session,) = shop.report()["sessions"]

    answer = {name: value for name, value in session.items() if name not in ("timeline", "counts")}
    assert answer == {
        "visitor_id": "ann",
        "person": "v:ann",
        "started_at": "2026-01-02T10:00:00.000Z",
        "ended_at": "2026-01-02T10:05:12.000Z",
        "duration_s": 312.0,
        "engaged_ms": 9000,
        "page_views": 2,
        "bounce": False,
        "new_or_returning": "new",
        "device": "desktop",
        "browser": "Firefox",
        "os": "Linux",
        "country": "AT",
        "city": "Graz",
        "language": "de-AT",
        "source": "news",
        "medium": "email",
        "utm_campaign": "may",
        "referrer": "https://a.example/x",
        "landing_page": "/tea",
        "bot": False,
        "orders": 0,
        "revenue": "0.00",
    }


def test_sessions_are_newest_first_and_the_first_of_a_visitor_is_new(shop: Shop) -> None:
    shop.send(*(shop.event("page_view", day * DAY, view_id=f"w{day}") for day in (1, 0, 2)))

    sessions = shop.report()["sessions"]

    assert [session["started_at"][:10] for session in sessions] == ["2026-01-04", "2026-01-03", "2026-01-02"]
    assert [session["new_or_returning"] for session in sessions] == ["returning", "returning", "new"]
    assert [session["bounce"] for session in sessions] == [True, True, True]


def test_a_session_counts_what_its_timeline_holds(shop: Shop) -> None:
    shop.send(
        shop.event("page_view", 0),
        shop.event("execute", 1, action="hero"),
        shop.event("deliver", 2, action="hero"),
        shop.event("execute", 1, action="lost"),
        shop.event("execute", 1, action="ghost", variation="control"),
        shop.event("evidence", 9, action="deep", max_fraction=0.0, reason="below_fold"),
        shop.event("skip", 9, action="popup", reason="no_consent"),
        shop.event("click", 5, action="hero"),
        shop.event("goal", 6, name="newsletter"),
        shop.order(7, a_line("A", 12.345)),
        shop.order(8, a_line("A", 12.345)),
        shop.order(8, a_line("B", 1), order_id="2", currency="USD"),
    )

    (session,) = shop.report()["sessions"]

    assert session["counts"] == {
        "seen": 1,
        "not_seen": 1,
        "unmeasured": 1,
        "ghosts": 1,
        "skipped": 1,
        "clicks": 1,
        "quick_adds": 0,
        "wishlist_adds": 0,
        "goals": 1,
    }
    assert (session["orders"], session["revenue"]) == (1, "12.345")


@pytest.mark.parametrize(("after_end", "joins"), [(1800, True), (1800.001, False)])
def test_an_event_without_a_view_joins_a_session_that_ended_at_most_half_an_hour_ago(
    shop: Shop, after_end: float, joins: bool
) -> None:
    shop.send(
        shop.event("page_view", 0),
        shop.event("click", 60, action="hero"),
        shop.from_server("goal", 60 + after_end, name="call", visitor="ann"),
    )

    report = shop.report()

    outside = [entry["type"] for entry in report["outside_sessions"]]
    assert outside == ([] if joins else ["goal"])
    assert ("goal" in [entry["type"] for entry in report["sessions"][0]["timeline"]]) is joins


def test_a_users_server_event_joins_the_latest_session_of_any_device(shop: Shop) -> None:
    shop.send(
        shop.event("page_view", 0, visitor="phone", user_id="u1"),
        shop.event("page_view", 600, visitor="phone", user_id="u1"),
        shop.event("page_view", 300, visitor="laptop", user_id="u1", view_id="w2"),
        shop.from_server("subscription", 400, user_id="u1", subscription_id="s1", status="started"),
    )

    latest, earlier = shop.report("u1")["sessions"]

    assert latest["visitor_id"] == "laptop"
    assert [entry["type"] for entry in latest["timeline"]] == ["page_view", "subscription"]
    assert [entry["type"] for entry in earlier["timeline"]] == ["page_view", "page_view"]


def test_an_event_of_no_visitor_at_all_stands_outside_without_one(shop: Shop) -> None:
    shop.send(shop.from_server("goal", 0, user_id="u1", name="call"))

    report = shop.report("u1")

    assert report["sessions"] == []
    (entry,) = report["outside_sessions"]
    assert (entry["type"], entry["visitor_id"]) == ("goal", None)


def test_pages_of_sessions_hold_each_session_and_each_line_once(shop: Shop) -> None:
    shop.send(
        *(shop.event("page_view", n * DAY, view_id=f"w{n}") for n in range(5)),
        *(shop.from_server("goal", n * DAY + 2 * HOUR, visitor="ann", name=f"g{n}") for n in range(-1, 5)),
        # Two devices at once: a session begins while one of another page still goes on.
        shop.event("identify", 2 * DAY + 60, user_id="u1", view_id="w2"),
        shop.event("page_view", 2 * DAY - 600, visitor="phone", user_id="u1", view_id="p1"),
        shop.event("page_view", 2 * DAY + 900, visitor="phone", user_id="u1", view_id="p1"),
    )
    whole = shop.report("u1")

    sessions, outside, before = [], [], None
    for _ in range(20):
        page = shop.report("u1", before=before, limit=1)
        sessions += page["sessions"]
        outside = page["outside_sessions"] + outside
        before = page["next"]
        if before is None:
            break

    assert len(sessions) == 6
    assert sessions == whole["sessions"]
    assert outside == whole["outside_sessions"]
    assert len(outside) == 6
    assert whole["next"] is None


def test_sessions_that_begin_at_the_same_moment_are_each_on_one_page(shop: Shop) -> None:
    shop.send(*(shop.event("page_view", 0, visitor=f"v{n}", user_id="u1", view_id=f"w{n}") for n in range(3)))

    first = shop.report("u1", limit=2)
    second = shop.report("u1", limit=2, before=first["next"])

    visitors = [session["visitor_id"] for page in (first, second) for session in page["sessions"]]
    assert visitors == ["v2", "v1", "v0"]
    assert second["next"] is None


def test_a_cursor_of_another_person_is_rejected(shop: Shop) -> None:
    shop.send(*(shop.event("page_view", n * DAY, view_id=f"w{n}") for n in range(2)))
    shop.send(shop.event("page_view", 0, visitor="bob"))
    cursor = shop.report(limit=1)["next"]

    with pytest.raises(BadCursorError):
        shop.report("bob", before=cursor)
