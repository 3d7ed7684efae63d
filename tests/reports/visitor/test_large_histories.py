"""Long histories and large files: the questions stay few, read only what they need, and say what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest

from collector.reports.sql import render
from collector.reports.visitor import Search, find_visitors, report, user_report
from collector.reports.visitor.sessions import EVER, NEVER
from collector.rules import SESSION_GAP_MS
from collector.store import SqliteStore, Store
from tests.reports.building import DAY, Shop


class CountingStore:
    """A store that counts what it is asked."""

    def __init__(self, store: SqliteStore) -> None:
        self.store, self.report_query = store, 0

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> list[Any]:
        self.report_query += 1
        return self.store.query(sql, params)

    def definitions(self, site: int, kind: str) -> dict[str, dict[str, Any]]:
        self.report_query += 1
        return self.store.definitions(site, kind)


def questions_for(shop: Shop, person: str) -> int:
    counting = CountingStore(shop.store)
    assert user_report(cast(Store, counting), shop.site, person, now=0)
    return counting.report_query


def test_a_long_history_takes_no_more_questions_than_a_short_one(shop: Shop) -> None:
    shop.send(
        shop.event("page_view", 0, visitor="short", user_id="u2"),
        *(shop.event("page_view", n * DAY, user_id="u1", view_id=f"w{n}") for n in range(60)),
        *(shop.order(n * DAY + 60, "A", user_id="u1", order_id=str(n)) for n in range(60)),
    )

    assert questions_for(shop, "u1") == questions_for(shop, "u2") <= 18


def test_a_search_is_one_question(shop: Shop) -> None:
    shop.send(*(shop.event("page_view", 0, visitor=f"v{n}") for n in range(20)))
    counting = CountingStore(shop.store)

    find_visitors(cast(Store, counting), shop.site, Search(text="v"))

    assert counting.report_query == 1


def test_more_events_than_fit_leave_the_latest_and_say_so(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.send(
        *(shop.event("page_view", n, view_id=f"w{n}") for n in range(10)),
        shop.event("execute", 0.5, view_id="w0", action="hero"),
    )
    monkeypatch.setattr(report, "MAX_EVENTS", 4)

    answer = shop.report()

    assert answer["truncated"] is True
    assert [entry["view_id"] for entry in answer["sessions"][0]["timeline"]] == ["w6", "w7", "w8", "w9"]


def test_a_history_that_fits_is_whole(shop: Shop) -> None:
    shop.send(*(shop.event("page_view", n, view_id=f"w{n}") for n in range(10)))

    assert shop.report()["truncated"] is False


ASKED = {
    "site": 1,
    "person": "u:u1",
    "user_id": "u1",
    "id": "u1",
    "as_user": "u:u1",
    "since": NEVER,
    "until": EVER,
    "before_ts": EVER,
    "before_visitor": "",
    "facts_seq": EVER,
    "limit": 51,
    "session_gap_ms": SESSION_GAP_MS,
    "after": 0,
    "first": 0,
    "last": EVER,
}
QUESTIONS = (
    "persons_meant",
    "person",
    "traits",
    "sessions",
    "session_spans",
    "own_events",
    "own_items",
    "impressions",
    "views",
    "order_lines",
    "refunds",
)


MADE_BY_EARLIER_STEPS = {"meanings", "sessions_taken_part", "once", "own", "k"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_about_one_person_never_reads_all_rows_of_a_site(store: SqliteStore, name: str) -> None:
    plan = [row["detail"] for row in store.query(f"explain query plan {render(f'visitor/{name}.sql')}", ASKED)]

    scanned = {step.split()[1] for step in plan if step.startswith("SCAN")}
    searched = [step for step in plan if step.startswith("SEARCH")]
    assert searched
    assert scanned <= MADE_BY_EARLIER_STEPS, plan
    assert not [step for step in searched if step.endswith("(site=?)") or "_by_time" in step], plan
