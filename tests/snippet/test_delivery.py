"""Delivered means seen: inside the visible area of a visible tab, and nothing in front of it."""

import pytest

from tests.snippet.seen_pages import WITNESS

BANNER = '<div data-bh-action="banner" class="box" style="{style}">Summer</div>'


def see(visit, body):
    """Open a page whose witness is in view, wait until that is delivered, and leave."""
    visit.open(WITNESS + body)
    visit.until("deliver", action="witness")
    visit.leave()


def test_what_is_in_view_is_executed_and_delivered(visit):
    see(visit, BANNER.format(style=""))
    assert visit.delivered() == ["banner", "witness"]
    assert len(visit.stored("execute")) == 2


def test_what_is_below_the_fold_is_not_delivered_and_the_evidence_says_where_it_stood(visit):
    see(visit, '<div class="tall"></div>' + BANNER.format(style=""))
    evidence = visit.evidence("banner")
    assert visit.delivered() == ["witness"]
    assert (evidence["reason"], evidence["max_fraction"], evidence["visible_ms"]) == ("below_fold", 0, 0)
    assert evidence["detail"] == {"top": 2020, "deepest": 600, "page": 2220}


def test_it_is_delivered_once_it_is_scrolled_to(visit):
    visit.open(WITNESS + '<div class="tall"></div>' + BANNER.format(style=""))
    visit.until("deliver", action="witness")
    assert not [event for event in visit.noted if event["type"] == "deliver" and event["action"] == "banner"]
    visit.page.mouse.wheel(0, 5000)
    visit.until("deliver", action="banner")
    visit.leave()
    assert visit.delivered() == ["banner", "witness"]


@pytest.mark.parametrize(
    ("style", "by"),
    [
        ("display: none", "display"),
        ("visibility: hidden", "visibility"),
        ("opacity: 0", "opacity"),
        ("opacity: 0; pointer-events: none", "opacity"),
        ("height: 0; overflow: hidden", "size"),
        ("transform: scale(0)", "size"),
        ("clip-path: inset(100%)", "size"),
    ],
)
def test_what_styles_hide_is_not_delivered(visit, style, by):
    see(visit, BANNER.format(style=style))
    evidence = visit.evidence("banner")
    assert visit.delivered() == ["witness"]
    assert (evidence["reason"], evidence["max_fraction"], evidence["detail"]) == ("hidden", 0, {"by": by})


def test_what_stands_in_something_transparent_is_not_delivered(visit):
    see(visit, '<div style="opacity: 0">' + BANNER.format(style="") + "</div>")
    assert visit.evidence("banner")["reason"] == "hidden"


@pytest.mark.parametrize(
    "style",
    [
        "position: absolute; left: -5000px; width: 300px",
        "position: absolute; left: 1000px; width: 300px",
        "position: fixed; top: 600px; width: 300px",
        "position: fixed; bottom: 0; transform: translateY(100%); width: 300px",
    ],
)
def test_what_stands_beside_the_visible_area_is_offscreen(visit, style):
    see(visit, '<div class="tall"></div>' + BANNER.format(style=style))
    assert visit.delivered() == ["witness"]
    assert visit.evidence("banner")["reason"] == "offscreen"


def test_what_is_further_along_in_a_scrolled_box_is_offscreen_until_the_box_is_scrolled(visit):
    carousel = """<div id="carousel" style="display: flex; overflow-x: auto; width: 500px">
        <div class="box" style="flex: none; width: 500px"></div>
        <div class="box" style="flex: none; width: 500px" data-bh-action="second"></div>
        <div class="box" style="flex: none; width: 500px" data-bh-action="third"></div></div>"""
    visit.open(WITNESS + carousel)
    visit.until("deliver", action="witness")
    visit.page.evaluate("carousel.scrollLeft = 500")
    visit.until("deliver", action="second")
    visit.leave()
    assert visit.delivered() == ["second", "witness"]
    evidence = visit.evidence("third")
    assert (evidence["reason"], evidence["detail"]["by"]) == ("offscreen", "div#carousel")


COVER = '<div id="cover" class="wall" style="position: fixed; top: 20px; left: 0; right: 0; bottom: 0; {style}"></div>'


def test_what_is_wholly_covered_is_not_delivered_and_the_evidence_names_the_cover(visit):
    see(visit, BANNER.format(style="") + COVER.format(style="background: white"))
    evidence = visit.evidence("banner")
    assert visit.delivered() == ["witness"]
    assert (evidence["reason"], evidence["detail"]) == ("covered", {"by": "div#cover.wall"})


def test_it_is_delivered_when_the_cover_goes_away(visit):
    visit.open(WITNESS + BANNER.format(style="") + COVER.format(style="background: white"))
    visit.until("deliver", action="witness")
    visit.page.evaluate("cover.remove()")
    visit.until("deliver", action="banner")
    visit.leave()
    assert "reason" not in {name for name, value in visit.evidence("banner").items() if value}


@pytest.mark.parametrize("style", ["", "opacity: 0; background: white", "background: white; visibility: hidden"])
def test_what_cannot_be_seen_itself_covers_nothing(visit, style):
    see(visit, BANNER.format(style="") + COVER.format(style=style))
    assert visit.delivered() == ["banner", "witness"]


def test_what_lets_clicks_through_can_be_seen_and_can_be_covered(visit):
    through = '<div data-bh-action="{}" class="box" style="pointer-events: none">x</div>'
    cover = '<div style="position: absolute; top: 220px; height: 200px; width: 100%; background: white"></div>'
    see(visit, through.format("free") + through.format("covered") + cover)
    assert visit.delivered() == ["free", "witness"]
    assert visit.evidence("covered")["reason"] == "covered"


def test_what_only_touches_the_edge_is_not_delivered(visit):
    edge = BANNER.format(style="position: absolute; top: 600px; width: 300px")
    see(visit, edge + '<div class="tall"></div>')
    assert visit.delivered() == ["witness"]
    assert visit.evidence("banner")["reason"] == "below_fold"


def test_a_hair_s_breadth_in_view_is_delivered(visit):
    see(visit, BANNER.format(style="position: absolute; top: 599px; width: 300px"))
    assert visit.delivered() == ["banner", "witness"]
    assert visit.evidence("banner")["max_fraction"] == pytest.approx(1 / 200, abs=0.001)


def test_nothing_is_seen_in_a_tab_that_was_never_shown(visit, hide):
    visit.page.add_init_script('Object.defineProperty(document, "hidden", { configurable: true, value: true })')
    visit.open(BANNER.format(style=""))
    visit.until("execute", action="banner")
    hide(False)
    visit.until("deliver", action="banner")
    hide()
    visit.until("evidence", action="banner")
    visit.page.evaluate("""document.body.insertAdjacentHTML("afterbegin", "<p data-bh-action=late>Late</p>")""")
    visit.until("execute", action="late")
    visit.leave(hidden=True)
    assert visit.delivered() == ["banner"]
    assert visit.evidence("late")["reason"] == "tab_hidden"


def test_an_action_that_is_inserted_later_is_executed_and_delivered(visit):
    visit.open(WITNESS)
    visit.until("deliver", action="witness")
    visit.page.evaluate(
        """document.body.insertAdjacentHTML("beforeend", "<dialog data-bh-action=popup data-bh-kind=popup>Hi</dialog>")"""
    )
    visit.until("execute", action="popup")
    visit.page.evaluate("document.querySelector('dialog').showModal()")
    visit.until("deliver", action="popup")
    visit.leave()
    assert visit.stored("execute", action="popup")[0]["kind"] == "popup"


def test_items_are_watched_once_their_action_comes_near_and_none_is_missed(visit):
    """Whether it is scrolled to or jumped to: what stands screens away costs a page next to nothing."""
    visit.page.add_init_script("""
        const observe = IntersectionObserver.prototype.observe;
        window.watched = new Set();
        IntersectionObserver.prototype.observe = function (element) {
            watched.add(element.dataset.bhItem);
            return observe.call(this, element);
        };
    """)
    far = "<div style='height: 5000px'></div>"
    widgets = [
        f"<div data-bh-action={name}>" + "".join(f"<p data-bh-item={name}-{n}>Thing" for n in (1, 2)) + "</div>"
        for name in ("scrolled", "jumped")
    ]
    visit.open(WITNESS + far + widgets[0] + far + widgets[1])
    visit.until("deliver", action="witness")
    assert visit.page.evaluate("[...watched].filter(Boolean)") == []
    visit.page.mouse.wheel(0, 4500)
    visit.until("deliver", action="scrolled", items=["scrolled-1", "scrolled-2"])
    assert not visit.page.evaluate("watched.has('jumped-1')")
    visit.page.evaluate("document.querySelector('[data-bh-action=jumped]').scrollIntoView()")
    visit.until("deliver", action="jumped", items=["jumped-1", "jumped-2"])
    visit.leave()
    for name in ("scrolled", "jumped"):
        [execute] = visit.stored("execute", action=name)
        recorded = [item["item"] for event in visit.stored("deliver", action=name) for item in event["items"]]
        assert [item["item"] for item in execute["items"]] == recorded == [f"{name}-1", f"{name}-2"]


def test_what_was_taken_away_before_it_was_seen_is_removed(visit):
    visit.open(WITNESS + '<div class="tall"></div>' + BANNER.format(style=""))
    visit.until("execute", action="banner")
    visit.page.evaluate("document.querySelector('[data-bh-action=banner]').remove()")
    visit.page.evaluate("""document.body.insertAdjacentHTML("afterbegin", "<p data-bh-action=late>Late</p>")""")
    visit.until("execute", action="late")
    visit.leave()
    evidence = visit.evidence("banner")
    assert (evidence["reason"], set(evidence["detail"])) == ("removed", {"after_ms"})


def test_an_action_in_two_places_is_one_impression_with_the_better_outcome(visit):
    phone = '<div data-bh-action="promo" class="box" style="display: none">for phones</div>'
    desktop = '<div data-bh-action="promo" class="box">for desktops</div>'
    see(
        visit,
        phone + desktop + phone.replace("promo", "low") + '<div class="tall"></div>' + desktop.replace("promo", "low"),
    )
    assert visit.delivered() == ["promo", "witness"]
    assert len(visit.stored("execute", action="promo")) == len(visit.stored("evidence", action="promo")) == 1
    assert visit.evidence("low")["reason"] == "below_fold"


def test_the_children_of_what_has_no_box_of_its_own_stand_for_it(visit):
    see(visit, '<section data-bh-action="plain" style="display: contents"><p>One</p><p>Two</p></section>')
    assert visit.delivered() == ["plain", "witness"]


def test_content_of_an_open_shadow_root_is_seen(visit):
    host = """<div id="host"></div><script>
        host.attachShadow({ mode: "open" }).innerHTML = "<div style='height: 100px; background: #eee'>in the shadow</div>";
        host.dataset.bhAction = "host";</script>"""
    see(visit, host)
    assert visit.delivered() == ["host", "witness"]


def test_it_must_be_seen_as_long_as_it_asks_for(visit):
    patient = '<div data-bh-action="{}" data-bh-min-ms="{}" class="box">x</div>'
    visit.open(WITNESS + patient.format("brief", 100_000) + patient.format("long", 300_000), clock=True)
    visit.until("deliver", action="witness")
    visit.stop_time()
    visit.pass_time(60)
    visit.looked()
    assert len([event for event in visit.noted if event["type"] == "deliver"]) == 1
    visit.pass_time(60)
    visit.until("deliver", action="brief")
    visit.leave()
    assert visit.delivered() == ["brief", "witness"]
    assert visit.evidence("long")["reason"]
    assert visit.evidence("long")["detail"]["min_ms"] == 300_000


def test_looking_away_starts_the_time_anew(visit):
    visit.open(
        WITNESS + '<div data-bh-action="long" data-bh-min-ms="100000" class="box">x</div><div class="tall"></div>',
        clock=True,
    )
    visit.until("deliver", action="witness")
    visit.stop_time()
    for line in (0, 1000, 0):
        visit.page.evaluate(f"scrollTo(0, {line})")
        visit.looked()
        visit.pass_time(60)
    visit.leave()
    assert visit.delivered() == ["witness"]


def test_it_must_be_seen_as_much_as_it_asks_for(visit):
    half = '<div data-bh-action="half" data-bh-min-fraction="0.5" style="position: absolute; top: 500px; height: 400px">x</div>'
    visit.open(WITNESS + half + '<div class="tall"></div>')
    visit.until("deliver", action="witness")
    visit.page.mouse.wheel(0, 150)
    visit.until("deliver", action="half")
    visit.leave()
    [deliver] = visit.stored("deliver", action="half")
    assert visit.evidence("half")["max_fraction"] >= 0.5
    assert deliver["ts"] > visit.stored("deliver", action="witness")[0]["ts"]


def test_items_that_came_into_view_a_moment_before_the_page_is_left_are_delivered(visit):
    """As one scrolls, items are looked at ten times a second; and once more at the end."""
    visit.open(
        '<div style="height: 1000px"></div><section data-bh-action="recs"><p data-bh-item="s1">one</p></section>',
        clock=True,
    )
    visit.until("execute", action="recs")
    visit.stop_time()
    visit.pass_time(5)
    visit.looked()
    visit.page.evaluate("scrollTo(0, 1e6)")
    visit.until("deliver", action="recs")
    visit.looked()
    visit.leave()
    assert [item["item"] for event in visit.stored("deliver") for item in event["items"]] == ["s1"]
