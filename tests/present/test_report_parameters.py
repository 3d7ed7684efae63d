"""What may be asked of a report: each parameter is used, or an error says which ones can be."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from collector.reports.segments import segment_text, values_of
from tests.present.desk import Desk
from tests.reports.building import DAY, a_line

PERIOD = {"from": "2026-01-01", "to": "2026-01-31"}


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """A shop with one visitor on each of two paths, an action and a campaign."""
    shop = desk.shop
    shop.send(
        shop.event("page_view", 0, page="/tea"),
        shop.event("execute", 1, action="summer-banner", kind="banner", campaign="summer"),
        shop.event("skip", 2, action="exit-offer", reason="delay_not_elapsed"),
        shop.event("goal", 3, name="newsletter"),
        shop.event("page_view", DAY, visitor="bob", view_id="w2", page="/pots"),
        shop.event("page_view", DAY, visitor="cid", view_id="w3", page="/cups"),
        shop.order(5, a_line("A", 40)),
    )
    return desk


def report(desk: Desk, name: str, code: int = 200, **more: Any) -> dict[str, Any]:
    response = desk.ask(f"reports/{name}", query_string={**PERIOD, **more})
    assert response.status_code == code, response.text
    answer: dict[str, Any] = response.get_json()
    return answer


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("visits", {"action": "summer-banner"}),
        ("visits", {"campaign": "summer"}),
        ("visits", {"goal": "newsletter"}),
        ("visits", {"model": "linear"}),
        ("goals", {"action": "summer-banner"}),
        ("goals", {"campaign": "summer"}),
        ("goals", {"window": "7d"}),
        ("delivery", {"goal": "newsletter"}),
        ("content", {"window": "7d"}),
        ("recommendations", {"model": "linear"}),
        ("series", {"compare": "previous"}),
        ("series", {"by": "device"}),
        ("series", {"of": "visits", "action": "summer-banner"}),
        ("series", {"of": "retention", "cohort": "first_visit"}),
        ("actions", {"of": "visits"}),
        ("actions", {"model": "all"}),
        ("visits", {"by": "item"}),
    ],
)
def test_a_parameter_that_would_be_ignored_is_an_error(asked: Desk, name: str, parameter: dict[str, str]) -> None:
    error = report(asked, name, 400, **parameter)["error"]
    assert list(error["fields"]) == [list(parameter)[-1]]


def test_the_error_says_what_can_be_used(asked: Desk) -> None:
    message = report(asked, "visits", 400, action="summer-banner")["error"]["message"]
    assert message == (
        "The report `visits` cannot use action. It can use: by, compare, cursor, format, from, limit, segment, to."
    )


def test_one_goal_of_all(asked: Desk) -> None:
    assert [row["goal"] for row in report(asked, "goals", goal="newsletter")["rows"]] == ["newsletter"]


@pytest.mark.parametrize(
    ("segments", "sessions"),
    [
        (["landing_page:/tea"], 1),
        (["landing_page:/tea|/pots"], 2),
        (["landing_page:/tea|/pots|/nowhere"], 2),
        (["landing_page:/nowhere|(none)"], 0),
        (["landing_page:/tea|/pots", "new_or_returning:new"], 2),
    ],
)
def test_a_segment_may_be_either_of_several_values(asked: Desk, segments: list[str], sessions: int) -> None:
    assert report(asked, "visits", segment=segments)["total"]["sessions"] == sessions


@pytest.mark.parametrize(
    "name", ["actions", "attribution", "delivery", "recommendations", "content", "engagement", "goals"]
)
def test_every_report_takes_either_of_several_values(asked: Desk, name: str) -> None:
    report(asked, name, segment="landing_page:/tea|/pots", by="landing_page")


def test_a_dimension_that_is_split_by_keeps_its_own_segment(asked: Desk) -> None:
    rows = report(asked, "goals", segment="landing_page:/tea|/pots", by="landing_page")["rows"]
    assert {row["landing_page"] for row in rows} == {"/tea"}


@pytest.mark.parametrize("value", ["device:Phone", "device: phone", "device:phone|mobile", "new_or_returning:old"])
def test_a_value_that_a_dimension_never_has_is_an_error(asked: Desk, value: str) -> None:
    assert "it is one of" in str(report(asked, "visits", 400, segment=value)["error"]["fields"]["segment.0"])


@pytest.mark.parametrize("value", ["brand|search", "a\\b", "\\", "|", "a\\|b", "\\|\\", ""])
def test_any_value_can_be_written_in_a_segment(value: str) -> None:
    written = segment_text("utm_campaign", (value, "x")).removeprefix("utm_campaign:")
    assert values_of(written) == (value, "x")


def test_one_dimension_twice_is_an_error(asked: Desk) -> None:
    error = report(asked, "visits", 400, segment=["device:phone", "device:desktop"])["error"]
    assert "write device:VALUE|VALUE" in error["fields"]["segment"][0]


@pytest.mark.parametrize(
    ("parameter", "says"),
    [
        ({"action": "sumer-banner"}, "No action 'sumer-banner' is known; did you mean 'summer-banner'?"),
        ({"campaign": "Summer"}, "No campaign 'Summer' is known; did you mean 'summer'?"),
        ({"goal": "zzz"}, "No goal 'zzz' is known. Known: 'newsletter', 'purchase'."),
    ],
)
def test_a_name_that_nobody_knows_is_an_error(asked: Desk, parameter: dict[str, str], says: str) -> None:
    error = report(asked, "actions", 400, **parameter)["error"]
    assert says in error["message"]
    assert list(error["fields"]) == list(parameter)


def test_what_was_only_skipped_or_is_only_registered_is_known(asked: Desk) -> None:
    asked.ask("actions/new-banner", key="admin", method="PUT", json={"name": "New"})
    assert report(asked, "actions", action="exit-offer")["rows"][0]["placement_rate"] == 0
    assert report(asked, "actions", action="new-banner")["rows"] == []


def test_actions_say_how_often_they_were_placed_of_what_was_meant(asked: Desk) -> None:
    rates = {row["action"]: row["placement_rate"] for row in report(asked, "actions")["rows"]}
    assert rates == {"summer-banner": 1, "exit-offer": 0}
    assert report(asked, "actions")["total"]["placement_rate"] == 0.5


def test_a_report_of_many_rows_is_read_in_pages(desk: Desk) -> None:
    names = [f"banner-{n:02d}" for n in range(25)]
    desk.shop.send(*(desk.shop.event("execute", n, action=name, kind="banner") for n, name in enumerate(names)))
    whole = report(desk, "actions", compare="previous")
    assert (len(whole["rows"]), whole["next"]) == (25, None)

    rows, cursor = [], {}
    for _ in range(3):
        page = report(desk, "actions", compare="previous", limit=10, **cursor)
        assert page["total"] == whole["total"]
        rows += page["rows"]
        cursor = {"cursor": page["next"]}
    assert (rows, cursor) == (whole["rows"], {"cursor": None})


def test_a_csv_of_many_rows_says_where_the_next_page_is(desk: Desk) -> None:
    desk.shop.send(*(desk.shop.event("execute", n, action=f"a{n}", kind="banner") for n in range(5)))
    asked = {**PERIOD, "format": "csv", "limit": 3, "segment": ["device:desktop", "country:AT"]}
    first = desk.ask("reports/actions", query_string=asked)
    link = re.fullmatch(r'</api/v1/(.+)>; rel="next"', first.headers["Link"])
    assert link
    second = desk.ask(link[1])
    assert [len(page.text.splitlines()) for page in (first, second)] == [4, 3]
    assert "Link" not in second.headers


@pytest.mark.parametrize("cursor", ["x", "AAAA", "é", "a" * 5_000])
def test_a_cursor_that_no_report_gave_is_rejected(desk: Desk, cursor: str) -> None:
    assert "cursor" in report(desk, "actions", 400, cursor=cursor)["error"]["fields"]


def test_a_cursor_of_another_question_is_rejected(desk: Desk) -> None:
    desk.shop.send(*(desk.shop.event("execute", n, action=f"a{n}", kind="banner") for n in range(3)))
    cursor = report(desk, "actions", limit=1)["next"]
    assert "cursor" in report(desk, "actions", 400, limit=1, cursor=cursor, min_ms=5)["error"]["fields"]
    assert "cursor" in report(desk, "attribution", 400, limit=1, cursor=cursor)["error"]["fields"]


@pytest.mark.parametrize("limit", ["0", "10001", "x"])
def test_a_limit_beyond_reason_is_rejected(desk: Desk, limit: str) -> None:
    assert "limit" in report(desk, "actions", 400, limit=limit)["error"]["fields"]


def test_an_answer_keeps_the_order_of_its_fields(desk: Desk) -> None:
    text = desk.ask("reports/visits", query_string=PERIOD).text
    found = ["report", "site", "currency", "period", "compared_with", "basis", "total", "rows", "next", "fresh_to"]
    assert list(json.loads(text)) == found
