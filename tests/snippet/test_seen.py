"""Pages as people build them, where what is seen and what is not is easily mistaken: content beside its element, in the shadow, under
glass or grass; what appears or goes without any event of the document; room that is kept for what never came."""

WITNESS = '<div data-bh-action="witness" style="height: 20px; background: #ddd">seen</div>'

PICTURE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><rect width='10' height='10' fill='orange'/></svg>"

DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
OVER = f'''<div style="position: relative"><img data-bh-action="it" src="{PICTURE}"
    style="display: block; width: 400px; height: 200px">{{}}</div>'''

CUSTOM = """<script>
function shadow(name, html) {
  customElements.define(name, class extends HTMLElement {
    connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = html }
  });
}
</script>"""


def opened(visit, body):
    """Open a page whose witness is in view, and wait until that is delivered and the browser has told what else is."""
    visit.noted.clear()
    visit.open(WITNESS + body)
    visit.until("deliver", action="witness")
    visit.looked()


def noted(visit, type):
    """Such events of the action in question, of this page."""
    return [event for event in visit.noted if event["type"] == type and event["action"] == "it"]


SEEN = [
    # Content beside its element: in a portal, afloat, without a box of its own.
    '<div data-bh-action="it"><div style="position: fixed; left: 200px; top: 150px; width: 400px; height: 250px">'
    "Popup in a portal</div></div>",
    '<div data-bh-action="it"><div><div style="position: absolute; top: 99px">Deep in a portal</div></div></div>',
    '<div data-bh-action="it" style="border-top: 1px solid"><div style="float: left; height: 100px">Afloat</div></div>',
    '<p><span data-bh-action="it" style="display: contents">Free delivery today</span></p>',
    '<div data-bh-action="it" style="display: contents"><div style="display: contents"><b>Deep</b></div></div>',
    # A link over two lines, and a thin ring: most of their boxes is empty.
    '<p style="width: 700px; margin: 20px; font: 20px/1.5 monospace">Delivery is free for orders over fifty euros, see '
    '<a data-bh-action="it" href="#x">our<wbr> <br>terms</a> for all the rest of it.</p>',
    '<svg width="300" height="300"><g data-bh-action="it">'
    '<circle cx="150" cy="150" r="140" fill="none" stroke="orange" stroke-width="6"/></g></svg>',
    '<svg width="300" height="300"><path data-bh-action="it" d="M 10 10 V 290 H 290" fill="none" stroke="red"/></svg>',
    # Nothing of it can be clicked, but two thirds of it are in plain view.
    '<main inert><div data-bh-action="it" class="box">Offer</div></main>'
    '<aside style="position: fixed; right: 0; top: 0; width: 300px; height: 100%; background: #fff">Cart</aside>',
    # See-through things that lie over it: gradients, tints, stretched links, nets for clicks.
    f'<a href="#x" style="display: block; position: relative"><img data-bh-action="it" src="{PICTURE}" '
    'style="display: block; width: 100%; height: 300px"><span style="position: absolute; inset: 0; '
    'background: linear-gradient(transparent, rgba(0, 0, 0, .6))">Summer</span></a>',
    '<div style="position: relative"><div data-bh-action="it" class="box">Offer</div>'
    '<div style="position: absolute; inset: 0; background: rgb(0 0 0 / 30%)"></div></div>',
    '<div style="position: relative"><div data-bh-action="it" class="box">Offer</div>'
    '<div style="position: absolute; inset: 0; background: #000; opacity: .3"></div></div>',
    "<style>.button { background: #06c } .button::after { content: ''; position: absolute; inset: 0 }</style>"
    '<div style="position: relative"><div data-bh-action="it" class="box">Offer</div><a class="button" href="#">Shop</a></div>',
    "<style>.card { background: #fff; position: relative } .card::after { content: ''; position: absolute; inset: 0 }</style>"
    '<div class="card"><div data-bh-action="it" class="box">Offer</div></div>',
    '<div data-bh-action="it" class="box">Offer</div><div style="position: fixed; inset: 0" onclick="close()"></div>',
    '<div data-bh-action="it" class="box">Offer</div>'
    '<canvas style="position: fixed; inset: 0; width: 100%; height: 100%; pointer-events: none"></canvas>',
    '<div data-bh-action="it" class="box">Offer</div><svg style="position: fixed; inset: 0" width="999" height="500">'
    '<rect x="900" width="9" height="9"/></svg>',
    '<div data-bh-action="it" class="box">Offer</div><svg style="position: fixed; inset: 0" width="999" height="500">'
    '<rect width="999" height="500" fill="rgb(0 0 0 / 30%)"/><rect width="999" height="500" fill="transparent"/>'
    '<rect width="999" height="500" fill="none" pointer-events="all"/></svg>',
    # Behind what lets clicks through, but is beneath it.
    '<div style="position: fixed; inset: 0; background: #fff; pointer-events: none; z-index: -1"></div>'
    '<div data-bh-action="it">Offer</div>',
    '<div style="position: absolute; inset: 20px 0 0; background: #fff; pointer-events: none"></div>'
    '<div style="position: relative"><div data-bh-action="it">Offer</div></div>',
    # Loaders that are gone but for their box, marks and decoration that let clicks through.
    '<div data-bh-action="it">Offer</div><div style="position: fixed; inset: 0; background: #fff; pointer-events: none; '
    'visibility: hidden">Loading</div>',
    "<style>.new { pointer-events: none } .new::before { content: ''; display: inline-block; width: 10px; height: 10px; "
    'background: red }</style><div data-bh-action="it" class="box">Offer</div><p>Shoes <span class="new">new</span></p>',
    "<style>.blob { pointer-events: none; position: relative } .blob::before { content: ''; position: absolute; left: 0; "
    'top: 0; width: 300px; height: 200px; background: red }</style><div data-bh-action="it" class="box">Offer</div>'
    '<div class="blob"></div>',
    # A caption that lets clicks through to the picture behind it.
    f'<a href="#x" style="position: relative; display: block"><img src="{PICTURE}" style="position: absolute; width: 100%; '
    'height: 200px"><div data-bh-action="it" style="position: relative; pointer-events: none">Caption</div></a>',
    # What is drawn by ::after when the mouse comes; an icon in a stretched link, or behind it; a duotone; one clear pixel.
    "<style>.card { position: relative } .card::after { content: ''; position: absolute; inset: 0; background: #000; "
    'opacity: 0 }</style><div class="card"><div data-bh-action="it" class="box">Offer</div></div>',
    "<style>a { position: absolute; inset: 0 } a::after { content: ''; position: absolute; inset: 0; background: #000; "
    "visibility: hidden }</style>" + OVER.format('<a href="#x"></a>'),
    "<style>a { position: absolute; inset: 0 } a::after { content: ''; position: absolute; right: 8px; bottom: 8px; "
    "width: 16px; height: 16px; background: red }</style>" + OVER.format('<a href="#x"></a>'),
    OVER.format(f'<a href="#x" style="position: absolute; inset: 0; background: url({DOT}) center no-repeat"></a>'),
    OVER.format('<div style="position: absolute; inset: 0; background: #06c; mix-blend-mode: multiply"></div>'),
    OVER.format(f'<img src="{DOT}" style="position: absolute; inset: 0; width: 100%; height: 100%">'),
    # In the shadow.
    CUSTOM + '<x-recs></x-recs><script>shadow("x-recs", "<section data-bh-action=it>Recommended</section>")</script>',
    CUSTOM + '<div data-bh-action="it"><x-recs></x-recs></div><script>shadow("x-recs", "<p>Recommended</p>")</script>',
    CUSTOM + '<x-recs data-bh-action="it"></x-recs><script>shadow("x-recs", "<p>Recommended</p>")</script>',
    CUSTOM
    + '<x-card style="display: block; position: relative"><div data-bh-action="it" class="box">Slotted</div></x-card>'
    '<script>shadow("x-card", "<slot></slot><a href=# style=\'position: absolute; inset: 0\'></a>")</script>',
    CUSTOM + '<x-card><div data-bh-action="it">Slotted</div></x-card>'
    '<script>shadow("x-card", "<div style=\'background: #fff\'><slot></slot></div>")</script>',
    # A widget whose heading has come, a banner that is a colour or a picture only, a form.
    '<section data-bh-action="it" data-bh-kind="products" style="min-height: 300px"><h2>For you</h2></section>',
    '<div data-bh-action="it" class="box"></div>',
    f'<div data-bh-action="it" data-bh-kind="products" style="height: 99px; background: url({PICTURE!r})"></div>',
    '<div data-bh-action="it"><input></div>',
    "<style>#it::before { content: 'Sale' }</style><div data-bh-action=it id=it></div>",
    # Words without a colour of their own, filled by what is behind them, or seen by their shadow or outline.
    '<div data-bh-action="it" style="font-size: 40px; color: transparent; background: linear-gradient(red, blue) text">'
    "<p><b>Sale</b></p></div>",
    '<div data-bh-action="it" style="-webkit-text-fill-color: transparent; text-shadow: 0 0 2px #000">Sale</div>',
    '<div data-bh-action="it" style="color: transparent; -webkit-text-stroke: 1px #000">Sale</div>',
    '<div data-bh-action="it" style="color: transparent">Sale <b style="color: red">now</b></div>',
]


def test_what_is_seen_is_delivered(visit):
    for body in SEEN:
        opened(visit, body)
        visit.until("deliver", action="it")


UNSEEN = [
    # What covers without a background of its own, or lets clicks through.
    (
        "<style>.dim::before { content: ''; position: fixed; inset: 20px 0 0; background: #fff }</style>"
        '<div data-bh-action="it" class="box">Offer</div><div class="dim"></div>',
        "covered",
        {"by": "div.dim"},
    ),
    (
        '<div data-bh-action="it" class="box">Offer</div>'
        '<div id="splash" style="position: fixed; inset: 20px 0 0; background: #fff; pointer-events: none">Loading</div>',
        "covered",
        {"by": "div#splash"},
    ),
    (
        '<div data-bh-action="it" class="box">Offer</div><div style="pointer-events: none; position: fixed; inset: 0">'
        '<div id="splash" style="position: absolute; inset: 20px 0 0; background: #fff"></div></div>',
        "covered",
        {"by": "div#splash"},
    ),
    (
        '<style>body { pointer-events: none }</style><header style="position: fixed; top: 20px; left: 0; right: 0; '
        'height: 250px; background: #fff; z-index: 5">Header</header><div data-bh-action="it" class="box">Offer</div>',
        "covered",
        {"by": "header"},
    ),
    (
        '<div data-bh-action="it" class="box">Offer</div>'
        '<div style="position: fixed; inset: 20px 0 0; background: linear-gradient(#fff, #eee)"></div>',
        "covered",
        {"by": "div"},
    ),
    (
        '<div data-bh-action="it" class="box">Offer</div><div style="position: fixed; inset: 20px 0 0; '
        'background: rgb(255 255 255 / .97)"></div>',
        "covered",
        {"by": "div"},
    ),
    (
        CUSTOM + '<div data-bh-action="it" class="box">Offer</div><x-wall></x-wall><script>'
        "shadow('x-wall', '<div style=\"position: fixed; inset: 20px 0 0; background: #fff\"></div>')</script>",
        "covered",
        {"by": "x-wall"},
    ),
    (
        CUSTOM
        + '<x-recs></x-recs><script>shadow("x-recs", "<section data-bh-action=it class=box>Hi</section>")</script>'
        '<div id="wall" style="position: fixed; inset: 20px 0 0; background: #fff"></div>',
        "covered",
        {"by": "div#wall"},
    ),
    # A tint over a picture that fills the window, as splash screens have it.
    (
        '<div data-bh-action="it" class="box">Offer</div><div id="splash" style="position: fixed; inset: 20px 0 0; '
        'background: linear-gradient(#0008, #0008), url(data:image/gif;base64,R0lGODlhAQABAAAAACw=)"></div>',
        "covered",
        {"by": "div#splash"},
    ),
    # Drawn before the content of what lets clicks through, and is in front though it comes first.
    (
        "<style>#splash { position: fixed; inset: 20px 0 0; pointer-events: none; z-index: 9 } "
        "#splash::before { content: ''; position: absolute; inset: 0; background: #fff }</style>"
        '<div id="splash"></div><div data-bh-action="it" style="position: relative">Offer</div>',
        "covered",
        {"by": "div#splash"},
    ),
    # Under a popover, though it lets clicks through and would be in front of all else.
    (
        '<div data-bh-action="it" style="position: relative; z-index: 9; pointer-events: none">Offer</div>'
        '<div popover id="on" style="inset: 20px 0 0; margin: 0; width: 100%; height: 100%; background: #fff">Hi</div>'
        "<script>on.showPopover()</script>",
        "covered",
        {"by": "div#on"},
    ),
    # Invisible by a filter, or in something that is; as good as transparent.
    ('<div data-bh-action="it" class="box" style="filter: opacity(0)">Offer</div>', "hidden", {"by": "opacity"}),
    (
        '<div style="filter: blur(1px) opacity(0%)"><p data-bh-action="it">Offer</p></div>',
        "hidden",
        {"by": "opacity"},
    ),
    (
        '<div style="opacity: .1"><p data-bh-action="it" style="opacity: .1">Offer</p></div>',
        "hidden",
        {"by": "opacity"},
    ),
    # Room that is kept for what never came.
    (
        '<section data-bh-action="it" data-bh-kind="products" style="min-height: 300px"></section>',
        "hidden",
        {"by": "empty"},
    ),
    (
        '<section data-bh-action="it" data-bh-kind="products" class="box"><h2 style="position: absolute; width: 1px; '
        'height: 1px; overflow: hidden">For you</h2><div class="box"></div></section>',
        "hidden",
        {"by": "empty"},
    ),
    (
        '<div data-bh-action="it"><a href="#x"><img src="/missing.jpg" alt="" '
        'style="display: block; width: 600px; height: 200px"></a></div>',
        "hidden",
        {"by": "empty"},
    ),
    (
        '<div data-bh-action="it"><video src="/missing.mp4" width="300" height="200"></video></div>',
        "hidden",
        {"by": "empty"},
    ),
    (
        '<div data-bh-action="it" style="height: 900px; padding-top: 800px"><p>What there is stands below</p></div>',
        "hidden",
        {"by": "empty"},
    ),
    (
        f'<div data-bh-action="it"><img src="{DOT}" data-src="/late.jpg" width="400" height="200"></div>',
        "hidden",
        {"by": "empty"},
    ),
    ('<div data-bh-action="it"><iframe width="600" height="250"></iframe></div>', "hidden", {"by": "empty"}),
    (
        '<div data-bh-action="it" data-bh-kind="products"><svg width="400" height="200"><rect width="90" height="90"/></svg></div>',
        "hidden",
        {"by": "empty"},
    ),
    (
        '<div data-bh-action="it" style="position: absolute; inset: 0 500px 200px 0"><svg style="display: none">'
        '<symbol viewBox="0 0 24 24"><path d="M4 30h16v90"/></symbol></svg></div>',
        "hidden",
        {"by": "empty"},
    ),
    (
        "<style>#it::after { content: ''; position: absolute; inset: 0; background: #000; opacity: 0 } "
        "#it::before { content: 'Sale'; display: none }</style>"
        '<div data-bh-action="it" id="it" style="position: relative; height: 200px"></div>',
        "hidden",
        {"by": "empty"},
    ),
    ('<div data-bh-action="it" style="color: transparent">Offer <b>now</b></div>', "hidden", {"by": "empty"}),
    ('<p data-bh-action="it" style="-webkit-text-fill-color: #0000">Offer</p>', "hidden", {"by": "empty"}),
    (
        '<div data-bh-action="it" style="height: 99px"><p style="opacity: 0">Offer</p></div>',
        "hidden",
        {"by": "empty"},
    ),
]


def test_what_is_not_seen_is_not_delivered(visit):
    for body, reason, detail in UNSEEN:
        opened(visit, body)
        visit.leave()
        assert not noted(visit, "deliver"), body
        evidence = visit.evidence("it")
        assert (evidence["reason"], evidence["detail"]) == (reason, detail), body


def test_items_in_the_shadow_are_those_of_the_action_around_them(visit):
    items = "<article data-bh-item=s1>one</article><div><article data-bh-item=s2>two</article></div>"
    visit.open(
        CUSTOM
        + '<x-in></x-in><section data-bh-action="out" data-bh-kind="products"><x-out></x-out></section>'
        + f"<script>shadow('x-in', '<section data-bh-action=in data-bh-kind=products>{items}</section>');"
        + f"shadow('x-out', '{items}')</script>"
    )
    visit.until("deliver", action="out")
    visit.page.get_by_text("two").first.click()
    visit.leave()
    for action in ("in", "out"):
        assert [item["item"] for item in visit.stored("deliver", action=action)[0]["items"]] == ["s1", "s2"]
    assert [(event["action"], event["item"]) for event in visit.stored("click")] == [("in", "s2")]


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


def test_nobody_sees_what_is_beside_the_part_that_was_zoomed_to(visit):
    """Pinched to three times the size, at the upper left."""
    client = visit.page.context.new_cdp_session(visit.page)
    client.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 3})
    body = '<div style="width: 500px; height: 200px; float: left">left</div>'
    body += '<div data-bh-action="it" style="width: 400px; height: 200px; float: left">right half</div>'
    visit.open(WITNESS + body, head='<meta name="viewport" content="width=device-width">')
    client.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 3})
    assert visit.page.evaluate("visualViewport.scale") == 3
    visit.until("deliver", action="witness")
    visit.looked()
    visit.leave()
    assert visit.evidence("it")["reason"] in ("offscreen", None)


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
