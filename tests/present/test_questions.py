"""What a marketer asks, each found by at most three clicks from the front page, with the number that the API gives."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Locator, Page, expect

from collector.demo.run import populate
from collector.demo.shop import pages
from collector.demo.simulation.calendar import edited_on
from collector.demo.simulation.layout import CLUB, EXIT, HERO
from collector.demo.site import demo_site, read_key
from collector.facts.refresh import refresh
from collector.present import today
from collector.reports.data_checks.checks import data_checks
from tests.browser import RunningCollector
from tests.browser.chromium import new_visitor

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""when all questions are asked, whichever day it is"""
NOW = round(NOON.timestamp() * 1000)
VISITORS = 300
"""so many that the flag of what is seldom clicked is beyond doubt"""
MAX_CLICKS = 3


class Marketer:
    """Somebody signed in who only clicks and chooses what a page shows, and counts it."""

    def __init__(self, collector: RunningCollector, page: Page, key: str) -> None:
        self.collector, self.page, self.key, self.clicks = collector, page, key, 0
        self.today = NOON.date()

    def begin(self) -> Marketer:
        """Open the front page."""
        self.clicks = 0
        self.page.goto(f"{self.collector.origin}/")
        return self

    def click(self, link: Locator) -> None:
        """Click something."""
        self._count()
        link.click()

    def go(self, name: str) -> None:
        """Click a link by its whole name."""
        self.click(self.page.get_by_role("link", name=name, exact=True).first)

    def choose(self, label: str, value: str) -> None:
        """Choose in the bar or a form."""
        self._count()
        self.page.get_by_label(label, exact=True).select_option(value)

    def figure(self, name: str, within: Locator | None = None) -> float:
        """The first figure of this name, unrounded, as the page has it."""
        found = (within or self.page.get_by_role("main")).locator(f'[data-figure="{name}"]').first
        return float(found.get_attribute("data-value") or "nan")

    def line(self, table: str, beginning: str = "") -> Locator:
        """The first line of a table, or the first that begins so."""
        lines = self.page.locator(f"#{table} tbody tr")
        return lines.filter(has=self.page.get_by_role("rowheader", name=beginning)).first if beginning else lines.first

    def report(self, name: str, **parameters: str) -> Any:
        """What the API answers; the dashboard's days, the last 28, unless others are given."""
        days = {"from": str(self.today - timedelta(28)), "to": str(self.today - timedelta(1)), "compare": "previous"}
        return self.api(f"reports/{name}", **days | parameters)

    def api(self, path: str, **parameters: str) -> Any:
        """What the API answers."""
        headers = {"Authorization": f"Bearer {self.key}"}
        answer = requests.get(f"{self.collector.origin}/api/v1/{path}", params=parameters, headers=headers, timeout=20)
        assert answer.ok, answer.text
        return answer.json()

    def _count(self) -> None:
        self.clicks += 1
        assert self.clicks <= MAX_CLICKS


def with_the_clock_of_pages() -> list[ModuleType]:
    """The modules that know what time it is by the clock of pages."""
    return [module for module in list(sys.modules.values()) if vars(module).get("now_ms") is today.now_ms]


@pytest.fixture(scope="module")
def pinned() -> Iterator[None]:
    """It is always the same day on all pages."""
    with pytest.MonkeyPatch.context() as patch:
        for module in with_the_clock_of_pages():
            patch.setattr(module, "now_ms", lambda: NOW)
        yield


@pytest.fixture(scope="module")
def signed_in(pinned: None, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marketer]:
    """One collector with the demo's shop and its visitors, and one page, for all questions."""
    collector = RunningCollector(tmp_path_factory.mktemp("questions") / "beheld.db")
    pages.mount(collector.app)
    populate(collector.store, "https://shop.example", visitors=VISITORS, progress=False, today=NOON.date())
    while refresh(collector.store):
        pass
    collector.server.start()
    key, _ = read_key(collector.store)
    page = new_visitor(chromium, viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{collector.origin}/sign-in")
    page.locator("input[name=key]").fill(key)
    page.keyboard.press("Enter")
    page.wait_for_url("**/overview")
    yield Marketer(collector, page, key)
    page.context.close()
    collector.close()


@pytest.fixture
def marketer(signed_in: Marketer) -> Marketer:
    return signed_in.begin()


def test_what_did_personalization_influence_last_month_and_is_that_more_than_the_month_before(
    marketer: Marketer,
) -> None:
    marketer.choose("Period", "last_month")
    marketer.click(marketer.page.get_by_role("button", name="Apply"))
    last = marketer.today.replace(day=1) - timedelta(1)
    total = marketer.report("attribution", **{"from": str(last.replace(day=1)), "to": str(last)})["total"]
    tile = marketer.page.locator(".tile", has_text="Influenced value")
    assert marketer.figure("influenced", tile) == float(total["influenced"])
    words = {True: "within noise", False: "more than noise", None: "no comparison"}[total["noise"]["influenced"]]
    expect(tile).to_contain_text(words)
    expect(tile).to_contain_text("before")


def test_which_action_earned_most_and_which_should_be_cut(marketer: Marketer) -> None:
    marketer.go("Actions")
    rows = marketer.report("actions")["rows"]
    most = max(rows, key=lambda row: float(row["value"]))
    assert marketer.figure("value", marketer.line("actions")) == float(most["value"])
    expect(marketer.line("actions")).to_contain_text(most["name"])
    (flagged,) = [row for row in rows if "low_ctr" in row["flags"]]
    (line,) = marketer.page.locator("#actions tbody tr", has=marketer.page.locator(".flag")).all()
    expect(line).to_contain_text(flagged["name"])
    expect(line).to_contain_text("Low CTR")
    assert marketer.figure("ctr", line) == flagged["ctr"]


def test_the_overview_names_the_action_to_cut(marketer: Marketer) -> None:
    line = marketer.page.locator(".card li", has_text="or cut it")
    expect(line).to_contain_text("Tea club banner")


def test_what_share_of_revenue_recommendations_influenced_and_whether_it_holds_in_the_same_session(
    marketer: Marketer,
) -> None:
    marketer.go("Recommendations")
    answer = marketer.report("recommendations")
    assert marketer.figure("contribution") == answer["total"]["contribution"]
    assert marketer.figure("session.contribution") == answer["sensitivity"]["session"]["contribution"]


def test_which_position_of_a_widget_sells(marketer: Marketer) -> None:
    marketer.go("Recommendations")
    rows = marketer.report("recommendations", by="position")["rows"]
    first = marketer.line("parts")
    assert marketer.figure("found_revenue", first) == max(float(row["found_revenue"]) for row in rows)


def test_why_the_exit_popup_under_delivers_and_on_which_pages(marketer: Marketer) -> None:
    marketer.go("Delivery")
    worst = marketer.report("delivery", action=EXIT)["rows"][0]
    marketer.click(marketer.line("reasons", "Exit offer").get_by_role("link"))
    reason = marketer.page.locator(".reasons > li").first
    assert marketer.figure("impressions", reason) == worst["impressions"]
    for page in worst["pages"]:
        expect(reason).to_contain_text(f"{page['page']} ({page['impressions']:,})")


def test_how_many_more_would_have_seen_the_banner_had_it_stood_higher(marketer: Marketer) -> None:
    marketer.go("Actions")
    marketer.go("Tea club banner")
    estimates = marketer.report("delivery", action=CLUB)["total"]["recoverable"]["had_it_stood_at"]
    shown = marketer.page.locator('[data-figure="recoverable"]')
    values = sorted(float(each.get_attribute("data-value") or "nan") for each in shown.all())
    assert values == sorted(each["impressions"] for each in estimates)
    assert values


def test_visitors_who_saw_it_and_did_not_buy(marketer: Marketer) -> None:
    marketer.go("Actions")
    marketer.go("Home banner")
    marketer.click(marketer.page.get_by_role("link", name="did not buy"))
    days = {"from": str(marketer.today - timedelta(28)), "to": str(marketer.today - timedelta(1))}
    found = marketer.api("visitors", action=HERO, bought="no", **days)["visitors"]
    shown = marketer.page.locator(".found tbody th a")
    assert shown.all_inner_texts()[:3] == [each["id"] for each in found[:3]]
    assert len(found) >= 3


def test_whether_phones_differ_from_desktops(marketer: Marketer) -> None:
    marketer.go("Segments")
    rows = {row["device"]: row for row in marketer.report("visits", by="device")["rows"]}
    for device in ("phone", "desktop"):
        line = marketer.line("visits", device)
        for name in ("sessions", "bounce_rate", "pages_per_visit"):
            assert marketer.figure(name, line) == rows[device][name]


def test_which_articles_are_read_to_the_end(marketer: Marketer) -> None:
    marketer.go("Content")
    for row in marketer.report("content")["rows"]:
        name = {"article-more": "Read on", "home-journal": "From the journal"}[row["action"]]
        line = marketer.line("content", name)
        assert marketer.figure("reads", line) == row["reads"]
        assert row["finished_rate"] is None or marketer.figure("finished_rate", line) == row["finished_rate"]
    best = marketer.report("content", by="item")["rows"][0]
    article = marketer.line("articles")
    assert best["finished_rate"] > 0
    assert marketer.figure("finished_rate", article) == best["finished_rate"]
    expect(article).to_contain_text(best["title"])


def test_what_happened_since_the_banner_was_changed_on_the_12th(marketer: Marketer) -> None:
    marketer.go("Actions")
    marketer.go("Home banner")
    marketer.go("Since the last edit")
    edited = edited_on(marketer.today)
    expect(marketer.page.get_by_role("main")).to_contain_text("New picture")
    days = {"from": str(edited), "to": str(marketer.today)}
    (banner,) = marketer.report("actions", action=HERO, **days)["rows"]
    assert marketer.figure("ctr") == banner["ctr"]


def test_whether_the_data_is_sound(marketer: Marketer) -> None:
    marketer.go("Checks")
    found = data_checks(marketer.collector.store, demo_site(marketer.collector.store), NOW)
    expect(marketer.page.locator(".checks > li")).to_have_count(len(found))
    expect(marketer.page.locator(".checks > li.ok")).to_have_count(sum(each.state == "ok" for each in found))
    assert {each.check for each in found if each.state != "ok"} <= {"goals"}, "so few visitors reach few goals"


def test_what_one_visitor_saw_clicked_and_bought(marketer: Marketer) -> None:
    marketer.go("Visitors")
    first = marketer.page.locator(".found tbody th a").first
    id = first.inner_text()
    marketer.click(first)
    report = marketer.api(f"visitors/{id}")
    expect(marketer.page.locator("h1")).to_have_text(report["person"][2:])
    entries = [entry for session in report["sessions"] for entry in session["timeline"]]
    entries += report["outside_sessions"]
    seen = [
        entry
        for entry in entries
        if entry["type"] == "impression" and entry["state"] == "delivered" and not entry["ghost"]
    ]
    clicked = [entry for entry in entries if entry["type"] == "click"]
    labels = marketer.page.locator(".timeline .label").all_text_contents()
    assert (labels.count("Seen"), labels.count("Clicked")) == (len(seen), len(clicked))
    assert labels
