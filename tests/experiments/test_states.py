"""An experiment goes from state to state, and each step that assigns visitors otherwise is a phase."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from collector.allocation import BUCKETS
from collector.errors import BadRequest, WrongState
from collector.experiments import states
from collector.experiments.documents import Document, new_document
from collector.experiments.edits import edited
from collector.experiments.served import served
from tests.experiments.building import (
    STATES,
    a_draft,
    a_promoted,
    a_running,
    a_stopped,
    at,
    diary,
)

STEPS: dict[str, Callable[[Document], Document]] = {
    "started": lambda document: states.started(document, at(900), value_cap=None),
    "stopped": lambda document: states.stopped(document, at(900)),
    "resumed": lambda document: states.resumed(document, at(900)),
    "promoted": lambda document: states.promoted_to(document, at(900), "b", {}),
    "brought back": lambda document: states.promotion_undone(document, at(900)),
    "archived": lambda document: states.archived(document, at(900)),
}
ALLOWED = {
    ("draft", "started"): "running",
    ("running", "stopped"): "stopped",
    ("running", "promoted"): "promoted",
    ("promoted", "brought back"): "running",
    ("promoted", "stopped"): "stopped",
    ("stopped", "resumed"): "running",
    ("stopped", "archived"): "archived",
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", STATES)
def test_each_step_leads_on_or_says_what_can_be_done(state: str, step: str) -> None:
    document = STATES[state]()
    if (state, step) in ALLOWED:
        assert STEPS[step](document)["state"] == ALLOWED[state, step]
        return
    with pytest.raises(WrongState) as error:
        STEPS[step](document)
    assert f"is {state}" in error.value.message
    assert step in error.value.message
    assert states.NEXT[state] in error.value.message


def test_the_first_phase_has_the_time_the_ranges_and_the_revisions() -> None:
    running = a_running(traffic=0.5, targeting={"pages": ["/"]})
    (phase,) = running["phases"]
    assert phase == {
        "allocation": 1,
        "from": 100,
        "until": None,
        "buckets": [(0, 2500, "control"), (2500, 5000, "b")],
        "variations": {"control": 1, "b": 1},
        "traffic": 0.5,
        "targeting": {"pages": ["/"]},
        "layer": None,
        "promoted": None,
    }
    assert running["value_cap"] == "250.00"
    assert running["diary"] == [{"at": 100, "by": "ann", "text": "Started"}]


def test_nothing_starts_without_variations() -> None:
    with pytest.raises(BadRequest, match="two variations"):
        states.started(new_document("hero"), at(1), value_cap=None)


def test_what_is_stopped_ends_its_phase_and_goes_on_in_another() -> None:
    resumed = states.resumed(a_stopped(), at(300))
    first, second = resumed["phases"]
    assert (first["until"], second["from"], second["allocation"]) == (200, 300, 2)
    assert second["buckets"] == first["buckets"]
    assert diary(resumed) == ["Started", "Stopped", "Resumed"]


def test_a_promoted_variation_is_for_all_but_those_who_stay_in_control() -> None:
    promoted = a_promoted()
    phase = promoted["phases"][-1]
    assert (phase["allocation"], phase["promoted"]) == (2, "b")
    assert phase["buckets"] == [(0, 500, "control"), (500, BUCKETS, "b")]
    assert promoted["promoted"] == {"variation": "b", "at": 200, "by": "ann", "evidence": {"lift": 0.1}}
    assert diary(promoted)[-1] == "Promoted b"


def test_the_diary_names_what_a_promotion_did_not_wait_for() -> None:
    evidence = {"conditions": {"lift above zero": True, "two weeks": False, "gates": False}}
    promoted = states.promoted_to(a_running(), at(200), "b", evidence)
    assert diary(promoted)[-1] == "Promoted b although not met: two weeks, gates"


def test_a_promotion_that_is_taken_back_gives_the_earlier_ranges_back() -> None:
    changed = edited(a_running(), {"variations": {"control": {"weight": 3}, "b": {"weight": 1}}}, at(150))
    promoted = states.promoted_to(changed, at(200), "b", {})
    undone = states.promotion_undone(promoted, at(300))
    assert undone["phases"][-1]["buckets"] == changed["phases"][-1]["buckets"] != promoted["phases"][-1]["buckets"]
    assert [phase["allocation"] for phase in undone["phases"]] == [1, 2, 3, 4]
    assert (undone["promoted"], undone["phases"][-1]["promoted"]) == (None, None)
    assert diary(undone)[-1] == "Undid the promotion of b"


def test_what_was_stopped_after_a_promotion_resumes_as_the_test_it_was() -> None:
    resumed = states.resumed(states.stopped(a_promoted(), at(300)), at(400))
    assert resumed["phases"][-1]["buckets"] == resumed["phases"][0]["buckets"]
    assert resumed["promoted"] is None


def test_only_a_variation_that_there_is_can_be_promoted() -> None:
    with pytest.raises(BadRequest, match="control, b") as error:
        states.promoted_to(a_running(), at(200), "c", {})
    assert "variation" in error.value.fields


@pytest.mark.parametrize("state", ["running", "promoted", "stopped"])
def test_what_has_results_is_not_deleted(state: str) -> None:
    with pytest.raises(WrongState, match="draft or archived"):
        states.check_deletable(STATES[state]())
    for other in ("draft", "archived"):
        states.check_deletable(STATES[other]())


def test_what_happened_outside_is_in_the_diary_too() -> None:
    assert states.with_note(a_running(), at(150), "a sale began")["diary"][-1] == {
        "at": 150,
        "by": "ann",
        "text": "a sale began",
    }
    full = {**a_running(), "diary": [{}] * states.MAX_NOTES}
    with pytest.raises(WrongState, match="1,000"):
        states.with_note(full, at(150), "x")


def test_a_clock_that_went_back_makes_no_phase_that_ends_before_it_began() -> None:
    changed = edited(a_running(at(100)), {"traffic": 0.5}, at(50))
    assert [(phase["from"], phase["until"]) for phase in changed["phases"]] == [(100, 100), (100, None)]


def test_layers_share_no_visitor_and_are_freed_when_an_experiment_stops() -> None:
    half = {"name": "home", "share": 0.5}
    first = a_running(layer=half)
    second = a_running(at(100, first=first), layer=half)
    assert (first["layer"]["buckets"], second["layer"]["buckets"]) == ([(0, 5000)], [(5000, BUCKETS)])
    third = a_draft(layer={"name": "home", "share": 0.1})
    with pytest.raises(WrongState, match=r"no room for 0\.1 of its visitors: 0 is free"):
        states.started(third, at(150, first=first, second=second), value_cap=None)
    elsewhere = states.started(a_draft(layer={"name": "cart", "share": 1}), at(150, first=first), value_cap=None)
    assert elsewhere["layer"]["buckets"] == [(0, BUCKETS)]
    stopped = states.stopped(first, at(200))
    started = states.started(third, at(300, first=stopped, second=second), value_cap=None)
    assert started["layer"]["buckets"] == [(0, 1000)]
    with pytest.raises(WrongState, match=r"0\.4 is free"):
        states.resumed(stopped, at(400, second=second, third=started))
    assert states.resumed(stopped, at(400, second=second))["layer"]["buckets"] == [(0, 5000)]


def test_what_is_served_is_the_present_phase() -> None:
    layer = {"name": "home", "share": 0.5}
    promoted = a_promoted(layer=layer, targeting={"visitors": "new"})
    plain = edited(a_running(salt="x"), {"traffic": 0.5}, at(150))
    assert served({"hero": promoted, "plain": plain}) == {
        "hero": {
            "salt": "hero",
            "allocation": 2,
            "buckets": [(0, 500, "control"), (500, BUCKETS, "b")],
            "layer": {"salt": "layer:home", "buckets": [(0, 5000)]},
            "targeting": {"visitors": "new"},
        },
        "plain": {"salt": "x", "allocation": 2, "buckets": [(0, 2500, "control"), (5000, 7500, "b")]},
    }
