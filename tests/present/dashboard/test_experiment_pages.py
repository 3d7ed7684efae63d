"""The pages of experiments say what the report says, and owners do on them what the API does."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from collector.present.dashboard import kept_answers
from tests.present.dashboard.experiment_reports import EACH, a_trial, concluded
from tests.present.desk import Desk
from tests.present.reading import Filled

HERO = "/experiments/one?experiment=hero"
FORM = {
    "experiment": "bar",
    "name": "Bar",
    "hypothesis": "A bar helps",
    "actions": "bar\r\nbar-low",
    "variations": "control 1\r\nwide 2 A <wide> one",
    "traffic": "80",
    "primary_goal": "call",
    "goals": "purchase",
    "guardrails": "unsubscribe more\r\npurchase less 2%",
    "window_days": "14",
    "base_rate": "3",
    "lift": "10",
    "end": "2026-12-24",
    "promotion": "automatic",
    "pages": "/\r\n/p/*",
    "devices": "mobile",
    "visitors": "new",
    "traits": "plan: pro, team",
    "layer": "home",
    "layer_share": "50",
}


@pytest.fixture(autouse=True)
def owner(desk: Desk) -> None:
    desk.sign_in_as(desk.person("owner").email)


@pytest.fixture
def hero(desk: Desk) -> None:
    concluded(a_trial(desk.shop))


def figures(page: str, name: str) -> list[str]:
    return re.findall(rf'data-figure="{name}" data-value="([^"]*)"', page)


def test_the_list_has_each_experiment_with_its_sentence(desk: Desk, hero: None) -> None:
    page = desk.page("/experiments")
    (row,) = desk.ask("reports/experiments").get_json()["rows"]
    assert row["sentence"] in html.unescape(page)
    assert figures(page, "persons") == [str(2 * EACH)]
    assert figures(page, "lift_low") == [str(row["lift_low"])]
    assert 'href="/api/v1/reports/experiments"' in page


def test_the_result_begins_with_the_plain_sentence_and_has_what_the_report_has(desk: Desk, hero: None) -> None:
    page, told_by_api = desk.page(HERO), desk.ask("reports/experiments/hero").get_json()
    assert told_by_api["sentence"][1:] in html.unescape(page)
    desk.store.put_definition(1, "goals", "call", {"name": "A <call>"})
    assert "A &lt;call&gt;" in desk.page(HERO)
    assert "A larger &lt;picture&gt; sells more." in page
    assert figures(page, "conversions") == [str(row["conversions"]) for row in told_by_api["rows"]]
    both = [row for row in told_by_api["comparisons"] if row["measure"] == "goal:purchase"]
    assert figures(page, "lift")[0] == str(both[0]["lift"])
    for condition in told_by_api["promotion"]["b"]["conditions"]:
        assert condition["words"] in html.unescape(page)
    assert "Promote b anyway" in page


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("time", "b: the lift and its interval"),
        ("segments", "For ideas only"),
        ("delivery", "Sample ratio."),
        ("revenue", "Capped at"),
        ("diary", "A &lt;sale&gt; began"),
    ],
)
def test_each_part_has_its_own(desk: Desk, hero: None, part: str, shown: str) -> None:
    assert shown in desk.page(f"{HERO}&part={part}")


def test_each_variation_says_what_it_is_and_how_it_stands(desk: Desk) -> None:
    """Also to viewers, who have no form to see what is set."""
    trial = a_trial(desk.shop, planned={"base_rate": 0.1, "lift": 0.5, "persons": 240})
    trial.document["variations"]["b"] |= {"description": "A <red> one", "revision": 2}
    trial.document["phases"][0]["variations"] = {"control": 1, "b": 2}
    desk.store.put_definition(1, "experiments", "hero", trial.document)
    for nth in range(120):
        trial.took_part(f"b-{nth}").took_part(f"c-{nth}", "control")
        if nth % 2:
            trial.bought(f"b-{nth}", 60)
        if nth % 10 == 0:
            trial.bought(f"c-{nth}", 60)
    trial.sent()
    desk.client = desk.app.test_client()
    desk.sign_in_as(desk.person("viewer").email)
    result, diary = (desk.client.get(HERO + part).text for part in ("", "&part=diary"))
    assert "ahead" in result[: result.index("A &lt;red&gt; one")].rpartition("<th")[2]
    assert "the smaller has 12.<" in result
    for text in ("b 1 A &lt;red&gt; one", "7 days", "unsubscribe more", "50 %", "(revision 2)"):
        assert text in diary
    for nth in range(100):
        trial.assigned(f"late-{nth}")
    trial.sent()
    assert "gate failed: delivery" in desk.client.get(f"{HERO}&part=delivery").text


def test_the_page_of_an_action_leads_to_the_experiments_it_is_in(desk: Desk, hero: None) -> None:
    page = desk.page("/actions/one?action=banner&from=2026-01-01&to=2026-01-31")
    assert re.search(r'href="/experiments/one\?[^"]*experiment=hero">Hero</a>', page)


def test_an_answer_is_kept_until_the_experiment_changes(
    desk: Desk, hero: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_answers, "MIN_COST_SECONDS", 0)
    assert "over a year more" in desk.page(HERO)
    desk.post("/experiments/stop", experiment="hero")
    assert "no difference found" in desk.page(HERO).lower()


def test_a_page_says_what_is_not_there(desk: Desk) -> None:
    assert "No experiment yet" in desk.page("/experiments")
    assert desk.client.get(HERO).status_code == 404
    assert desk.client.get("/experiments/one").status_code == 400
    assert desk.client.get(f"{HERO}&part=x").status_code == 400


def test_an_experiment_is_written_changed_and_run_on_pages(desk: Desk) -> None:
    assert desk.post("/experiments/edit", **FORM).status_code == 303
    made = desk.ask("experiments/bar", key="admin").get_json()
    assert made["state"] == "draft"
    assert made["variations"]["wide"]["weight"] == 2
    assert made["variations"]["wide"]["description"] == "A <wide> one"
    assert made["targeting"] == {
        "pages": ["/", "/p/*"], "devices": ["mobile"], "visitors": "new", "traits": {"plan": ["pro", "team"]}
    }  # fmt: skip
    assert made["guardrails"] == [
        {"goal": "unsubscribe", "worse": "more"}, {"goal": "purchase", "worse": "less", "margin": 0.02}
    ]  # fmt: skip
    assert (made["traffic"], made["window_days"], made["promotion"]) == (0.8, 14, "automatic")
    assert made["layer"]["name"] == "home"
    assert made["planned"]["persons"] > 1_000
    form = desk.page("/experiments/edit?experiment=bar")
    for text in ("wide 2 A &lt;wide&gt; one", "purchase less 2%", "plan: pro, team", 'value="80"', 'value="50"'):
        assert text in form
    assert desk.post("/experiments/edit", **{**FORM, "editing": "bar", "name": "Wider bar"}).status_code == 303
    for step, state in (
        ("start", "running"), ("stop", "stopped"), ("resume", "running"), ("promote", "promoted"), ("undo", "running"),
        ("stop", "stopped"), ("archive", "archived"),
    ):  # fmt: skip
        assert desk.post(f"/experiments/{step}", experiment="bar", variation="wide").status_code == 303, step
        assert desk.ask("experiments/bar", key="admin").get_json()["state"] == state
        assert state in desk.page("/experiments/one?experiment=bar").lower()
    assert desk.post("/experiments/note", experiment="bar", text="A sale began").status_code == 303
    diary = desk.page("/experiments/one?experiment=bar&part=diary")
    assert "A sale began" in diary
    assert "owner@shop.example" in diary
    assert desk.post("/experiments/delete", experiment="bar").status_code == 303
    assert desk.ask("experiments", key="admin").get_json()["experiments"] == []


def test_a_promotion_keeps_what_it_was_decided_on(desk: Desk, hero: None) -> None:
    desk.post("/experiments/promote", experiment="hero", variation="b")
    evidence = desk.ask("experiments/hero", key="admin").get_json()["promoted"]["evidence"]
    assert evidence["comparison"]["measure"] == "goal:purchase"
    assert evidence["conditions"]["conversions"] is False
    assert "Promoted" in desk.page(HERO)


def test_without_a_control_each_may_be_promoted_and_nobody_stays_behind(desk: Desk) -> None:
    body = {"variations": {"red": 1, "blue": 1}, "actions": ["banner"]}
    desk.ask("experiments/hero", key="admin", method="PUT", json=body)
    page = desk.page(HERO)
    assert "Promote red anyway" in page
    assert re.search(r"<button[^>]*>Promote blue</button>", page)
    assert "stay in control" not in page
    assert desk.post("/experiments/promote", experiment="hero", variation="blue").status_code == 303
    assert desk.post("/experiments/undo", experiment="hero").status_code == 303
    assert desk.post("/experiments/promote", experiment="hero", variation="red").status_code == 303
    assert desk.ask("reports/experiments/hero").get_json()["after_promotion"] is None
    assert "stayed in control" not in desk.page(HERO)


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ({"experiment": ""}, "Missing"),
        ({"variations": "control"}, "Line 1: Write its name and its weight"),
        ({"variations": "control 1\nb many"}, "Line 2: Not a number"),
        ({"guardrails": "unsubscribe"}, "Line 1: Write the goal"),
        ({"traits": "plan"}, "Line 1: Write name: value"),
        ({"traffic": "nan"}, "Not a number"),
        ({"window_days": "1.5"}, "Not a whole number"),
        ({"traffic": "200"}, "traffic-error"),
        ({"devices": "toaster"}, "devices-error"),
    ],
)
def test_what_cannot_be_read_is_named_below_its_field_and_nothing_is_lost(
    desk: Desk, changed: dict[str, str], shown: str
) -> None:
    answer = desk.post("/experiments/edit", **FORM | changed)
    assert answer.status_code == 400
    assert shown in answer.text
    assert "A bar helps" in answer.text
    assert desk.store.definitions(1, "experiments") == {}


def test_an_id_that_is_there_is_not_taken_over(desk: Desk, hero: None) -> None:
    assert "Is there already" in desk.post("/experiments/edit", **{**FORM, "experiment": "hero"}).text


@pytest.mark.parametrize(
    "made",
    [
        {"planned": {"persons": 5_000, "end": "2027-01-05"}},
        {"planned": {"base_rate": 0.0123456789, "lift": 0.1}},
        {"variations": {"control": 1 / 3, "b": 123_456.7}},
        {"variations": {"control": 1, "head 1 / button 2": 1, 'a "b" 3': {"weight": 2, "description": "50 % wider"}}},
        {"traffic": 1 / 3, "layer": {"name": "home", "share": 1 / 3}},
        {"targeting": {"traits": {"plan": ["pro, team", 'a "b"'], "x:y": ["z"], "p": [" q "]}, "pages": [" /a b"]}},
        {"guardrails": [{"goal": "two  words", "worse": "less", "margin": 1 / 3}, {"goal": "a more", "worse": "more"}]},
    ],
    ids=lambda made: "-".join(made),
)
def test_a_form_that_nobody_touched_changes_nothing(desk: Desk, made: dict[str, Any]) -> None:
    """Also where it shows less than there is: no phase begins, and nothing of the plan is lost."""
    body = {"variations": {"control": 1, "b": 1}} | made
    assert desk.ask("experiments/bar", key="admin", method="PUT", json=body).status_code == 200
    before = desk.ask("experiments/bar", key="admin").get_json()
    sent = Filled(desk.page("/experiments/edit?experiment=bar")).sent
    assert desk.post("/experiments/edit", **sent).status_code == 303
    assert desk.ask("experiments/bar", key="admin").get_json() == before
    assert desk.post("/experiments/edit", **{**sent, "name": "Bar", "window_days": "7"}).status_code == 303
    after = desk.ask("experiments/bar", key="admin").get_json()
    assert after == before | {"name": "Bar", "diary": after["diary"]}


def test_names_with_spaces_and_values_with_commas_stand_in_quotes(desk: Desk) -> None:
    form = FORM | {
        "variations": 'control 1\r\n"head 1 ""big""" 2.5 A wide one',
        "traits": 'plan: "pro, team", solo\r\nx:y: z',
        "base_rate": "",
        "persons": "4000",
    }
    assert desk.post("/experiments/edit", **form).status_code == 303
    made = desk.ask("experiments/bar", key="admin").get_json()
    assert made["variations"]['head 1 "big"'] == {"weight": 2.5, "description": "A wide one", "revision": 1}
    assert made["targeting"]["traits"] == {"plan": ["pro, team", "solo"], "x:y": ["z"]}
    assert made["planned"] == {"lift": 0.1, "persons": 4000, "end": "2026-12-24"}
