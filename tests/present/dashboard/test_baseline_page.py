"""The page of baselines: it describes, shows the range by itself, and hands over to a control where there is one."""

from __future__ import annotations

import re

import pytest

from collector.event import SECRET
from tests.present.dashboard.experiment_reports import a_trial, concluded
from tests.present.desk import Desk
from tests.reports.building import DAY, a_line

WEEKS = 24
LAST = "from=2026-06-12&to=2026-06-18"


@pytest.fixture
def selling(desk: Desk) -> None:
    """10 a day, and 20 in the last of the weeks."""
    own = {"visitor": None, "view_id": None, "trust": SECRET, "user_id": "u"}
    desk.shop.send(
        *(
            desk.shop.order(
                number * DAY, a_line("A", 20 if number >= 7 * (WEEKS - 1) else 10), order_id=str(number), **own
            )
            for number in range(7 * WEEKS)
        )
    )


def test_the_sentence_stands_first_and_no_word_says_that_it_was_earned(desk: Desk, selling: None) -> None:
    page = desk.page(f"/baseline?{LAST}")
    says = re.search(r'<p class="says"[^>]*data-value="1.0" data-verdict="above">([^<]*)', page)
    assert says
    assert says[1].startswith("Revenue was 140 EUR, +100 % against the 7 days before.")
    assert says[1].endswith("Not causal: it says what happened, not why.")
    assert page.count('class="window"') == WEEKS - 2
    assert 'class="outside"' in page
    assert "56 % of months" in page
    main = page.partition("<main")[2]
    assert not re.search(r"\bearn", main)


def test_a_baseline_that_was_set_can_be_chosen(desk: Desk, selling: None) -> None:
    body = {"kind": "figures", "name": "Old <shop>", "day_from": "2025-01-01", "day_to": "2025-01-07", "revenue": "70"}
    desk.store.put_definition(1, "baselines", "old", body)
    page = desk.page(f"/baseline?{LAST}&against=old")
    assert "+100 % against Old &lt;shop&gt;" in page
    assert 'class="window"' not in page
    assert "takes 19" in page


def test_a_change_of_what_was_set_shows_at_once(desk: Desk, selling: None) -> None:
    for revenue, change in (("70", "+100 %"), ("280", "−50 %")):
        body = {"kind": "figures", "day_from": "2025-01-01", "day_to": "2025-01-07", "revenue": revenue}
        desk.store.put_definition(1, "baselines", "old", body)
        assert f"{change} against old" in desk.page(f"/baseline?{LAST}&against=old")


def test_by_category(desk: Desk, selling: None) -> None:
    page = desk.page(f"/baseline?{LAST}&by=category")
    assert "(not known)" in page
    assert "above what happens by itself" in page


def test_what_a_control_says_stands_before_it(desk: Desk) -> None:
    concluded(a_trial(desk.shop, name="Hero"))
    page = desk.page("/baseline?from=2026-01-01&to=2026-01-31&action=banner")
    assert page.index('class="increment"') < page.index('class="says"')
    assert 'data-of="persons"' in page
    assert re.search(r"/experiments/one\?[^\"]*experiment=hero", desk.page("/baseline?from=2026-01-01&to=2026-01-31"))


def test_a_page_says_what_is_not_there(desk: Desk) -> None:
    assert "no revenue on those days" in desk.page("/baseline")
    assert desk.client.get("/baseline?against=nothing").status_code == 400
