"""Streams of events and the numbers that follow from them, asked over HTTP of a collector with a real database.

Rates, and what `time_decay` shares out, agree to a millionth; everything else exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from collector import create_app
from collector.config import Config
from collector.facts.refresh import refresh
from collector.store import open_store

CASES = sorted((Path(__file__).parent / "golden").iterdir())
BATCH = 400
MILLIONTH = 1e-6


class Case:
    """One stream, sent to a collector of its own."""

    def __init__(self, folder: Path, database: Path) -> None:
        self.expected: dict[str, Any] = json.loads((folder / "expected.json").read_text())
        config = Config.from_environment({"BEHELD_STORE": f"sqlite:///{database}"})
        self.store = open_store(config.store)
        site = self.store.add_site(
            "shop", time_zone=self.expected["time_zone"], currency=self.expected["currency"]
        ).site
        self.secret, self.read = (self.store.add_key(site, kind) for kind in ("secret", "read"))
        self.client: FlaskClient = create_app(config, self.store).test_client()
        self.send(json.loads((folder / "events.json").read_text()))
        refresh(self.store)

    def send(self, events: list[dict[str, Any]]) -> None:
        for start in range(0, len(events), BATCH):
            batch = {"key": self.secret, "events": events[start : start + BATCH]}
            answer = self.client.post("/v1/events", json=batch)
            assert answer.status_code == 202
            assert answer.json["rejected"] == []

    def ask(self, name: str, **more: str) -> dict[str, Any]:
        period = {"from": self.expected["from"], "to": self.expected["to"]}
        headers = {"Authorization": f"Bearer {self.read}"}
        answer = self.client.get(f"/api/v1/reports/{name}", query_string=period | more, headers=headers)
        assert answer.status_code == 200, answer.json
        return answer.json


@pytest.fixture(scope="module", params=CASES, ids=lambda folder: folder.name)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    made = Case(request.param, tmp_path_factory.mktemp("golden") / "beheld.db")
    yield made
    made.store.close()


def expected(case: Case, report: str) -> dict[str, Any]:
    return case.expected["reports"].get(report, {})


def compare(found: dict[str, Any], wanted: dict[str, Any], *, tolerance: float = 0) -> None:
    """Each wanted field is there and equal: rates to a millionth, money and counts exactly unless tolerated."""
    differing = {
        name: (found[name], value) for name, value in wanted.items() if not same(found[name], value, tolerance)
    }
    assert not differing, f"(found, wanted): {differing}"


def same(found: Any, wanted: Any, tolerance: float) -> bool:
    if wanted is None or found is None:
        return found is wanted
    if isinstance(found, float) or tolerance:
        return abs(float(found) - wanted) <= max(tolerance, MILLIONTH)
    return Decimal(found) == Decimal(str(wanted))


def by_action(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["action"]: row for row in rows}


def test_actions(case: Case) -> None:
    found = by_action(case.ask("actions")["rows"])
    wanted = expected(case, "actions")
    assert {name for name, row in found.items() if row["executed"] + row["ghost_executed"]} == set(wanted)
    for action, figures in wanted.items():
        compare(found[action], figures)


def test_attribution(case: Case) -> None:
    wanted = expected(case, "attribution")
    if not wanted:
        assert case.ask("attribution")["total"]["conversions"] == 0
        return
    compare(case.ask("attribution")["total"], wanted["total"])
    rows = case.ask("attribution", model="all")["rows"]
    for model, actions in wanted["models"].items():
        found = by_action([row for row in rows if row["model"] == model])
        assert set(found) == set(actions), model
        for action, figures in actions.items():
            compare(found[action], figures, tolerance=MILLIONTH)


def test_delivery(case: Case) -> None:
    found: dict[str, dict[str, int]] = {}
    for row in case.ask("delivery")["rows"]:
        if row["state"] == "undelivered":
            found.setdefault(row["action"], {})[row["reason"]] = row["impressions"]
    assert found == expected(case, "delivery")


def test_recommendations(case: Case) -> None:
    wanted = expected(case, "recommendations")
    found = case.ask("recommendations")
    if not wanted:
        assert found["total"]["orders"] == 0
        return
    compare(found["total"], wanted["total"])
    rows = by_action(found["rows"])
    assert {name for name, row in rows.items() if row["found_orders"]} == set(wanted["rows"])
    for action, figures in wanted["rows"].items():
        compare(rows[action], figures)
    for rule, figures in wanted["sensitivity"].items():
        compare(found["sensitivity"][rule], figures)


def test_visits(case: Case) -> None:
    compare(case.ask("visits")["total"], expected(case, "visits"))


def test_engagement(case: Case) -> None:
    found = by_action(case.ask("engagement")["rows"])
    for action, groups in expected(case, "engagement").items():
        for group in ("seen", "not_seen"):
            compare(found[action][group], groups[group])


def test_content(case: Case) -> None:
    found = by_action(case.ask("content")["rows"])
    assert {name for name, row in found.items() if row["reads"]} == set(expected(case, "content"))
    for action, figures in expected(case, "content").items():
        compare(found[action], figures)
