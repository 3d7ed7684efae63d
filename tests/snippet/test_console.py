"""What the console says: to everybody, that an installation can never work; with data-debug, what became of each event."""

import pytest

from tests.snippet.test_delivery import BANNER


def warnings(visit):
    """What the console shows as warnings from here on."""
    shown = []
    visit.page.on("console", lambda message: shown.append(message.text) if message.type == "warning" else None)
    return shown


def message_with(*words):
    """Whether a warning has all of these words."""
    return lambda message: message.type == "warning" and all(word in message.text for word in words)


@pytest.mark.parametrize("attributes", ["", "data-debug"])
def test_a_wrong_key_is_logged_once_even_without_debug(visit, attributes):
    shown = warnings(visit)
    tag = visit.collector.snippet(attributes).replace(visit.collector.keys["public"], "pk_wrong")
    visit.shop["/"] = tag
    with visit.page.expect_console_message(message_with("beheld: 401", "key")):
        visit.page.goto(visit.shop.url("/"))
    with visit.page.expect_response("**/v1/events"):
        visit.page.evaluate("beheld('goal', { goal: 'again' })")
    visit.page.goto("about:blank")
    assert len([text for text in shown if "401" in text]) == 1


def test_a_rejected_origin_is_logged_with_what_its_owner_can_do(visit):
    visit.collector.store.set_settings(visit.collector.site.site, {"origins": ["https://shop.example"]})
    visit.shop["/"] = visit.collector.snippet()
    with visit.page.expect_console_message(message_with("beheld: 403", visit.shop.server.origin, "site set")):
        visit.page.goto(visit.shop.url("/"))


def test_a_tag_without_a_key_says_so(visit):
    visit.shop["/"] = f'<script async src="{visit.collector.origin}/beheld.js"></script>'
    with visit.page.expect_console_message(message_with("beheld:", "data-key")):
        visit.page.goto(visit.shop.url("/"))


def test_with_debug_rejected_events_are_named_with_what_is_wrong(visit):
    visit.open("<p>Hello", attributes="data-debug")
    with visit.page.expect_console_message(message_with("rejected", "purchase", "order_id")):
        visit.page.evaluate("beheld('purchase', { order_id: { no: 'id' }, currency: 'EUR', items: [] })")


def test_without_debug_a_page_that_works_logs_nothing(visit):
    shown = warnings(visit)
    visit.shop["/"] = visit.collector.snippet() + BANNER.format(style="")
    visit.page.goto(visit.shop.url("/"))
    visit.collector.wait_for("deliver")
    visit.page.evaluate("beheld('goal', {})")
    visit.page.goto("about:blank")
    visit.collector.wait_for("page_leave")
    assert shown == []
    assert not [request for request in visit.collector.requests if "debug" in request.what]


def test_debug_greets_with_no_error_of_its_own(visit):
    shown = []
    visit.page.on("console", lambda message: shown.append(message.text))
    visit.open(BANNER.format(style=""))
    visit.until("deliver", action="banner")
    visit.leave()
    assert not [text for text in shown if "Error" in text]


def test_what_means_the_same_is_taken_and_debug_logs_what_was_left_out(visit):
    visit.open("<p>Hello", attributes="data-debug")
    with visit.page.expect_console_message(message_with("warnings", "purchase", "price")):
        visit.page.evaluate("""beheld("purchase", { order_id: 1001, currency: "eur",
            items: [{ item: 42, quantity: "2", price: "19.90" }, { item: 43, quantity: 1, price: "cheap" }] })""")
    [purchase] = visit.collector.wait_for("purchase")
    assert (purchase["order_id"], purchase["currency"]) == ("1001", "EUR")
    assert [item["item"] for item in purchase["items"]] == ["42", "43"]


def test_a_decimal_comma_on_the_page_costs_no_quick_add(visit):
    visit.open("""<div data-bh-action="recs"><article data-bh-item="sku-1" data-bh-price="19,90" data-bh-currency="EUR"
        data-bh-quantity="1,5"><button data-bh-quick-add>Add</button></article></div>""")
    visit.page.click("button")
    visit.leave()
    assert len(visit.stored("quick_add")) == 1


def test_props_that_cannot_be_written_cost_no_purchase(visit):
    visit.open("<p>Hello")
    visit.page.evaluate("""() => {
        const order = { currency: "EUR", items: [{ item: "a", price: 1 }] }, circle = {};
        circle.again = circle;
        beheld("purchase", { ...order, order_id: 1, props: { big: 2n } });
        beheld("purchase", { ...order, order_id: 2, props: circle });
        beheld("purchase", { ...order, order_id: 3, props: { toJSON() { throw Error("no") } } });
        beheld("purchase", { ...order, order_id: 9007199254740993n, items: [{ item: 7n, price: 1n }] });
    }""")
    orders = visit.collector.wait_for("purchase", count=4)
    assert [order["order_id"] for order in orders] == ["1", "2", "3", "9007199254740993"]
    assert orders[3]["items"][0]["item"] == "7"
