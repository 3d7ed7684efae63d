"""beheld("survey", …): shown when its moment has come, answered by keyboard alone, and recorded once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PLAN = {"action": "after-order", "options": ["Tea", "Parcel"]}
POLICIES = (
    "default-src 'none'; script-src {origin}; connect-src {origin}",
    "default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'; connect-src {origin}",
    "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; connect-src {origin}",
    "default-src 'none'; script-src 'nonce-abc'; connect-src {origin}; "
    "require-trusted-types-for 'script'; trusted-types 'none'",
)


def ask(visit, **more):
    visit.page.evaluate(f"beheld('survey', {json.dumps(PLAN | more)})")
    visit.until("deliver", action="after-order")


def answers(visit):
    return [{name: event.get(name) for name in ("score", "comment", "answers")} for event in visit.stored("survey")]


def test_by_keyboard_alone_from_the_scale_to_the_words(visit):
    visit.open("<button>Shop</button>")
    ask(visit)
    page = visit.page
    page.locator("[name=score]").first.focus()
    page.keyboard.press("Space")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")  # the first option has the focus
    page.keyboard.press("Enter")
    page.keyboard.type("Good")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("[role=status]").inner_text() == "Thank you."
    page.keyboard.press("Escape")
    assert page.locator("[data-bh-action=after-order]").count() == 0
    visit.leave()
    given = answers(visit)
    assert given[0] == {"score": 9, "comment": None, "answers": None}  # at once, should nobody go on
    assert given[-1] == {"score": 9, "comment": "Good", "answers": {"options": ["Tea"]}}
    assert len(given) == 3
    (execute,) = visit.stored("execute", action="after-order")
    assert execute["kind"] == "survey"
    assert not visit.stored("dismiss")


def test_closed_it_is_dismissed_and_what_was_chosen_is_kept(visit):
    visit.open("<p>Hello")
    ask(visit)
    visit.page.locator("[name=score]").nth(3).check(force=True)
    visit.page.locator(".close").click()
    visit.leave()
    assert [event["score"] for event in visit.stored("survey")] == [3]
    assert visit.stored("dismiss", action="after-order", kind="survey")


def test_leaving_half_way_gives_the_score_that_was_chosen(visit):
    visit.open("<p>Hello")
    ask(visit)
    visit.page.locator("[name=score]").nth(7).check(force=True)
    visit.leave()
    visit.open("<p>Next", path="/next")  # what a page could not send, the next one does
    visit.collector.wait_for("survey")  # noted as the page ended, when nobody hears its console any more
    visit.leave()
    assert [event["score"] for event in visit.stored("survey")] == [7]


def test_without_a_score_nothing_is_sent(visit):
    visit.open("<p>Hello")
    ask(visit)
    visit.page.locator(".go").click()
    assert visit.page.locator("[name=score]").count() == 11
    visit.page.locator(".close").click()
    visit.leave()
    assert not visit.stored("survey")


def test_it_looks_and_works_the_same_under_every_strict_policy(visit, collector):
    page = visit.page
    for nth, policy in enumerate(POLICIES):
        visit.open(
            "<p>Hello",
            path=f"/{nth}",
            attributes='nonce="abc"',
            **{"Content-Security-Policy": policy.format(origin=collector.origin)},
        )
        page.evaluate(f"beheld('survey', {json.dumps(PLAN | {'action': f'asked-{nth}'})})")
        visit.until("deliver", action=f"asked-{nth}")
        form = page.locator("form")
        assert form.evaluate("(form) => getComputedStyle(form).borderTopWidth") == "1px", policy
        assert page.locator("[data-bh-action]").evaluate("(host) => getComputedStyle(host).position") == "fixed", policy
        page.locator("[name=score]").nth(nth).check(force=True)
        page.locator(".go").click()
        page.locator(".go").click()
        page.locator("textarea").fill("<b>bold</b>")
        page.locator(".go").click()
        assert page.locator("[role=status]").inner_text() == "Thank you.", policy
        visit.leave()
    last = {event["action"]: (event["score"], event.get("comment")) for event in visit.stored("survey")}
    assert last == {f"asked-{nth}": (nth, "<b>bold</b>") for nth in range(len(POLICIES))}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_at_any_step(visit, theme):
    visit.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    visit.open("<main><h1>Shop</h1></main>", head="<meta name=viewport content='width=device-width'>")
    ask(visit)
    visit.page.add_script_tag(path=AXE)
    run = "axe.run(document.querySelector('[data-bh-action]'), {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
    for step in range(4):
        found = visit.page.evaluate(f"{run}.then(found => found.violations.map(each => each.id))")
        assert found == [], step
        if step == 0:
            visit.page.locator("[name=score]").nth(9).check(force=True)
        if step < 3:
            visit.page.locator(".go").click()
    host = visit.page.locator("[data-bh-action]")
    assert host.evaluate("(host) => getComputedStyle(host).animationName") == "none"


def test_other_words_from_right_to_left_in_a_place_of_its_own(visit):
    visit.open("<div id=slot></div>")
    ask(
        visit,
        selector="#slot",
        instrument="csat",
        scale=7,
        dir="rtl",
        lang="ar",
        texts={"question": "<b>كيف؟", "close": "إغلاق"},
    )
    page = visit.page
    assert page.locator("legend").inner_text() == "<b>كيف؟"
    assert page.locator("button.close").get_attribute("aria-label") == "إغلاق"
    assert page.locator("form").evaluate("(form) => [getComputedStyle(form).direction, form.lang]") == ["rtl", "ar"]
    assert page.locator("[name=score]").evaluate_all("(all) => all.map((each) => each.value)") == list("1234567")
    assert page.locator("#slot [data-bh-action]").count() == 1


def test_nps_comes_once_in_a_quarter(visit):
    visit.open("<p>Hello")
    ask(visit)
    visit.leave()
    visit.open("<p>Again", path="/again")
    visit.page.evaluate(f"beheld('survey', {json.dumps(PLAN)})")
    visit.until("skip", action="after-order", reason="frequency_capped")
    assert visit.page.locator("[data-bh-action]").count() == 0


def test_to_control_nothing_is_shown(visit):
    visit.open("<p>Hello")
    visit.page.evaluate(f"beheld('survey', {json.dumps(PLAN | {'variation': 'control'})})")
    visit.until("deliver", action="after-order", variation="control")
    assert visit.page.locator("form").count() == 0


def test_an_answer_is_still_an_answer(visit):
    visit.open("<p>Hello")
    visit.page.evaluate("beheld('survey', { instrument: 'nps', score: 0, action: 'own' })")
    visit.leave()
    assert [event["score"] for event in visit.stored("survey")] == [0]
