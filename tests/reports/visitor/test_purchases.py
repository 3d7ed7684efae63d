"""Orders net of their refunds, each line with the widget it was found through; repeated ones are not counted."""

from __future__ import annotations

import pytest

from collector.event import SECRET
from collector.present.timeline_text import found_through
from tests.reports.building import DAY, Shop, a_line


def test_an_order_shows_what_was_sold_refunded_and_kept(shop: Shop) -> None:
    shop.send(
        shop.order(600, a_line("A", 40, group="g"), a_line("B", 15, 2, discount=5), order_id="17"),
        shop.from_server("refund", DAY, order_id="17", items=["A"]),
    )

    assert shop.only("purchase") == {
        "ts": "2026-01-02T10:10:00.000Z",
        "type": "purchase",
        "id": "01-000001",
        "view_id": "w1",
        "order_id": "17",
        "revenue": "25.00",
        "sold": "65.00",
        "refunded": "40.00",
        "currency": "EUR",
        "paid_currency": "EUR",
        "excluded": False,
        "claimed": None,
        "cancelled": False,
        "replaces": False,
        "duplicate": False,
        "duplicates": 0,
        "conflicts": 0,
        "lines": [
            {
                "item": "A",
                "group": "g",
                "category": None,
                "quantity": 1,
                "sold": "40.00",
                "refunded": "40.00",
                "net": "0.00",
                "found_through": None,
            },
            {
                "item": "B",
                "group": None,
                "category": None,
                "quantity": 2,
                "sold": "25.00",
                "refunded": "0.00",
                "net": "25.00",
                "found_through": None,
            },
        ],
    }


def test_a_line_names_the_widget_it_was_found_through(shop: Shop) -> None:
    shop.send(
        shop.event("click", 10, action="recs", item="A1", item_group="A"),
        shop.event("quick_add", 20.5, action="more", item="B", quantity_micros=1_000_000),
        shop.order(600, a_line("A2", 40, group="A"), a_line("B", 15), a_line("C", 5)),
    )

    found = [line["found_through"] for line in shop.only("purchase")["lines"]]

    assert found == [
        {
            "action": "recs",
            "by": "click",
            "item": "A1",
            "at": "2026-01-02T10:00:10.000Z",
            "seconds_before": 590.0,
            "same_session": True,
        },
        {
            "action": "more",
            "by": "quick_add",
            "item": "B",
            "at": "2026-01-02T10:00:20.500Z",
            "seconds_before": 579.5,
            "same_session": True,
        },
        None,
    ]


@pytest.mark.parametrize(("days_before", "found"), [(30, True), (30.001, False)])
def test_what_was_clicked_more_than_thirty_days_before_is_not_found_through_it(
    shop: Shop, days_before: float, found: bool
) -> None:
    shop.send(
        shop.event("click", -days_before * DAY, action="recs", item="A"),
        shop.order(0, "A"),
    )

    (line,) = shop.only("purchase")["lines"]

    assert (line["found_through"] is not None) is found
    assert not found or line["found_through"]["same_session"] is False


def test_an_order_that_is_reported_again_is_shown_and_counts_once(shop: Shop) -> None:
    shop.send(
        shop.order(60, a_line("A", 40)),
        shop.order(61, a_line("A", 40)),
        shop.from_server("purchase", 62, visitor="ann", order_id="1", currency="EUR", items=[a_line("A", 40)]),
    )

    report = shop.report()

    orders = report["sessions"][0]["timeline"]
    assert [(order["duplicate"], order["duplicates"], order["revenue"]) for order in orders] == [
        (True, 0, "0.00"),
        (True, 0, "0.00"),
        (False, 2, "40.00"),
    ]
    assert (report["orders"], report["revenue"]) == (1, "40.00")


def test_an_order_in_a_currency_with_a_rate_is_shown_in_the_sites(shop: Shop) -> None:
    shop.store.set_rate(shop.site.site, "USD", "2026-01-01", "0.5")
    shop.send(shop.order(0, a_line("A", 40), currency="USD"))

    order = shop.only("purchase")

    assert (order["revenue"], order["currency"], order["paid_currency"]) == ("20.00", "EUR", "USD")
    assert order["excluded"] is False


def test_an_order_in_a_currency_without_a_rate_is_shown_as_paid_and_left_out(shop: Shop) -> None:
    shop.send(shop.order(0, a_line("A", 40, 2, discount=1), a_line("B", 3), currency="USD"))

    order = shop.only("purchase")

    assert (order["revenue"], order["sold"], order["currency"], order["excluded"]) == ("82.00", "82.00", "USD", True)
    assert [line["net"] for line in order["lines"]] == ["79.00", "3.00"]
    assert (shop.report()["orders"], shop.report()["revenue"]) == (0, "0.00")


def test_an_order_without_a_rate_is_shown_less_the_discount_of_the_whole(shop: Shop) -> None:
    shop.send(shop.order(0, a_line("A", 100), a_line("B", 50), currency="USD", amount_micros=15_000_000))
    order = shop.only("purchase")
    assert (order["sold"], order["currency"]) == ("135.00", "USD")
    assert [line["sold"] for line in order["lines"]] == ["90.00", "45.00"]


def test_an_edited_order_without_a_rate_is_shown_as_it_became(shop: Shop) -> None:
    by_the_shop = {"currency": "USD", "trust": SECRET}
    shop.send(shop.order(0, a_line("A", 100), **by_the_shop), shop.order(9, a_line("C", 30), **by_the_shop, replaces=1))
    order = next(entry for entry in shop.timeline() if not entry["replaces"])
    assert (order["sold"], [(line["item"], line["sold"]) for line in order["lines"]]) == ("30.00", [("C", "30.00")])


def test_an_order_that_claims_too_much_with_the_public_key_is_shown_as_sent_and_left_out(shop: Shop) -> None:
    shop.store.set_rate(shop.site.site, "USD", "2026-01-01", "0.5")
    shop.send(shop.order(0, a_line("A", 3_000_000), currency="USD"), shop.order(1, "A", order_id="2"))

    absurd, honest = shop.timeline()

    assert (absurd["revenue"], absurd["currency"], absurd["excluded"]) == ("3000000.00", "USD", True)
    assert (absurd["claimed"], honest["claimed"]) == ("1500000.00", None)
    assert (shop.report()["orders"], shop.report()["revenue"]) == (1, "10.00")


def test_orders_without_a_number_are_each_their_own(shop: Shop) -> None:
    shop.send(shop.order(0, "A", order_id=None), shop.order(1, "A", order_id=None))

    assert [order["duplicate"] for order in shop.timeline()] == [False, False]
    assert shop.report()["orders"] == 2


def test_a_refund_that_names_only_the_order_stands_with_its_buyer(shop: Shop) -> None:
    shop.send(
        shop.order(0, a_line("A", 40), a_line("B", 15)),
        shop.from_server("refund", DAY, order_id="1", reason="broken"),
    )

    (refund,) = shop.report()["outside_sessions"]

    assert refund == {
        "ts": "2026-01-03T10:00:00.000Z",
        "type": "refund",
        "id": "01-000002",
        "view_id": None,
        "order_id": "1",
        "reason": "broken",
        "refunded": "55.00",
        "currency": "EUR",
        "matched": True,
        "cancelled": False,
        "items": [
            {"item": "A", "quantity": 1, "refunded": "40.00"},
            {"item": "B", "quantity": 1, "refunded": "15.00"},
        ],
        "visitor_id": None,
    }


def test_a_refund_of_an_unknown_order_is_shown_and_takes_nothing(shop: Shop) -> None:
    shop.send(shop.event("page_view", 0), shop.from_server("refund", 60, visitor="ann", order_id="404", items=["A"]))

    refund = shop.only("refund")

    assert (refund["matched"], refund["refunded"]) == (False, "0.00")
    assert [item["item"] for item in refund["items"]] == ["A"]


def test_a_cancelled_order_is_shown_as_such_and_counts_nowhere(shop: Shop) -> None:
    shop.send(
        shop.order(0, a_line("A", 40)),
        shop.from_server("refund", 60, order_id="1", reason="out of stock", body='{"cancel":1}'),
    )

    (session,) = shop.report()["sessions"]

    order, cancellation = session["timeline"]
    assert (order["type"], order["cancelled"], order["revenue"]) == ("purchase", True, "0.00")
    assert (cancellation["type"], cancellation["cancelled"], cancellation["reason"]) == ("refund", True, "out of stock")
    assert (session["orders"], session["revenue"], shop.report()["orders"]) == (0, "0.00", 0)


def test_a_changed_order_has_its_new_lines_and_shows_the_change(shop: Shop) -> None:
    edit = {"order_id": "1", "currency": "EUR", "items": [a_line("B", 9)], "body": '{"replaces":1}'}
    shop.send(shop.order(0, a_line("A", 40)), shop.from_server("purchase", 60, visitor="ann", **edit))

    (session,) = shop.report()["sessions"]

    order, change = session["timeline"]
    assert ([line["item"] for line in order["lines"]], order["duplicates"]) == (["B"], 0)
    assert (change["replaces"], change["duplicate"]) == (True, False)
    assert (session["orders"], session["revenue"]) == (1, "9.00")


def test_actions_that_have_a_name_show_it_too(shop: Shop) -> None:
    shop.store.put_definition(1, "actions", "recs", {"name": "You may also <like>"})
    shop.send(
        shop.event("deliver", 1, action="recs", view_id="w1"),
        shop.event("click", 2, action="recs", item="A", view_id="w1"),
        shop.event("click", 3, action="hero", view_id="w1"),
        shop.order(600, a_line("A", 40)),
    )
    named = {entry["action"]: entry.get("action_name") for entry in shop.timeline() if entry["type"] == "click"}
    assert named == {"recs": "You may also <like>", "hero": None}
    (line,) = shop.only("purchase")["lines"]
    assert (line["found_through"]["action"], line["found_through"]["action_name"]) == ("recs", "You may also <like>")
    assert found_through(line["found_through"]).startswith("You may also <like>: clicked")
