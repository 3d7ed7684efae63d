"""Accounts in a real browser: the link that sets a password, the keyboard alone, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import new_visitor
from tests.browser.serving import LocalServer
from tests.present.desk import PASSWORD, Desk

NEW = "twelve new characters"


@pytest.fixture
def origin(desk: Desk) -> Iterator[str]:
    """Where the desk's collector is served; the shop has an owner, who has a role on the other site too."""
    desk.shop.send(desk.shop.event("page_view", 0))
    desk.person("owner")
    desk.person("viewer", email="owner@shop.example", site=2)
    with LocalServer(desk.app) as server:
        yield server.origin


def signed_in(browser: Browser, origin: str, **options: object) -> Page:
    """A window in which the owner signed in, by the keyboard alone."""
    page = new_visitor(browser, **options).new_page()
    page.goto(f"{origin}/sign-in")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type("owner@shop.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/overview")
    return page


@pytest.mark.parametrize("script", [True, False])
def test_a_link_sets_a_password_and_leaves_no_trace(chromium: Browser, desk: Desk, origin: str, script: bool) -> None:
    ann = desk.store.add_account("ann@shop.example", 1, "analyst", by="cli")
    token = desk.store.invite(ann.account, by="cli")
    page = new_visitor(chromium, java_script_enabled=script).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers}"))
    page.goto(f"{origin}/welcome#{token}")
    code = page.get_by_label("The code of your link")
    if script:
        expect(code).to_have_value(token)
        expect(page).to_have_url(f"{origin}/welcome")
    else:
        code.fill(f"{origin}/welcome#{token}")
    page.get_by_label("A password of 12 characters or more").fill(NEW)
    page.get_by_label("The same password again").fill(NEW)
    page.keyboard.press("Enter")
    page.wait_for_url("**/overview")
    expect(page.get_by_role("status")).to_contain_text("Welcome, ann@shop.example")
    assert not any(token in each.split(" ")[0] for each in asked if not each.startswith(f"{origin}/welcome#"))
    assert not any(token in each.partition(" ")[2] for each in asked)
    page.context.close()


def test_the_key_s_form_is_folded_away_and_works(chromium: Browser, desk: Desk, origin: str) -> None:
    page = new_visitor(chromium, java_script_enabled=False).new_page()
    page.goto(f"{origin}/sign-in")
    expect(page.get_by_label("Read key")).to_be_hidden()
    page.get_by_text("Sign in with a site key").click()
    page.get_by_label("Read key").fill(desk.keys["read"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/overview")
    page.context.close()


def test_an_owner_adds_somebody_and_looks_at_another_site(chromium: Browser, origin: str) -> None:
    page = signed_in(chromium, origin, java_script_enabled=False)
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="People").click()
    page.get_by_label("E-mail address").fill("ann@shop.example")
    page.locator("#role").select_option("analyst")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("pre")).to_have_text(re.compile(rf"{origin}/welcome#\S+"))
    page.get_by_label("Role of ann@shop.example", exact=True).select_option("viewer")
    page.get_by_role("button", name="Change the role of ann@shop.example").click()
    expect(page.get_by_role("status")).to_contain_text("ann@shop.example is viewer of shop")
    page.get_by_label("Site", exact=True).select_option("other")
    page.get_by_role("button", name="Switch").click()
    page.wait_for_url("**/overview")
    expect(page.get_by_role("link", name="People")).to_have_count(0)
    page.context.close()


def test_a_page_is_shared_and_opened_by_somebody_else(chromium: Browser, origin: str) -> None:
    page = signed_in(chromium, origin, java_script_enabled=False)
    page.goto(f"{origin}/visitors?q=ann")
    page.get_by_text("Share this page").click()
    page.get_by_label("For how many days").fill("7")
    page.get_by_role("button", name="Make a link").click()
    link = page.locator("pre").inner_text()
    guest = new_visitor(chromium, java_script_enabled=False).new_page()
    guest.goto(link)
    expect(guest).to_have_url(f"{origin}/visitors?q=ann")
    expect(guest.get_by_role("row").filter(has_text="ann")).to_be_visible()
    expect(guest.get_by_role("link", name="ann")).to_have_count(0)
    guest.goto(f"{origin}/visitors/ann")
    expect(guest).to_have_url(re.compile("/sign-in"))
    page.get_by_role("button", name="Revoke the link to /visitors?q=ann").click()
    expect(page.get_by_role("status")).to_contain_text("no longer works")
    guest.goto(f"{origin}/visitors?q=ann")
    expect(guest).to_have_url(re.compile("/sign-in"))
    for each in (page, guest):
        each.context.close()
