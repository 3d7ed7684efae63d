"""The report of incremental revenue over HTTP."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tests.present.desk import Desk
from tests.present.test_openapi_answers import document, hold_against
from tests.reports.experiments.building import Trial

__all__ = ["document"]
PATH = "reports/incremental?from=2026-01-02&to=2026-01-08"


@pytest.fixture
def trial(desk: Desk) -> Trial:
    """In control 5 a person is spent, in b 20."""
    made = Trial(desk.shop)
    for who, variation, price in (
        ("c1", "control", 4), ("c2", "control", 6), ("b1", "b", 30), ("b2", "b", 20), ("b3", "b", 10),
    ):  # fmt: skip
        made.took_part(who, variation).bought(who, 60, price)
    return made.sent()


def test_it_answers_as_described(desk: Desk, trial: Trial, document: dict[str, Any]) -> None:
    answer = desk.ask(PATH)
    hold_against(document, "/api/v1/reports/{name}", "get", answer)
    (row,) = answer.json["rows"]
    assert (row["scope"], row["id"], row["incremental_revenue"]) == ("action", "banner", "45.00")
    assert answer.json["period"] == {"from": "2026-01-02", "to": "2026-01-08", "time_zone": "Europe/Vienna"}
    assert answer.json["basis"].keys() >= {"measured", "modelled", "interval"}
    assert answer.json["total"] == {}


def test_it_is_had_as_csv(desk: Desk, trial: Trial) -> None:
    (row,) = csv.DictReader(io.StringIO(desk.ask(f"{PATH}&format=csv").text))
    assert (row["id"], row["incremental_revenue"]) == ("banner", "45.00")
    assert (row["intention_to_treat.incremental_revenue"], row["experiments"]) == ("45.00", "hero")


@pytest.mark.parametrize("more", ["compare=previous", "by=device", "segment=device:phone", "goal=call", "window=7d"])
def test_what_it_cannot_use_is_rejected(desk: Desk, trial: Trial, more: str) -> None:
    answer = desk.ask(f"{PATH}&{more}")
    assert answer.status_code == 400
    assert "It can use: action, campaign, cursor, format, from, limit, to." in answer.json["error"]["message"]


def test_an_unknown_action_is_named_as_unknown(desk: Desk, trial: Trial) -> None:
    assert "did you mean 'banner'" in desk.ask(f"{PATH}&action=baner").json["error"]["message"]


def test_without_a_control_there_are_no_rows(desk: Desk) -> None:
    assert desk.ask(PATH).json["rows"] == []


def test_other_sites_see_nothing_of_it(desk: Desk, trial: Trial) -> None:
    reader = desk.store.add_key(desk.other.site.site, "read")
    assert desk.ask(PATH, key=reader).json["rows"] == []
