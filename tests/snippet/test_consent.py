"""Consent: granted measures, pending holds in memory and sends nothing, denied keeps nothing at all."""

STORED_HERE = "Object.keys(localStorage).length + document.cookie.length"


def posts(collector):
    return [request for request in collector.requests if request.what == "POST /v1/events"]


def test_pending_stores_and_sends_nothing_until_consent_is_given_and_then_everything(visit):
    visit.open('<p data-bh-action="banner">Hello</p>', attributes='data-consent="pending"')
    visit.until("deliver", action="banner")
    assert visit.page.evaluate(STORED_HERE) == 0
    assert posts(visit.collector) == []
    visit.page.evaluate("beheld('consent', 'granted')")
    visit.collector.wait_for("deliver")
    visitors = {event["visitor"] for event in visit.collector.events()}
    assert visitors == {visit.page.evaluate("document.cookie.split('=')[1]")}


def test_what_was_held_goes_with_the_page_if_nobody_consents(visit):
    visit.open("<p>Hello", attributes='data-consent="pending"')
    visit.page.goto("about:blank")
    visit.page.goto(visit.shop.url("/"))
    visit.page.evaluate("beheld('consent', 'granted')")
    visit.collector.wait_for("page_view")
    assert len(visit.collector.events("page_view")) == 1


def test_refusing_forgets_everything_and_is_remembered(visit):
    visit.open("<p>Hello")
    visit.collector.wait_for("page_view")
    visit.page.evaluate("beheld('consent', 'denied'); beheld('goal', { goal: 'secret' })")
    visit.page.wait_for_function("document.cookie == ''")
    assert visit.page.evaluate("Object.values(localStorage)") == ["denied"]
    visit.page.goto(visit.shop.url("/"))
    visit.page.wait_for_function("window.beheld && beheld.started")
    visit.page.evaluate("beheld('goal', { goal: 'still secret' })")
    visit.page.goto("about:blank")
    assert len(posts(visit.collector)) == 1
    assert not visit.collector.events("goal")


def test_whoever_consents_after_refusing_is_somebody_new(visit):
    visit.open("<p>Hello")
    visit.collector.wait_for("page_view")
    visit.page.evaluate("beheld('consent', 'denied'); beheld('consent', 'granted'); beheld('goal', { goal: 'new' })")
    [goal] = visit.collector.wait_for("goal")
    assert goal["visitor"] != visit.collector.events("page_view")[0]["visitor"]


def test_the_choice_is_remembered_over_what_the_tag_says(visit):
    visit.open("<p>Hello", attributes='data-consent="pending"')
    visit.page.evaluate("beheld('consent', 'granted')")
    visit.page.goto(visit.shop.url("/"))
    assert len(visit.collector.wait_for("page_view", count=2)) == 2


def test_a_choice_made_before_the_script_came_counts(visit):
    stub = "<script>window.beheld = window.beheld || function () { (beheld.q = beheld.q || []).push(arguments) };"
    visit.shop["/"] = (
        stub + " beheld('goal', { goal: 'early' }); beheld('consent', 'denied')</script>" + visit.collector.snippet()
    )
    visit.page.goto(visit.shop.url("/"))
    visit.page.wait_for_function("beheld.started")
    assert visit.page.evaluate("document.cookie") == ""
    assert posts(visit.collector) == []


def test_without_a_word_on_the_tag_the_site_s_setting_counts(visit):
    visit.collector.store.set_settings(visit.collector.site.site, {"consent": "pending"})
    with visit.page.expect_console_message(lambda message: message.text == "beheld: consent pending"):
        visit.open("<p>Hello")
    assert visit.page.evaluate(STORED_HERE) == 0
    visit.page.evaluate("beheld('consent', 'granted')")
    visit.collector.wait_for("page_view")


def test_without_storage_every_page_is_somebody_new(visit):
    for path in ("/one", "/two"):
        visit.open("<p>Hello", path=path, attributes="data-cookieless")
        assert visit.page.evaluate(STORED_HERE) == 0
    visit.leave()
    assert len({view["visitor"] for view in visit.stored("page_view")}) == 2


def test_global_privacy_control_is_a_refusal_where_the_site_says_so(visit):
    visit.page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    visit.shop["/"] = visit.collector.snippet("data-gpc")
    visit.page.goto(visit.shop.url("/"))
    visit.page.wait_for_function("window.beheld && beheld.started")
    assert visit.page.evaluate(STORED_HERE) == 0
    visit.open("<p>Hello", path="/not-asked-to")
    visit.collector.wait_for("page_view")
