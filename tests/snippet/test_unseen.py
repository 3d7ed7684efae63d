"""Pages as people build them, whose content is easily mistaken for seen: under grass, or room that is kept for what never came."""

from tests.snippet.seen_pages import CUSTOM, DOT, WITNESS, noted, opened

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
