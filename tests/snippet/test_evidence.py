"""Evidence: how much of an action was seen, and for how long; told each time a view is left, in totals so far."""

import pytest


def test_evidence_says_how_much_and_how_long(visit):
    visit.open('<div data-bh-action="banner" class="box"></div>')
    visit.until("deliver", action="banner")
    visit.leave()
    evidence = visit.evidence("banner")
    [execute] = visit.stored("execute", action="banner")
    assert evidence["max_fraction"] == 1
    assert 0 < evidence["longest_ms"] <= evidence["visible_ms"] <= evidence["ts"] - execute["ts"] + 1
    assert evidence["reason"] is None


@pytest.mark.parametrize(
    ("style", "fraction"),
    [
        ("position: absolute; top: 550px; width: 300px; height: 200px", 0.25),
        ("height: 3000px", 1),
        ("width: 3000px; height: 900px", 1),
        ("position: absolute; top: 300px; width: 1000px; height: 4000px", 0.5),
        ("position: absolute; left: 900px; width: 200px; height: 100px", 0.5),
    ],
)
def test_the_fraction_is_of_what_could_be_visible_at_once(visit, style, fraction):
    visit.open(f'<div data-bh-action="banner" style="background: #cde; {style}"></div>')
    visit.until("deliver", action="banner")
    visit.leave()
    assert visit.evidence("banner")["max_fraction"] == pytest.approx(fraction, abs=0.001)


def test_what_is_half_covered_is_half_seen(visit):
    cover = '<div style="position: fixed; left: 0; right: 0; top: 100px; height: 500px; background: white"></div>'
    visit.open('<div data-bh-action="banner" class="box"></div>' + cover)
    visit.until("deliver", action="banner")
    visit.leave()
    assert 0.3 <= visit.evidence("banner")["max_fraction"] <= 0.7


@pytest.mark.parametrize(("height", "counts"), [(240, False), (245, True)])
def test_time_counts_as_long_from_half_in_view_or_from_three_tenths_of_what_is_large(visit, height, counts):
    # 1000 px wide: 245 px high is just over 242,500 px², 240 px just under. 40 % of each is in view.
    top = 600 - 0.4 * height
    visit.open(
        f'<div data-bh-action="banner" class="box" style="position: absolute; top: {top}px; width: 100%; height: {height}px"></div>',
        clock=True,
    )
    visit.until("deliver", action="banner")
    visit.stop_time()
    visit.pass_time(10)
    visit.leave()
    evidence = visit.evidence("banner")
    assert evidence["visible_ms"] >= 10_000
    assert (evidence["longest_ms"] >= 10_000) == counts


def test_the_longest_time_is_unbroken_and_the_total_is_not(visit):
    visit.open('<div data-bh-action="banner" class="box"></div><div class="tall"></div>', clock=True)
    visit.until("deliver", action="banner")
    visit.stop_time()
    for line, seconds in ((0, 100), (1000, 300), (0, 200)):
        visit.page.evaluate(f"scrollTo(0, {line})")
        visit.looked()
        visit.pass_time(seconds)
    visit.leave()
    evidence = visit.evidence("banner")
    assert 300_000 <= evidence["visible_ms"] < 330_000
    assert 200_000 <= evidence["longest_ms"] < 230_000


def test_time_in_a_hidden_tab_does_not_count_and_what_is_seen_after_it_does(visit, hide):
    page = '<div data-bh-action="banner" class="box"></div><div class="tall"></div><p data-bh-action="low">Low</p>'
    visit.open(page, clock=True)
    visit.until("deliver", action="banner")
    visit.stop_time()
    hide()
    assert visit.until("evidence", action="low")[0]["reason"] == "below_fold"
    visit.pass_time(300)
    hide(False)
    visit.looked()
    visit.pass_time(100)
    visit.page.evaluate("scrollTo(0, 5000)")
    visit.until("deliver", action="low")
    visit.leave()
    assert 100_000 <= visit.evidence("banner")["visible_ms"] < 130_000
    assert visit.evidence("low")["reason"] is None
    assert visit.evidence("low")["max_fraction"] > 0


def test_nothing_counts_between_hiding_the_tab_and_closing_it(visit):
    visit.open('<div data-bh-action="banner" class="box"></div>')
    visit.until("deliver", action="banner")
    visit.page.evaluate("""() => {
        Object.defineProperty(document, "hidden", { configurable: true, value: true });
        document.dispatchEvent(new Event("visibilitychange"));
        for (const end = performance.now() + 20; performance.now() < end; );
        dispatchEvent(new PageTransitionEvent("pagehide"));
    }""")
    visit.leave(hidden=True)
    assert len(visit.stored("evidence")) == len(visit.stored("page_leave")) == 1


def test_the_same_evidence_is_not_sent_twice(visit, hide):
    visit.open('<div class="tall"></div><p data-bh-action="low">Low</p>')
    visit.until("execute", action="low")
    hide()
    hide(False)
    hide()
    visit.leave(hidden=True)
    assert len(visit.stored("evidence", action="low")) == 1


JUMPED = """<a href="#end">To the end</a><div style="height: 2000px"></div><p data-bh-action="middle">Middle</p>
    <div style="height: 2000px"></div><p data-bh-action="end" id="end">End</p>"""


@pytest.mark.parametrize(
    ("jump", "and_back"),
    [
        (lambda page: page.click("a"), False),
        (lambda page: page.evaluate("scrollTo({ top: 9999, behavior: 'instant' })"), False),
        (lambda page: page.evaluate("document.querySelector('#end').scrollIntoView()"), False),
        (lambda page: page.evaluate("scrollTo(0, 9999)"), True),
    ],
)
def test_what_was_jumped_past_was_passed_and_not_beside_the_visible_area(visit, jump, and_back):
    visit.open(JUMPED)
    visit.until("execute", action="middle")
    jump(visit.page)
    visit.until("deliver", action="end")
    if and_back:
        visit.page.evaluate("scrollTo(0, 0)")
    visit.leave()
    evidence = visit.evidence("middle")
    assert (evidence["reason"], set(evidence["detail"])) == ("passed", {"top", "deepest"})
    assert evidence["detail"]["top"] < evidence["detail"]["deepest"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        # Inside of something fixed to the window: no scrolling of the page would have shown it.
        ('<div style="position: fixed; top: 600px"><p data-bh-action="it">Drawer</p></div>', "offscreen"),
        (
            '<div style="overflow: auto; height: 99px"><div class="tall"></div><p data-bh-action="it">Deep</p></div>',
            "offscreen",
        ),
        ('<p data-bh-action="it" style="position: absolute; top: 1000px; left: -900px">Left</p>', "offscreen"),
        ('<p data-bh-action="it" style="position: absolute; top: 1000px; opacity: 0">Faint</p>', "hidden"),
        ('<p data-bh-action="it" style="position: absolute; top: 1000px; display: none">None</p>', "hidden"),
    ],
)
def test_only_what_the_page_would_have_scrolled_to_was_passed(visit, body, reason):
    visit.open(body + JUMPED)
    visit.until("execute", action="it")
    visit.page.click("a")
    visit.until("deliver", action="end")
    visit.leave()
    assert visit.evidence("it")["reason"] == reason


def test_what_came_into_the_page_just_before_it_was_left_is_executed_and_nobody_claims_why_it_was_not_seen(visit):
    visit.open('<p data-bh-action="banner">Hello')
    visit.until("deliver", action="banner")
    visit.leave(script='document.body.insertAdjacentHTML("beforeend", "<p data-bh-action=late>Late</p>")')
    assert visit.stored("execute", action="late")
    assert not [event for event in visit.stored("evidence", action="late") if event["reason"]]


def test_every_executed_action_is_delivered_or_explained(visit):
    traps = {
        "plain": "",
        "transparent": "opacity: 0",
        "nothing": "display: none",
        "aside": "position: absolute; left: -9999px",
        "flat": "height: 0",
        "deep": "margin-top: 3000px",
    }
    visit.open(
        "".join(f'<div class="box" data-bh-action="{name}" style="{style}"></div>' for name, style in traps.items())
    )
    visit.until("deliver", action="plain")
    visit.leave()
    explained = {event["action"] for event in visit.stored("evidence") if event["reason"]}
    assert {event["action"] for event in visit.stored("execute")} == set(traps)
    assert (visit.delivered(), explained) == (["plain"], set(traps) - {"plain"})
