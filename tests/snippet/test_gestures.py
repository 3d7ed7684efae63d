"""What a visitor's hand does and what it does not mean: drags, words selected, labels, menus, hearts, curtains, Escape."""

import pytest

PRODUCT = """<section data-bh-action="recs" data-bh-kind="products">
<article data-bh-item="sku-1" data-bh-price="19.90" data-bh-currency="EUR" style="padding: 20px; background: #eee">{}</article></section>"""
DIALOG = (
    '<dialog data-bh-action="offer" data-bh-kind="popup" id="offer" style="width: 300px; height: 200px">{}</dialog>'
)
SHOWN = "<script>offer.showModal()</script>"


INTERACTIONS = ("click", "quick_add", "cart_add", "wishlist_add", "wishlist_remove", "dismiss")


def interactions(visit):
    """What was told of what the visitor did, once the page was left: the types of the events, in order."""
    visit.leave()
    return [event["type"] for event in visit.stored(None) if event["type"] in INTERACTIONS]


def drag(visit, x, y, dx, dy=0):
    mouse = visit.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + dx / 2, y + dy / 2)
    mouse.move(x + dx, y + dy)
    mouse.up()


@pytest.mark.parametrize("mark", ["data-bh-quick-add", "data-bh-wishlist", "data-bh-dismiss"])
def test_the_wheel_presses_no_button(visit, mark):
    visit.open(PRODUCT.format(f"<a href='#x'>Product</a> <button {mark}>Button</button>"))
    visit.page.click("text=Button", button="middle")
    assert interactions(visit) == []


def test_the_wheel_follows_a_link_around_an_action(visit):
    visit.open('<a href="#x"><span data-bh-action="it">Offer</span></a>')
    visit.page.click("text=Offer", button="middle")
    assert interactions(visit) == ["click"]


CAROUSEL = """<div id="rail" data-bh-action="recs" data-bh-kind="products" style="overflow: hidden; width: 600px">
<div id="track" style="display: flex; width: 1200px">{0}{0}</div></div><script>
let from, moved = 0;
rail.onpointerdown = e => {{ from = e.clientX; moved = 0 }};
onpointermove = e => {{ if (from != null) {{ moved = e.clientX - from; track.style.transform = `translateX(${{moved}}px)` }} }};
onpointerup = () => {{ from = null }};
rail.addEventListener("click", e => {{ if (Math.abs(moved) > 10) {{ e.preventDefault(); e.stopPropagation() }} }}, true);
</script>"""


@pytest.mark.parametrize(
    "slide",
    [
        '<a draggable="false" href="#x" data-bh-item="s1" style="width: 600px; height: 200px">one</a>',
        '<div data-bh-item="s1" style="width: 600px; height: 200px">one</div>',
    ],
)
def test_dragging_a_carousel_is_no_click(visit, slide):
    visit.open(CAROUSEL.format(slide))
    drag(visit, 400, 100, -200)
    assert interactions(visit) == []


@pytest.mark.parametrize("catches", ["track.style.pointerEvents = 'none'", "rail.setPointerCapture(1)"])
def test_a_link_in_a_carousel_that_catches_the_pointer_is_not_followed(visit, catches):
    slide = '<a draggable="false" href="#x" data-bh-item="s1" style="width: 600px; height: 200px">one</a>'
    carousel = CAROUSEL.format(slide).replace("e.preventDefault(); e.stopPropagation()", "")
    visit.open(carousel.replace("moved = e.clientX - from;", f"moved = e.clientX - from; {catches};"))
    drag(visit, 400, 100, -200)
    assert interactions(visit) == []
    assert "#" not in visit.page.url


def test_a_link_that_is_pulled_at_a_little_and_followed_is_a_click(visit):
    visit.open(
        '<p data-bh-action="it"><a draggable="false" href="#x" style="display: block; height: 99px">Link</a></p>'
    )
    drag(visit, 100, 40, 20)
    assert interactions(visit) == ["click"]


def test_letting_go_beside_a_button_presses_nothing(visit):
    visit.open(PRODUCT.format("<button data-bh-quick-add style='width: 99px; height: 40px'>Add</button>"))
    box = visit.page.locator("button").bounding_box()
    visit.page.mouse.move(box["x"] + 20, box["y"] + 20)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + 20, box["y"] + 400, steps=5)
    visit.page.mouse.up()
    assert interactions(visit) == []


def test_selecting_words_is_no_click(visit):
    visit.open(
        '<div data-bh-action="it" class="box" style="font-size: 24px">Use the code SUMMER24 at the checkout</div>'
    )
    drag(visit, 50, 15, 200)
    assert visit.page.evaluate("String(getSelection())")
    drag(visit, 110, 15, 8)
    visit.page.mouse.click(110, 15, click_count=3)  # the first of three is a click: nobody knows what will follow
    assert interactions(visit) == ["click"]


def test_a_click_on_the_curtain_closes_and_is_no_click(visit):
    close = "<script>offer.onclick = e => { if (e.target == offer) offer.close() }</script>"
    visit.open(DIALOG.format("<h2>10 % off</h2>") + SHOWN + close)
    visit.page.mouse.click(50, 500)
    visit.until("dismiss", action="offer")
    assert interactions(visit) == ["dismiss"]


def test_a_click_on_a_curtain_that_closes_nothing_is_nothing(visit):
    visit.open(DIALOG.format("<h2>10 % off</h2>") + SHOWN)
    visit.page.mouse.click(50, 500)
    assert interactions(visit) == []


def test_a_click_on_a_curtain_made_by_hand_closes_too(visit):
    visit.open("""<div data-bh-action="offer" data-bh-kind="popup" style="position: fixed; inset: 0; background: #0008"
        onclick="if (event.target == this) this.remove()"><div style="margin: 99px; background: #fff">10 % <a href="#x">off</a></div></div>""")
    visit.page.click("text=off")
    visit.page.mouse.click(20, 20)
    visit.until("dismiss", action="offer")
    assert interactions(visit) == ["click", "dismiss"]


@pytest.mark.parametrize(
    "body",
    [
        DIALOG.format("10 % off") + SHOWN,
        '<dialog id="offer"><p data-bh-action="offer">10 % off</p></dialog>' + SHOWN,
        '<div data-bh-action="offer" role="dialog" id="offer">10 % off</div>'
        '<script>onkeydown = e => { if (e.key == "Escape") offer.remove() }</script>',
        '<div data-bh-action="offer" data-bh-kind="popup" id="offer" style="transition: opacity 200ms">10 % off</div>'
        "<script>onkeydown = () => { offer.style.opacity = 0 }</script>",
        '<div data-bh-action="offer" popover id="offer">10 % off</div><script>offer.showPopover()</script>',
    ],
)
def test_escape_is_a_dismissal_of_what_it_closes(visit, body):
    visit.open(body + '<div data-bh-action="other" role="dialog">Stays</div>')
    visit.until("deliver", action="offer")
    visit.page.keyboard.press("Escape")
    visit.until("dismiss", action="offer")
    assert interactions(visit) == ["dismiss"]


OFFER = "position: fixed; left: 300px; top: 200px; background: #fff"
CURTAIN = "position: fixed; inset: 0; background: #0008"
BESIDE = [
    '<div data-bh-action="offer" popover id="offer">10 % off</div><script>offer.showPopover()</script>',
    # A curtain of its own, before the popup or around it; the popup may take a moment to fade.
    f"""<div style="{CURTAIN}" onclick="this.remove(); offer.remove()"></div>
    <div data-bh-action="offer" data-bh-kind="popup" id="offer" style="{OFFER}">10 % off</div>""",
    f"""<div style="{CURTAIN}" onclick="this.remove(); offer.style.opacity = 0"></div>
    <div data-bh-action="offer" role="dialog" id="offer" style="{OFFER}; transition: opacity .2s">10 % off</div>""",
    f"""<div role="dialog" style="{CURTAIN}" onclick="if (event.target == this) this.hidden = !(this.style = '')">
    <div data-bh-action="offer" style="{OFFER}">10 % off</div></div>""",
]


def test_a_click_beside_a_popup_dismisses_it(visit):
    for body in BESIDE:
        visit.noted.clear()
        visit.open(body + '<div data-bh-action="other" role="dialog">Stays</div>')
        visit.until("deliver", action="offer")
        for _ in range(2):  # who is in a hurry dismisses it once
            visit.page.mouse.click(20, 580)
        visit.until("dismiss", action="offer")
        visit.leave()
        assert [event["action"] for event in visit.noted if event["type"] in INTERACTIONS] == ["offer"], body


@pytest.mark.parametrize(
    "body",
    [
        '<label>I want <input type="checkbox"></label>',
        '<label for="box">I want</label><input type="checkbox" id="box">',
        '</div><label for="box">I want</label><div data-bh-action="it"><input type="checkbox" id="box">',
        '<label><input type="radio">I want</label>',
    ],
)
def test_a_label_and_its_field_are_one_click(visit, body):
    visit.open(f'<div data-bh-action="it" class="box">{body}</div>')
    visit.page.click("text=I want")
    visit.page.click("input")
    assert interactions(visit) == ["click", "click"]


MENU = """<div data-bh-action="it" class="box"><button id="menu">Menu</button><ul hidden id="list"><li>One</ul></div>
<style>#list {{ position: fixed; inset: 0; margin: 0; background: #fff }}</style><script>menu.onpointerdown = () => {{ {} }}</script>"""


@pytest.mark.parametrize(
    "opens",
    [
        "list.hidden = false",
        "list.hidden = false; document.body.style.pointerEvents = 'none'",
        "menu.replaceWith(Object.assign(document.createElement('button'), { textContent: 'Menu' }))",
    ],
)
def test_a_menu_that_opens_as_the_mouse_goes_down_is_clicked_once(visit, opens):
    visit.open(MENU.format(opens))
    visit.page.mouse.click(20, 10)
    visit.until("click", action="it")
    assert interactions(visit) == ["click"]


@pytest.mark.parametrize("types", ["click", "click mouseup", "click pointerdown pointerup"])
def test_a_page_that_stops_clicks_on_its_window_keeps_none_from_us_that_it_lets_us_see(visit, types):
    stop = f"'{types}'.split(' ').map(type => addEventListener(type, e => e.stopImmediatePropagation(), true))"
    visit.open(
        '<div data-bh-action="it" class="box"><a href="#x">Link</a> words</div>', head=f"<script>{stop}</script>"
    )
    visit.page.click("text=Link")
    visit.page.wait_for_url("**/#x")
    assert interactions(visit) == ([] if "pointerdown" in types else ["click"])


@pytest.mark.parametrize(
    "button",
    [
        '<button {} aria-disabled="true">Choose a size first</button>',
        "<button {} disabled><b>Choose a size first</b></button>",
        '<button {}><span aria-disabled="true">Choose a size first</span></button>',
    ],
)
@pytest.mark.parametrize("mark", ["data-bh-quick-add", "data-bh-wishlist", ""])
def test_a_disabled_button_does_nothing(visit, button, mark):
    visit.open(PRODUCT.format(button.format(mark)))
    visit.page.mouse.click(60, 30)
    assert interactions(visit) == []


TOGGLES = "ariaPressed = ariaPressed == 'true' ? 'false' : 'true'"


HEARTS = [
    f'<button data-bh-wishlist aria-pressed="false" onpointerdown="{TOGGLES}">Heart</button>',
    f'<button data-bh-wishlist aria-pressed="false" onclick="{TOGGLES}">Heart</button>',
    '<button role="switch" data-bh-wishlist aria-checked="false" onpointerdown="ariaChecked = ariaChecked != '
    "'true'\">Heart</button>",
    '<input type="checkbox" data-bh-wishlist aria-label="Heart"><label></label>',
    '<label data-bh-wishlist>Heart<input type="checkbox" style="opacity: 0"></label>',
    '<label>Heart<input type="checkbox" data-bh-wishlist style="opacity: 0"></label>',
]


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_a_heart_turns_on_and_off_again(visit, by):
    for heart in HEARTS:
        visit.noted.clear()
        visit.open(PRODUCT.format(heart if by == "mouse" else heart.replace("onpointerdown", "onclick")))
        for _ in range(2):
            if by == "keyboard":
                visit.page.focus("input" if "<input" in heart else "button")
                visit.page.keyboard.press("Space")
            elif "<label>Heart" in heart or "<label data" in heart:
                visit.page.click("text=Heart")
            else:
                visit.page.click("[data-bh-wishlist]")
        visit.until("wishlist_remove")
        recorded = [event["type"] for event in visit.noted if event.get("item") and event["type"] != "execute"]
        assert recorded == ["wishlist_add", "wishlist_remove"], heart


def test_a_quick_add_that_waits_for_the_shop_counts_when_it_says_so(visit):
    visit.open(
        PRODUCT.format('<button data-bh-quick-add="confirm">Add</button>')
        + PRODUCT.format('<button data-bh-quick-add="confirm">Sold out</button>').replace("sku-1", "sku-2")
    )
    for words in ("Add", "Add", "Sold out"):
        visit.page.click(f"text={words}")
    visit.page.evaluate("for (const quantity of [3, 1, 1]) beheld('confirm', { item: 'sku-1', quantity })")
    visit.page.evaluate("beheld('confirm', { item: 2 })")
    assert interactions(visit) == ["quick_add", "quick_add"]
    [add, _] = visit.stored("quick_add")
    assert (add["action"], add["item"], add["amount_micros"], add["quantity_micros"]) == (
        "recs",
        "sku-1",
        19_900_000,
        3_000_000,
    )


@pytest.mark.parametrize(("price", "currency"), [("19,90", "EUR"), ("19,9", "eur"), ("€ 19.90", "EUR")])
def test_a_price_as_it_is_written_in_the_country_is_taken(visit, price, currency):
    product = PRODUCT.replace("19.90", price).replace("EUR", currency)
    visit.open(product.format('<button data-bh-quick-add data-bh-quantity="1,5">Add</button>'))
    visit.page.click("text=Add")
    assert interactions(visit) == ["quick_add"]
    [add] = visit.stored("quick_add")
    assert (add["amount_micros"], add["currency"], add["quantity_micros"]) == (19_900_000, "EUR", 1_500_000)


def test_numbers_in_place_of_texts_and_texts_in_place_of_numbers_are_taken(visit):
    visit.open("<p>Thank you")
    visit.page.evaluate("""() => {
        beheld("purchase", { order_id: 1001, currency: "eur", items: [{ item: 42, quantity: "1", price: "19,9" }] });
        beheld("identify", { user_id: 17 });
    }""")
    visit.leave()
    [purchase] = visit.stored("purchase")
    [line] = purchase["items"]
    assert (purchase["order_id"], line["item"]) == ("1001", "42")
    assert visit.stored("identify")[0]["user_id"] == "17"


def test_an_item_with_an_id_that_is_too_long_costs_no_other_item(visit):
    visit.open(
        '<div data-bh-action="recs" data-bh-kind="products"><p data-bh-item="s1">one</p><p id="long">two</p></div>'
        "<script>long.dataset.bhItem = 'https://shop.example/p/' + 'very-long-'.repeat(30)</script>"
    )
    visit.until("deliver", action="recs")
    visit.leave()
    assert [item["item"] for item in visit.stored("deliver")[0]["items"]] == ["s1"]
