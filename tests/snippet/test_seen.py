"""Pages as people build them, whose content is seen though it is easily missed: beside its element, in the shadow, under glass."""

from tests.snippet.seen_pages import CUSTOM, DOT, OVER, PICTURE, opened

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
