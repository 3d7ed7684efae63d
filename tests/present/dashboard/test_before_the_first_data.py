"""Days before the first data are no days to compare with: pages say so instead of a change, the API names the day."""

from __future__ import annotations

from typing import Any

import pytest

from tests.present.desk import Desk
from tests.reports.building import DAY

JANUARY = {"from": "2026-01-01", "to": "2026-01-31", "compare": "previous"}
PATHS = (
    "/overview", "/actions", "/actions/one?action=hero", "/campaigns", "/delivery", "/recommendations", "/content",
    "/engagement", "/goals", "/segments",
)  # fmt: skip


@pytest.fixture
def desk_with_visits(desk: Desk, request: pytest.FixtureRequest) -> Desk:
    """One visitor saw the hero on a first day, 40 on a second, each counted from 2 January."""
    events = []
    for nth, days in enumerate(request.param):
        for n in range(1 if nth == 0 else 40):
            seen = {"visitor": f"v{n}", "view_id": f"w{nth}-{n}", "action": "hero", "kind": "banner"}
            events += [desk.shop.event(type, days * DAY, **seen) for type in ("execute", "deliver")]
            events.append(desk.shop.event("page_view", days * DAY, visitor=f"v{n}", view_id=f"w{nth}-{n}", page="/"))
    desk.shop.send(*events)
    return desk


in_part = pytest.mark.parametrize("desk_with_visits", [(-5, 3)], indirect=True)
not_at_all = pytest.mark.parametrize("desk_with_visits", [(0, 3)], indirect=True)
as_a_whole = pytest.mark.parametrize("desk_with_visits", [(-32, 3)], indirect=True)


def answer(desk: Desk, report: str, **more: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.ask(f"reports/{report}", query_string=JANUARY | more).get_json()
    return found


@in_part
@pytest.mark.parametrize("path", PATHS)
def test_no_page_shows_a_change_from_days_that_were_measured_in_part(desk_with_visits: Desk, path: str) -> None:
    joint = "&" if "?" in path else "?"
    html = desk_with_visits.page(f"{path}{joint}from=2026-01-01&to=2026-01-31")
    assert "data starts on Dec 28, 2025" in html
    assert "was only partly measured" in html
    for word in ("more than noise, ", "beyond", "within noise", "+3,900"):
        assert word not in html


@in_part
def test_the_figures_of_those_days_still_stand(desk_with_visits: Desk) -> None:
    html = desk_with_visits.page("/overview?from=2026-01-01&to=2026-01-31")
    assert "no comparison</span> · before 1<" in html
    assert "There are no whole earlier days to compare with yet." in html


@in_part
def test_the_api_names_the_day_and_says_what_it_means(desk_with_visits: Desk) -> None:
    found = answer(desk_with_visits, "actions")
    assert (found["data_from"], found["total"]["prior"]["delivered"]) == ("2025-12-28", 1)
    assert "2025-12-28" in found["basis"]["comparison"]


@not_at_all
def test_days_that_were_not_measured_at_all_have_no_figures(desk_with_visits: Desk) -> None:
    html = desk_with_visits.page("/overview?from=2026-01-02&to=2026-01-31")
    assert "so Dec 3, 2025 to Jan 1, 2026 was not measured" in html
    assert "before 0" not in html
    assert "new</span>" not in html


@as_a_whole
def test_days_that_begin_with_the_first_data_are_compared(desk_with_visits: Desk) -> None:
    html = desk_with_visits.page("/overview?from=2026-01-01&to=2026-01-31")
    assert "first data" not in html
    assert "+3,900" in html
    found = answer(desk_with_visits, "actions")
    assert "data_from" not in found
    assert "comparison" not in found["basis"]


@in_part
def test_orders_of_an_older_import_can_be_compared(desk_with_visits: Desk) -> None:
    shop = desk_with_visits.shop
    shop.send(*(shop.order(days * DAY, "A", order_id=str(days), visitor=None, user_id="u") for days in (-100, -9, 4)))
    assert "data_from" not in answer(desk_with_visits, "customers")
    assert "data_from" in answer(desk_with_visits, "actions")
    assert "data_from" not in answer(desk_with_visits, "actions", compare="")


@pytest.mark.parametrize("report", ["subscriptions", "satisfaction", "goals", "retention"])
def test_a_site_without_data_has_no_day(desk: Desk, report: str) -> None:
    assert "data_from" not in answer(desk, report)
