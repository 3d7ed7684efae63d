"""beheld("action", …): placed when its place and its moment have come, or skipped with the reason."""

import pytest

PLACE = "place: (el) => { el.innerHTML = '<p>Summer</p>' }"


def ask(visit, plan):
    visit.page.evaluate(f"beheld('action', {plan})")


def test_it_is_placed_executed_and_delivered(visit):
    visit.open('<div id="slot"></div>')
    ask(visit, f"{{ action: 'summer', selector: '#slot', kind: 'banner', campaign: 'c', variation: 'b', {PLACE} }}")
    visit.until("deliver", action="summer")
    visit.page.click("text=Summer")
    visit.leave()
    [execute] = visit.stored("execute")
    assert (execute["kind"], execute["campaign"], execute["variation"]) == ("banner", "c", "b")
    assert visit.stored("click", action="summer", variation="b")


def test_a_call_before_the_script_came_is_made_up_for(visit):
    stub = "<script>window.beheld = window.beheld || function () { (beheld.q = beheld.q || []).push(arguments) };"
    visit.open(
        f"<div id=slot></div>{stub} beheld('action', {{ action: 'early', selector: '#slot', {PLACE} }})</script>"
    )
    visit.until("deliver", action="early")


def test_it_waits_for_its_place(visit):
    visit.open("<p>Hello")
    ask(visit, f"{{ action: 'summer', selector: '#slot', {PLACE} }}")
    visit.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div id=slot></div>')")
    visit.until("deliver", action="summer")


def test_a_popup_is_what_place_gives_back(visit):
    visit.open("<p>Hello")
    popup = "() => { const el = document.createElement('dialog'); el.textContent = 'Hi'; document.body.append(el); el.show(); return el }"
    ask(visit, f"{{ action: 'popup', kind: 'popup', trigger: {{ delay_ms: 100 }}, place: {popup} }}")
    visit.until("deliver", action="popup")
    ask(visit, f"{{ action: 'popup', kind: 'popup', place: {popup} }}")
    assert visit.page.locator("dialog").count() == 1
    visit.leave()
    assert visit.stored("execute")[0]["ts"] - visit.stored("page_view")[0]["ts"] >= 100


@pytest.mark.parametrize(
    ("plan", "reason", "detail"),
    [
        ("selector: '#nowhere'", "selector_missing", {"selector": "#nowhere"}),
        ("trigger: { exit_intent: true }", "exit_intent_not_fired", None),
        ("trigger: { pages: '/product/*' }", "page_excluded", {"path": "/"}),
        ("trigger: { pages: ['/a', '/b'] }", "page_excluded", {"path": "/"}),
        ("trigger: { device: 'mobile' }", "device_excluded", {"device": "desktop"}),
        ("place: () => { throw new Error('no luck') }", "error", {"message": "Error: no luck"}),
    ],
)
def test_why_it_was_not_placed(visit, plan, reason, detail):
    visit.open("<p>Hello")
    ask(visit, f"{{ action: 'summer', {plan} }}")
    visit.leave()
    [skip] = visit.stored("skip")
    assert (skip["action"], skip["reason"], skip.get("detail")) == ("summer", reason, detail)
    assert not visit.stored("execute")


def test_a_visitor_who_leaves_before_the_delay_is_over(visit):
    visit.open("<p>Hello")
    ask(visit, "{ action: 'late', trigger: { delay_ms: 60000 }, place: () => document.body }")
    visit.leave()
    [skip] = visit.stored("skip", action="late")
    assert skip["reason"] == "delay_not_elapsed"
    assert skip["detail"]["delay_ms"] == 60000
    assert skip["detail"]["elapsed_ms"] < 60000


def test_without_consent_what_needs_it_is_not_placed(visit):
    visit.open('<div id="slot"></div>', attributes='data-consent="pending"')
    ask(visit, f"{{ action: 'summer', selector: '#slot', trigger: {{ consent: true }}, {PLACE} }}")
    visit.page.evaluate("history.pushState({}, '', '/next')")
    visit.until("skip", reason="no_consent")
    ask(visit, f"{{ action: 'summer', selector: '#slot', trigger: {{ consent: true }}, {PLACE} }}")
    visit.page.evaluate("beheld('consent', 'granted')")
    visit.until("deliver", action="summer")


def test_the_mouse_that_leaves_at_the_top_is_about_to_go(visit):
    visit.open('<p style="height: 300px">Hello</p><div id="slot"></div>')
    ask(visit, f"{{ action: 'stay', selector: '#slot', trigger: {{ exit_intent: true }}, {PLACE} }}")
    visit.page.mouse.move(500, 200)
    visit.page.mouse.move(500, 0)
    visit.page.evaluate("document.dispatchEvent(new MouseEvent('mouseout', { clientY: -1 }))")
    visit.until("deliver", action="stay")


@pytest.mark.parametrize("cap", ["{ view: 1 }", "{ session: 1 }", "{ days: 7 }", "{ days: 7, times: 1 }"])
def test_it_is_not_placed_more_often_than_it_may(visit, cap):
    plan = f"{{ action: 'summer', selector: '#slot', trigger: {{ cap: {cap} }}, {PLACE} }}"
    visit.open('<div id="slot"></div>')
    ask(visit, plan)
    visit.until("deliver", action="summer")
    visit.page.evaluate("slot.outerHTML = '<div id=slot></div>'")
    ask(visit, plan)
    [skip] = visit.until("skip", action="summer")
    assert (skip["reason"], skip["detail"]) == ("frequency_capped", {"cap": 1})


def test_a_cap_for_the_session_holds_on_the_next_page_and_one_for_the_view_does_not(visit):
    for path in ("/one", "/two"):
        visit.open('<div id="slot"></div><div id="other"></div>', path=path)
        ask(visit, f"{{ action: 'session', selector: '#slot', trigger: {{ cap: {{ session: 1 }} }}, {PLACE} }}")
        ask(visit, f"{{ action: 'view', selector: '#other', trigger: {{ cap: {{ view: 1 }} }}, {PLACE} }}")
        visit.until("deliver", action="view", count=1 if path == "/one" else 2)
    visit.leave()
    assert len(visit.stored("deliver", action="view")) == 2
    assert len(visit.stored("deliver", action="session")) == len(visit.stored("skip", action="session")) == 1


def test_what_names_its_pages_is_for_every_view_of_an_app_and_the_rest_for_this_one(visit):
    visit.open('<div id="slot"></div>')
    ask(visit, f"{{ action: 'product', selector: '#slot', trigger: {{ pages: '/product/*' }}, {PLACE} }}")
    ask(visit, "{ action: 'here', selector: '#nowhere' }")
    visit.page.evaluate("history.pushState({}, '', '/product/7')")
    visit.until("deliver", action="product")
    visit.leave()
    assert [skip["reason"] for skip in visit.stored("skip", action="product")] == ["page_excluded"]
    assert [skip["reason"] for skip in visit.stored("skip", action="here")] == ["selector_missing"]


def test_a_cap_in_days_ends_after_so_many(visit):
    plan = f"{{ action: 'weekly', selector: '#slot', trigger: {{ cap: {{ days: 7 }} }}, {PLACE} }}"
    visit.open('<div id="slot"></div>', clock=True)
    ask(visit, plan)
    visit.until("deliver", action="weekly")
    visit.stop_time()
    visit.page.evaluate("slot.outerHTML = '<div id=slot></div>'")
    visit.pass_time(6 * 24 * 3600)
    ask(visit, plan)
    visit.until("skip", action="weekly")
    assert visit.page.inner_text("#slot") == ""
    visit.pass_time(2 * 24 * 3600)
    ask(visit, plan)
    visit.page.locator("#slot >> text=Summer").wait_for()  # once the settings of that day have come


def test_a_page_opened_in_the_background_keeps_its_plans_until_it_is_looked_at(visit, hide):
    visit.page.add_init_script('Object.defineProperty(document, "hidden", { configurable: true, value: true })')
    stub = "<script>window.beheld = window.beheld || function () { (beheld.q = beheld.q || []).push(arguments) };"
    visit.open(f"{stub} beheld('action', {{ action: 'summer', selector: '#slot', {PLACE} }})</script>")
    hide(False)
    visit.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div id=slot></div>')")
    visit.until("deliver", action="summer")
    visit.leave()
    assert not visit.stored("skip")
