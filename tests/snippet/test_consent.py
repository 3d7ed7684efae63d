"""Consent: granted measures, pending holds in memory and sends nothing, denied keeps nothing at all."""

import pytest

from tests.browser.chromium import wait_until_true
from tests.snippet.answered import ANSWERED

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
    wait_until_true(visit.page, "document.cookie == ''")
    assert visit.page.evaluate("Object.values(localStorage)") == ["denied"]
    visit.page.goto(visit.shop.url("/"))
    wait_until_true(visit.page, "window.beheld && beheld.started")
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
    wait_until_true(visit.page, "beheld.started")
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
    wait_until_true(visit.page, "window.beheld && beheld.started")
    assert visit.page.evaluate(STORED_HERE) == 0
    visit.open("<p>Hello", path="/not-asked-to")
    visit.collector.wait_for("page_view")


KEPT_HERE = "[Object.keys(localStorage).map(name => name.split('.').pop()), document.cookie]"


def started(page):
    wait_until_true(page, "window.beheld && beheld.started")


def walk_on(visit, attributes):
    """Open three more pages, use each, and leave: nothing of it may be recorded."""
    for path in ("/two", "/three", "/four"):
        visit.shop[path] = visit.collector.snippet(attributes) + '<a data-bh-action="link" href="#x">Hello</a>'
        visit.page.goto(visit.shop.url(path))
        started(visit.page)
        visit.page.click("a")
    visit.page.goto("about:blank")


def settled_and_refused(visit, attributes=""):
    """A page on which the visitor refuses once the page is measured; how many requests there were until then."""
    visit.open("<p>Hello", attributes=attributes)
    if "pending" not in attributes:
        visit.collector.wait_until(lambda: posts(visit.collector))
    visit.page.evaluate("beheld('consent', 'denied')")
    return len(posts(visit.collector))


@pytest.mark.parametrize("attributes", ["", 'data-consent="pending"', 'data-consent="granted"', "data-cookieless"])
def test_a_refusal_holds_on_all_later_pages(visit, attributes):
    before = settled_and_refused(visit, attributes)
    walk_on(visit, attributes)
    visit.page.goto(visit.shop.url("/two"))
    started(visit.page)
    assert visit.page.evaluate(KEPT_HERE) == [["consent"], ""]
    assert len(posts(visit.collector)) == before


def test_a_refusal_after_consent_leaves_nothing_but_itself(visit):
    visit.open('<p data-bh-action="x">Hello', attributes='data-consent="pending"')
    visit.page.evaluate("beheld('consent', 'granted')")
    visit.collector.wait_for("deliver")
    before = len(posts(visit.collector))
    visit.page.evaluate("""() => {
        beheld("action", { action: "capped", trigger: { cap: { session: 1 } }, place: () => document.body });
        beheld("consent", "denied");
        beheld("goal", { goal: "secret" });
    }""")
    assert visit.page.evaluate(KEPT_HERE) == [["consent"], ""]
    walk_on(visit, 'data-consent="pending"')
    assert len(posts(visit.collector)) == before


def test_what_waits_to_be_sent_is_never_sent_after_a_refusal(visit):
    visit.open("<p>Hello")
    visit.collector.wait_for("page_view")
    visit.collector.server.stop()
    with visit.page.expect_event("requestfailed"):
        visit.page.evaluate("beheld('goal', { goal: 'unsent' })")
    visit.page.evaluate("beheld('goal', { goal: 'waiting' }); beheld('consent', 'denied')")
    visit.collector.server.start()
    walk_on(visit, "")
    visit.page.goto(visit.shop.url("/two"))
    started(visit.page)
    visit.page.evaluate("beheld('consent', 'granted')")
    visit.collector.wait_for("page_view", count=2)
    assert not visit.collector.events("goal")


NO_STORAGE = (
    """Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError") } })"""
)
NO_COOKIES = """Object.defineProperty(Document.prototype, "cookie", { get: () => "", set() {} })"""


@pytest.mark.parametrize("forbidden", [NO_STORAGE, NO_COOKIES])
@pytest.mark.parametrize("attributes", ["", 'data-consent="pending"'])
def test_a_refusal_is_remembered_where_only_cookies_or_only_storage_can_be_had(visit, forbidden, attributes):
    visit.page.add_init_script(forbidden)
    before = settled_and_refused(visit, attributes)
    assert visit.page.evaluate("document.cookie") == ("beheld_consent=denied" if forbidden == NO_STORAGE else "")
    walk_on(visit, attributes)
    assert len(posts(visit.collector)) == before


def test_a_refusal_is_shared_with_the_other_subdomains_where_the_visitor_is(visit):
    """They share cookies and no storage: here it is emptied instead."""
    attributes = 'data-cookie-domain="127.0.0.1"'
    before = settled_and_refused(visit, attributes)
    assert visit.page.evaluate(KEPT_HERE) == [["consent"], "beheld_consent=denied"]
    visit.page.evaluate("localStorage.clear()")
    walk_on(visit, attributes)
    assert len(posts(visit.collector)) == before


def test_where_nothing_can_be_kept_a_refusal_holds_on_its_page(visit):
    visit.page.add_init_script(NO_STORAGE)
    visit.page.add_init_script(NO_COOKIES)
    before = settled_and_refused(visit)
    visit.page.evaluate("beheld('goal', { goal: 'secret' })")
    visit.page.goto("about:blank")
    assert len(posts(visit.collector)) == before


def test_a_refusal_deletes_the_cookie_whichever_page_or_server_wrote_it(visit):
    visit.shop.add("/deep/page", "", set_cookie="beheld_visitor=v1; Path=/; Max-Age=999; SameSite=Lax")
    visit.page.goto(visit.shop.url("/deep/page"))
    visit.open("<p>Hello", path="/deep/er/page")
    [view] = visit.collector.wait_for("page_view")
    visit.page.evaluate("beheld('consent', 'denied')")
    assert view["visitor"] == "v1"
    assert visit.page.context.cookies() == []


NOTES_DOMAINS = """<script>
    const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
    domains = [];
    Object.defineProperty(document, "cookie", { get, set(text) {
        domains.push(text.split("domain=")[1]);
        set.call(document, text);
    } });
</script>"""


def test_no_cookie_is_looked_for_that_would_be_for_all_of_a_top_level_domain(visit):
    """Firefox would say so in the console of every visitor who chooses."""
    visit.open("<p>Hello", head=NOTES_DOMAINS)
    visit.page.evaluate("beheld('consent', 'denied')")
    assert set(visit.page.evaluate("domains")) == {"", "127.0.0.1", "0.0.1", "0.1"}


def another_tab(visit, attributes=""):
    """A second tab of the same visitor, on a page of its own."""
    visit.shop["/other"] = visit.collector.snippet(attributes) + '<a data-bh-action="link" href="#x">Hello</a>'
    tab = visit.page.context.new_page()
    tab.goto(visit.shop.url("/other"))
    started(tab)
    return tab


def test_a_refusal_in_another_tab_holds_here_at_once(visit):
    visit.open('<a data-bh-action="banner" href="#y">Hello</a>')
    visit.until("deliver", action="banner")
    other = another_tab(visit)
    visit.collector.wait_for("deliver", action="link")
    wait_until_true(other, ANSWERED)  # nothing is on its way
    with visit.page.expect_console_message(lambda message: message.text == "beheld: consent denied"):
        other.evaluate("beheld('goal', { goal: 'unsent' }); beheld('consent', 'denied')")
    stored = len(visit.collector.events())
    visit.page.click("a")
    visit.page.close()
    other.close()
    looking = visit.page.context.new_page()
    looking.goto(visit.shop.url("/other"))
    started(looking)
    assert looking.evaluate(KEPT_HERE) == [["consent"], ""]
    assert len(visit.collector.events()) == stored


def test_consent_in_another_tab_sends_what_was_held_here_under_the_same_visitor(visit):
    visit.open('<p data-bh-action="banner">Hello', attributes='data-consent="pending"')
    visit.until("deliver", action="banner")
    visit.page.evaluate("beheld('variation', 'any')")
    other = another_tab(visit, 'data-consent="pending"')
    other.evaluate("beheld('consent', 'granted')")
    views = visit.collector.wait_for("page_view", count=2)
    visit.collector.wait_for("deliver", count=2)
    assert {event["visitor"] for event in visit.collector.events()} == {views[0]["visitor"]}
    assert visit.page.evaluate("document.cookie") == "beheld_visitor=" + views[0]["visitor"]


def test_a_choice_made_while_the_page_was_in_the_back_forward_cache_counts(visit):
    """A page in that cache hears nothing: the choice is read when it comes back."""
    visit.open('<a data-bh-action="banner" href="#y">Hello</a>')
    visit.until("deliver", action="banner")
    visit.collector.wait_for("deliver")
    visit.page.evaluate("""() => {
        addEventListener("storage", (event) => event.stopImmediatePropagation(), true);
        dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
        const name = Object.keys(localStorage)[0].split(".").slice(0, 2).join(".") + ".consent";
        localStorage.setItem(name, "denied");
        dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    }""")
    assert visit.page.evaluate(KEPT_HERE) == [["consent"], ""]
    visit.page.click("a")
    visit.page.goto("about:blank")
    assert not visit.collector.events("click")
    assert len(visit.collector.events("page_view")) == 1


def test_whoever_consents_after_refusing_is_measured_from_then_on(visit):
    visit.open('<p data-bh-action="banner">Hello', attributes='data-consent="pending"')
    visit.page.evaluate("beheld('consent', 'denied')")
    visit.page.evaluate("beheld('consent', 'granted')")
    visit.collector.wait_for("deliver", action="banner")
    assert len(visit.collector.wait_for("page_view")) == 1


def test_a_word_that_is_no_choice_sends_nothing_and_says_so(visit):
    visit.open("<p>Hello", attributes='data-consent="pending"')
    with visit.page.expect_console_message(lambda message: message.type == "warning" and "denied" in message.text):
        visit.page.evaluate("beheld('consent', 'yes')")
    visit.page.goto("about:blank")
    assert posts(visit.collector) == []
