"""Which view something belongs to, whatever order an app does it in; and what goes into the address and out of it."""

import pytest

from tests.browser.chromium import wait_until_true

NEXT = "<main id=main><button id=next>next</button></main><script>next.onclick = () => {{ {} }}</script>"
PAGE_TWO = 'main.innerHTML = "<div data-bh-action=two class=box>page two</div>";'


def paths(visit):
    return [view["url"].removeprefix(visit.shop.server.origin) for view in visit.stored("page_view")]


def view_of(visit, type, action):
    """The paths of the views in which such events of an action are."""
    views = {view["view_id"]: view["url"].removeprefix(visit.shop.server.origin) for view in visit.stored("page_view")}
    return [views[event["view_id"]] for event in visit.stored(type, action=action)]


@pytest.mark.parametrize(
    "script",
    [
        PAGE_TWO + 'history.pushState({}, "", "/two")',
        PAGE_TWO + 'setTimeout(() => history.pushState({}, "", "/two"), 60)',
        'history.pushState({}, "", "/two");' + PAGE_TWO,
        'history.pushState({}, "", "/two"); setTimeout(() => { ' + PAGE_TWO + " }, 300)",
    ],
)
def test_content_and_address_may_come_in_any_order(visit, script):
    visit.open(NEXT.format(script))
    visit.page.click("#next")
    visit.until("deliver", action="two")
    visit.leave()
    assert view_of(visit, "execute", "two") == view_of(visit, "deliver", "two") == ["/two"]


def test_a_view_begins_when_the_page_takes_a_navigation_into_its_own_hands(visit):
    visit.open(
        '<main id="main"><a id="link" href="/two">next</a></main><script>navigation.addEventListener("navigate", e => '
        '{ if (e.destination.url.endsWith("/two")) e.intercept({ handler() { document.title = "Two"; '
        + PAGE_TWO
        + "} }) })</script>"
    )
    visit.page.click("#link")
    visit.until("deliver", action="two")
    visit.leave()
    assert paths(visit) == ["/", "/two"]
    assert view_of(visit, "execute", "two") == ["/two"]


def test_a_router_that_kept_push_state_for_itself_is_noticed(visit):
    visit.open(
        NEXT.format("push({}, '', '/two'); main.textContent = 'Two'"),
        head="<script>const push = history.pushState.bind(history)</script>",
    )
    visit.page.click("#next")
    visit.until("page_view", count=2)
    visit.leave()
    assert paths(visit) == ["/", "/two"]


def test_so_it_is_in_browsers_that_announce_no_navigation(visit):
    visit.page.add_init_script("delete window.navigation; push = history.pushState.bind(history)")
    visit.open(NEXT.format("push({}, '', '/two'); main.textContent = 'Two'"))
    visit.page.click("#next")
    visit.until("page_view", count=2)
    visit.leave()
    assert paths(visit) == ["/", "/two"]


@pytest.mark.parametrize("without", ["", "delete window.navigation"])
def test_an_app_that_puts_its_address_right_at_the_start_shows_one_page(visit, without):
    visit.page.add_init_script(without)
    # By the page itself: what a test evaluates is taken for a deed of the visitor.
    starts = """<script>const waiting = setInterval(() => {
        if (!window.beheld?.started) return;
        clearInterval(waiting);
        setTimeout(() => history.replaceState({}, "", "/en/"), 150);
    }, 5)</script>"""
    visit.open('<div data-bh-action="it" class="box">Offer</div>', head=starts, settled=False)
    visit.page.wait_for_url("**/en/")
    visit.until("deliver", action="it")
    visit.page.evaluate("history.pushState({}, '', '/en/two')")
    visit.until("page_view", count=2)
    visit.leave()
    assert paths(visit) == ["/", "/en/two"]
    assert visit.stored("page_view")[1]["referrer"] == visit.shop.url("/en/")


def test_an_app_that_replaces_its_address_after_the_visitor_did_something_shows_another_page(visit):
    visit.open(NEXT.format("history.replaceState({}, '', '/two')"), clock=True)
    visit.stop_time()
    visit.pass_time(6)
    visit.page.click("#next")
    visit.pass_time(6)
    visit.until("page_view", count=2)
    visit.leave()
    assert sorted(paths(visit)) == ["/", "/two"]


@pytest.mark.parametrize("ms", [0, 400])
def test_the_title_may_come_with_the_data(visit, ms):
    visit.open(NEXT.format(f"history.pushState({{}}, '', '/two'); setTimeout(() => document.title = 'Page two', {ms})"))
    visit.page.click("#next")
    visit.until("page_view", count=2)
    visit.leave()
    assert [view["title"] for view in visit.stored("page_view")] == ["/", "Page two"]


def test_a_title_that_stays_is_waited_for_no_longer_than_a_moment(visit):
    visit.open(NEXT.format("history.pushState({}, '', '/two')"), clock=True)
    visit.stop_time()
    visit.page.click("#next")
    visit.pass_time(2)
    visit.until("page_view", count=2)


def test_a_page_of_the_shop_in_a_frame_of_another_is_part_of_its_view(visit):
    visit.shop["/inner"] = visit.collector.snippet("data-debug") + "<p data-bh-action=inner>Sizes</p>"
    visit.open('<p data-bh-action="outer">Outer</p><iframe src="/inner" width="500" height="300"></iframe>')
    visit.until("deliver", action="outer")
    visit.until("deliver", action="inner")
    visit.leave()
    assert paths(visit) == ["/"]
    assert view_of(visit, "deliver", "inner") == ["/"]
    assert len({event["view_id"] for event in visit.stored("page_leave")}) == 1


def test_what_is_placed_a_moment_before_the_visitor_leaves_is_executed(visit):
    visit.open('<div id="main"></div>')
    visit.leave(script="main.innerHTML = '<p data-bh-action=late>Late</p>'")
    assert len(visit.stored("execute", action="late")) == 1


def test_the_key_may_stand_in_the_address_of_the_script(visit):
    """Tag managers are known to drop attributes that begin with data-."""
    key = visit.collector.keys["public"]
    visit.shop["/"] = f"""<body><p data-bh-action="it">Hello</p><script>
        const script = document.createElement("script");
        script.src = "{visit.collector.origin}/beheld.js?key={key}&debug";
        document.head.append(script)</script>"""
    visit.page.goto(visit.shop.url("/"))
    visit.until("deliver", action="it")
    visit.leave()
    assert visit.delivered() == ["it"]


def test_a_script_without_any_key_says_so(visit):
    visit.shop["/"] = f'<script async src="{visit.collector.origin}/beheld.js"></script>'
    with visit.page.expect_console_message(lambda message: "no data-key or ?key=" in message.text):
        visit.page.goto(visit.shop.url("/"))


def test_a_cookie_that_the_shop_s_server_has_set_is_left_as_it_is(visit):
    days, ours = 30, "0197c3a1-5b7e-7c3d-9f00-5a1c2e3d4f50"
    visit.shop.add("/", "", set_cookie=f"beheld_visitor={ours}; Path=/; Max-Age={days * 86400}")
    visit.page.goto(visit.shop.url("/"))
    [before] = visit.page.context.cookies()
    visit.open("<p>Hello", path="/two")
    visit.leave()
    [after] = [cookie for cookie in visit.page.context.cookies() if cookie["name"] == "beheld_visitor"]
    assert (after["value"], after["expires"]) == (ours, before["expires"])
    assert visit.stored("page_view")[0]["visitor"] == ours


def test_a_cookie_whose_name_only_ends_the_same_is_not_ours(visit):
    visit.shop.add("/", "", set_cookie="old_beheld_visitor=zzz; Path=/")
    visit.page.goto(visit.shop.url("/"))
    visit.open("<p>Hello", path="/two")
    visit.leave()
    assert len(visit.stored("page_view")[0]["visitor"]) == 36


def test_a_short_outage_costs_nothing_where_nothing_may_be_kept(visit):
    visit.collector.troubles.append("busy")
    visit.open("<p>Hello", attributes="data-cookieless")
    visit.collector.wait_until(lambda: [r for r in visit.collector.requests if r.status == 503], "the outage")
    visit.leave()
    assert len(visit.stored("page_view")) == 1


def test_a_tab_that_hangs_with_the_lock_holds_up_nobody_for_long(visit):
    visit.open("<p>Hello")
    visit.collector.wait_for("page_view")
    other = visit.page.context.new_page()
    visit.shop["/hangs"] = "<p>Hangs"
    other.goto(visit.shop.url("/hangs"))
    other.evaluate("() => { navigator.locks.request('beheld', () => new Promise(() => {})); }")
    wait_until_true(other, "navigator.locks.query().then(({ held }) => held.some(({ name }) => name == 'beheld'))")
    # Neither of the page, nor what it sent in vain as it was left.
    visit.collector.troubles.append("busy")
    visit.page.evaluate("beheld('goal', { goal: 'newsletter' })")
    visit.page.goto(visit.shop.url("/hangs"))
    visit.collector.wait_until(lambda: not visit.collector.troubles, "the page's end")
    visit.page.goto(visit.shop.url("/"))
    visit.collector.wait_for("page_view", count=2)
    assert len(visit.collector.wait_for("goal")) == len(visit.collector.wait_for("page_leave")) == 1


ADDRESSES = [
    ("?code=1&x=2", "?code=*&x=2"),
    ("?pwd=1&pw=2&auth=3&authorization=Bearer%204", "?pwd=*&pw=*&auth=*&authorization=*"),
    ("?otp=1&sig=2&signature=3&sid=4&session=5&key=6", "?otp=*&sig=*&signature=*&sid=*&session=*&key=*"),
    ("?passcode=1&totp=2&pin=3&shipping=4&passengers=5", "?passcode=*&totp=*&pin=*&shipping=4&passengers=5"),
    ("?PHPSESSID=1&amz-signature=2#access_token=3", "?PHPSESSID=*&amz-signature=*#access_token=*"),
    ("/shop;jsessionid=1A2B?x=1", "/shop;jsessionid=*?x=1"),
    ("?user%5Bpassword%5D=1&b=2", "?user%5Bpassword%5D=*&b=2"),
    ("?next=%2Freset%3Ftoken%3Dabc%26page%3D2&x=1", "?next=%2Freset%3Ftoken%3D*&x=1"),
    ("?next=%252Freset%253Fotp%253Dabc%2526page%253D2", "?next=%252Freset%253Fotp%253D*"),
    ("?next=%252Fx%253Fmail%253Dann%2540example.com", "?next=*"),
    # What looks like a next parameter may be a part of the secret.
    ("?password=a%26b%23c%3Fd%3Be&x=1", "?password=*&x=1"),
    ("?password=a?b;c=d&x=1", "?password=*&x=1"),
    ("/shop;token=1;color=2?x=1", "/shop;token=*;color=2?x=1"),
    ("?user%5Bpw%5D=1&auth[code]=2&authCode=3&x=4", "?user%5Bpw%5D=*&auth[code]=*&authCode=*&x=4"),
    ("?accessKey=1&resetPasswordKey=2&authKey=3&x=4", "?accessKey=*&resetPasswordKey=*&authKey=*&x=4"),
    ("?user=1&pass=2&user_pass=3&compass=4", "?user=1&pass=*&user_pass=*&compass=4"),
    ("?AWSAccessKeyId=1&secretkey=2&private_key=3&x=4", "?AWSAccessKeyId=*&secretkey=*&private_key=*&x=4"),
    ("?next=%2Fa%3FapiKey%3D1%26x%3D2&x=1", "?next=%2Fa%3FapiKey%3D*&x=1"),
    ("?monkey=1&keyword=2&author=3&unicode=4&design=5", "?monkey=1&keyword=2&author=3&unicode=4&design=5"),
    ("?author_id=1&hotkey=2&access=3&reset=4&q=what?", "?author_id=1&hotkey=2&access=3&reset=4&q=what?"),
]


def test_addresses_lose_what_sounds_like_a_secret(visit):
    visit.open("<p>Hello")
    page = visit.shop.pages["/"][0]
    for number, (address, recorded) in enumerate(ADDRESSES):
        visit.shop.add(address.partition("?")[0] or "/", page)
        visit.page.goto(visit.shop.url(address if address[0] == "/" else "/" + address))
        *_, view = visit.until("page_view", count=number + 2)
        assert view["page"]["url"] == visit.shop.url(recorded if recorded[0] == "/" else "/" + recorded)
