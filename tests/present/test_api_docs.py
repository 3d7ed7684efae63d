"""/docs shows what /openapi.json says, out of our own files and under a strict policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from collector.present.api_docs import STATIC
from tests.browser.chromium import new_visitor
from tests.browser.serving import LocalServer
from tests.present.desk import Desk


@pytest.fixture
def opened(chromium: Browser, desk: Desk) -> Iterator[Page]:
    """The page in a browser. Whatever it complains of, or asks of another server, fails the test."""
    context = new_visitor(chromium, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with LocalServer(desk.app) as server:
        elsewhere: list[str] = []
        ours = (server.origin, "data:")
        page.on("request", lambda request: None if request.url.startswith(ours) else elsewhere.append(request.url))
        page.goto(f"{server.origin}/docs")
        yield page
        context.close()
    assert (complaints, elsewhere) == ([], [])


def test_every_operation_is_shown(opened: Page, desk: Desk) -> None:
    paths = desk.client.get("/openapi.json").json["paths"]
    expect(opened.locator(".opblock")).to_have_count(sum(map(len, paths.values())))
    shown = {re.sub(r"[\s\u200b]", "", text) for text in opened.locator(".opblock-summary-path").all_inner_texts()}
    assert shown == set(paths)


def test_an_operation_unfolds_with_its_parameters_answers_and_errors(opened: Page) -> None:
    block = opened.locator("#operations-reports-report")
    block.locator(".opblock-summary-control").click()
    expect(block.locator("tr[data-param-name=from]")).to_contain_text("The first day")
    expect(block.locator("tr.response[data-code='403']").first).to_contain_text("forbidden")
    block.get_by_role("tab", name="Schema").first.click()
    expect(block).to_contain_text("fresh_to")


def test_a_request_can_be_tried_with_a_key(opened: Page, desk: Desk) -> None:
    opened.locator(".auth-wrapper .authorize").click()
    admin = opened.locator(".auth-container", has_text="adminKey")
    admin.get_by_role("textbox").fill(desk.keys["admin"])
    admin.get_by_role("button", name="Apply credentials").click()
    admin.get_by_role("button", name="Close").click()

    opened.locator("#operations-managing-sites .opblock-summary-control").click()
    opened.get_by_role("button", name="Try it out").click()
    opened.get_by_role("button", name="Execute").click()

    expect(opened.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")
    expect(opened.locator(".live-responses-table")).to_contain_text("Europe/Vienna")
    kept = opened.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert desk.keys["admin"] not in kept


def test_its_policy_allows_nothing_inline_and_nothing_from_elsewhere(desk: Desk) -> None:
    with desk.client.get("/docs") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_it_needs_no_key_and_sets_no_cookie(desk: Desk) -> None:
    with desk.client.get("/docs") as answer:
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers


def test_the_viewer_is_named_with_its_version_and_licence() -> None:
    assert re.search(r"swagger-ui-dist \d+\.\d+\.\d+", (STATIC / "swagger_ui" / "VERSION.txt").read_text("utf-8"))
    assert "Apache License" in (STATIC / "swagger_ui" / "LICENSE.txt").read_text("utf-8")
