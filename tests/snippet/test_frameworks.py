"""The same shop in React, Vue, Turbo, htmx and Alpine, as npm has them: what each does to a page is counted once and right."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = Path(__file__).parent / "apps"
DRAWN = ("react", "vue")
SCRIPT = """<script>window.app = {app}</script><script src="/{library}.js"></script>"""
OFFER = '<div data-bh-action="it" class="box">Offer</div>'
WITNESS = '<p data-bh-action="witness" style="margin: 0">Witness</p>'


@pytest.fixture(scope="module")
def libraries(tmp_path_factory) -> dict[str, str]:
    """The apps with their libraries, each in one file, as they are while a shop is developed: React does all twice then."""
    directory = tmp_path_factory.mktemp("apps")
    options = [f"--outdir={directory}", "--bundle", "--jsx=automatic", "--log-level=error"]
    development = ['--define:process.env.NODE_ENV="development"', "--define:__VUE_OPTIONS_API__=true"]
    flags = ["--define:__VUE_PROD_DEVTOOLS__=false", "--define:__VUE_PROD_HYDRATION_MISMATCH_DETAILS__=false"]
    entries = sorted(str(path) for path in APPS.iterdir())
    command = [ROOT / "node_modules" / ".bin" / "esbuild", *entries, *options, *development, *flags]
    subprocess.run(command, check=True, cwd=ROOT)
    return {path.stem: path.read_text() for path in directory.glob("*.js")}


@pytest.fixture
def shop_of(visit, libraries):
    """Opens a page of the visitor's shop with one of the libraries in it."""

    def open(library: str, body: str, *, app: str = "", **more) -> None:
        visit.shop.add(f"/{library}.js", libraries[library], content_type="text/javascript")
        visit.open(body + SCRIPT.format(app=json.dumps(app), library=library), **more)

    return open


@pytest.fixture(params=DRAWN)
def draw(request, visit, shop_of):
    """Opens an app of React or of Vue, and then lets it go on to its next state."""

    def open(app: str, body: str = "", witness: str = WITNESS) -> None:
        visit.noted.clear()
        shop_of(request.param, f'{witness}<div id="root">{body}</div>', app=app, path="/")
        visit.until("deliver", action="witness")

    open.library = request.param
    return open


def counted(visit, *types: str) -> list[tuple]:
    """What the snippet noted down of the action `it`, of these types."""
    return [
        (event["type"], *event.get("items", []))
        for event in visit.noted
        if event["type"] in types and event.get("action") == "it"
    ]


def step(visit) -> None:
    visit.page.evaluate("window.next()")
    visit.looked()


def settle(visit) -> None:
    """Give the page two chances more to look at what is in it now."""
    visit.looked()
    visit.looked()


def test_an_offer_is_executed_and_delivered_once_however_often_it_is_drawn(visit, draw):
    for app in ("strict", "renders_again"):
        draw(app)
        visit.until("deliver", action="it")
        step(visit)
        settle(visit)
        assert counted(visit, "execute", "deliver") == [("execute",), ("deliver",)], app


def test_an_offer_that_comes_late_is_delivered_when_it_came(visit, draw):
    late = ["late", "filled_late", "portal"] + ["shown_late", "fades_in"] * (draw.library == "vue")
    for app in late:
        draw(app)
        settle(visit)
        assert counted(visit, "deliver") == [], app
        step(visit)
        visit.until("deliver", action="it")
        assert counted(visit, "execute", "deliver") == [("execute",), ("deliver",)], app


def test_what_the_server_drew_is_counted_once_whether_it_fits_or_not(visit, shop_of):
    for server in (OFFER, OFFER.replace("Offer", "Another"), '<div data-bh-action="old" class="box">Old</div>'):
        visit.noted.clear()
        shop_of("react", f'<div id="root">{server}</div>', app="strict", path="/")
        visit.until("deliver", action="it")
        settle(visit)
        assert counted(visit, "execute", "deliver") == [("execute",), ("deliver",)], server


def test_products_keep_their_identity_when_a_list_is_sorted_reused_or_grows(visit, draw):
    for app, clicked, new in [("reordered", "b", []), ("reused", "c", ["c"]), ("longer", "c", ["c"])]:
        draw(app)
        visit.until("deliver", action="it", items=["a", "b"])
        step(visit)
        visit.page.click(f"text={clicked}")
        assert visit.until("click", action="it")[0]["item"] == clicked, app
        if new:
            visit.until("deliver", action="it", items=new)
        settle(visit)
        delivered = [("deliver", "a", "b")] + [("deliver", *new)] * len(new)
        assert counted(visit, "deliver") == delivered, app  # each once
        executed = {item for _, *items in counted(visit, "execute") for item in items}
        assert executed == {"a", "b", *new}, app


def test_a_click_that_the_app_stops_is_one_click(visit, draw):
    draw("stops")
    visit.until("deliver", action="it")
    visit.page.click("text=Look")
    visit.until("click", action="it")
    settle(visit)
    assert counted(visit, "click") == [("click",)]


def test_a_click_on_a_route_is_of_the_view_it_was_made_in(visit, draw):
    draw("routes")
    visit.until("deliver", action="it")
    visit.page.click("text=Next")
    visit.until("deliver", action="two")
    visit.until("deliver", action="witness", count=2)  # what stays from one view to the next counts in both
    visit.leave()
    assert views_of(visit) == [("/", {"witness", "it"}), ("/two", {"witness", "two"})]
    assert len(visit.stored("click")) == 1
    assert visit.stored("click")[0]["view_id"] == visit.stored("page_view")[0]["view_id"]


def views_of(visit) -> list[tuple[str, set[str]]]:
    """The path of each view in order, and the actions delivered in it."""
    views = {
        view["view_id"]: (view["url"].removeprefix(visit.shop.server.origin), set())
        for view in visit.stored("page_view")
    }
    for event in visit.stored("deliver"):
        views[event["view_id"]][1].add(event["action"])
    return list(views.values())


def page_of(action: str, link: str) -> str:
    return f'<main id="main"><div data-bh-action="{action}" class="box">{action}</div><a href="{link}">On</a></main>'


@pytest.mark.parametrize("library", ["turbo", "htmx"])
def test_pages_whose_body_takes_the_place_of_the_last_are_views_of_their_own(visit, shop_of, library):
    body = "<div hx-boost=true>{}</div>" if library == "htmx" else "{}"
    # The snippet's tag stands in the body, so that it runs again with each page that comes.
    shop_of(library, body.format(page_of("two", "/one")), path="/two")
    visit.until("deliver", action="two")
    shop_of(library, body.format(page_of("one", "/two")), path="/one")
    visit.until("deliver", action="one")
    visit.page.click("main > a")
    visit.until("deliver", action="two", count=2)
    visit.page.click("main > a")
    visit.until("deliver", action="one", count=2)
    visit.page.evaluate("history.back()")
    visit.until("deliver", action="two", count=3)
    visit.leave()
    two, one = ("/two", {"two"}), ("/one", {"one"})
    assert views_of(visit) == [two, one, two, one, two]
    assert not [event for event in visit.stored("execute") if event["action"] not in ("one", "two")]


def test_while_the_page_before_is_on_its_way_the_last_one_is_not_counted_in_its_view(visit, shop_of):
    """On the way back the address changes at once. Turbo leaves the old content until the page has come, if it kept none."""
    head = '<meta name="turbo-cache-control" content="no-cache"><meta name="turbo-prefetch" content="false">'
    for action, path, link in [("one", "/one", "/two"), ("two", "/two", "/one")]:
        shop_of("turbo", page_of(action, link), path=path, head=head)
        visit.until("deliver", action=action)
    visit.page.click("main > a")
    visit.until("deliver", action="one", count=2)
    held = []
    visit.page.route("**/two", lambda route: held.append(route))
    visit.page.evaluate("history.back(), new Promise(done => setTimeout(done, 2500))")
    held[0].continue_()
    visit.until("deliver", action="two", count=2)
    visit.leave()
    assert views_of(visit) == [("/one", {"one"}), ("/two", {"two"}), ("/one", {"one"}), ("/two", {"two"})]
    assert [event["action"] for event in visit.stored("execute")] == ["one", "two", "one", "two"]


@pytest.mark.parametrize(
    ("library", "swap"),
    [
        (
            "turbo",
            "Turbo.renderStreamMessage(`<turbo-stream action=update target=slot><template>${html}</template></turbo-stream>`)",
        ),
        ("htmx", "htmx.swap('#slot', html, { swapStyle: 'innerHTML' })"),
        ("alpine", "Alpine.morph(slot, `<div id=slot>${html}</div>`)"),
    ],
)
def test_a_piece_of_the_page_that_the_server_sends_anew_is_counted_once(visit, shop_of, library, swap):
    widget = '<ul data-bh-action="it" data-bh-kind="products">{}</ul>'
    items = [f'<li data-bh-item="{item}"><a href="#x">{item}</a></li>' for item in "abc"]
    shop_of(library, f'{WITNESS}<div id="slot"></div>')

    def send(*numbers: int) -> None:
        visit.page.evaluate(f"html => {{ {swap} }}", widget.format("".join(items[number] for number in numbers)))

    send(0, 1)
    visit.until("deliver", action="it", items=["a", "b"])
    send(0, 1)
    settle(visit)
    send(2, 1)
    visit.until("deliver", action="it", items=["c"])
    visit.page.click("text=c")
    assert visit.until("click")[0]["item"] == "c"
    visit.leave()
    assert counted(visit, "deliver") == [("deliver", "a", "b"), ("deliver", "c")]
    assert {item for _, *items in counted(visit, "execute") for item in items} == {"a", "b", "c"}
