"""What visitors do inside actions: clicks, quick adds, favourites, closing."""

import pytest

WIDGET = """
<section data-bh-action="recs" data-bh-kind="products" data-bh-campaign="summer" data-bh-variation="b" data-bh-currency="EUR">
  <article data-bh-item="sku-1" data-bh-group="p-1" data-bh-price="19.90">
    <a href="#one" class="more">Red  shoes <b>now</b></a>
    <button data-bh-quick-add data-bh-quantity="2">Add</button>
    <button class="heart" data-bh-wishlist aria-pressed="false"
      onclick="ariaPressed = ariaPressed == 'true' ? 'false' : 'true'">♥</button>
  </article>
  <article data-bh-item="sku-2" data-bh-price="5"><a href="#two" onclick="event.stopPropagation()">Two</a></article>
  <button data-bh-dismiss>Close</button>
  <input id="field" value="secret words"> <div contenteditable id="draft"><a href="#draft">secret words</a></div>
</section>
"""


def test_a_click_says_what_was_clicked(visit):
    visit.open(WIDGET)
    visit.page.click(".more b")
    visit.leave()
    [click] = visit.stored("click")
    assert (click["action"], click["variation"], click["item"], click["item_group"]) == ("recs", "b", "sku-1", "p-1")
    assert click["target"] == "a.more Red shoes now"
    assert click["view_id"] == visit.stored("page_view")[0]["view_id"]


def test_a_click_counts_even_if_the_page_stops_it_or_the_wheel_is_used(visit):
    visit.open(WIDGET)
    visit.page.click("text=Two")
    visit.page.click("text=Two", button="middle")
    visit.page.click("text=Two", button="right")
    visit.leave()
    assert [click["item"] for click in visit.stored("click")] == ["sku-2", "sku-2"]


def test_a_quick_add_says_what_of_it_how_much_and_at_what_price(visit):
    visit.open(WIDGET)
    visit.page.click("text=Add")
    visit.leave()
    [add] = visit.stored("quick_add")
    assert (add["action"], add["variation"], add["item"], add["item_group"]) == ("recs", "b", "sku-1", "p-1")
    assert (add["quantity_micros"], add["amount_micros"], add["currency"]) == (2_000_000, 19_900_000, "EUR")
    assert not visit.stored("click")


def test_a_quick_add_outside_of_any_action_is_an_ordinary_one(visit):
    visit.open('<div data-bh-item="sku-7"><button data-bh-quick-add>Add</button></div>')
    visit.page.click("text=Add")
    visit.leave()
    [add] = visit.stored("cart_add")
    assert (add["item"], add["quantity_micros"], add["amount_micros"]) == ("sku-7", 1_000_000, None)


def test_the_heart_adds_and_removes(visit):
    visit.open(WIDGET)
    visit.page.click(".heart")
    visit.page.click(".heart")
    visit.leave()
    assert [event["item"] for event in visit.stored("wishlist_add", action="recs")] == ["sku-1"]
    assert [event["item_group"] for event in visit.stored("wishlist_remove", action="recs")] == ["p-1"]


def test_closing_is_a_dismissal_and_proves_that_it_was_seen(visit):
    visit.open(WIDGET.replace("<button data-bh-dismiss>", '<button data-bh-dismiss onclick="parentNode.remove()">'))
    visit.page.click("text=Close")
    visit.leave()
    [dismiss] = visit.stored("dismiss")
    assert (dismiss["action"], dismiss["variation"]) == ("recs", "b")
    assert visit.evidence("recs")["reason"] is None


def test_nothing_of_form_fields_is_ever_sent(visit):
    visit.open(WIDGET)
    visit.page.click("#field")
    visit.page.click("#draft a")
    visit.leave()
    assert [click["target"] for click in visit.stored("click")] == ["input#field", "a"]
    assert "secret" not in str(visit.collector.events())


def test_the_page_can_name_a_target_itself(visit):
    visit.open('<p data-bh-action="banner"><a href="#x" data-bh-target="headline">Hello Ann</a></p>')
    visit.page.click("text=Hello")
    visit.leave()
    assert visit.stored("click")[0]["target"] == "headline"


def test_a_script_that_clicks_is_no_visitor(visit):
    visit.open(WIDGET)
    visit.page.evaluate("document.querySelector('.more').click()")
    visit.page.click("text=Two")
    visit.leave()
    assert [click["item"] for click in visit.stored("click")] == ["sku-2"]


def test_a_click_outside_of_any_action_is_nobody_s_business(visit):
    visit.open("<button>Menu</button>" + WIDGET)
    visit.page.click("text=Menu")
    visit.leave()
    assert not visit.stored("click")


def test_a_click_on_what_was_inserted_a_moment_ago_belongs_to_it(visit):
    visit.open(
        "<button onclick=\"document.body.innerHTML = '<p data-bh-action=new><a href=#x>New</a></p>'; "
        "document.querySelector('a').focus()\">Show</button>"
    )
    visit.page.click("text=Show")
    visit.page.keyboard.press("Enter")
    visit.leave()
    assert visit.stored("click")[0]["action"] == "new"
    assert len(visit.stored("execute", action="new")) == 1


def test_items_are_sent_in_their_order_with_their_groups(visit):
    visit.open(WIDGET)
    visit.leave()
    [execute] = visit.stored("execute")
    assert [(item["item"], item["group"]) for item in execute["items"]] == [("sku-1", "p-1"), ("sku-2", None)]
    assert (execute["kind"], execute["campaign"]) == ("products", "summer")


def test_items_are_delivered_one_by_one_and_copies_once(visit):
    items = "".join(f'<div style="height: 250px" data-bh-item="sku-{n}">{n}</div>' for n in (1, 2, 1, 3, 4, 5))
    visit.open(f'<section data-bh-action="recs">{items}</section>')
    visit.until("deliver", action="recs")
    visit.page.mouse.wheel(0, 300)
    visit.until("deliver", items=["sku-3"])
    visit.leave()
    delivered = [[item["item"] for item in event["items"]] for event in visit.stored("deliver")]
    assert delivered == [["sku-1", "sku-2"], ["sku-3"]]
    assert [item["item"] for item in visit.stored("execute")[0]["items"]] == [f"sku-{n}" for n in range(1, 6)]


def test_an_endless_list_sends_each_item_once_and_leaves_none_out(visit):
    add = """([from, to]) => { for (let n = from; n < to; n++)
        list.insertAdjacentHTML("beforeend", `<li data-bh-item="${n}" style="height: 1px">`) }"""
    visit.open('<ul id="list" data-bh-action="recs" data-bh-kind="products" style="font-size: 0"></ul>')
    for piece in ([0, 30], [30, 60], [60, 300]):  # more at once than an event may name
        visit.page.evaluate(add, piece)
        visit.until("execute", items=[str(n) for n in range(*piece)][-40:])
    visit.leave()
    first, *executes = sorted(
        visit.stored("execute"), key=lambda event: event.get("first_position", 0) + len(event["items"])
    )
    recorded = [(event.get("first_position"), len(event["items"])) for event in executes]
    assert (first["items"], recorded) == ([], [(None, 30), (31, 30), (61, 200), (261, 40)])
    assert [item["item"] for event in executes for item in event["items"]] == [str(n) for n in range(300)]


def test_items_that_are_filled_in_later_are_sent_then(visit):
    visit.open('<section data-bh-action="recs" class="box">Loading</section>')
    visit.until("deliver", action="recs")
    visit.page.evaluate(
        "document.querySelector('section').innerHTML = '<p data-bh-item=a>A</p><p data-bh-item=b>B</p>'"
    )
    visit.until("deliver", items=["a", "b"])
    visit.leave()
    assert [[item["item"] for item in event["items"]] for event in visit.stored("execute")] == [[], ["a", "b"]]


@pytest.mark.parametrize("variation", ["a", "b"])
def test_an_action_that_becomes_another_is_executed_anew(visit, variation):
    visit.open('<p data-bh-action="first">Rotating</p>')
    visit.until("deliver", action="first")
    visit.page.evaluate(
        f"Object.assign(document.querySelector('p').dataset, {{bhAction: 'second', bhVariation: '{variation}'}})"
    )
    visit.until("deliver", action="second")
    visit.leave()
    assert visit.stored("deliver", action="second")[0]["variation"] == variation
