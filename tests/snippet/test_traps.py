"""Pages as they are built: what is easily mistaken for seen, or for not seen."""

from tests.snippet.seen_pages import noted, opened

SEEN = [
    # A link without any paint stretched over a card, beside what it is a link of.
    '<div style="position: relative"><img data-bh-action="it" class="box" style="width: 100%">'
    '<a href="#x" style="position: absolute; inset: 0"></a></div>',
    # Words over a picture.
    '<div style="position: relative"><div data-bh-action="it" class="box"></div>'
    '<h2 style="position: absolute; inset: 0">Words on it</h2></div>',
    # A file input made invisible over a button.
    '<div style="position: relative"><div data-bh-action="it" class="box"></div>'
    '<input type="file" style="position: absolute; inset: 0; opacity: 0"></div>',
    # Right to left, and zoomed.
    '<div dir="rtl"><div data-bh-action="it" class="box" style="width: 300px">שלום</div></div>',
    '<div style="zoom: 2"><div data-bh-action="it" class="box">big</div></div>',
    # Round, sticky, inline, in a column of its own, in a table.
    '<div data-bh-action="it" class="box" style="width: 200px; border-radius: 50%"></div>',
    '<div data-bh-action="it" style="position: sticky; bottom: 0">Sticky</div><div class="tall"></div>',
    '<p>Some <a data-bh-action="it" href="#x">link</a> in a text.</p>',
    '<div style="overflow: auto; height: 300px"><div data-bh-action="it" class="box"></div><div class="tall"></div></div>',
    "<table><tr><td data-bh-action=it>Cell</td></tr></table>",
    '<svg data-bh-action="it" width="100" height="100"><rect width="100" height="100"/></svg>',
    # Higher than the window, and wider.
    '<div data-bh-action="it" style="height: 9000px; width: 9000px">Huge</div>',
    # Something see-through over everything, as some chat windows put it.
    '<div data-bh-action="it" class="box"></div><div style="position: fixed; inset: 0; z-index: 9"></div>',
    '<dialog open data-bh-action="it">Hello</dialog>',
]


def test_what_is_seen_is_delivered(visit):
    for body in SEEN:
        opened(visit, body)
        visit.until("deliver", action="it")


UNSEEN = [
    # Behind the slide in front of it, in a stack of slides.
    (
        '<div style="position: relative"><div data-bh-action="it" class="box"></div>'
        '<div class="box" style="position: absolute; inset: 0"></div></div>',
        "covered",
    ),
    (
        '<div style="position: relative; z-index: -1"><p data-bh-action="it">Deep</p></div>'
        '<img src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22/>" style="position: absolute; top: 20px; left: 0; '
        'width: 100%; height: 300px">',
        "covered",
    ),
    # The next slide of a carousel moved by transforms; a drawer waiting outside; something above the top.
    (
        '<div style="overflow: hidden"><div style="display: flex"><p style="flex: 0 0 100%">1</p>'
        '<p data-bh-action="it" style="flex: 0 0 100%">2</p></div></div>',
        "offscreen",
    ),
    (
        '<div data-bh-action="it" style="position: fixed; top: 20px; left: 0; transform: translateX(-100%)">Menu</div>',
        "offscreen",
    ),
    ('<div data-bh-action="it" style="position: absolute; top: -500px">Above</div>', "offscreen"),
    (
        '<div style="overflow: auto; height: 300px"><div class="tall"></div><p data-bh-action="it">Deep</p></div>',
        "offscreen",
    ),
    # Folded away; waiting for a script; made of nothing.
    ("<details><summary>More</summary><p data-bh-action=it>Folded</p></details>", "hidden"),
    ('<template data-bh-action="it"><p>Never</p></template>', "hidden"),
    ('<div style="content-visibility: hidden"><p data-bh-action="it">Skipped</p></div>', "hidden"),
    (
        '<div style="position: absolute; clip: rect(0 0 0 0)"><p data-bh-action="it">For screen readers</p></div>',
        "hidden",
    ),
    ('<div data-bh-action="it"></div>', "hidden"),
    (
        '<div data-bh-action="it"><p style="opacity: 0; height: 100%; margin: 0">Transparent within</p></div>',
        "hidden",
    ),
]


def test_what_is_not_seen_is_not_delivered(visit):
    for body, reason in UNSEEN:
        opened(visit, body)
        visit.leave()
        assert not noted(visit, "deliver"), body
        assert visit.evidence("it")["reason"] == reason, body


APPEARS = [
    (
        '<div data-bh-action="it" id="it" style="opacity: 0; transition: opacity 50ms">Fades in</div>',
        "it.style.opacity = 1",
    ),
    (
        '<div data-bh-action="it" id="it" style="display: none">Shown by a class</div><style>.on { display: block !important }</style>',
        "it.className = 'on'",
    ),
    (
        '<div data-bh-action="it"><img id="image" loading="lazy" style="display: block"></div>',
        'image.src = \'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"/>\'',
    ),
    (
        '<details><summary>More</summary><p data-bh-action="it">Unfolded</p></details>',
        "document.querySelector('details').open = true",
    ),
    ('<div popover id="it" data-bh-action="it">Popover</div>', "it.showPopover()"),
    (
        '<input type="checkbox" id="box"><p data-bh-action="it">Checked</p><style>p { display: none } :checked + p { display: block }</style>',
        "box.click()",
    ),
    (
        '<div style="overflow: hidden"><div id="rail" style="display: flex; transition: transform 50ms"><p style="flex: 0 0 100%">1</p>'
        '<p data-bh-action="it" style="flex: 0 0 100%">2</p></div></div>',
        "rail.style.transform = 'translateX(-100%)'",
    ),
    (
        '<div data-bh-action="it" class="box"></div><div id="wall" style="position: fixed; inset: 20px 0 0; background: #fff; '
        'transition: opacity 50ms"></div>',
        "wall.style.opacity = 0",
    ),
    ('<div id="slot" data-bh-action="it"></div>', "slot.textContent = 'Filled in later'"),
]


def test_it_is_delivered_when_it_comes_to_be_seen(visit):
    for body, happens in APPEARS:
        opened(visit, body)
        assert not noted(visit, "deliver"), body
        visit.page.evaluate(happens)
        visit.until("deliver", action="it")


def test_what_lies_behind_the_curtain_of_a_dialog_is_delivered_when_the_dialog_closes(visit):
    dialog = (
        '<dialog data-bh-action="dialog">Hello</dialog><script>document.querySelector("dialog").showModal()</script>'
    )
    visit.open('<div data-bh-action="it" class="box"></div>' + dialog)
    visit.until("deliver", action="dialog")
    visit.looked()
    assert not noted(visit, "deliver")
    visit.page.evaluate("document.querySelector('dialog').close()")
    visit.until("deliver", action="it")
