"""Links to share: one page, to read, for as long as it is meant to be."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from collector.present.auth import begin_share, require, shareable, site_signed_in
from collector.present.pages import page
from collector.store.accounts import OWNER
from collector.store.sqlite import shares as kept_shares
from collector.store.sqlite.shares import NOTED_EVERY_MS
from tests.present.desk import Desk
from tests.present.reading import Elements
from tests.store.events import bytes_on_disk

DAY_MS = 86_400_000
REPORT = "/api/v1/reports/visits?from=2026-01-01&to=2026-01-02"
OTHER_PAGES = (
    "/checks?x=1",
    "/visitors",
    "/visitors?q=ann&from=2026-01-01",
    "/visitors?q=an",
    "/visitor?id=ann",
    "/visitors/ann",
    "/visitors/ann/erase",
    "/account",
    "/settings/people",
    "/settings/shares",
    "/settings/changes",
)
API = ("visitors", "visitors?q=ann", "visitors/ann", "visitors/ann/export", "keys", REPORT.removeprefix("/api/v1/"))


@pytest.fixture(autouse=True)
def ann(desk: Desk) -> None:
    desk.shop.send(desk.shop.event("page_view", 0))
    desk.other.send(desk.other.event("page_view", 0, visitor="zoe"))
    desk.person("owner")
    desk.sign_in_as(desk.person("analyst").email)


@pytest.fixture
def guest(desk: Desk) -> FlaskClient:
    """A browser of somebody who has no account."""
    return desk.app.test_client()


def shared(desk: Desk, address: str = "/checks", **form: str) -> str:
    """The path of a new link to a page."""
    answer = desk.post("/settings/shares", address=address, **form)
    assert answer.status_code == 200, answer.text
    (path,) = re.findall(r"http://localhost(/shared/[\w-]+)", answer.text)
    return path


def test_a_guest_sees_the_page_and_nothing_else(desk: Desk, guest: FlaskClient) -> None:
    answer = guest.get(shared(desk))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/checks")
    page = guest.get("/checks")
    assert page.status_code == 200
    assert "only this page" in page.text
    assert "Sign out" not in page.text
    assert "Share this page" not in page.text
    for path in OTHER_PAGES:
        assert guest.get(path).status_code == 302, path
    for path in API:
        assert guest.get(f"/api/v1/{path}").status_code == 401, path


PAGES_TO_SHARE = ("/actions?from=2026-01-01&to=2026-01-31", "/visitors", "/calculators", "/overview")


@pytest.mark.parametrize("address", PAGES_TO_SHARE)
def test_nothing_on_a_shared_page_leads_where_a_guest_may_not_go(desk: Desk, guest: FlaskClient, address: str) -> None:
    desk.shop.send(desk.shop.event("execute", 1, action="<b>hero"))
    answer = guest.get(shared(desk, address), follow_redirects=True)
    for link in Elements(answer.text).all("a"):
        target = str(link["href"])
        assert target.startswith("#") or guest.get(target).status_code == 200, target
    assert 'class="primary"' not in answer.text
    own = desk.client.get(address).text
    hrefs = [str(link["href"]) for link in Elements(own).all("a")]
    assert len([href for href in hrefs if href.startswith("/")]) > 10
    if "actions" in address:
        assert "&lt;b&gt;hero" in answer.text


def test_a_page_is_shared_with_its_filters(desk: Desk, guest: FlaskClient) -> None:
    guest.get(shared(desk, "/visitors?q=ann&from=2026-01-01"))
    assert guest.get("/visitors?q=ann&from=2026-01-01").status_code == 200
    assert guest.get("/visitors?from=2026-01-01&q=ann").status_code == 200
    for changed in ("q=ann", "q=ann&from=2026-01-02", "q=ann&from=2026-01-01&limit=2", "q=&q=ann&from=2026-01-01", ""):
        assert guest.get(f"/visitors?{changed}").status_code == 302, changed
    for path in ("/visitor?id=ann", "/api/v1/visitors?q=ann&from=2026-01-01"):
        assert guest.get(path).status_code in (302, 401)


@pytest.mark.parametrize("address", ["/visitor?id=v%3Aann", "/visitors/ann"])
def test_a_report_about_one_visitor_is_shared_alone(desk: Desk, guest: FlaskClient, address: str) -> None:
    desk.shop.send(desk.shop.event("page_view", 0, visitor="bob", view_id="w2"))
    location = guest.get(shared(desk, address)).headers["Location"]
    page = guest.get(location)
    assert page.status_code == 200
    assert "Erase this person" not in page.text
    for path in ("/visitor?id=bob", "/visitors/bob", "/visitors", "/api/v1/visitor?id=v%3Aann", f"{address}/erase"):
        assert guest.get(path).status_code in (302, 401), path


def test_a_page_brings_the_reports_that_it_fetches(desk: Desk, guest: FlaskClient) -> None:
    guest.get(shared(desk, "/checks", data=REPORT))
    assert guest.get(REPORT).status_code == 200
    assert guest.get(REPORT.replace("01-02", "01-03")).status_code == 401
    assert guest.get(REPORT.replace("visits", "actions")).status_code == 401


@pytest.mark.parametrize(
    "data", ["/api/v1/visitors", "/api/v1/visitors/ann/export", "https://x.example/", "/visitors", "x"]
)
def test_a_page_brings_no_other_data(desk: Desk, data: str) -> None:
    assert desk.post("/settings/shares", address="/checks", data=data).status_code == 400
    assert desk.store.shares(1) == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/",
        "/account",
        "/settings/people",
        "/visitors/ann/erase",
        "/visitor/erase?id=ann",
        "/api/v1/visitors",
        "//evil.example/checks",
        "https://evil.example/checks",
        "/\\evil.example/checks",
        "javascript:alert(1)",
        "/nothing",
        "/checks\n",
        "/visitors?q=" + "x" * 8_000,
    ],
)
def test_what_is_no_page_to_share_is_rejected(desk: Desk, address: str) -> None:
    answer = desk.post("/settings/shares", address=address)
    assert answer.status_code == 400
    assert "cannot be shared" in answer.text
    assert desk.store.shares(1) == []


@pytest.mark.parametrize("days", ["0", "366", "-1", "x", "", "1" * 30, "²"])
def test_days_are_checked(desk: Desk, days: str) -> None:
    assert "1 to 365 days" in desk.post("/settings/shares", address="/checks", days=days).text
    assert desk.store.shares(1) == []


def test_a_link_works_thirty_days_by_default(desk: Desk, guest: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    now = kept_shares.now_ms()
    monkeypatch.setattr(kept_shares, "now_ms", lambda: now)
    paths = {30: shared(desk), 2: shared(desk, days="2")}
    for days, path in paths.items():
        monkeypatch.setattr(kept_shares, "now_ms", lambda at=now + days * DAY_MS - 1: at)
        assert guest.get(path).status_code == 303
        assert guest.get("/checks").status_code == 200
        monkeypatch.setattr(kept_shares, "now_ms", lambda at=now + days * DAY_MS: at)
        assert guest.get("/checks").status_code == 302
        assert guest.get(path).status_code == 404


def test_a_revoked_link_ends_for_guests_who_are_looking_too(desk: Desk, guest: FlaskClient) -> None:
    path = shared(desk)
    guest.get(path)
    (share,) = desk.store.shares(1)
    assert desk.post(f"/settings/shares/{share.share}/revoke").status_code == 303
    assert guest.get("/checks").status_code == 302
    assert guest.get(path).status_code == 404
    assert desk.post(f"/settings/shares/{share.share}/revoke").status_code == 404


@pytest.mark.parametrize("what", ["viewer", "removed", "disabled", "key"])
def test_a_link_ends_with_what_its_maker_may(desk: Desk, guest: FlaskClient, what: str) -> None:
    if what == "key":
        desk.post("/sign-out")
        desk.sign_in("read")
    path = shared(desk)
    guest.get(path)
    assert guest.get("/checks").status_code == 200
    analyst = desk.store.account("analyst@shop.example")
    assert analyst
    {
        "viewer": lambda: desk.store.set_role(analyst.account, 1, "viewer", by="cli"),
        "removed": lambda: desk.store.remove_account(analyst.account, by="cli"),
        "disabled": lambda: desk.store.disable_account(analyst.account, by="cli"),
        "key": lambda: desk.store.revoke_key(1, desk.keys["read"][:11]),
    }[what]()
    assert guest.get("/checks").status_code == 302
    assert guest.get(path).status_code == 404


def test_links_are_listed_with_their_maker_and_when_they_were_used(
    desk: Desk, guest: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shared(desk, "/visitors?q=ann")
    page = desk.client.get("/settings/shares").text
    assert "analyst@shop.example" in page
    assert "/visitors?q=ann" in page
    assert "never" in page
    assert path not in page
    guest.get(path)
    guest.get("/visitors?q=ann")
    (first,) = desk.store.shares(1)
    assert first.used_at
    assert "never" not in desk.client.get("/settings/shares").text
    guest.get("/visitors?q=ann")
    assert desk.store.shares(1) == [first]
    monkeypatch.setattr(kept_shares, "now_ms", lambda at=first.used_at + 2 * NOTED_EVERY_MS: at)
    guest.get("/visitors?q=ann")
    assert desk.store.shares(1)[0].used_at == first.used_at + 2 * NOTED_EVERY_MS


def test_owners_revoke_any_link_and_analysts_their_own(desk: Desk) -> None:
    shared(desk)
    desk.sign_in_as(desk.person("analyst", email="second@shop.example").email)
    shared(desk)
    second, first = desk.store.shares(1)
    assert desk.post(f"/settings/shares/{first.share}/revoke").status_code == 403
    assert desk.post(f"/settings/shares/{second.share}/revoke").status_code == 303
    desk.sign_in_as("owner@shop.example")
    assert desk.post(f"/settings/shares/{first.share}/revoke").status_code == 303
    assert desk.store.shares(1) == []


def test_links_of_another_site_are_out_of_reach(desk: Desk) -> None:
    shared(desk)
    (share,) = desk.store.shares(1)
    desk.sign_in_as(desk.person("owner", email="zoe@other.example", site=2).email)
    assert "/checks" not in desk.client.get("/settings/shares").text.partition("<table")[2]
    assert desk.post(f"/settings/shares/{share.share}/revoke").status_code == 404
    assert desk.store.shares(1) == [share]


def test_a_viewer_makes_no_links(desk: Desk) -> None:
    desk.sign_in_as(desk.person("viewer").email)
    assert desk.post("/settings/shares", address="/checks").status_code == 403
    assert desk.store.shares(1) == []


def test_no_more_is_shared_than_one_may_see_oneself(desk: Desk) -> None:
    """A page for owners is no analyst's to share."""

    @shareable
    @require(OWNER)
    def owners() -> object:
        return page("changes.html")

    desk.app.view_functions["people.changes"] = owners
    assert desk.post("/settings/shares", address="/settings/changes").status_code == 400


def test_users_signed_in_to_the_site_just_go_to_the_page(desk: Desk) -> None:
    path = shared(desk)
    assert desk.client.get(path).headers["Location"] == "/checks"
    assert desk.client.get("/visitors").status_code == 200


def test_a_link_signs_nobody_out_before_they_confirm(desk: Desk, guest: FlaskClient) -> None:
    path = shared(desk)
    zoe = desk.person("owner", email="zoe@other.example", site=2)
    desk.sign_in_as(zoe.email, client=guest)
    answer = guest.get(path)
    assert answer.status_code == 200
    assert "signed out" in answer.text
    assert guest.get("/visitors/zoe").status_code == 200
    assert guest.post(path).status_code == 403
    assert desk.post(path, client=guest).headers["Location"] == "/checks"
    assert guest.get("/checks").status_code == 200
    assert guest.get("/visitors/zoe").status_code == 302
    assert desk.store.account_sessions(zoe.account) == []


def test_a_guest_sends_no_form_and_can_sign_in(desk: Desk, guest: FlaskClient) -> None:
    guest.get(shared(desk, "/visitor?id=ann"))
    assert desk.post("/visitor/erase?id=ann", client=guest, key=desk.keys["admin"]).status_code == 302
    assert desk.post("/settings/shares", client=guest, address="/checks").status_code == 302
    assert guest.get("/visitor?id=ann").status_code == 200
    desk.sign_in_as("owner@shop.example", client=guest)
    assert guest.get("/settings/people").status_code == 200


@pytest.mark.parametrize(("method", "allowed"), [("GET", True), ("HEAD", True), ("POST", False), ("DELETE", False)])
def test_a_link_is_to_read_whatever_else_its_address_takes(desk: Desk, method: str, allowed: bool) -> None:
    shared(desk)
    (share,) = desk.store.shares(1)
    with desk.app.test_request_context("/checks", method=method):
        begin_share(share)
        assert (site_signed_in() is not None) is allowed


@pytest.mark.parametrize("token", ["x", "%00", "a" * 500])
def test_a_guessed_link_opens_nothing(guest: FlaskClient, token: str) -> None:
    assert guest.get(f"/shared/{token}").status_code == 404
    assert guest.get("/checks").status_code == 302


def test_a_link_is_on_no_disk_and_in_no_referrer(desk: Desk, guest: FlaskClient) -> None:
    path = shared(desk)
    assert guest.get(path).headers["Referrer-Policy"] == "no-referrer"
    assert path.removeprefix("/shared/").encode() not in bytes_on_disk(desk.store)


def test_the_log_names_links_by_number(desk: Desk) -> None:
    shared(desk, "/visitor?id=ann")
    (share,) = desk.store.shares(1)
    desk.post(f"/settings/shares/{share.share}/revoke")
    revoked, made = desk.store.changes(1)[:2]
    assert (made.actor, made.action, made.subject) == ("analyst@shop.example", "share.new", f"link {share.share}")
    assert (revoked.action, revoked.subject) == ("share.revoke", f"link {share.share}")


def test_erasing_somebody_ends_the_links_that_name_them(desk: Desk) -> None:
    desk.shop.send(desk.shop.event("page_view", 0, visitor="bob", view_id="w2"))
    naming = ("/visitor?id=ann", "/visitor?id=v%3Aann", "/visitors/ann", "/visitors?q=an")
    others = ("/checks", "/visitor?id=bob", "/visitors?q=bo")
    for address in (*naming, *others):
        shared(desk, address)
    assert desk.ask("visitors/ann", key="admin", method="DELETE").status_code == 200
    assert {share.addresses[0] for share in desk.store.shares(1)} == set(others)
