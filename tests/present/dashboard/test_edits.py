"""What was done on which day is marked in charts, and an action's page has the time since its last edit."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from collector.clock import now_ms
from collector.present.dashboard.edits import without_repeats
from collector.present.today import today_of
from collector.store.accounts import LoggedChange
from tests.browser.serving import LocalServer
from tests.present.desk import Desk
from tests.present.reading import HOSTILE, a_visit
from tests.present.test_pages_in_a_browser import signed_in

DAYS = "from=2026-01-01&to=2026-01-31"


@pytest.fixture(autouse=True)
def visit(desk: Desk) -> None:
    a_visit(desk.shop)


def annotate(desk: Desk, id: str, **note: str) -> None:
    desk.store.put_definition(1, "annotations", id, note)


def notes(desk: Desk, path: str) -> list[tuple[str, str]]:
    """What the chart of a page marks, which its list says in the same words."""
    page = desk.page(path)
    (figure,) = re.findall(r'<figure class="chart" id="over-time".*?</figure>', page, re.DOTALL)
    (data,) = re.findall(r'<script type="application/json">(.*?)</script>', figure, re.DOTALL)
    marked: list[dict[str, Any]] = json.loads(data)["notes"]
    listed = re.findall(r'<li><time datetime="([^"]+)">[^<]*</time>: (.*?)</li>', figure)
    found = [(note["day"], note["text"]) for note in marked]
    assert [(day, unescape(text)) for day, text in listed] == found
    return found


def test_a_page_marks_the_notes_that_concern_it_in_its_period(desk: Desk) -> None:
    annotate(
        desk,
        "a",
        at="2026-01-20",
        text="Prices",
    )
    annotate(desk, "b", at="2026-01-10", text="Larger button", action="hero")
    annotate(desk, "c", at="2026-01-11", text="Of another", action="recs")
    annotate(desk, "d", at="2026-02-01", text="Later")
    annotate(desk, "e", at="2025-12-31T23:30:00.000Z", text="New year in Vienna")
    assert notes(desk, f"/overview?{DAYS}") == [("2026-01-01", "New year in Vienna"), ("2026-01-20", "Prices")]
    assert notes(desk, f"/actions/one?action=hero&{DAYS}") == [
        ("2026-01-01", "New year in Vienna"), ("2026-01-10", "Larger button"), ("2026-01-20", "Prices"),
    ]  # fmt: skip


def test_changes_of_the_log_are_marked_once_and_without_what_they_were_set_to(desk: Desk) -> None:
    today = today_of(desk.store.sites()[0]).isoformat()
    for name in ("Secret name", "Secret name", "Other"):
        desk.store.log_change(1, "cli", "action.set", "hero", {"name": name, "kind": "banner"})
    desk.store.log_change(1, "cli", "action.set", "recs", {"name": "x"})
    desk.store.log_change(1, "cli", "experiment.set", "e", {"variations": {}, "traffic": 0.5})
    desk.store.log_change(1, "cli", "key.new", "rk_", {"kind": "read"})
    desk.store.log_change(2, "cli", "experiment.set", "of another site", {})
    path = f"period=days&from={today}&to={today}"
    assert notes(desk, f"/overview?{path}") == [(today, "Experiment e: traffic, variations")]
    assert "Secret name" not in desk.page(f"/overview?{path}")
    assert [change.action for change in desk.store.changes_between(1, 0, now_ms() + 1, actions=["key.new"])] == [
        "key.new"
    ]


def test_what_is_set_again_to_what_it_was_is_no_edit() -> None:
    set_to = ["x", "x", "y", "x"]
    logged = [LoggedChange(n, 1, n, "cli", "action.set", "hero", {"name": name}) for n, name in enumerate(set_to)]
    other = LoggedChange(9, 1, 9, "cli", "action.set", "recs", {"name": "x"})
    assert [change.change for change in without_repeats([*logged, other])] == [0, 2, 3, 9]


def test_what_owners_note_is_shown_as_text(desk: Desk) -> None:
    annotate(desk, "a", at="2026-01-20", text=HOSTILE, action="hero")
    page = desk.page(f"/actions/one?action=hero&{DAYS}")
    assert HOSTILE not in page
    assert "<script>alert" not in page


def test_the_time_since_the_last_edit_is_compared_with_as_many_days_before(desk: Desk) -> None:
    today = today_of(desk.store.sites()[0])
    edited = today - timedelta(9)
    desk.shop.send(desk.shop.event("page_view", 0))
    annotate(desk, "a", at="2026-01-10", text="First", action="hero")
    assert "Since the last edit" in desk.page(f"/actions/one?action=hero&{DAYS}")
    annotate(desk, "b", at=edited.isoformat(), text="Second", action="hero")
    annotate(desk, "c", at=(today + timedelta(1)).isoformat(), text="Planned", action="hero")
    page = desk.page(f"/actions/one?action=hero&{DAYS}")
    (link,) = re.findall(r'<a href="([^"]+)">Since the last edit</a>', page)
    assert f"from={edited}" in link
    assert f"to={today}" in link
    since = desk.page(unescape(link))
    assert "Compared with the 10 days before it" in since
    assert "not a test" in since
    assert "Since the last edit" not in desk.page(f"/actions/one?action=recs&{DAYS}")


def test_an_owner_notes_an_edit_on_the_page_of_the_action(chromium: Browser, desk: Desk) -> None:
    """In a browser without JavaScript; with it, the chart has a mark."""
    with LocalServer(desk.app) as server:
        page = signed_in(chromium, desk, server.origin, key="admin", java_script_enabled=False)
        page.goto(f"{server.origin}/actions/one?action=hero&{DAYS}")
        page.get_by_text("Note an edit").click()
        page.get_by_label("Day", exact=True).fill("2026-01-15")
        page.get_by_label("What changed").fill("Larger button")
        page.get_by_role("button", name="Note it").click()
        expect(page.locator(".chart-notes li")).to_have_text("Jan 15, 2026: Larger button")
        expect(page.locator("h1")).to_contain_text("hero")
        page.context.close()
    ((note),) = desk.store.definitions(1, "annotations").values()
    assert note == {"at": "2026-01-15", "text": "Larger button", "action": "hero"}


def test_only_owners_get_a_form_to_note_an_edit(desk: Desk) -> None:
    assert "Note an edit" not in desk.page(f"/actions/one?action=hero&{DAYS}")
