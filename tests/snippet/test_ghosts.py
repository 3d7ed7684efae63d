"""Control visitors are shown nothing; the place where it would have stood is watched by the same rules."""

EMPTY = '<div data-bh-action="recs" data-bh-variation="control" data-bh-height="300"></div>'
CONTENT = '<div style="height: 900px; background: white">The rest of the page</div>'


def test_the_place_is_delivered_when_it_comes_into_view_and_nothing_is_shown_or_moved(visit):
    visit.open(CONTENT + EMPTY + CONTENT)
    before = visit.page.evaluate("document.documentElement.scrollHeight")
    visit.until("execute", action="recs")
    visit.page.mouse.wheel(0, 450)
    visit.until("deliver", action="recs")
    assert visit.page.evaluate("document.documentElement.scrollHeight") == before == 1800
    visit.leave()
    assert visit.stored("deliver")[0]["variation"] == "control"
    assert 0 < visit.evidence("recs")["max_fraction"] <= 0.5


def test_the_place_of_what_would_be_below_the_fold_is_not_delivered(visit):
    visit.open(CONTENT + EMPTY + CONTENT)
    visit.until("execute", action="recs")
    visit.leave()
    assert visit.evidence("recs")["reason"] == "below_fold"


def test_what_floats_above_the_place_covers_it(visit):
    wall = '<div id="wall" style="position: fixed; inset: 0; background: white"></div>'
    visit.open(EMPTY + CONTENT + wall)
    visit.until("execute", action="recs")
    visit.looked()
    visit.leave()
    assert visit.evidence("recs")["reason"] == "covered"


def test_it_never_makes_the_page_longer_and_takes_no_clicks(visit):
    visit.open(f'<button style="height: 500px">Buy</button>{EMPTY}<p data-bh-action="end">End</p>')
    before = visit.page.evaluate("document.documentElement.scrollHeight")
    visit.until("deliver", action="recs")
    assert visit.page.evaluate("document.documentElement.scrollHeight") == before
    visit.page.click("text=End")
    visit.leave()
    assert visit.stored("click", action="end")


def test_a_planned_action_is_not_placed_for_control_but_its_place_is_watched(visit):
    visit.open('<div id="slot"></div>' + CONTENT)
    visit.page.evaluate("""beheld("action", { action: "hero", variation: "control", selector: "#slot", height: 200,
        place: (el) => { el.textContent = "shown!" } })""")
    visit.until("deliver", action="hero")
    assert "shown!" not in visit.page.content()
    visit.leave()
    assert visit.stored("execute")[0]["variation"] == "control"
    assert visit.evidence("hero")["max_fraction"] == 1


def test_a_popup_of_control_is_delivered_at_the_moment_of_its_trigger(visit):
    visit.open("<p>Hello")
    visit.page.evaluate("""beheld("action", { action: "popup", kind: "popup", variation: "control",
        trigger: { delay_ms: 100 }, place: () => { throw new Error("shown!") } })""")
    visit.until("deliver", action="popup")
    visit.leave()
    assert visit.stored("execute")[0]["kind"] == "popup"
    assert not visit.stored("skip")


def test_the_place_is_watched_on_when_the_page_wipes_it(visit):
    visit.open(
        '<div id="place" data-bh-action="recs" data-bh-variation="control" data-bh-height="200"></div>' + CONTENT
    )
    visit.until("deliver", action="recs")
    visit.page.evaluate("place.textContent = ''")
    visit.page.wait_for_selector("#place > div", state="attached")
    visit.looked()
    visit.page.evaluate("before = performance.now()")
    visit.page.wait_for_function("performance.now() > before + 500")
    visit.leave()
    assert len(visit.stored("execute")) == 1
    assert visit.evidence("recs")["visible_ms"] > 500


def test_the_place_is_watched_on_when_the_page_draws_it_anew(visit):
    visit.open(f"<main id=main>{EMPTY}</main>" + CONTENT)
    visit.until("deliver", action="recs")
    visit.page.evaluate("main.innerHTML = main.innerHTML.replace(/<div style.*?<\\/div>/, '')")
    visit.page.wait_for_selector("main > div > div", state="attached")
    visit.leave()
    assert len(visit.stored("execute")) == 1


PLACES = [
    # Room is kept for the content, also by what only looks like a box; a place that is no block, or stands in a row.
    EMPTY.replace("<div", '<div data-bh-kind="products" style="padding: 20px"'),
    EMPTY.replace("<div", '<div data-bh-kind="products" style="min-height: 200px"').replace(
        "></div>", "><!-- --></div>"
    ),
    EMPTY.replace("div", "x-recs"),
    f'<div style="display: flex">{EMPTY}<p>Beside</p></div>',
    # Clipped by what would be as high as the content; in the shadow, under what flows up in its place.
    f'<section style="position: relative; overflow: hidden">{EMPTY}</section>',
    f"""<x-shop></x-shop><script>document.querySelector("x-shop").attachShadow({{ mode: "open" }}).innerHTML =
        `{EMPTY}<p>One</p><p>Two</p><p>Three</p>`</script>""",
]


def test_the_place_is_watched_whatever_it_is_like(visit):
    for place in PLACES:
        visit.noted.clear()
        visit.open(place + CONTENT)
        visit.until("deliver", action="recs")
        visit.leave()
        assert visit.evidence("recs")["max_fraction"] > 0.9, place


def test_a_place_where_something_stands_is_watched_for_that(visit):
    visit.open(EMPTY.replace("></div>", ">Old words</div>") + CONTENT)
    visit.until("deliver", action="recs")
    assert not visit.page.locator("[data-bh-action] div").count()


def test_a_place_that_clips_what_is_in_it_is_watched_all_the_same(visit):
    visit.open('<div style="height: 99px"></div>' + EMPTY.replace("<div", '<div style="overflow: hidden"') + CONTENT)
    visit.until("deliver", action="recs")
    visit.leave()
    assert visit.evidence("recs")["max_fraction"] == 1
