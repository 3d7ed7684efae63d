"""`beheld experiment`: from a plan to an archived experiment, on the command line."""

from __future__ import annotations

import pytest

from tests.cli.running import Beheld

HALVES = ("--variation", "control=1", "--variation", "b=1")


def test_a_life_of_an_experiment(shop: Beheld) -> None:
    assert shop("experiment", "list").out == ""
    output = shop("experiment", "set", "hero", *HALVES, "--draft", "--name", "Hero").out
    assert output == "hero  draft  control 1, b 1\n"
    assert shop("experiment", "start", "hero").out == "hero  running  control 1, b 1  phase 1\n"
    shop("experiment", "set", "hero", "--variation", "control=1", "--variation", "b=3")
    shop("experiment", "note", "hero", "a sale began")
    assert "promoted b" in shop("experiment", "promote", "hero", "b").out
    assert "running" in shop("experiment", "undo", "hero").out
    for step, state in (("stop", "stopped"), ("resume", "running"), ("stop", "stopped"), ("archive", "archived")):
        assert state in shop("experiment", step, "hero").out
    shown = shop("experiment", "show", "hero").out
    for part in (
        "name: Hero",
        "phase 2, from",
        "control 25 %, b 75 %",
        "cli  a sale began",
        "cli  Changed weights from",
    ):
        assert part in shown
    (listed,) = shop("experiment", "list", "--json").json
    assert listed == shop("experiment", "show", "hero", "--json").json
    assert [line["by"] for line in listed["diary"]] == ["cli"] * 9
    shop("experiment", "delete", "hero")
    assert shop("experiment", "list", "--json").json == []


def test_everything_that_may_be_set(shop: Beheld) -> None:
    shop(
        "experiment", "set", "hero", *HALVES, "--draft",
        "--name", "Hero", "--hypothesis", "Larger sells", "--describe", "b=red = loud", "--action", "home",
        "--primary-goal", "call", "--goal", "newsletter", "--goal", "a:b",
        "--guardrail", "unsubscribe:more", "--guardrail", "a:b:less:0.02",
        "--window-days", "14", "--traffic", "0.5", "--layer", "home:0.5", "--page", "/", "--page", "/p/*",
        "--device", "phone", "--visitors", "new", "--trait", "plan=pro", "--trait", "plan=team",
        "--promotion", "automatic", "--base-rate", "0.03", "--lift", "0.1", "--end", "2026-12-24", "--salt", "s",
    )  # fmt: skip
    kept = shop("experiment", "show", "hero", "--json").json
    expected = {
        "name": "Hero", "hypothesis": "Larger sells", "actions": ["home"], "primary_goal": "call",
        "goals": ["newsletter", "a:b"],
        "guardrails": [
            {"goal": "unsubscribe", "worse": "more"}, {"goal": "a:b", "worse": "less", "margin": 0.02},
        ],
        "window_days": 14, "traffic": 0.5, "layer": {"name": "home", "share": 0.5},
        "targeting": {
            "pages": ["/", "/p/*"], "devices": ["mobile"], "visitors": "new", "traits": {"plan": ["pro", "team"]},
        },
        "promotion": "automatic", "salt": "s",
        "planned": {"base_rate": 0.03, "lift": 0.1, "persons": 106_422, "end": "2026-12-24"},
    }  # fmt: skip
    assert {name: kept[name] for name in expected} == expected
    assert kept["variations"]["b"] == {"weight": 1, "description": "red = loud", "revision": 1}
    shop("experiment", "set", "hero", "--unset", "layer", "--unset", "planned", "--describe", "control=nothing")
    kept = shop("experiment", "show", "hero", "--json").json
    assert (kept["layer"], kept["planned"], kept["variations"]["control"]["description"]) == (None, None, "nothing")


def test_what_is_not_named_stays_also_within_plan_and_targeting(shop: Beheld) -> None:
    shop("experiment", "set", "hero", *HALVES, "--draft", "--base-rate", "0.03", "--lift", "0.1", "--page", "/p/*",
         "--device", "mobile", "--trait", "plan=pro")  # fmt: skip
    shop("experiment", "set", "hero", "--end", "2026-12-24", "--visitors", "new", "--trait", "age=3")
    kept = shop("experiment", "show", "hero", "--json").json
    assert kept["planned"] == {"base_rate": 0.03, "lift": 0.1, "persons": 106_422, "end": "2026-12-24"}
    traits = {"plan": ["pro"], "age": ["3"]}
    assert kept["targeting"] == {"pages": ["/p/*"], "devices": ["mobile"], "visitors": "new", "traits": traits}
    shop("experiment", "set", "hero", "--persons", "500", "--unset", "targeting", "--page", "/")
    kept = shop("experiment", "show", "hero", "--json").json
    assert kept["planned"] == {"lift": 0.1, "persons": 500, "end": "2026-12-24"}
    assert kept["targeting"] == {"pages": ["/"]}


def test_the_holdout(shop: Beheld) -> None:
    output = shop("experiment", "holdout", "--share", "0.05").out
    assert output == "holdout  running  control 0.05, personalized 0.95  phase 1\n"
    assert "stopped" in shop("experiment", "holdout", "--share", "0").out
    assert "share" in shop("experiment", "holdout", "--share", "0.9", code=2).err


def test_a_plan_says_how_many_persons_and_days(shop: Beheld) -> None:
    plan = ("experiment", "plan", "--base-rate", "0.03", "--lift", "0.1")
    assert shop(*plan).out == "106,422 persons over all variations\n"
    assert shop(*plan, "--daily-persons", "5000").out == "106,422 persons over all variations: 22 days\n"
    three = shop(*plan, *HALVES, "--variation", "c=1", "--json").json
    assert three["persons"] > 106_422 * 1.5  # three arms, of which each is judged more strictly
    assert three["days"] is None


@pytest.mark.parametrize(
    ("command", "output"),
    [
        (("set", "hero", "--variation", "b"), "NAME=WEIGHT"),
        (("set", "hero", "--variation", "b=much"), "no number"),
        (("set", "hero", "--variation", "b=1"), "variations"),
        (("set", "hero", "--describe", "b=red"), "--variation b=1"),
        (("set", "hero", *HALVES, "--guardrail", "x"), "GOAL:more|less"),
        (("set", "hero", *HALVES, "--layer", "home"), "NAME:SHARE"),
        (("set", "hero"), "two variations"),
        (("start", "hero"), "no experiment 'hero'"),
        (("promote", "hero", "b"), "no experiment 'hero'"),
        (("plan", "--base-rate", "2", "--lift", "0.1"), "between 0 and 1"),
    ],
)
def test_a_mistake_says_what_to_write(shop: Beheld, command: tuple[str, ...], output: str) -> None:
    assert output in shop("experiment", *command, code=2).err


def test_a_wrong_step_says_what_can_be_done(shop: Beheld) -> None:
    shop("experiment", "set", "hero", *HALVES)
    assert "stop or promote it" in shop("experiment", "archive", "hero", code=2).err
