"""What people wrote to surveys, for programs: what the page shows and no more, in pages, to who may see visitors."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from collector.store.accounts import VIEWER
from tests.present.desk import Desk
from tests.reports.satisfaction.building import answer

DAYS = "from=2026-01-01&to=2026-01-31"


@pytest.fixture
def written(desk: Desk) -> Desk:
    """Two who wrote something, and one who only gave a score."""
    shop = desk.shop
    shop.send(
        answer(shop, "ann", 3, comment="=HYPERLINK(1)", answers={"why": {"late": True}}),
        answer(shop, "bob", 9, 200, comment="Fine", action="other", instrument="csat", scale=10),
        answer(shop, "cid", 9),
    )
    desk.store.put_definition(1, "actions", "ask", {"name": "After the order"})
    return desk


def test_the_latest_comes_first_with_what_the_page_shows(written: Desk) -> None:
    shown = written.ask(f"comments?{DAYS}").json
    assert shown["period"] == {"from": "2026-01-01", "to": "2026-01-31", "time_zone": "Europe/Vienna"}
    bob, ann = shown["comments"]
    assert (bob["person"], bob["comment"], bob["score"], bob["scale"], bob["instrument"]) == (
        "v:bob", "Fine", 9, 10, "csat",
    )  # fmt: skip
    assert (ann["action"], ann["name"], ann["answers"]) == ("ask", "After the order", {"why": {"late": True}})
    assert ann.keys() == {
        "at", "person", "instrument", "score", "scale", "action", "name", "variation", "page", "comment", "answers",
    }  # fmt: skip
    assert [row["comment"] for row in written.ask(f"comments?{DAYS}&action=other").json["comments"]] == ["Fine"]
    assert written.ask(f"comments?{DAYS}&segment=device:tv").json["comments"] == []


def test_as_csv_no_spreadsheet_runs_what_somebody_wrote(written: Desk) -> None:
    response = written.ask(f"comments?{DAYS}&format=csv")
    _, ann = csv.DictReader(io.StringIO(response.text))
    assert ann["comment"] == "'=HYPERLINK(1)"
    assert json.loads(ann["answers"]) == {"why": {"late": True}}
    assert 'filename="comments-2026-01-01-2026-01-31.csv"' in response.headers["Content-Disposition"]


def test_the_pages_together_list_each_one_once(written: Desk) -> None:
    first = written.ask(f"comments?{DAYS}&limit=1").json
    second = written.ask(f"comments?{DAYS}&limit=1&cursor={first['next']}").json
    assert [row["person"] for row in (*first["comments"], *second["comments"])] == ["v:bob", "v:ann"]
    assert second["next"] is None
    link = written.ask(f"comments?{DAYS}&limit=1&format=csv").headers["Link"]
    following = re.match(r'</api/v1/([^>]+)>; rel="next"', link)
    assert following
    assert "v:ann" in written.ask(following[1]).text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ("from=2026-01-01", "to"),
        (f"{DAYS}&cursor=nonsense", "cursor"),
        (f"{DAYS}&limit=201", "limit"),
        (f"{DAYS}&action=nowhere", "action"),
        (f"{DAYS}&by=device", "by"),
        (f"{DAYS}&segment=device:tv&segment=device:phone", "segment"),
        ("from=2026-02-01&to=2026-01-01", "to"),
    ],
)
def test_a_query_that_cannot_be_answered_says_why(written: Desk, given: str, field: str) -> None:
    response = written.ask(f"comments?{given}")
    assert response.status_code == 400
    assert any(name.startswith(field) for name in response.json["error"]["fields"])


def test_only_who_may_see_visitors_reads_them(written: Desk) -> None:
    assert written.ask(f"comments?{DAYS}", key=None).status_code == 401
    assert written.ask(f"comments?{DAYS}", key="public").status_code in (401, 403)
    assert written.ask(f"comments?{DAYS}", key="admin").status_code == 200
    written.sign_in_as(written.person(VIEWER).email)
    assert written.client.get(f"/api/v1/comments?{DAYS}").status_code == 403


def test_of_an_erased_person_nothing_is_left(written: Desk) -> None:
    written.ask("visitor?id=ann", key="admin", method="DELETE")
    written.shop.send()
    assert [row["person"] for row in written.ask(f"comments?{DAYS}").json["comments"]] == ["v:bob"]
