"""A guest on the page: never throws, needs nothing that a page may forbid or break, and leaves no trace of work when idle."""

import json

from tests.snippet.answered import ANSWERED

STRICT = (
    "default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'; connect-src {collector}; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
BANNER = '<p data-bh-action="banner">Hello</p>'
CONTROL = '<div data-bh-action="ghost" data-bh-variation="control" data-bh-height="50"></div>'


def test_it_works_under_the_strictest_policy(visit):
    violations = []
    visit.page.on("console", lambda message: violations.append(message.text) if "Policy" in message.text else None)
    head = '<script nonce="abc">document.addEventListener("securitypolicyviolation", e => console.log("Policy", e.violatedDirective))</script>'
    visit.open(
        CONTROL + BANNER,
        attributes='nonce="abc"',
        head=head,
        content_security_policy=STRICT.format(collector=visit.collector.origin),
    )
    visit.until("deliver", action="banner")
    visit.until("deliver", action="ghost")
    visit.leave()
    assert visit.delivered() == ["banner", "ghost"]
    assert not [text for text in violations if "style" not in text and "favicon" not in text and "img" not in text], (
        violations
    )


def test_it_works_where_the_page_spoils_the_language(visit):
    visit.page.add_init_script("""
        Array.prototype.junk = () => { throw new Error("junk") };
        Object.prototype.junk = "junk";
        Array.prototype.toJSON = function () { return "spoilt" };
        Array.from = () => { throw new Error("mine") };
        console.debug = console.log;
        const now = Date.now;
        Date.now = () => now() + 0.25;
        window.key = window.view = window.name = "taken";
    """)
    visit.open('<section data-bh-action="recs"><p data-bh-item="a">A</p></section>')
    visit.until("deliver", action="recs")
    visit.leave()
    assert [item["item"] for item in visit.stored("execute")[0]["items"]] == ["a"]


def test_it_works_where_storage_and_cookies_are_forbidden(visit):
    visit.page.add_init_script("""
        const forbid = { get() { throw new DOMException("no", "SecurityError") }, set() { throw new DOMException("no") } };
        Object.defineProperty(window, "localStorage", forbid);
        Object.defineProperty(Document.prototype, "cookie", forbid);
    """)
    visit.open(BANNER)
    visit.until("deliver", action="banner")
    visit.leave()
    assert visit.delivered() == ["banner"]


def test_it_works_where_storage_is_full(visit):
    visit.page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
    )
    visit.open(BANNER)
    visit.until("deliver", action="banner")
    visit.leave()
    assert visit.delivered() == ["banner"]


def test_what_the_page_gives_wrongly_never_throws_into_it_and_stops_nothing_else(visit):
    visit.open("<p>Hello")
    visit.page.evaluate("""() => {
        const loop = {}; loop.loop = loop;
        beheld("goal", loop); beheld("action"); beheld("action", { action: "wrong", selector: ":::" });
        beheld("action", { action: "nowhere", place: () => {} });
        beheld("variation", "x", () => { throw new Error("page") }); beheld("consent", "granted");
        beheld("goal", { goal: "good" });
        document.body.insertAdjacentHTML("beforeend", "<p data-bh-action=late>Late</p>");
    }""")
    visit.until("deliver", action="late")
    visit.leave()
    assert visit.stored("goal", name="good")
    assert visit.evidence("late")["reason"] is None
    assert {skip["action"]: skip["reason"] for skip in visit.stored("skip")} == {"wrong": "error", "nowhere": "error"}


def test_two_tags_are_one_snippet(visit):
    visit.open(BANNER, head=visit.collector.snippet("data-debug"))
    visit.until("deliver", action="banner")
    visit.leave()
    assert len(visit.stored("page_view")) == len(visit.stored("deliver")) == 1


def test_the_address_of_the_collector_can_be_set(visit):
    script = visit.collector.snippet("data-debug").replace("async", "")
    visit.shop["/"] = script.replace('.js"', f'.js" data-endpoint="{visit.collector.origin}"')
    visit.page.goto(visit.shop.url("/"))
    visit.collector.wait_for("page_view")


def test_history_works_as_before(visit):
    visit.open("<p>Hello")
    state = visit.page.evaluate("[history.pushState({ a: 1 }, '', '/x'), history.state.a, location.pathname]")
    assert state == [None, 1, "/x"]
    assert (
        visit.page.evaluate(
            "(() => { try { history.pushState({}, '', 'http://elsewhere.example/') } catch (e) { return e.name } })()"
        )
        == "SecurityError"
    )


def test_a_page_at_rest_is_left_alone(visit):
    visit.open(BANNER, clock=True)
    visit.until("deliver", action="banner")
    visit.stop_time()
    visit.pass_time(5)
    while not visit.page.evaluate(ANSWERED):
        visit.pass_time(1)
    visit.pass_time(5)
    visit.page.evaluate("""() => {
        window.work = 0;
        for (const name of ["setTimeout", "setInterval", "requestAnimationFrame", "requestIdleCallback"]) {
            const original = window[name];
            window[name] = (...given) => { window.work++; return original(...given) };
        }
    }""")
    visit.pass_time(600)
    assert visit.page.evaluate("work") == 0


COUNTS_HOW_OFTEN_FOUND = """
    const find = Intl.DateTimeFormat;
    window.found = 0;
    Intl.DateTimeFormat = function (...given) { window.found++; return find(...given) };
"""


def test_temporal_gives_the_time_zone_at_once(visit):
    """Without it, it takes a browser 20 to 36 ms."""
    visit.page.add_init_script(COUNTS_HOW_OFTEN_FOUND)
    with visit.page.expect_request("**/v1/events") as sent:
        visit.open("<p>Hello")
    assert visit.page.evaluate("[window.Temporal?.Now.timeZoneId() || '', found]") in (
        [json.loads(sent.value.post_data)["context"]["time_zone"], 0],
        ["", 1],  # a browser without it
    )


def test_the_time_zone_is_found_out_once_in_a_session(visit):
    """In browsers that do not know Temporal."""
    visit.page.add_init_script(COUNTS_HOW_OFTEN_FOUND + "delete window.Temporal")
    zones = []
    for path, found in (("/", 1), ("/two", 0)):
        with visit.page.expect_request("**/v1/events") as sent:
            visit.open("<p>Hello", path=path)
        zones.append(json.loads(sent.value.post_data)["context"]["time_zone"])
        visit.collector.wait_for("page_view", count=len(zones))
        assert visit.page.evaluate("found") == found
    assert zones[0]
    assert zones[0] == zones[1]
    visit.page.evaluate("""() => {
        for (const name of Object.keys(localStorage)) if (name.endsWith(".session")) localStorage[name] = "1 2 ";
        beheld("goal", { goal: "in the next session" });
    }""")
    visit.collector.wait_for("goal")
    assert visit.page.evaluate("found") == 1
