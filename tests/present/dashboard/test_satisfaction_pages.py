"""The pages of satisfaction: the scores, what is not to be compared, what changed, and what people wrote."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.serving import LocalServer
from tests.present.desk import Desk
from tests.present.reading import HOSTILE, Elements
from tests.present.test_pages_in_a_browser import signed_in
from tests.reports.building import DAY
from tests.reports.satisfaction.building import answer, shown

DAYS = "from=2026-01-01&to=2026-01-31"


@pytest.fixture
def answered(desk: Desk) -> Desk:
    """Sixty are content until the eleventh of January, sixty less so from the twelfth on: something was changed."""
    shop, events = desk.shop, []
    for nth in range(60):
        before, since = nth * DAY / 7, (11 + nth / 6) * DAY
        events += [answer(shop, f"v{nth}", 10 if nth % 3 else 7, before)]
        events += [answer(shop, f"w{nth}", 9 if nth % 3 else 3, since), *shown(shop, f"w{nth}", since)]
    shop.send(*events, *shown(shop, "silent"))
    desk.store.put_definition(1, "annotations", "n", {"at": "2026-01-12", "text": "Other <b>parcels</b>"})
    return desk


def test_scores_and_that_they_fell(answered: Desk) -> None:
    page = answered.page(f"/satisfaction?{DAYS}")
    found = dict(reversed(re.findall(r'data-figure="(\w+)" data-value="([^"]*)"', page)))
    assert (found["respondents"], found["scored_10"], found["scored_3"]) == ("120", "40", "20")
    words = Elements(page).words
    assert "NPS fell after the change of Jan 12, 2026 (Other <b>parcels</b>): from 67 to 33" in words
    assert "adjusted for the number of changes tested" in words
    assert "60 of 61 surveys that were seen" in words


def test_each_week_is_drawn_where_its_score_and_its_interval_are(answered: Desk) -> None:
    shop = answered.shop
    shop.send(*(answer(shop, f"c{nth}", nth % 5 + 1, nth, instrument="csat", scale=5) for nth in range(9)))
    (weeks,) = re.findall(r'id="over-time".*?</section>', answered.page(f"/satisfaction?{DAYS}"), re.DOTALL)
    drawn = [
        [float(at) for at in re.findall(r'class="(?:span|best)" x="([^"]+)"', line)] for line in weeks.split("<tr>")[2:]
    ]
    expected = []
    for week in reversed(answered.ask(f"reports/satisfaction?{DAYS}").get_json()["over_time"]):
        low, score = (
            (each + 100) / 2 if week["instrument"] == "nps" else each * 100 for each in (week["low"], week["score"])
        )
        expected.append(pytest.approx([low, score - 0.5], abs=0.01))
    assert drawn == expected
    assert len(drawn) > 4


def test_an_interval_stands_on_one_line_of_a_narrow_page(chromium: Browser, answered: Desk) -> None:
    """Else rows are two or three lines high, and what makes them so stands beside the part that is seen."""
    answered.shop.send(
        *(answer(answered.shop, f"c{nth}", nth % 5 + 1, nth, instrument="csat", scale=5) for nth in range(9))
    )
    with LocalServer(answered.app) as server:
        page = signed_in(chromium, answered, server.origin, viewport={"width": 360, "height": 800})
        page.goto(f"{server.origin}/satisfaction?{DAYS}")
        lines = page.locator("td.bounds").evaluate_all(
            "cells => cells.map(cell => { const all = document.createRange(); all.selectNodeContents(cell);"
            " return all.getBoundingClientRect().height / parseFloat(getComputedStyle(cell).fontSize) })"
        )
        assert len(lines) >= 4
        assert max(lines) < 2
        page.context.close()


def test_the_overview_raises_the_alarm(answered: Desk) -> None:
    words = Elements(answered.page(f"/overview?{DAYS}")).words
    assert "Satisfaction : NPS fell after the change of Jan 12, 2026" in words


def test_of_days_close_to_each_other_the_one_that_is_hardest_to_take_for_chance_comes_first(answered: Desk) -> None:
    answered.store.put_definition(1, "annotations", "earlier", {"at": "2026-01-10", "text": "Another picture"})
    words = Elements(answered.page(f"/satisfaction?{DAYS}")).words
    assert 0 < words.index("NPS fell after the change of Jan 12") < words.index("NPS fell after the change of Jan 10")


def test_without_answers_it_says_what_to_do(desk: Desk) -> None:
    assert "No survey was shown or answered" in desk.page(f"/satisfaction?{DAYS}")
    assert "Nobody wrote anything" in desk.page(f"/satisfaction/comments?{DAYS}")


@pytest.mark.parametrize("by", ["survey", "variation", "arm", "seen", "device", "page"])
def test_each_way_to_split(answered: Desk, by: str) -> None:
    assert "Respondents" in answered.page(f"/satisfaction?{DAYS}&by={by}")


def test_the_page_says_first_that_variations_cannot_be_compared(desk: Desk) -> None:
    shop, events = desk.shop, []
    for nth in range(120):
        visitor, variation = f"v{nth}", ("a", "b")[nth % 2]
        events += shown(shop, visitor, variation=variation)
        if variation == "a" or nth % 8 == 1:
            events.append(answer(shop, visitor, 9))
    shop.send(*events)
    page = desk.page(f"/satisfaction?{DAYS}&by=variation")
    warned_at = page.index("Do not compare them")
    assert warned_at < page.index("Satisfaction by variation")
    assert "not comparable" in page


def test_comments_lead_to_their_writers_and_are_shown_as_they_are(desk: Desk) -> None:
    shop = desk.shop
    shop.send(
        answer(shop, "ann", 3, comment=HOSTILE, answers={"why": HOSTILE}),
        answer(shop, "bob", 9, 200, comment="Fine", action="other"), answer(shop, "cid", 9),
    )  # fmt: skip
    page = desk.page(f"/satisfaction/comments?{DAYS}")
    assert HOSTILE not in page
    assert Elements(page).words.count(HOSTILE) == 2
    assert page.index("Fine") < page.index("id=v:ann")
    assert re.findall(r"<time [^>]*>(Jan [^<]*), [0-9:]+\s[AP]M</time>", page) == ["Jan 2, 2026"] * 2
    assert ">cid<" not in page
    assert "Fine" not in desk.page(f"/satisfaction/comments?{DAYS}&survey=ask")


def test_many_comments_come_in_pages(desk: Desk) -> None:
    shop = desk.shop
    shop.send(*(answer(shop, f"v{nth}", 9, nth // 2, comment=f"number {nth:03}") for nth in range(120)))
    address, seen = f"/satisfaction/comments?{DAYS}", []
    for _ in range(3):
        page = desk.page(address)
        seen += re.findall(r"number (\d+)", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert not address
    assert len(seen) == len(set(seen)) == 120
    assert desk.client.get(f"/satisfaction/comments?{DAYS}&cursor=nonsense").status_code == 400
