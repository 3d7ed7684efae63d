"""Signing in with an account: what is said to strangers, what a session is worth, and when it ends."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from collector import create_app
from collector.config import Config
from collector.present import passwords, signing_in
from collector.present.passwords import is_outdated
from collector.store import open_store
from collector.store.accounts import EVERY_SITE
from collector.store.sqlite import account_sessions
from tests.present.desk import PASSWORD, Desk, form_token
from tests.store.events import bytes_on_disk

NEW = "twelve new characters"


@pytest.fixture(autouse=True)
def owner(desk: Desk) -> str:
    desk.shop.send(desk.shop.event("page_view", 0))
    desk.other.send(desk.other.event("page_view", 0, visitor="zoe"))
    return desk.person("owner").email


def cookie_of(desk: Desk) -> str:
    cookie = desk.client.get_cookie("beheld")
    assert cookie
    return cookie.value


def signed_in(desk: Desk) -> bool:
    return desk.client.get("/account").status_code == 200


def test_one_signs_in_with_an_address_and_a_password(desk: Desk) -> None:
    answer = desk.sign_in_as("Owner@shop.example ", next="/checks")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/checks")
    assert desk.client.get("/visitors/ann").status_code == 200
    assert desk.client.get("/api/v1/visitors/ann").status_code == 200
    assert desk.client.get("/visitors/zoe").status_code == 404


def test_a_site_key_still_signs_in_beside_accounts(desk: Desk) -> None:
    assert "Sign in with a site key" in desk.client.get("/sign-in").text
    assert desk.sign_in().headers["Location"] == "/overview"


def test_a_wrong_key_leaves_the_form_for_keys_open(desk: Desk) -> None:
    assert '<details class="with-key" open>' in desk.sign_in("rk_wrong").text
    assert '<details class="with-key" >' in desk.sign_in_as("nobody@shop.example").text


def test_an_owner_of_every_site_sees_that_there_is_none(tmp_path: Path) -> None:
    with contextlib.closing(open_store(f"sqlite:///{tmp_path}/empty.db")) as store:
        owner = store.add_account("root@shop.example", EVERY_SITE, "owner", by="cli")
        token = store.invite(owner.account, by="cli")
        client = create_app(Config(store=store.url), store).test_client()
        form = {"form": form_token(client.get("/welcome").text), "token": token, "password": NEW, "again": NEW}
        answer = client.post("/welcome", data=form)
        assert answer.status_code == 403
        assert "beheld site add" in answer.text
        store.add_site("shop", time_zone="UTC", currency="EUR")
        form = {"form": form_token(client.get("/sign-in").text), "email": owner.email, "password": NEW}
        assert client.post("/sign-in/account", data=form).status_code == 303


def test_a_collector_without_accounts_asks_for_the_key_alone(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    desk = Desk(tmp_path / "new")
    assert 'name="password"' not in desk.client.get("/sign-in").text
    desk.close()


@pytest.mark.parametrize(
    "who", ["nobody@shop.example", "owner@shop.example", "disabled@shop.example", "new@shop.example"]
)
def test_strangers_cannot_find_out_who_has_an_account(desk: Desk, who: str) -> None:
    disabled = desk.person("viewer", email="disabled@shop.example")
    desk.store.disable_account(disabled.account, by="cli")
    desk.store.add_account("new@shop.example", 1, "viewer", by="cli")
    password = PASSWORD if who.startswith("disabled") else "wrong " + PASSWORD

    answer = desk.sign_in_as(who, password)

    shown = re.sub(r'name="(form|email)"[^>]*', "", answer.text).replace(" autofocus", "")
    unknown = desk.sign_in_as("unknown@shop.example", password).text
    assert answer.status_code == 401
    assert shown == re.sub(r'name="(form|email)"[^>]*', "", unknown).replace(" autofocus", "")
    assert not signed_in(desk)


def test_a_password_is_hashed_whether_or_not_there_is_an_account(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes the time is done for everybody."""
    asked: list[bool] = []
    real = passwords.fits
    monkeypatch.setattr(signing_in, "fits", lambda kept, password: asked.append(bool(kept)) or real(kept, password))
    for email in ("owner@shop.example", "nobody@shop.example"):
        desk.sign_in_as(email, "wrong " + PASSWORD)
    assert asked == [True, False]


@pytest.fixture
def no_time_passes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is, no try is earned back meanwhile."""
    monkeypatch.setattr(desk.app.extensions["beheld.sign_ins"], "_clock", lambda: 0.0)


@pytest.mark.usefixtures("no_time_passes")
@pytest.mark.parametrize("by", ["account", "address"])
def test_guessing_is_slowed_for_the_account_and_for_the_address(desk: Desk, owner: str, by: str) -> None:
    for number in range(10):
        if by == "account":
            desk.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        who = owner if by == "account" else f"{number}@shop.example"
        assert desk.sign_in_as(who, f"wrong {number}").status_code == 401
    if by == "account":
        desk.client.environ_base["REMOTE_ADDR"] = "192.0.2.99"
    answer = desk.sign_in_as(owner)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 6
    assert not signed_in(desk)
    other = desk.person("viewer").email
    desk.client.environ_base["REMOTE_ADDR"] = "192.0.2.100"
    assert desk.sign_in_as(other).status_code == 303


@pytest.mark.usefixtures("no_time_passes")
def test_right_passwords_count_as_no_guesses(desk: Desk, owner: str) -> None:
    for _ in range(12):
        assert desk.sign_in_as(owner).status_code == 303
        desk.client.delete_cookie("beheld")


def test_nothing_that_was_prepared_in_the_browser_stays_in_a_session(desk: Desk, owner: str) -> None:
    prepared = form_token(desk.client.get("/sign-in").text)
    before = cookie_of(desk)
    desk.sign_in_as(owner)
    with desk.client.session_transaction() as held:
        assert held.get("form") != prepared
        first = held["account_session"]
    desk.sign_in_as(owner)
    with desk.client.session_transaction() as held:
        assert held["account_session"] != first
    desk.client.set_cookie("beheld", before)
    assert not signed_in(desk)


def test_the_cookie_is_hidden_from_scripts_and_goes_over_https_only(desk: Desk, owner: str) -> None:
    client = create_app(dataclasses.replace(desk.config, trusted_proxies=1), desk.store).test_client()
    client.environ_base["HTTP_X_FORWARDED_PROTO"] = "https"
    cookie = desk.sign_in_as(owner, client=client).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Secure"} <= set(cookie.split("; "))


def test_signing_out_ends_the_session_for_copies_of_the_cookie_too(desk: Desk, owner: str) -> None:
    desk.sign_in_as(owner)
    stolen = cookie_of(desk)
    assert desk.post("/sign-out").status_code == 303
    for client in (desk.client, create_app(desk.config, desk.store).test_client()):
        client.set_cookie("beheld", stolen)
        assert client.get("/visitors").status_code == 302
        assert client.get("/api/v1/visitors").status_code == 401


@pytest.mark.parametrize("what", ["disable", "remove", "role", "password", "other role"])
def test_a_session_ends_at_once_with_what_it_rests_on(desk: Desk, what: str) -> None:
    ann = desk.person("analyst")
    desk.sign_in_as(ann.email)
    assert desk.client.get("/visitors").status_code == 200
    {
        "disable": lambda: desk.store.disable_account(ann.account, by="cli"),
        "remove": lambda: desk.store.remove_account(ann.account, by="cli"),
        "role": lambda: desk.store.set_role(ann.account, 1, None, by="cli"),
        "password": lambda: desk.store.set_password(ann.account, "other", by="cli"),
        "other role": lambda: desk.store.set_role(ann.account, 1, "viewer", by="cli"),
    }[what]()
    assert desk.client.get("/visitors").status_code == 302
    assert desk.client.get("/api/v1/visitors").status_code == 401


def test_a_session_ends_when_it_is_left_alone(desk: Desk, owner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.sign_in_as(owner)
    now = account_sessions.now_ms()
    for hours, alive in ((23, True), (46, True), (71, False)):
        at = now + timedelta(hours=hours) // timedelta(milliseconds=1)
        monkeypatch.setattr(account_sessions, "now_ms", lambda at=at: at)
        assert signed_in(desk) is alive, hours


def test_one_sees_and_ends_ones_own_sessions(desk: Desk, owner: str) -> None:
    other = desk.app.test_client()
    other.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
    desk.sign_in_as(owner, client=other)
    desk.sign_in_as(owner)
    page = desk.client.get("/account").text
    assert "Firefox on Linux" in page
    assert page.count("this one") == 1
    number = re.findall(r'name="session" value="(\d+)"', page)[-1]
    desk.post("/account/sessions/end", session=number)
    assert other.get("/visitors").status_code == 302
    assert signed_in(desk)
    assert desk.post("/account/sessions/end", session="x").status_code == 404


def test_signing_out_everywhere_ends_all_of_ones_own_sessions_and_no_others(desk: Desk, owner: str) -> None:
    here, there, another = desk.client, desk.app.test_client(), desk.app.test_client()
    for client in (here, there):
        desk.sign_in_as(owner, client=client)
    desk.sign_in_as(desk.person("viewer").email, client=another)
    assert desk.post("/account/sessions/end-all").headers["Location"] == "/sign-in"
    assert [client.get("/account").status_code for client in (here, there, another)] == [302, 302, 200]


def test_changing_a_password_needs_the_old_one_and_ends_other_sessions(desk: Desk, owner: str) -> None:
    there = desk.app.test_client()
    for client in (there, desk.client):
        desk.sign_in_as(owner, client=client)
    stolen = cookie_of(desk)
    change = {"password": NEW, "again": NEW}
    assert desk.post("/account/password", current="wrong", **change).status_code == 401
    assert desk.post("/account/password", current=PASSWORD, password=NEW, again="other").status_code == 400
    assert desk.post("/account/password", current=PASSWORD, password="short", again="short").status_code == 400
    assert there.get("/account").status_code == 200
    assert desk.post("/account/password", current=PASSWORD, **change).status_code == 303
    assert signed_in(desk)
    assert there.get("/account").status_code == 302
    there.set_cookie("beheld", stolen)
    assert there.get("/account").status_code == 302
    assert desk.sign_in_as(owner, client=there).status_code == 401
    assert desk.sign_in_as(owner, NEW, client=there).status_code == 303


@pytest.mark.usefixtures("no_time_passes")
def test_guessing_the_password_in_a_stolen_session_is_slowed(desk: Desk, owner: str) -> None:
    desk.sign_in_as(owner)
    guess = {"current": "wrong", "password": NEW, "again": NEW}
    assert [desk.post("/account/password", **guess).status_code for _ in range(11)] == [401] * 10 + [429]


def test_weaker_hashes_are_replaced_when_one_signs_in(desk: Desk, owner: str) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
    account = desk.store.account(owner)
    assert account
    desk.store.set_password(account.account, weak, by="cli")
    assert desk.sign_in_as(owner).status_code == 303
    kept = desk.store.password_hash(account.account)
    assert kept
    assert kept != weak
    assert not is_outdated(kept)
    assert signed_in(desk)


def test_a_link_sets_a_password_and_signs_in_once(desk: Desk) -> None:
    ann = desk.store.add_account("ann@shop.example", 1, "analyst", by="cli")
    token = desk.store.invite(ann.account, by="cli")
    assert token not in desk.client.get("/welcome").text
    for bad in ({"password": "short", "again": "short"}, {"password": NEW, "again": NEW + "x"}):
        assert desk.post("/welcome", token=token, **bad).status_code == 400
    email = {"password": ann.email, "again": ann.email}
    assert "cannot be your password" in desk.post("/welcome", token=token, **email).text
    answer = desk.post("/welcome", token=f"https://x.example/welcome#{token}", password=NEW, again=NEW)
    assert answer.headers["Location"] == "/overview"
    assert signed_in(desk)
    again = desk.post("/welcome", token=token, password=PASSWORD, again=PASSWORD)
    assert again.status_code == 404
    assert "ask for a new one" in again.text
    assert desk.sign_in_as(ann.email, NEW, client=desk.app.test_client()).status_code == 303
    assert NEW.encode() not in bytes_on_disk(desk.store)


@pytest.mark.parametrize("token", ["", "guessed", "ä" * 50, "#"])
def test_a_guessed_link_opens_nothing(desk: Desk, token: str) -> None:
    assert desk.post("/welcome", token=token, password=NEW, again=NEW).status_code == 404


def test_one_looks_at_ones_sites_and_at_no_other(desk: Desk) -> None:
    ann = desk.person("viewer", email="ann@shop.example")
    desk.person("analyst", email=ann.email, site=2)
    third = desk.store.add_site("third", time_zone="UTC", currency="EUR")
    desk.sign_in_as(ann.email)
    page = desk.client.get("/account").text
    assert "viewer of shop" in page
    assert "analyst of other" in page
    assert "third" not in page
    assert desk.client.get("/visitors").status_code == 403
    assert desk.post("/account/site", site="other").headers["Location"] == "/overview"
    assert desk.client.get("/visitors/zoe").status_code == 200
    assert desk.client.get("/visitors/ann").status_code == 404
    for name in (third.name, "nowhere", ""):
        assert desk.post("/account/site", site=name).status_code == 403
    assert desk.client.get("/visitors/zoe").status_code == 200


def test_a_form_of_one_site_changes_no_other_that_another_tab_switched_to(desk: Desk) -> None:
    owner = desk.person("owner", email="both@shop.example")
    desk.person("owner", email=owner.email, site=2)
    desk.sign_in_as(owner.email)
    opened = form_token(desk.client.get("/settings/money").text)
    desk.post("/account/site", site="other")
    form = {"form": opened, "margin": "35 %", "category_margins": ""}
    answer = desk.client.post("/settings/money/margin", data=form)
    assert answer.status_code == 403
    assert "This form belongs to another site than the one you are looking at" in answer.text
    assert not any("margin" in site.settings for site in desk.store.sites())
    assert desk.client.post("/account/site", data={"form": opened, "site": "shop"}).status_code == 303
    assert desk.client.post("/settings/money/margin", data=form).status_code == 303
    assert [site.settings.get("margin") for site in desk.store.sites()] == ["0.35", None]


def test_an_owner_of_every_site_sees_those_that_are_added_later(desk: Desk) -> None:
    root = desk.person("owner", email="root@shop.example", site=EVERY_SITE)
    desk.sign_in_as(root.email)
    desk.store.add_site("third", time_zone="UTC", currency="EUR")
    assert "owner of third" in desk.client.get("/account").text


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/account", "/account"),
        ("/settings/people", "/settings/people"),
        ("/visitors/ann?before=x", "/visitors/ann?before=x"),
        ("https://evil.example/account", "/overview"),
        ("//evil.example/account", "/overview"),
        ("/\\evil.example/account", "/overview"),
        ("/account\\..\\..//evil.example", "/overview"),
        ("///evil.example/account", "/overview"),
        ("javascript:alert(1)", "/overview"),
        ("account", "/overview"),
        ("/sign-out", "/overview"),
        ("/sign-in", "/overview"),
        ("/welcome", "/overview"),
        ("/api/v1/visitors", "/overview"),
        ("/no-such-page", "/overview"),
        ("/account\r\nX: y", "/overview"),
    ],
)
def test_after_signing_in_one_goes_to_a_page_of_ours(desk: Desk, owner: str, wanted: str, location: str) -> None:
    assert desk.sign_in_as(owner, next=wanted).headers["Location"] == location


def test_an_owner_erases_with_the_password(desk: Desk, owner: str) -> None:
    desk.sign_in_as(owner)
    assert 'name="password"' in desk.client.get("/visitors/ann/erase").text
    for wrong in ({}, {"password": "wrong"}, {"key": desk.keys["read"]}):
        assert desk.post("/visitors/ann/erase", **wrong).status_code in (401, 403)
    assert desk.client.get("/visitors/ann").status_code == 200
    assert desk.post("/visitors/ann/erase", password=PASSWORD).status_code == 303
    assert desk.client.get("/visitors/ann").status_code == 404


def test_an_analyst_erases_with_the_admin_key_alone(desk: Desk) -> None:
    desk.sign_in_as(desk.person("analyst").email)
    assert 'name="key"' in desk.client.get("/visitors/ann/erase").text
    assert desk.post("/visitors/ann/erase", password=PASSWORD).status_code == 401
    assert desk.post("/visitors/ann/erase", key=desk.keys["admin"]).status_code == 303
