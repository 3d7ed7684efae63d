"""Owners run experiments over HTTP: what they may say, what each step answers, and what /v1/config serves then."""

from __future__ import annotations

from typing import Any

import pytest

from collector.errors import WrongState
from collector.present.experiments.changes import SiteExperiments
from tests.present.desk import Desk
from tests.present.experiments.conftest import HALVES, Owner
from tests.store.threads import together

BUCKETS = [[0, 5000, "control"], [5000, 10_000, "b"]]


def served(desk: Desk) -> Any:
    return desk.client.get("/v1/config", query_string={"key": desk.keys["public"]}).json["experiments"]


def test_mere_weights_begin_an_experiment(desk: Desk, owner: Owner) -> None:
    made = owner("a/b", variations=HALVES)
    hint = desk.keys["admin"][:11]
    at = made["phases"][0]["from"]
    phase = {
        "allocation": 1,
        "from": at,
        "until": None,
        "buckets": BUCKETS,
        "variations": {"control": 1, "b": 1},
        "traffic": 1.0,
        "targeting": None,
        "layer": None,
        "promoted": None,
    }
    assert made == {
        "id": "a/b",
        "name": None,
        "hypothesis": None,
        "state": "running",
        "salt": "a/b",
        "actions": [],
        "variations": {name: {"weight": 1.0, "description": "", "revision": 1} for name in ("control", "b")},
        "primary_goal": "purchase",
        "goals": [],
        "guardrails": [],
        "window_days": 7,
        "planned": None,
        "traffic": 1.0,
        "layer": None,
        "targeting": None,
        "promotion": "by_hand",
        "value_cap": None,
        "promoted": None,
        "phases": [phase],
        "diary": [{"at": at, "by": hint, "text": "Started"}],
    }
    assert desk.ask("experiments/a/b", key="admin").json == made
    assert desk.ask("experiments", key="admin").json == {"experiments": [made]}


def test_every_field_is_kept(owner: Owner) -> None:
    definition = {
        "name": "Hero",
        "hypothesis": "Larger sells",
        "actions": ["home-hero"],
        "primary_goal": "call",
        "goals": ["newsletter"],
        "guardrails": [{"goal": "unsubscribe", "worse": "more"}, {"goal": "purchase", "worse": "less", "margin": 0.02}],
        "window_days": 14,
        "planned": {"persons": 1000, "end": "2026-12-24"},
        "traffic": 0.5,
        "layer": {"name": "home", "share": 0.5},
        "targeting": {
            "pages": ["/", "/p/*"],
            "devices": ["mobile"],
            "visitors": "new",
            "traits": {"plan": ["pro", "team"]},
        },
        "promotion": "automatic",
        "salt": "other",
    }
    variations = {"control": 1, "b": {"weight": 2, "description": "red"}}
    made = owner("hero", variations=variations, state="draft", **definition)
    assert {name: made[name] for name in definition} == definition
    assert made["variations"]["b"] == {"weight": 2.0, "description": "red", "revision": 1}
    assert (made["state"], made["phases"], made["diary"]) == ("draft", [], [])
    started = owner("hero", "start")
    assert started["layer"] == {"name": "home", "share": 0.5, "buckets": [[0, 5000]]}


def test_null_gives_a_field_its_default_back_and_what_is_not_named_stays(owner: Owner) -> None:
    owner("hero", variations=HALVES, name="Hero", traffic=0.5, goals=["call"])
    changed = owner("hero", name=None, traffic=None)
    assert (changed["name"], changed["traffic"], changed["goals"]) == (None, 1.0, ["call"])
    assert len(changed["phases"]) == 2


def test_a_phone_is_what_the_snippet_calls_mobile(owner: Owner) -> None:
    made = owner("hero", variations=HALVES, targeting={"devices": ["phone", "tablet"]})
    assert made["targeting"] == {"devices": ["mobile", "tablet"]}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "two variations"),
        ({"variations": {"only": 1}}, "variations"),
        ({"variations": {"a": 0, "b": 0}}, "above 0"),
        ({"variations": {"a": "x", "b": 1}}, "variations"),
        ({"variations": {"a": {"description": "no weight"}, "b": 1}}, "required"),
        ({"variations": [1, 2]}, "variations"),
        ({"variations": HALVES, "traffic": 0}, "traffic"),
        ({"variations": HALVES, "traffic": 1.1}, "traffic"),
        ({"variations": HALVES, "state": "promoted"}, "draft, running"),
        ({"variations": HALVES, "window_days": 0}, "window_days"),
        ({"variations": HALVES, "layer": {"name": "home"}}, "required"),
        ({"variations": HALVES, "layer": {"name": "home", "share": 2}}, "layer"),
        ({"variations": HALVES, "targeting": {"devices": ["fridge"]}}, "desktop, tablet, mobile"),
        ({"variations": HALVES, "targeting": {"pages": "/"}}, "pages"),
        ({"variations": HALVES, "targeting": {"traits": {"plan": "pro"}}}, "plan"),
        ({"variations": HALVES, "guardrails": [{"goal": "x", "worse": "maybe"}]}, "more, less"),
        ({"variations": HALVES, "planned": {"base_rate": 0.9, "lift": 0.5}}, "between 0 and 1"),
        ({"variations": {"control": 1, "b": 0}, "planned": {"base_rate": 0.1, "lift": 0.5}}, "above 0"),
        ({"variations": HALVES, "planned": {"end": "soon"}}, "2026-01-31"),
        ({"variations": HALVES, "promotion": "never"}, "by_hand, automatic"),
        ({"variations": HALVES, "phases": []}, "Unknown field"),
        ({"variations": HALVES, "colour": "red"}, "hypothesis"),
    ],
)
def test_a_mistake_says_what_is_allowed_and_changes_nothing(
    desk: Desk, owner: Owner, body: dict[str, Any], message: str
) -> None:
    assert message in str(owner("hero", status=400, **body)["error"])
    assert desk.ask("experiments", key="admin").json == {"experiments": []}


@pytest.mark.parametrize("step", ["start", "stop", "resume", "undo", "archive", "promote", "note"])
def test_there_is_no_step_of_what_there_is_not(owner: Owner, step: str) -> None:
    body = {"promote": {"variation": "b"}, "note": {"text": "x"}}.get(step, {})
    assert "'hero'" in owner("hero", step, status=404, **body)["error"]["message"]
    assert "'hero'" in owner("hero", method="DELETE", status=404)["error"]["message"]
    assert "'hero'" in owner("hero", method="GET", status=404)["error"]["message"]


def test_a_life_of_an_experiment_and_what_is_served_of_it(desk: Desk, owner: Owner) -> None:
    owner("hero", variations=HALVES, state="draft")
    assert served(desk) == {}
    owner("hero", name="Hero")
    assert served(desk) == {}
    owner("hero", "start")
    assert served(desk) == {"hero": {"salt": "hero", "allocation": 1, "buckets": BUCKETS}}
    owner("hero", "promote", variation="b")
    assert served(desk)["hero"]["buckets"] == [[0, 500, "control"], [500, 10_000, "b"]]
    owner("hero", "undo")
    assert served(desk) == {"hero": {"salt": "hero", "allocation": 3, "buckets": BUCKETS}}
    owner("hero", "note", text="a sale began")
    owner("hero", "stop")
    assert served(desk) == {}
    owner("hero", "resume")
    assert served(desk)["hero"]["allocation"] == 4
    owner("hero", "stop")
    archived = owner("hero", "archive")
    assert [line["text"] for line in archived["diary"]] == [
        "Started",
        "Promoted b although not met: lift above zero, conversions, two weeks",
        "Undid the promotion of b",
        "a sale began",
        "Stopped",
        "Resumed",
        "Stopped",
        "Archived",
    ]
    actions = [
        change.action.partition(".")[2] for change in reversed(desk.store.changes(1)) if change.subject == "hero"
    ]
    steps = ["start", "promote", "undo", "note", "stop", "resume", "stop", "archive"]
    assert actions == ["draft", "draft", *steps]
    owner("hero", method="DELETE", status=204)
    assert desk.ask("experiments", key="admin").json == {"experiments": []}


def test_a_wrong_step_says_what_can_be_done(owner: Owner) -> None:
    owner("hero", variations=HALVES)
    error = owner("hero", "resume", status=409)["error"]
    assert error["code"] == "wrong_state"
    assert "is running" in error["message"]
    assert "stop or promote it" in error["message"]
    assert "draft" in owner("hero", method="DELETE", status=409)["error"]["message"]
    assert "draft" in owner("hero", state="draft", status=409)["error"]["message"]
    owner("hero", "stop")
    assert "resume" in owner("hero", state="running", status=409)["error"]["message"]


def test_a_promotion_names_a_variation_and_a_note_has_a_text(owner: Owner) -> None:
    owner("hero", variations=HALVES)
    assert "b, control" in str(owner("hero", "promote", status=400, variation="c"))
    assert "required" in str(owner("hero", "promote", status=400))
    assert "what happened" in str(owner("hero", "note", status=400, text=" "))


def test_the_id_may_be_a_parameter(desk: Desk) -> None:
    body = {"variations": HALVES}
    assert desk.ask("experiments?id=a/../b", key="admin", method="PUT", json=body).json["id"] == "a/../b"
    assert desk.ask("experiments/stop?id=a/../b", key="admin", method="POST").json["state"] == "stopped"
    assert desk.ask("experiments/archive?id=a/../b", key="admin", method="POST").status_code == 200
    assert desk.ask("experiments?id=a/../b", key="admin", method="DELETE").status_code == 204


def test_nothing_that_is_the_same_is_a_change(desk: Desk, owner: Owner) -> None:
    made = owner("hero", variations=HALVES, layer={"name": "home", "share": 0.5})
    logged = len(desk.store.changes(1))
    assert owner("hero", variations=HALVES, layer={"name": "home", "share": 0.5}) == made
    assert len(desk.store.changes(1)) == logged


def test_the_holdout_is_a_share(desk: Desk, owner: Owner) -> None:
    assert "0.05" in str(owner("holdout", status=400))
    owner("holdout", share=0.05)
    assert served(desk) == {
        "holdout": {
            "salt": "holdout",
            "allocation": 1,
            "buckets": [[0, 500, "control"], [500, 10_000, "personalized"]],
        }
    }
    owner("holdout", share=0.06)
    assert served(desk)["holdout"]["buckets"] == [
        [0, 500, "control"], [500, 9900, "personalized"], [9900, 10_000, "control"],
    ]  # fmt: skip
    assert owner("holdout", name="Nothing personal")["state"] == "running"
    assert owner("holdout", share=0)["state"] == "stopped"
    assert served(desk) == {}
    assert owner("holdout", share=0.1)["phases"][-1]["allocation"] == 3


@pytest.mark.parametrize("body", [{"share": 0.9}, {"share": -1}, {"variations": HALVES}, {"traffic": 0.5}])
def test_the_holdout_is_nothing_but_a_share(owner: Owner, body: dict[str, Any]) -> None:
    assert owner("holdout", status=400, **body)["error"]["fields"]


def test_nothing_of_the_holdout_is_promoted(owner: Owner) -> None:
    owner("holdout", share=0.05)
    owner("holdout", "promote", variation="personalized", status=400)


def test_a_plan_has_its_persons_and_other_weights_need_others(owner: Owner) -> None:
    made = owner("hero", variations=HALVES, planned={"base_rate": 0.03, "lift": 0.1})
    assert made["planned"] == {"base_rate": 0.03, "lift": 0.1, "persons": 106_422}
    changed = owner("hero", variations={"control": 1, "b": 3})
    assert changed["planned"]["persons"] > 106_422
    assert "planned from base rate 0.03" in changed["diary"][-1]["text"]


def test_tenants_never_meet(desk: Desk, owner: Owner) -> None:
    owner("hero", variations=HALVES)
    other = desk.store.add_key(2, "admin")
    assert desk.ask("experiments", key=other).json == {"experiments": []}
    assert desk.ask("experiments/hero/stop", key=other, method="POST").status_code == 404
    public = desk.store.add_key(2, "public")
    assert desk.client.get("/v1/config", query_string={"key": public}).json["experiments"] == {}
    for kind in ("public", "secret", "read"):
        assert desk.ask("experiments/hero/stop", key=kind, method="POST").status_code == 403


def test_changes_at_once_are_all_kept(desk: Desk, owner: Owner) -> None:
    owner("hero", variations=HALVES)
    site = desk.store.sites()[0]
    experiments = SiteExperiments(desk.store, site, "cli")
    notes = [lambda n=n: experiments.note("hero", {"text": f"note {n}"}) for n in range(10)]
    together(*notes, lambda: owner("hero", traffic=0.5), lambda: owner("hero", name="Hero"))
    kept = experiments.one("hero")
    texts = {line["text"] for line in kept["diary"]}
    assert {f"note {n}" for n in range(10)} <= texts
    assert (kept["traffic"], kept["name"], len(kept["phases"])) == (0.5, "Hero", 2)


def test_layers_have_room_for_so_many_even_at_once(desk: Desk, owner: Owner) -> None:
    layer = {"name": "home", "share": 0.4}
    experiments = SiteExperiments(desk.store, desk.store.sites()[0], "cli")

    def begin(number: int) -> str:
        try:
            return str(experiments.set(f"e{number}", {"variations": HALVES, "layer": layer})["state"])
        except WrongState:
            return "no room"

    began = together(*(lambda n=n: begin(n) for n in range(4)))
    assert sorted(began) == ["no room", "no room", "running", "running"]
    spans = sorted(span for one in experiments.all() for span in one["layer"]["buckets"])
    assert spans == [[0, 4000], [4000, 8000]]


def test_visitors_of_a_deleted_experiment_count_in_a_new_one_of_its_id(desk: Desk, owner: Owner) -> None:
    for allocation in (1, 2):
        made = owner("hero", variations=HALVES)
        assert made["phases"][0]["allocation"] == allocation
        assigned = desk.shop.event("assign", 0, name="hero", variation="b", allocation=allocation)
        desk.shop.send(assigned._replace(ts=made["phases"][0]["from"]))
        rows = desk.ask("reports/experiments/hero").json["rows"]
        assert {row["variation"]: row["persons_assigned"] for row in rows} == {"control": 0, "b": 1}
        owner("hero", "stop")
        owner("hero", "archive")
        assert desk.ask("experiments/hero", key="admin", method="DELETE").status_code == 204
    assert owner("other", variations=HALVES)["phases"][0]["allocation"] == 1
