"""data-ga4: what a shop pushes into its data layer for Google Analytics 4 is recorded too, by the rules of Beheld's own markup."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from collector.facts.refresh import refresh

# The two lines that Google has a shop put into its pages, without the request to Google.
GTAG = "<script>window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);}</script>"

# What a tag manager does to the layer once it has come.
MANAGER = """
const { push } = dataLayer;
dataLayer.push = (...given) => { push.apply(dataLayer, given); if (dataLayer.length > 300) dataLayer.shift(); return true };
"""

LIST = """
<div {attribute}="{action}" style="height: 200px; background: #eee">
  <a href="#a" data-{item}="{sku}-a">One</a> <a href="#b" data-{item}="{sku}-b">Two</a>
</div>
"""


def pushed(event, **ecommerce):
    return f"dataLayer.push({{ ecommerce: null }}); dataLayer.push({json.dumps({'event': event, 'ecommerce': ecommerce})});"


def gtag(event, **fields):
    return f"gtag('event', {json.dumps(event)}, {json.dumps(fields)});"


def items(*ids, **fields):
    return [{"item_id": id, **fields} for id in ids]


def run(visit, *scripts):
    """Run them in the page, one after the other."""
    for script in scripts:
        visit.page.evaluate(f"() => {{ {script} }}")


def open_shop(visit, body="", before="", **more):
    visit.open(body, head=f"{GTAG}<script>{before}</script>", attributes=more.pop("attributes", "data-ga4"), **more)


KEPT = "action kind item items quantity price amount currency order_id discount tax shipping"


def recorded(visit, type):
    """What is stored of a type, without what each event has; amounts in units."""
    found = [plain(event) for event in visit.stored(type)]
    return [{name: event[name] for name in KEPT.split() if event.get(name)} for event in found]


def plain(row):
    """A row without what is empty, its millionths as units."""
    units = {name.removesuffix("_micros"): value for name, value in row.items() if value is not None}
    return {
        name: [plain(each) for each in value] if name == "items" else value / 1e6 if name + "_micros" in row else value
        for name, value in units.items()
    }


def report(visit):
    """The recommendations of today, by action."""
    collector = visit.collector
    refresh(collector.store)
    today = datetime.now(UTC).date()
    answer = collector.app.test_client().get(
        f"/api/v1/reports/recommendations?from={today - timedelta(1)}&to={today}",
        headers={"Authorization": f"Bearer {collector.keys['read']}"},
    )
    assert answer.status_code == 200, answer.json
    return {row["action"]: row for row in answer.json["rows"]}


def test_an_order_by_ga4_gives_the_contribution_that_one_by_beheld_gives(visit):
    own = LIST.format(attribute="data-bh-kind='products' data-bh-action", action="own", item="bh-item", sku="own")
    theirs = LIST.format(attribute="data-item-list-id", action="theirs", item="item-id", sku="theirs")
    listed = gtag("view_item_list", item_list_id="theirs", items=items("theirs-a", "theirs-b"))
    open_shop(visit, own + theirs, listed)
    visit.until("deliver", action="theirs")
    visit.until("deliver", action="own")
    for sku in ("own", "theirs"):
        visit.page.get_by_text("One").nth(int(sku == "theirs")).click()
    run(visit, gtag("select_item", item_list_id="theirs", items=items("theirs-a")))
    line = {"item": "own-a", "price": 10, "quantity": 3, "discount": 6}
    run(
        visit,
        f"beheld('purchase', {{ order_id: 1, currency: 'EUR', items: [{json.dumps(line)}] }})",
        gtag(
            "purchase",
            transaction_id="T_1",
            value=24,
            currency="EUR",
            tax=4.9,
            shipping="5,00",
            coupon="SAVE20",
            items=items("theirs-a", price=8, discount=2, quantity=3),
        ),
    )
    visit.leave()
    native, ga4 = [
        {k: v for k, v in report(visit)[a].items() if k not in ("action", "name")} for a in ("own", "theirs")
    ]
    assert native == ga4
    assert (ga4["found_revenue"], ga4["items_sold"], ga4["ctr"], ga4["contribution"]) == ("24.00", 3, 1, 0.5)


def test_each_push_is_the_event_that_it_means(visit):
    """Pushed before the snippet came, after it, and after a tag manager took the layer's push for its own."""
    listed = {"item_list_name": "Related", "items": items("a", "b")}
    open_shop(visit, before=pushed("view_item_list", **listed) + gtag("view_promotion", promotion_id="summer"))
    run(visit, gtag("view_promotion", items=[{"promotion_id": "winter", "item_id": "x"}, {"promotion_name": "spring"}]))
    run(visit, MANAGER)
    run(
        visit,
        pushed("select_item", **{**listed, "items": items("b")}),
        gtag("select_promotion", promotion_id="summer", items=items("x")),
        pushed("add_to_cart", currency="EUR", items=items("a", item_list_name="Related", price="9,90", quantity=2)),
        gtag("add_to_cart", currency="EUR", items=items("c", item_list_id="of another page", price=5)),
        gtag("remove_from_cart", items=items("c", price=5)),
        gtag("add_to_wishlist", items=items("b", item_list_name="Related", price=5)),
        gtag("begin_checkout", items=items("a")),
    )
    visit.until("wishlist_add")
    visit.leave()
    products = {"kind": "products", "action": "Related"}
    assert sorted(recorded(visit, "execute"), key=lambda event: event["action"]) == [
        products | {"items": [{"item": "a"}, {"item": "b"}]},
        {"kind": "banner", "action": "spring"},
        {"kind": "banner", "action": "summer"},
        {"kind": "banner", "action": "winter", "items": [{"item": "x"}]},
    ]
    assert recorded(visit, "click") == [{"action": "Related", "item": "b"}, {"action": "summer"}]
    assert recorded(visit, "quick_add") == [
        {"action": "Related", "item": "a", "quantity": 2, "amount": 9.9, "currency": "EUR"}
    ]
    assert recorded(visit, "cart_add") == [{"item": "c", "quantity": 1, "amount": 5, "currency": "EUR"}]
    assert recorded(visit, "cart_remove") == [{"item": "c", "quantity": 1}]
    assert recorded(visit, "wishlist_add") == [{"action": "Related", "item": "b"}]
    # Nobody can know whether they were seen.
    assert not visit.stored("deliver")
    assert not visit.stored("evidence")


def test_where_a_list_stands_is_found_later_anew_or_by_a_selector(visit):
    """Its element carries the id, or the page names a selector; lists may be drawn after they are pushed, and drawn anew."""
    named = json.dumps({"mapped": ".recs", "search": False})
    open_shop(
        visit,
        "<input id=found><div class=recs>Drawn</div><div id=late></div><p data-promotion-id=sale>Sale</p>",
        before=f"dataLayer.push({{ beheld: {{ lists: {named} }} }});"
        + gtag("view_item_list", item_list_id="mapped")
        + gtag("view_item_list", item_list_id="search", items=items("a"))
        + gtag("view_item_list", item_list_id="found", items=items("a"))
        + gtag("view_item_list", item_list_id="late", items=items("a", "b", "c"))
        + gtag("view_promotion", promotion_id="sale"),
    )
    visit.until("deliver", action="mapped")
    visit.until("deliver", action="sale")
    run(visit, "late.innerHTML = '<button data-sku=a>A</button> <button data-sku=z>Z</button>'")
    visit.until("deliver", action="late", items=["a"])
    run(visit, "late.insertAdjacentHTML('beforeend', ' <b data-sku=c>C</b>')")
    visit.until("deliver", action="late", items=["c"])
    # A framework draws other products into the elements that stand there.
    run(visit, "late.querySelector('button').dataset.sku = 'b'")
    visit.until("deliver", action="late", items=["b"])
    visit.page.get_by_text("A", exact=True).click()
    run(visit, gtag("select_item", item_list_id="late", items=items("b")))
    # And another list into the place of one.
    run(visit, gtag("view_item_list", item_list_id="later") + "late.id = 'later'")
    visit.until("deliver", action="later")
    visit.until("execute", action="found")
    assert not visit.page.locator("#found[data-bh-action]").count()  # a field is no list, whatever its id
    visit.leave()
    assert not visit.stored("execute", action="search")
    assert visit.delivered() == ["late", "later", "mapped", "sale"]
    assert recorded(visit, "click") == [{"action": "late", "item": "b"}]


def test_what_is_sent_twice_counts_once(visit):
    own = (
        "<div data-item-list-id=list><button data-item-id=a data-bh-quick-add>Add</button><i data-item-id=b>B</i>"
        "<u>C</u></div>"
    )
    order = gtag("purchase", transaction_id="T_1", currency="EUR", items=items("a", price=5))
    open_shop(visit, own, before=gtag("view_item_list", item_list_id="list", items=items("a", "b")))
    visit.until("deliver", action="list")
    # The page pushes as it hears of a click.
    run(
        visit,
        "document.querySelector('button').onclick = () => {"
        + gtag("add_to_cart", items=items("a", item_list_id="list", quantity=1))
        + pushed("add_to_cart", items=items("a", item_list_id="list", quantity=1))
        + "}",
        "document.querySelector('i').onclick = () => {"
        + gtag("select_item", item_list_id="list", items=items("b"))
        + "}",
        "document.querySelector('u').onclick = () => {"
        + gtag("select_item", item_list_id="list", items=items("c"))
        + "}",
    )
    visit.page.locator("button").click()
    visit.page.locator("i").click()
    visit.page.locator("u").click()  # an element that names no item
    # A push that is played again, a shop with gtag and a tag manager, and a page of thanks that is drawn again.
    once = (
        "const one = { event: 'add_to_cart', ecommerce: { items: [{ item_id: 'c' }] } }; dataLayer.push(one, one, one);"
    )
    run(visit, once + gtag("add_to_cart", items=items("c")), order, order)
    visit.until("purchase")
    visit.leave()
    assert recorded(visit, "quick_add") == [{"action": "list", "item": "a", "quantity": 1}]
    assert recorded(visit, "click") == [{"action": "list", "item": "b"}, {"action": "list"}]
    assert recorded(visit, "cart_add") == [{"item": "c", "quantity": 1}]
    assert len(visit.stored("purchase")) == 1


HOSTILE = r"""
const loop = { event: "select_item" };
loop.ecommerce = loop;
loop.items = [loop, null, 7];
const trap = new Proxy({}, { get() { throw new Error("trap") }, has() { throw new Error("trap") } });
const thrower = { get item_id() { throw new Error("getter") }, item_name: "kept", price: "5" };
const huge = Array.from({ length: 100000 }, (_, each) => ({ item_id: "h" + each }));
dataLayer.push(null, undefined, 1, "text", [], () => {}, loop, trap, { event: trap }, { event: "constructor" });
dataLayer.push({ event: "view_item_list", ecommerce: { item_list_id: "huge", items: huge } });
dataLayer.push({ event: "view_item_list", ecommerce: { item_list_id: "\"]<b>", items: trap } });
dataLayer.push({ event: "select_item", ecommerce: 5 }, { beheld: { lists: { a: "<<<", b: 7 } } });
dataLayer.push({ event: "purchase", ecommerce: { transaction_id: 1001, currency: "EUR", items: [thrower] } });
"""

AMOUNTS = {"19.90": 19.9, "19,90": 19.9, "1.234,50": 1234.5, "€ 1,234.50": 1234.5, "12 EUR": 12, "0": 0}


def test_whatever_is_pushed_nothing_throws_and_nothing_beside_it_is_lost(visit):
    open_shop(visit)
    run(visit, HOSTILE)
    lines = [{"item_id": f"s{n}", "price": text} for n, text in enumerate(AMOUNTS)]
    run(visit, gtag("purchase", transaction_id="T_2", currency="EUR", items=[*lines, *items("bad", price="free")]))
    run(visit, gtag("purchase", transaction_id="T_3", currency="EUR", value="12,50"))
    # Prices before their discount, as some shops send them: `value` shows it.
    run(visit, gtag("purchase", transaction_id="T_4", currency="EUR", value=8, items=items("a", price=10, discount=2)))
    visit.until("purchase", count=4)
    visit.leave()
    first, second, third, fourth = [order["items"] for order in recorded(visit, "purchase")]
    assert first == [{"item": "kept", "quantity": 1, "price": 5}]
    assert [line["price"] for line in second] == [*AMOUNTS.values(), 0]  # the collector says what is no price
    assert third == [{"item": "(no item)", "quantity": 1, "price": 12.5}]
    assert fourth == [{"item": "a", "quantity": 1, "price": 10}]  # of which the discount is taken off
    (huge,) = visit.stored("execute", action="huge")
    assert len(huge["items"]) == 200
    assert visit.stored("execute", action='"]<b>')


def test_a_layer_of_another_name_that_is_made_late_and_waits_for_consent(visit):
    visit.open("<p>Hello", attributes="data-consent=pending", settled=False)
    address = "/beheld.js?ga4=layer"
    tag = visit.collector.snippet("data-debug data-consent=pending").replace("/beheld.js", address)
    visit.shop["/late"] = f"<!doctype html><title>Late</title><p>Hello{tag}"
    visit.page.goto(visit.shop.url("/late"))
    visit.until("page_view", url=visit.shop.url("/late"))
    run(visit, "window.layer = [{ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'a' }] } }]")
    visit.until("cart_add", item="a")
    assert not visit.stored("cart_add")
    # What may not be recorded is forgotten, and is not taken for recorded.
    order = "layer.push({ event: 'purchase', ecommerce: { transaction_id: 'T_5', value: 5, currency: 'EUR' } });"
    run(visit, f"beheld('consent', 'denied'); {order} beheld('consent', 'granted'); {order} {order}")
    # A tag manager's push that does not call the one before it.
    run(visit, "layer.push = (...all) => Array.prototype.push.apply(layer, all)")
    run(visit, "layer.push({ ecommerce: { items: [{ item_id: 'b' }] } }, { event: 'add_to_cart' })")
    # Recorded as it is meant; the collector says what it thinks of a refund without the secret key.
    run(
        visit,
        "layer.push({ event: 'refund', ecommerce: { transaction_id: 7, items: [{ item_id: 'a', quantity: 1 }] } })",
    )
    visit.until("refund", order_id="7", items=[{"item": "a", "quantity": 1}])
    visit.collector.wait_for("cart_add", item="b")
    assert len(visit.stored("purchase")) == 1
    assert not visit.stored("cart_add", item="a")
