"""Page views: one per load, per change of path, per return; each with how long it was attended to, and how deep."""

import pytest

from tests.browser.chromium import wait_until_true


def test_a_page_view_says_what_the_page_is(visit):
    visit.open("<p>Hello", path="/first")
    visit.shop["/second"] = visit.collector.snippet() + '<title>Shoes</title><body data-bh-page-item="sku-1">'
    visit.page.evaluate("location.href = '/second?utm_source=mail'")
    [view] = visit.collector.wait_for("page_view", title="Shoes")
    assert view["url"] == visit.shop.url("/second?utm_source=mail")
    assert view["referrer"] == visit.shop.url("/first")
    assert view["page_item"] == "sku-1"


def test_visitor_and_context_come_with_it_and_the_cookie_is_for_the_shop_s_server_too(visit):
    visit.open("<p>Hello")
    visit.leave()
    [view] = visit.stored("page_view")
    cookies = {cookie["name"]: cookie for cookie in visit.page.context.cookies()}
    assert view["visitor"] == cookies["beheld_visitor"]["value"]
    assert cookies["beheld_visitor"]["sameSite"] == "Lax"
    assert (view["screen"], view["viewport"], view["language"]) == ("1000x600", "1000x600", "en-US")
    assert view["time_zone"]
    assert view["automated"] == 0


def test_a_visitor_stays_the_same_where_only_the_cookie_or_only_the_storage_is_left(visit):
    visit.open("<p>One", path="/one")
    visit.page.context.clear_cookies()
    visit.open("<p>Two", path="/two")
    visit.page.evaluate("localStorage.clear()")
    visit.open("<p>Three", path="/three")
    visit.leave()
    views = visit.stored("page_view")
    assert (len(views), len({view["visitor"] for view in views})) == (3, 1)
    assert len({view["view_id"] for view in views}) == 3


def test_a_change_of_path_ends_a_view_and_begins_another(visit):
    visit.open('<p data-bh-action="old">Old</p><div class="tall"></div><p data-bh-action="low">Low</p>')
    visit.until("deliver", action="old")
    visit.page.evaluate("""
        history.pushState({}, "", "/next");
        document.title = "Next";
        document.body.innerHTML = "<p data-bh-action=new>New</p>" """)
    visit.until("deliver", action="new")
    visit.leave()
    first, second = visit.stored("page_view")
    assert (second["title"], second["url"]) == ("Next", visit.shop.url("/next"))
    assert second["referrer"] == first["url"]
    of_first = {(event["type"], event["action"]) for event in visit.collector.events(view_id=first["view_id"])}
    of_second = {(event["type"], event["action"]) for event in visit.collector.events(view_id=second["view_id"])}
    assert {("evidence", "old"), ("evidence", "low"), ("page_leave", None)} <= of_first
    assert {("execute", "new"), ("deliver", "new"), ("evidence", "new"), ("page_leave", None)} <= of_second
    assert not {action for _, action in of_second} & {"old", "low"}


def test_what_the_app_takes_away_a_moment_after_changing_the_address_is_of_the_old_view_only(visit):
    visit.open('<p data-bh-action="old">Old</p>', clock=True)
    visit.until("deliver", action="old")
    visit.stop_time()
    visit.page.evaluate("""history.pushState({}, "", "/next"); document.body.append("Loading")""")
    visit.pass_time(0.5)
    visit.page.evaluate("""document.body.innerHTML = "<p data-bh-action=new>New</p>" """)
    visit.pass_time(0.5)
    visit.until("deliver", action="new")
    visit.pass_time(2)
    visit.leave()
    assert len(visit.stored("execute", action="old")) == 1


def test_what_stays_on_the_page_is_an_action_of_the_next_view_too(visit):
    visit.open('<p data-bh-action="header">Hello</p>')
    visit.until("deliver", action="header")
    visit.page.evaluate('history.pushState({}, "", "/next")')
    visit.until("deliver", action="header", count=2)
    visit.leave()
    assert len({event["view_id"] for event in visit.stored("deliver", action="header")}) == 2


@pytest.mark.parametrize("change", ["history.replaceState({}, '', '?sort=price')", "location.hash = 'reviews'"])
def test_a_changed_query_or_fragment_is_no_new_view(visit, change):
    visit.open("<p>Hello")
    visit.page.evaluate(change)
    visit.page.evaluate("history.pushState({}, '', '/next')")
    visit.until("page_view", url=visit.shop.url("/next"))
    visit.leave()
    assert len(visit.stored("page_view")) == 2


def test_going_back_in_an_app_and_hash_routes_are_new_views(visit):
    visit.open("<p>Hello")
    visit.page.evaluate("history.pushState({}, '', '/next')")
    visit.until("page_view", count=2)
    visit.page.evaluate("history.back()")
    visit.until("page_view", count=3)
    visit.page.evaluate("location.hash = '#/cart'")
    visit.until("page_view", count=4)
    visit.leave()
    paths = [view["url"].removeprefix(visit.shop.server.origin) for view in visit.stored("page_view")]
    assert paths == ["/", "/next", "/", "/#/cart"]


def test_a_page_that_comes_back_from_the_cache_is_a_new_view(visit, hide):
    visit.open('<p data-bh-action="banner">Hello</p>')
    visit.until("deliver", action="banner")
    visit.page.evaluate("""() => {
        dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
        dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    }""")
    visit.until("deliver", action="banner", count=2)
    visit.leave()
    assert len({event["view_id"] for event in visit.stored("deliver")}) == len(visit.stored("page_view")) == 2
    assert len(visit.stored("page_leave")) == 2


def test_a_page_may_say_itself_when_a_view_begins(visit):
    visit.open("<p>Hello")
    visit.page.evaluate("""beheld("page_view", { page: { title: "Step 2", item: "sku-9" }, props: { step: 2 } })""")
    visit.leave()
    first, second = visit.stored("page_view")
    assert (second["title"], second["page_item"], second["props"]) == ("Step 2", "sku-9", {"step": 2})
    assert first["view_id"] != second["view_id"]


def test_a_page_whose_tags_say_so_twice_has_one_view(visit):
    visit.open("<p>Hello")
    said = """beheld("page_view", { page: { title: "Step 2" }, props: { step: 2 } })"""
    visit.page.evaluate(f"{said}; {said}; setTimeout(() => {said})")
    visit.page.evaluate("""beheld("page_view", { page: { title: "Step 3" } })""")
    visit.leave()
    assert [view["title"] for view in visit.stored("page_view")] == ["/", "Step 2", "Step 3"]


def test_a_page_that_says_so_itself_is_not_second_guessed(visit):
    visit.shop["/"] = visit.collector.snippet("data-debug data-manual")
    visit.page.goto(visit.shop.url("/"))
    wait_until_true(visit.page, "window.beheld && beheld.started")
    visit.page.evaluate("""history.pushState({}, "", "/app"); beheld("page_view",
        { page: { title: "App of ann@example.com", url: location.href + "?token=1", item: "a@b" } })""")
    visit.leave()
    [view] = visit.stored("page_view")
    assert (view["title"], view["page_item"]) == ("App of *", "a@b")
    assert view["url"] == visit.shop.url("/app?token=*")


def test_leaving_says_how_long_and_how_deep(visit):
    visit.open('<div class="tall"></div>')
    visit.page.mouse.wheel(0, 400)
    wait_until_true(visit.page, "scrollY == 400")
    visit.page.evaluate("scrollTo(0, 0)")
    visit.leave()
    [view], leave = visit.stored("page_view"), visit.stored("page_leave")[-1]
    assert leave["scroll"] == 0.5
    assert 0 < leave["engaged_ms"] <= leave["ts"] - view["ts"] + 1


def test_time_in_a_hidden_tab_is_not_engaged(visit, hide):
    visit.open("<p>Hello", clock=True)
    visit.stop_time()
    visit.pass_time(100)
    hide()
    visit.pass_time(300)
    hide(False)
    visit.pass_time(100)
    visit.leave()
    assert 200_000 <= visit.stored("page_leave")[-1]["engaged_ms"] < 230_000


def test_addresses_and_titles_lose_mail_addresses_and_secrets(visit):
    visit.open("<script>document.title = 'Mail to ann@example.com'</script>", path="/unsubscribe")
    visit.page.evaluate("location.href = '/unsubscribe?email=ann%40example.com&reset_token=abc123&utm_source=mail#x'")
    visit.until("page_view", count=2)
    visit.leave()
    last = visit.stored("page_view")[-1]
    assert last["url"] == visit.shop.url("/unsubscribe?email=*&reset_token=*&utm_source=mail#x")
    assert last["title"] == "Mail to *"
