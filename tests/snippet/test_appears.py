"""What appears or goes without any event of the document, and what it costs a page to look for it."""

from tests.snippet.seen_pages import PICTURE, WITNESS, noted, opened

APPEARS = {
    "by element.animate": (
        '<div data-bh-action="it" id="it" class="box" style="opacity: 0">Offer</div>',
        "it.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 50, fill: 'both' })",
    ),
    "by a style rule": (
        '<style id="rules">#it { visibility: hidden }</style><div data-bh-action="it" id="it">Offer</div>',
        "rules.sheet.deleteRule(0)",
    ),
    "by data-state": (
        "<style>#wall { position: fixed; inset: 20px 0 0; background: #fff } #wall[data-state=closed] { display: none }</style>"
        '<div data-bh-action="it">Offer</div><div id="wall" data-state="open"></div>',
        "wall.dataset.state = 'closed'",
    ),
    "as the words come": ('<div data-bh-action="it" id="it"></div>', "it.firstChild.data = 'Free delivery today'"),
    "as a frame grows": (
        '<div data-bh-action="it" style="line-height: 0"><iframe id="frame" height="0" style="border: 0" srcdoc="Hi"></iframe></div>',
        "frame.setAttribute('height', '250')",
    ),
    "as its shadow is filled": (
        '<div data-bh-action="it" id="it"></div><script>root = it.attachShadow({ mode: "open" })</script>',
        "root.innerHTML = '<div style=\"height: 250px\">Recommendations</div>'",
    ),
    "as a portal in its shadow is filled": (
        '<div data-bh-action="it" id="it"></div><script>root = it.attachShadow({ mode: "open" })</script>',
        "root.innerHTML = '<div style=\"position: fixed; bottom: 0\">Recommendations</div>'",
    ),
    "as its slot is filled": (
        '<div data-bh-action="it" id="it"></div><script>it.attachShadow({ mode: "open" }).innerHTML = "<slot></slot>"</script>',
        "it.append('Recommendations')",
    ),
    "in a shadow that is attached late": (
        "<div id=late></div>",
        "late.attachShadow({ mode: 'open' }).innerHTML = '<p data-bh-action=it>Offer</p>'",
    ),
    "as its picture comes": (
        '<div data-bh-action="it"><img id="image" width="99" height="99"></div>',
        f'image.src = "{PICTURE}"',
    ),
    "as a loader that lets clicks through goes": (
        "<style>#wall { position: fixed; inset: 20px 0 0; background: #fff; pointer-events: none }</style>"
        '<div data-bh-action="it">Offer</div><div id="wall"></div>',
        "wall.animate([{ opacity: 1 }, { opacity: 0 }], { duration: 50, fill: 'both' })",
    ),
}


def test_it_is_delivered_when_it_comes_to_be_seen_without_an_event_of_the_document(visit):
    for happens, (body, script) in APPEARS.items():
        opened(visit, body + "<script>it.append('')</script>" * ("firstChild" in script))
        assert not noted(visit, "deliver"), happens
        visit.page.evaluate(f"() => {{ {script} }}")
        visit.until("deliver", action="it")


MENU = """<style>#menu { visibility: hidden } #all:hover #menu, #all:focus-within #menu { visibility: visible }</style>
<nav id="all" style="padding: 20px"><a href="#x">Menu</a><div id="menu" data-bh-action="it" class="box">Banner</div></nav>"""


def test_what_a_menu_shows_to_a_mouse_is_delivered(visit):
    visit.open(WITNESS + MENU)
    visit.until("deliver", action="witness")
    visit.page.get_by_text("Menu").hover()
    visit.until("deliver", action="it")


def test_what_a_menu_shows_to_the_keyboard_is_delivered(visit):
    visit.open(WITNESS + MENU)
    visit.until("deliver", action="witness")
    visit.page.keyboard.press("Tab")
    visit.until("deliver", action="it")


def test_what_comes_to_be_seen_a_moment_before_the_page_is_left_is_delivered(visit):
    body = '<style id="rules">#it { visibility: hidden }</style><div data-bh-action="it" id="it">Offer</div>'
    opened(visit, body)
    visit.leave(script="rules.sheet.deleteRule(0)")
    assert visit.delivered() == ["it", "witness"]


COUNTED = """() => {
    looks = 0;
    const observe = IntersectionObserver.prototype.observe;
    IntersectionObserver.prototype.observe = function (element) {
        looks += element.hasAttribute("data-bh-action");
        return observe.call(this, element);
    };
}"""


def test_looking_costs_nothing_once_all_in_view_is_seen(visit):
    visit.open(WITNESS + '<div class="tall"></div><p data-bh-action="below">Below</p>', clock=True)
    visit.until("deliver", action="witness")
    visit.stop_time()
    visit.pass_time(60)
    visit.looked()
    visit.page.evaluate(COUNTED)
    for _ in range(5):
        visit.pass_time(20)
        visit.looked()
    assert visit.page.evaluate("looks") == 0


def test_what_is_in_view_and_unseen_is_looked_at_ever_less_often(visit):
    visit.open('<p data-bh-action="it" style="opacity: 0">Unseen</p>', clock=True)
    visit.until("execute", action="it")
    visit.stop_time()
    visit.pass_time(10)
    visit.looked()
    visit.page.evaluate(COUNTED)
    for _ in range(40):
        visit.pass_time(1)
        visit.looked()
    assert visit.page.evaluate("looks") < 10  # every eight seconds in the end
