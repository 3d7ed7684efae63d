"""Who somebody is: devices joined by a user, traits, totals."""

from __future__ import annotations

from collector.event import SECRET
from collector.reports.visitor import user_report
from tests.reports.building import CRAWLER, DAY, Shop, a_line

EVENT = "page_view"


def test_devices_that_a_user_joins_are_one_person(shop: Shop) -> None:
    shop.send(
        shop.event(EVENT, 0, visitor="phone"),
        shop.event("identify", 60, visitor="phone", user_id="u17"),
        shop.event(EVENT, DAY, visitor="laptop", user_id="u17"),
    )

    for id in ("u17", "phone", "laptop", "u:u17"):
        report = shop.report(id)
        assert report["person"] == "u:u17"
        assert report["user_id"] == "u17"
        assert report["visitor_ids"] == ["laptop", "phone"]
        assert report["id"] == id


def test_a_visitor_who_never_signed_in_is_a_person_too(shop: Shop) -> None:
    shop.send(shop.event(EVENT, 0))

    report = shop.report("ann")

    assert (report["person"], report["user_id"], report["visitor_ids"]) == ("v:ann", None, ["ann"])


def test_a_stranger_has_no_report(shop: Shop) -> None:
    assert user_report(shop.store, shop.site, "nobody", now=0) is None


def test_another_sites_visitor_is_a_stranger(shop: Shop) -> None:
    other = Shop(shop.store, name="other")
    other.send(other.event(EVENT, 0, visitor="zoe", user_id="u1"))

    assert user_report(shop.store, shop.site, "zoe", now=0) is None
    assert user_report(shop.store, shop.site, "u1", now=0) is None
    assert shop.found()["visitors"] == []


def test_the_same_ids_on_two_sites_are_two_persons(shop: Shop) -> None:
    other = Shop(shop.store, name="other")
    other.send(
        other.event(EVENT, 0, user_id="their-user"),
        other.order(1, "their-thing"),
        other.event("execute", 2, action="their-action"),
        other.event("identify", 3, user_id="u1", traits={"theirs": True}, id="theirs"),
        other.from_server("refund", 4, order_id="1"),
    )
    shop.send(shop.event(EVENT, 0), shop.event("identify", 1, user_id="u1"), shop.order(2, "A"))

    answer = str([shop.report("ann"), shop.report("u1"), shop.found(text="ann"), shop.found(text="1")])

    assert "their" not in answer
    assert (shop.report("ann")["also"], shop.report("ann")["revenue"]) == ([], "10.00")


def test_the_latest_word_on_each_trait_counts(shop: Shop) -> None:
    shop.send(
        shop.event("identify", 60, user_id="u1", traits={"tier": "gold", "town": None}),
        shop.event("identify", 0, user_id="u1", traits={"tier": "silver", "town": "Graz", "since": 2023}),
    )

    assert shop.report("u1")["traits"] == {"tier": "gold", "since": 2023}


def test_the_public_key_adds_traits_and_replaces_none_that_the_secret_key_set(shop: Shop) -> None:
    shop.send(
        shop.event("identify", 0, user_id="u1", trust=SECRET, traits={"tier": "gold", "town": None}),
        shop.event("identify", 60, user_id="u1", traits={"tier": "none", "town": "Graz", "taste": "bold"}),
    )

    assert shop.report("u1")["traits"] == {"taste": "bold", "tier": "gold"}


def test_a_pages_earlier_value_gives_way_to_the_secret_key(shop: Shop) -> None:
    shop.send(
        shop.event("identify", 0, user_id="u1", traits={"tier": "none"}),
        shop.event("identify", 60, user_id="u1", trust=SECRET, traits={"tier": "gold"}),
    )

    assert shop.report("u1")["traits"] == {"tier": "gold"}


def test_totals_count_orders_net_of_refunds(shop: Shop) -> None:
    shop.send(
        shop.event(EVENT, 0),
        shop.order(10, a_line("A", 60), a_line("B", 40), order_id="1"),
        shop.order(20, a_line("C", 5.505), order_id="2"),
        shop.order(30, a_line("D", 7), order_id="3", currency="USD"),
        shop.from_server("refund", DAY, order_id="1", items=["B"]),
    )

    report = shop.report()

    assert (report["orders"], report["revenue"], report["clv"], report["currency"]) == (2, "65.505", "65.505", "EUR")


def test_first_and_last_seen_are_written_in_utc(shop: Shop) -> None:
    shop.send(shop.event(EVENT, 0), shop.event(EVENT, DAY + 0.25, view_id="w2"))

    report = shop.report()

    assert report["first_seen"] == "2026-01-02T10:00:00.000Z"
    assert report["last_seen"] == "2026-01-03T10:00:00.250Z"


def test_bots_are_shown_and_flagged(shop: Shop) -> None:
    shop.send(shop.event(EVENT, 0, visitor="crawler", context=CRAWLER))

    report = shop.report("crawler")

    assert report["bot"] is True
    assert report["sessions"][0]["bot"] is True
    assert shop.found()["visitors"][0]["bot"] is True


def test_a_report_is_complete_up_to_the_first_event_that_waits(shop: Shop) -> None:
    shop.send(shop.event(EVENT, 0))
    assert shop.report(now=5_000)["fresh_to"] == "1970-01-01T00:00:05.000Z"

    shop.store.append([shop.event("goal", 60, name="newsletter")])

    report = shop.report()
    assert report["fresh_to"] == "2026-01-02T10:01:00.000Z"
    assert [entry["type"] for entry in report["sessions"][0]["timeline"]] == ["page_view"]
