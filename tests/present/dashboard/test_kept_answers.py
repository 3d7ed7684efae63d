"""Dear answers are kept for a while, cheap ones never; and a page says up to when it is complete."""

from __future__ import annotations

import time
from typing import Any

import pytest

from collector.present.dashboard import kept_answers, page_reports
from collector.present.dashboard.kept_answers import MAX_ANSWERS, KeptAnswers
from tests.present.dashboard.test_report_pages import DAYS, figures
from tests.present.desk import Desk
from tests.present.reading import Elements, a_visit


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that answers are kept by, to be set; what costs a tenth of a second is kept."""
    now = [1000.0]
    monkeypatch.setattr(kept_answers, "MIN_COST_SECONDS", 0.1)
    monkeypatch.setattr(kept_answers.time, "monotonic", lambda: now[0])
    return now


def test_an_answer_is_kept_for_twenty_times_its_cost_and_never_over_a_minute(clock: list[float]) -> None:
    kept = KeptAnswers[str]()
    for question, cost in (("cheap", 0.09), ("dear", 0.5), ("dearest", 100.0)):
        kept.keep(question, question, cost)
    assert [kept.find(question) for question in ("cheap", "dear", "dearest", "other")] == [
        *(None, "dear", "dearest", None)
    ]
    clock[0] += 10
    assert (kept.find("dear"), kept.find("dearest")) == (None, "dearest")
    clock[0] += 50
    assert kept.find("dearest") is None


def test_no_more_are_kept_than_there_is_room_for(clock: list[float]) -> None:
    kept = KeptAnswers[int]()
    for number in range(MAX_ANSWERS + 1):
        kept.keep(str(number), number, 1.0)
    assert (kept.find("0"), kept.find("1"), kept.find(str(MAX_ANSWERS))) == (None, 1, MAX_ANSWERS)


def test_pages_show_the_kept_answer_until_a_definition_or_an_erasure_changes_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_answers, "MIN_COST_SECONDS", 0.0)
    monkeypatch.setattr(kept_answers, "TIMES_ITS_COST", 1e6)
    asked: list[str] = []
    answered = page_reports.report_answer

    def counted(store: Any, site: Any, report: str, *more: Any, **named: Any) -> dict[str, Any]:
        asked.append(report)
        return answered(store, site, report, *more, **named)

    monkeypatch.setattr(page_reports, "report_answer", counted)
    a_visit(desk.shop)
    before = figures(desk.page(f"/goals?{DAYS}"))
    desk.shop.send(desk.shop.event("goal", 620, name="newsletter"))
    assert (figures(desk.page(f"/goals?{DAYS}")), asked) == (before, ["goals"])
    assert figures(desk.page(f"/goals?{DAYS}&segment=device:phone")) != before
    desk.store.put_definition(desk.shop.site.site, "goals", "newsletter", {"value": "2.00"})
    assert figures(desk.page(f"/goals?{DAYS}")) != before
    desk.shop.store.erase(desk.shop.site.site, ["ann"])
    asked.clear()
    desk.page(f"/goals?{DAYS}")
    assert asked == ["goals"]


def test_a_page_says_up_to_when_it_is_complete(desk: Desk) -> None:
    a_visit(desk.shop)
    page = Elements(desk.page(f"/goals?{DAYS}"))
    assert "Europe/Vienna · complete up to " in page.words
    (moment,) = (attributes["datetime"] for attributes in page.all("time"))
    assert abs(time.time() - time.mktime(time.strptime(str(moment)[:19], "%Y-%m-%dT%H:%M:%S"))) < 86_400
