"""The reports of experiments over HTTP."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from collector.reports.experiments.document import KIND
from tests.present.desk import Desk
from tests.present.test_openapi_answers import document, hold_against
from tests.reports.experiments.building import START, Trial, a_document, a_phase

__all__ = ["document"]


@pytest.fixture
def trial(desk: Desk) -> Trial:
    """An experiment that two persons took part in."""
    made = Trial(desk.shop, diary=[{"at": START, "by": "user", "text": "started"}])
    made.took_part("ann", allocation=1).took_part("bob", "control", allocation=1)
    made.bought("ann", 60, price=12.5)
    return made.sent()


def test_all_experiments_have_a_row_with_the_sentence(desk: Desk, trial: Trial, document: dict[str, Any]) -> None:
    desk.store.put_definition(desk.shop.site.site, KIND, "later", a_document(id="later", state="draft", phases=[]))
    answer = desk.ask("reports/experiments")
    hold_against(document, "/api/v1/reports/experiments", "get", answer)
    hero, later = answer.json["rows"]
    assert {name: hero[name] for name in ("experiment", "state", "verdict", "best", "gates", "persons")} == {
        "experiment": "hero", "state": "running", "verdict": "collecting", "best": None, "gates": "green", "persons": 2,
    }  # fmt: skip
    assert hero["sentence"].startswith("nothing to see yet")
    assert (later["verdict"], later["sentence"], later["started"]) == ("draft", "not started yet", None)


def test_one_experiment_has_everything(desk: Desk, trial: Trial, document: dict[str, Any]) -> None:
    answer = desk.ask("reports/experiments/hero")
    hold_against(document, "/api/v1/reports/experiments/{id}", "get", answer)
    control, b = answer.json["rows"]
    assert (control["variation"], control["is_control"]) == ("control", True)
    assert (b["persons"], b["conversions"], b["conversion_rate"], b["value"]) == (1, 1, 1, "12.50")
    assert answer.json["diary"][0]["text"] == "started"
    assert {gate["name"] for gate in answer.json["gates"]} == {"sample ratio", "delivery", "undelivered alike"}


def test_a_promoted_one_and_a_crowd_are_answered_as_described(desk: Desk, document: dict[str, Any]) -> None:
    change = START + 10 * 86_400_000
    phases = [a_phase(1, end=change), a_phase(2, change, b=9_500, promoted="b")]
    trial = Trial(desk.shop, state="promoted", phases=phases, promoted={"variation": "b", "at": change})
    for nth in range(120):
        name = "b" if nth % 2 else "control"
        trial.took_part(f"v{nth}", name, allocation=1).took_part(f"w{nth}", name, at=11 * 86_400, allocation=2)
        if nth % 3 == 0:
            trial.bought(f"v{nth}", 60)
            trial.bought(f"w{nth}", 11 * 86_400 + 60)
    answer = (trial.sent(), desk.ask("reports/experiments/hero"))[1]
    hold_against(document, "/api/v1/reports/experiments/{id}", "get", answer)
    assert answer.json["after_promotion"]["persons"] == 120
    assert [each["dimension"] for each in answer.json["segments"]] == ["device", "new_or_returning", "source"]


def test_what_the_registry_keeps_is_read_in_every_state(desk: Desk, document: dict[str, Any]) -> None:
    def asked(path: str, method: str = "POST", **body: Any) -> None:
        answer = desk.ask(f"experiments/{path}", key="admin", method=method, json=body)
        assert answer.status_code < 300, answer.text

    def verdict() -> str:
        answer = desk.ask("reports/experiments/hero")
        hold_against(document, "/api/v1/reports/experiments/{id}", "get", answer)
        return str(answer.json["verdict"]["verdict"])

    asked("hero", "PUT", state="draft")
    assert verdict() == "draft"
    asked("hero", "PUT", variations={"control": 1, "b": 1, "c": 0}, actions=["banner"], planned={"persons": 1_000})
    asked("hero/start")
    assert verdict() == "collecting"
    assert [row["variation"] for row in desk.ask("reports/experiments/hero").json["rows"]] == ["control", "b"]
    asked("hero", "PUT", variations={"control": 2, "d": 1}, traffic=0.5)
    asked("hero/promote", variation="d")
    rows = desk.ask("reports/experiments/hero").json["rows"]
    assert [row["variation"] for row in rows] == ["control", "b", "d"]
    assert verdict() == "no difference"
    asked("hero/undo")
    asked("hero/stop")
    assert verdict() == "no difference"
    asked("holdout", "PUT", share=0.05)
    assert desk.ask("reports/experiments/holdout").json["verdict"]["cohort"] == "assigned"


@pytest.mark.parametrize(("path", "names"), [("", {"hero"}), ("/hero", {"b", "control"})])
def test_rows_are_had_as_csv(desk: Desk, trial: Trial, path: str, names: set[str]) -> None:
    answer = desk.ask(f"reports/experiments{path}?format=csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["variation" if path else "experiment"] for row in rows} == names


def test_what_cannot_be_answered_says_what_can(desk: Desk, trial: Trial, document: dict[str, Any]) -> None:
    missing = desk.ask("reports/experiments/heroes")
    assert missing.status_code == 404
    assert "Experiments: hero." in missing.json["error"]["message"]
    wrong = desk.ask("reports/experiments/hero?from=2026-01-01")
    assert (wrong.status_code, list(wrong.json["error"]["fields"])) == (400, ["from"])
    for answer in (missing, wrong, desk.ask("reports/experiments/hero", key=None)):
        hold_against(document, "/api/v1/reports/experiments/{id}", "get", answer)


def test_other_sites_experiments_are_nobodys_business(desk: Desk, trial: Trial) -> None:
    reader = desk.store.add_key(desk.other.site.site, "read")
    assert desk.ask("reports/experiments", key=reader).json["rows"] == []
    assert desk.ask("reports/experiments/hero", key=reader).status_code == 404
