"""A device that several persons use: each report tells of one person only."""

from __future__ import annotations

from tests.reports.building import DAY, Shop


def types(entries: list[dict[str, object]]) -> list[object]:
    return [entry["type"] for entry in entries]


def a_till(shop: Shop) -> None:
    """Two users after each other on one visitor, in one session."""
    shop.send(
        shop.event("page_view", 0, visitor="till", user_id="u1"),
        shop.event("cart_add", 10, visitor="till", item="A"),
        shop.event("page_view", 60, visitor="till", user_id="u2", view_id="w2"),
        shop.event("goal", 70, visitor="till", view_id="w2", name="call"),
        shop.event("wishlist_add", 80, visitor="till", user_id="u1", item="B"),
    )


def test_a_visitor_id_means_who_used_it_last_and_names_the_others(shop: Shop) -> None:
    a_till(shop)

    report = shop.report("till")

    assert report["person"] == "u:u1"
    assert report["also"] == ["u:u2"]


def test_each_report_holds_the_events_of_its_person_only(shop: Shop) -> None:
    a_till(shop)

    (one,), (two,) = (shop.report(id)["sessions"] for id in ("u1", "u2"))

    assert types(one["timeline"]) == ["page_view", "cart_add", "wishlist_add"]
    assert types(two["timeline"]) == ["page_view", "goal"]


def test_a_session_that_another_person_began_says_so(shop: Shop) -> None:
    a_till(shop)

    assert shop.report("u2")["sessions"][0]["person"] == "u:u1"
    assert shop.report("u2")["outside_sessions"] == []


def test_a_session_that_the_person_took_no_part_in_is_not_theirs(shop: Shop) -> None:
    a_till(shop)
    shop.send(
        shop.event("page_view", DAY, visitor="till", user_id="u1", view_id="w3"),
        shop.event("page_view", 2 * DAY, visitor="till", user_id="u2", view_id="w4"),
    )

    assert [session["started_at"][:10] for session in shop.report("u1")["sessions"]] == ["2026-01-03", "2026-01-02"]
    assert [session["started_at"][:10] for session in shop.report("u2")["sessions"]] == ["2026-01-04", "2026-01-02"]


def test_a_user_id_that_is_also_a_visitor_id_means_the_user(shop: Shop) -> None:
    shop.send(shop.event("page_view", 0, visitor="x"), shop.event("page_view", 0, visitor="phone", user_id="x"))

    report = shop.report("x")

    assert report["person"] == "u:x"
    assert report["also"] == ["v:x"]
    assert shop.report("v:x")["person"] == "v:x"


def test_a_users_server_event_joins_a_session_on_their_device_no_matter_who_began_it(shop: Shop) -> None:
    a_till(shop)
    shop.send(
        shop.event("page_view", DAY, visitor="till", user_id="u2", view_id="w3"),
        shop.from_server("goal", DAY + 60, user_id="u1", name="call"),
    )

    newest = shop.report("u1")["sessions"][0]

    assert (newest["person"], types(newest["timeline"])) == ("u:u2", ["goal"])
