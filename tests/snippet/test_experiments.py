"""Experiments: the page and the server give a visitor the same variation, without asking each other."""

from pathlib import Path

import pytest

from tests.browser.chromium import wait_until_true
from tests.vectors.make_assignment import FILE

PLANS = Path(__file__).parents[2] / "static/plans"
HERO_VARIATION = "new Promise(tell => beheld('variation', 'hero', v => tell(String(v))))"
ALL_B = [[0, 10000, "b"]]


def serve(visit, **experiments):
    """Let the collector serve these experiments, each with its ranges or as a whole."""
    visit.collector.experiments = {
        id: one if isinstance(one, dict) else {"salt": id, "allocation": 3, "buckets": one}
        for id, one in experiments.items()
    }


def assigned(visit):
    """What was recorded of assignments until now."""
    return [(event["experiment"], event["variation"]) for event in visit.noted if event["type"] == "assign"]


def begun(visit, path="/", attributes=""):
    """Open a page that may not be measured."""
    visit.shop[path.partition("?")[0]] = visit.collector.snippet(f"data-debug {attributes}")
    visit.page.goto(visit.shop.url(path))
    wait_until_true(visit.page, "window.beheld && beheld.started")


VECTORS_IN_PAGE = """async () => {
    const { assign, bucketOf } = await import("/assign.js");
    const { here, sites, buckets, cases } = await (await fetch("/vectors.json")).json();
    const wrong = buckets.filter(([salt, visitor, bucket]) => bucketOf(salt, visitor) !== bucket);
    for (const { site, targeting, experiment, visitor, variation, ...given } of cases) {
        const hero = { salt: "hero", allocation: 1, buckets: [[0, 10000, "b"]], targeting };
        const served = new Map(Object.entries(sites[site] || { hero }));
        const { path, device, new: isNew, traits } = given.here || here;
        const of = (id) => served.has(id) && assign(served.get(id), visitor, () => ({ path, device, isNew, traits }));
        const heldOut = experiment != "holdout" && of("holdout") == "control";
        const found = (served.has(experiment) && (heldOut ? "control" : of(experiment))) || null;
        if (found !== variation) wrong.push([experiment, visitor, targeting, variation, found]);
    }
    return [cases.length, wrong];
}"""


def test_the_browser_gives_the_variations_of_the_vectors(visit):
    """Those that the SDK gives, too: tests/sdk_py/test_assign.py."""
    for name in ("assign.js", "targeting.js"):
        visit.shop.add(f"/{name}", (PLANS / name).read_text(), content_type="text/javascript")
    visit.shop.add("/vectors.json", FILE.read_text(), content_type="application/json")
    visit.shop["/"] = "<p>Hello"
    visit.page.goto(visit.shop.url("/"))
    count, wrong = visit.page.evaluate(VECTORS_IN_PAGE)
    assert count > 300
    assert wrong == []


def test_the_page_gets_its_variation_as_soon_as_it_is_known(visit):
    """Of an experiment as owners begin it."""
    owner = {"Authorization": f"Bearer {visit.collector.keys['admin']}"}
    body = {"variations": {"control": 1, "b": 1}}
    put = visit.collector.app.test_client().put("/api/v1/experiments/hero", json=body, headers=owner)
    assert put.status_code == 200
    visit.open("<p>Hello")
    first = visit.page.evaluate(HERO_VARIATION)
    assert first in ("control", "b")
    assert visit.page.evaluate("beheld('variation', 'hero')") == first
    visit.leave()
    [stored] = visit.stored("assign")
    visitor = stored["visitor"]
    assert (stored["name"], stored["variation"]) == ("hero", first)
    ran = visit.page.evaluate("document.cookie")
    assert ran == f"beheld_visitor={visitor}"


def test_a_returning_visitor_gets_it_at_once_even_if_the_collector_is_down(visit):
    serve(visit, hero=ALL_B)
    visit.open("<p>Hello")
    assert visit.page.evaluate(HERO_VARIATION) == "b"
    visit.page.route("**/v1/config*", lambda route: route.abort())
    begun(visit)
    assert visit.page.evaluate(HERO_VARIATION) == "b"
    assert visit.page.evaluate("beheld('variation', 'hero')") == "b"


def test_a_returning_visitor_does_not_wait_for_a_collector_that_does_not_answer(visit):
    serve(visit, hero=ALL_B)
    visit.open("<p>Hello", clock=True)
    assert visit.page.evaluate(HERO_VARIATION) == "b"
    visit.page.route("**/v1/config*", lambda route: None)
    visit.stop_time()
    begun(visit)
    assert visit.page.evaluate(HERO_VARIATION) == "b"


AGE = """Object.keys(localStorage).filter((name) => name.endsWith(".settings")).map((name) =>
    localStorage.setItem(name, JSON.stringify({ ...JSON.parse(localStorage.getItem(name)), at: Date.now() - 61000 })))"""


def test_a_later_visit_gets_it_by_present_settings_and_by_kept_ones_only_without(visit):
    serve(visit, hero=ALL_B)
    visit.open("<p>Hello")
    assert visit.page.evaluate(HERO_VARIATION) == "b"
    serve(visit, hero=[[0, 10000, "c"]])
    visit.page.evaluate(f"async () => {{ {AGE}; for (const name of await caches.keys()) caches.delete(name) }}")
    visit.page.route("**/v1/config*", lambda route: route.fulfill(response=route.fetch()))
    begun(visit)
    assert visit.page.evaluate(HERO_VARIATION) == "c"
    visit.page.evaluate(AGE)
    visit.page.unroute_all()
    visit.page.route("**/v1/config*", lambda route: route.abort())
    begun(visit)
    assert visit.page.evaluate(HERO_VARIATION) == "c"


def test_without_such_an_experiment_the_page_gets_null(visit):
    visit.open("<p>Hello")
    assert visit.page.evaluate(HERO_VARIATION) == "null"
    assert visit.page.evaluate("beheld('variation', 'hero')") is None


def test_without_a_collector_the_page_gets_null(visit):
    visit.page.route("**/v1/config*", lambda route: route.abort())
    visit.open("<p>Hello")
    assert visit.page.evaluate(HERO_VARIATION) == "null"


@pytest.mark.parametrize("body", ["null", '{"experiments": {"hero": 7}, "consent": "granted"}'])
def test_where_something_else_answers_the_page_gets_null(visit, body):
    visit.page.route("**/v1/config*", lambda route: route.fulfill(body=body))
    visit.open("<p>Hello")
    assert visit.page.evaluate(HERO_VARIATION) == "null"


def test_where_the_collector_does_not_answer_the_page_gets_null_before_long(visit):
    visit.page.route("**/v1/config*", lambda route: None)
    visit.open("<p>Hello", clock=True)
    visit.stop_time()
    visit.page.evaluate("beheld('variation', 'hero', (v) => { window.told = String(v) })")
    visit.pass_time(4)
    assert visit.page.evaluate("window.told") == "null"


def test_an_experiment_in_which_no_range_holds_anybody_has_no_variation(visit):
    serve(visit, hero=[[0, 0, "a"]])
    visit.open("<p>Hello")
    assert visit.page.evaluate(HERO_VARIATION) == "null"
    assert assigned(visit) == []


def test_a_page_that_writes_down_what_nobody_knew_makes_no_variation_of_it(visit):
    """Frameworks write "undefined" or "null" into attributes."""
    visit.open("".join(f'<p data-bh-action="{v}" data-bh-variation="{v}">{v}</p>' for v in ("undefined", "null", "")))
    visit.page.evaluate("""beheld("variation", "hero", (variation) => {
        const place = document.body.appendChild(document.createElement("p"));
        place.innerHTML = "Hello";
        Object.assign(place.dataset, { bhAction: "hero", bhVariation: variation, bhCampaign: undefined });
    })""")
    visit.until("deliver", action="hero")
    visit.leave()
    assert {(event["action"], event["variation"]) for event in visit.stored("execute")} == {("hero", None)}


def test_a_visitor_who_denied_consent_is_in_no_experiment(visit):
    serve(visit, hero=ALL_B, holdout=[[0, 10000, "control"]])
    begun(visit, "/?beheld-variation=hero:c", 'data-consent="denied"')
    assert visit.page.evaluate(HERO_VARIATION) == "null"
    assert visit.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert visit.noted == []


def test_the_first_call_of_a_session_records_the_assignment_and_later_ones_do_not(visit):
    serve(visit, hero=ALL_B, other=[[0, 10000, "c"]])
    for path in ("/one", "/two"):
        visit.open("<p>Hello", path=path)
        assert visit.page.evaluate(HERO_VARIATION) == "b"
    visit.page.evaluate("beheld('variation', 'hero'); beheld('variation', 'other'); beheld('variation', 'missing')")
    visit.leave()
    stored = visit.stored("assign")
    assert [(event["name"], event["variation"], event["allocation"]) for event in stored] == [
        ("hero", "b", 3),
        ("other", "c", 3),
    ]
    assert not [event for event in stored if event.get("override")]


def test_the_next_session_records_it_again(visit):
    serve(visit, hero=ALL_B)
    visit.open("<p>Hello", clock=True)
    visit.page.evaluate(HERO_VARIATION)
    visit.stop_time()
    visit.pass_time(31 * 60)
    visit.page.evaluate("beheld('variation', 'hero')")
    assert assigned(visit) == [("hero", "b")] * 2


def test_until_consent_is_given_nothing_is_sent_and_the_page_has_its_variation_already(visit):
    serve(visit, hero=ALL_B)
    visit.open("<p>Hello", attributes='data-consent="pending"')
    assert visit.page.evaluate(HERO_VARIATION) == "b"
    assert visit.page.evaluate("localStorage.length + document.cookie.length + sessionStorage.length") == 0
    assert not [request for request in visit.collector.requests if request.what == "POST /v1/events"]
    visit.page.evaluate("beheld('consent', 'granted')")
    [event] = visit.collector.wait_for("assign")
    assert visit.page.evaluate("document.cookie") == f"beheld_visitor={event['visitor']}"


def test_denying_consent_after_the_answer_leaves_nothing_of_it(visit):
    serve(visit, hero=ALL_B)
    visit.open("<p>Hello", path="/", attributes='data-consent="pending"')
    visit.page.evaluate(HERO_VARIATION)
    visit.page.evaluate("beheld('consent', 'denied')")
    assert visit.page.evaluate(HERO_VARIATION) == "null"
    visit.page.goto("about:blank")
    assert not visit.collector.events()


def test_a_tester_chooses_by_address_until_the_tab_is_closed(visit):
    serve(visit, hero=ALL_B, other=[[0, 10000, "c"]], holdout=[[0, 10000, "control"]])
    visit.open("<p>Hello", path="/empty", settled=False)
    begun(visit, "/?beheld-variation=hero:x,draft:y&beheld-variation=other:z")
    assert visit.page.evaluate(HERO_VARIATION) == "x"
    begun(visit, "/later")
    chosen = visit.page.evaluate(
        "['hero', 'other', 'draft', 'holdout', 'missing'].map((id) => beheld('variation', id))"
    )
    assert chosen == ["x", "z", "y", "personalized", None]
    visit.page.evaluate("beheld('goal', { goal: 'g' })")
    visit.collector.wait_for("goal")
    stored = {(event["name"], event["variation"]): event["override"] for event in visit.collector.events("assign")}
    assert stored == dict.fromkeys(
        [("hero", "x"), ("other", "z"), ("draft", "y"), ("holdout", "personalized")],
        True,
    )
    tab = visit.page.context.new_page()
    tab.goto(visit.shop.url("/later"))
    wait_until_true(tab, "window.beheld && beheld.started")
    assert tab.evaluate(HERO_VARIATION) == "control"
    tab.close()


def test_a_choice_is_read_from_the_address_that_the_page_was_loaded_with(visit):
    """Routers put the address right as soon as they start."""
    serve(visit, hero=ALL_B)
    tag = visit.collector.snippet("data-debug")
    visit.shop["/"] = tag.replace(" async", "") + "<script>history.replaceState({}, '', '/clean')</script>"
    visit.page.goto(visit.shop.url("/?beheld-variation=hero:x"))
    assert visit.page.evaluate(HERO_VARIATION) == "x"
    begun(visit, "/next")
    assert visit.page.evaluate(HERO_VARIATION) == "x"


def test_a_later_choice_counts_and_an_empty_one_ends_all(visit):
    serve(visit, hero=ALL_B)
    for query, chosen in (("hero:x", "x"), ("hero:y", "y"), ("hero:x&b=2", "x"), ("", "b")):
        begun(visit, "/?a=1&beheld-variation=" + query)
        assert visit.page.evaluate(HERO_VARIATION) == chosen, query
    begun(visit)
    assert visit.page.evaluate(HERO_VARIATION) == "b"


@pytest.mark.parametrize(("holdout", "hero"), [("control", "control"), ("personalized", "b")])
def test_whoever_is_held_out_is_in_control_of_everything_and_in_the_holdout_only(visit, holdout, hero):
    serve(visit, hero=ALL_B, holdout=[[0, 10000, holdout]])
    visit.open("<p>Hello")
    assert visit.page.evaluate(HERO_VARIATION) == hero
    assert visit.page.evaluate("['holdout', 'missing'].map((id) => beheld('variation', id))") == [holdout, None]
    assert assigned(visit) == [("holdout", holdout)] + [("hero", "b")] * (holdout != "control")


PLAN = """beheld("action", { action: "banner", selector: "#slot", height: 200, kind: "banner", variation: "b",
    place: (el) => { el.textContent = "shown!" } });
    beheld("action", { action: "popup", kind: "popup", place: () => { throw new Error("shown!") } });"""
EARLY = f"<script>window.beheld = function () {{ (beheld.q = beheld.q || []).push(arguments) }}; {PLAN}</script>"


def test_what_is_planned_for_the_held_out_is_watched_as_a_ghost_and_never_placed(visit):
    """Also where the plan is older than anything that is known of the site."""
    serve(visit, holdout=[[0, 10000, "control"]])
    visit.open(f'<div id="slot"></div>{EARLY}')
    visit.until("deliver", action="banner")
    visit.until("deliver", action="popup")
    assert "shown!" not in visit.page.inner_text("body")
    visit.leave()
    stored = {(event["action"], event["variation"], event["kind"]) for event in visit.stored("execute")}
    assert stored == {("banner", "control", "banner"), ("popup", "control", "popup")}
    assert visit.evidence("banner")["max_fraction"] == 1
    assert not visit.stored("skip")
    assert assigned(visit) == [("holdout", "control")]


def test_a_plan_waits_no_longer_than_the_page_for_a_collector_that_does_not_answer(visit):
    visit.page.route("**/v1/config*", lambda route: None)
    visit.open('<div id="slot"></div>', clock=True)
    visit.stop_time()
    visit.page.evaluate("""beheld("action", { action: "late", selector: "#slot",
        place: (el) => { el.textContent = "shown!" } })""")
    assert "shown!" not in visit.page.content()
    visit.pass_time(4)
    assert "shown!" in visit.page.content()


HERE = {"pages": ["/p/*"], "devices": ["desktop"], "visitors": "new", "traits": {"plan": ["pro"]}}
ELSE = {"pages": ["/q/*"], "devices": ["phone"], "visitors": "returning", "traits": {"plan": ["team"]}}


def test_an_experiment_is_for_those_it_is_meant_for(visit):
    """Each condition by itself, and all together."""
    meant = {"all": HERE, "none": ELSE} | {f"not {kind}": HERE | {kind: ELSE[kind]} for kind in HERE}
    whole = {"salt": "hero", "allocation": 1, "buckets": ALL_B}
    serve(visit, **{id: whole | {"targeting": targeting} for id, targeting in meant.items()})
    visit.open("<p>Hello", path="/p/tea")
    visit.page.evaluate("beheld('identify', { user_id: 'u1', traits: { plan: 'free', age: 3 } })")
    visit.page.evaluate("beheld('identify', { user_id: 'u1', traits: { plan: 'pro' } })")
    visit.page.evaluate(HERO_VARIATION)
    given = visit.page.evaluate("(ids) => ids.map((id) => beheld('variation', id))", list(meant))
    assert dict(zip(meant, given, strict=True)) == dict.fromkeys(meant) | {"all": "b"}


def test_traits_are_known_on_later_pages_and_are_those_of_one_user(visit):
    serve(visit, hero={"salt": "hero", "allocation": 1, "buckets": ALL_B, "targeting": {"traits": {"plan": "pro"}}})
    visit.open("<p>Hello")
    visit.page.evaluate("beheld('identify', { user_id: 'u1', traits: { plan: 'pro' } })")
    begun(visit, "/later")
    assert visit.page.evaluate(HERO_VARIATION) == "b"
    visit.page.evaluate("beheld('identify', { user_id: 'u2', traits: { age: 3 } })")
    begun(visit, "/last")
    assert visit.page.evaluate(HERO_VARIATION) == "null"


def test_traits_may_be_passed_with_the_question_and_are_of_it_alone(visit):
    """Of a visitor who never signed in; and they stand before what was known of who did."""
    for_full = {"salt": "hero", "allocation": 1, "buckets": ALL_B, "targeting": {"traits": {"cart": ["full"]}}}
    serve(visit, hero=for_full, other=for_full, third=for_full)
    visit.open("<p>Hello")
    ask = (
        """([experiment, cart]) => new Promise((done) => beheld("variation", { experiment, traits: { cart } }, done))"""
    )
    assert visit.page.evaluate(ask, ["hero", "full"]) == "b"
    assert visit.page.evaluate("beheld('variation', 'hero')") == "b"
    assert visit.page.evaluate("beheld('variation', { experiment: 'other' })") is None
    visit.page.evaluate("beheld('identify', { user_id: 'u1', traits: { cart: 'full' } })")
    assert visit.page.evaluate(ask, ["third", "empty"]) is None
    assert assigned(visit) == [("hero", "b")]
    visit.leave()
    assert "full" not in str(visit.stored("assign"))


def test_a_visitor_who_comes_again_is_returning(visit):
    targeting = {"visitors": "returning"}
    serve(visit, hero={"salt": "hero", "allocation": 1, "buckets": ALL_B, "targeting": targeting})
    visit.open("<p>Hello", clock=True)
    assert visit.page.evaluate(HERO_VARIATION) == "null"
    visit.stop_time()
    visit.pass_time(31 * 60)
    visit.page.evaluate("beheld('goal', { goal: 'g' }); history.pushState({}, '', '/again')")
    visit.page.evaluate("beheld('variation', 'hero', (v) => { window.told = String(v) })")
    wait_until_true(visit.page, "window.told")
    assert visit.page.evaluate("window.told") == "b"
