"""A running experiment does not change silently."""

from __future__ import annotations

from typing import Any

import pytest

from collector.errors import WrongState
from collector.experiments.edits import edited
from tests.experiments.building import (
    HALVES,
    a_draft,
    a_promoted,
    a_running,
    a_stopped,
    an_archived,
    at,
    diary,
)

MORE = {"control": {"weight": 1}, "b": {"weight": 3}}


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"variations": MORE}, "weights from b 1, control 1 to b 3, control 1"),
        ({"traffic": 0.25}, "traffic from 1 to 0.25"),
        ({"targeting": {"pages": ["/", "/p/*"], "visitors": "new"}},
         "targeting from none to pages / and /p/*, visitors new"),
        ({"layer": {"name": "home", "share": 0.5}}, "layer from none to name home, share 0.5"),
        ({"variations": {**HALVES, "c": {"weight": 1}}}, "weights from b 1, control 1 to b 1, c 1, control 1"),
        ({"variations": {"control": {"weight": 1}, "b": {"weight": 1, "description": "blue"}}},
         "b to revision 2, from red button to blue"),
        ({"goals": ["call", "newsletter"]}, "goals from none to call and newsletter"),
        ({"primary_goal": "call"}, "primary goal from purchase to call"),
        ({"actions": ["hero", "strip"]}, "actions from none to hero and strip"),
        ({"guardrails": [{"goal": "unsubscribe", "worse": "more"}]},
         "guardrails from none to goal unsubscribe, worse more"),
        ({"planned": {"end": "2026-12-24"}}, "planned from none to end 2026-12-24"),
    ],
)  # fmt: skip
def test_a_change_of_assignment_or_of_what_decides_is_a_phase_and_a_line_in_the_diary(
    fields: dict[str, Any], text: str
) -> None:
    changed = edited(a_running(), fields, at(150))
    first, second = changed["phases"]
    assert (first["until"], second["from"], second["allocation"]) == (150, 150, 2)
    assert changed["diary"][-1] == {"at": 150, "by": "ann", "text": f"Changed {text}"}


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"name": "Hero"}, "name from none to Hero"),
        ({"hypothesis": "Larger sells"}, "hypothesis from none to Larger sells"),
        ({"promotion": "automatic"}, "promotion from by_hand to automatic"),
    ],
)  # fmt: skip
def test_a_change_of_words_is_in_the_diary_only(fields: dict[str, Any], text: str) -> None:
    changed = edited(a_running(), fields, at(150))
    assert len(changed["phases"]) == 1
    assert diary(changed)[-1] == f"Changed {text}"


def test_several_changes_at_once_are_one_phase_and_one_line() -> None:
    changed = edited(a_running(), {"traffic": 0.5, "name": "Hero", "variations": MORE}, at(150))
    assert len(changed["phases"]) == 2
    assert diary(changed)[1:] == [
        "Changed name from none to Hero; weights from b 1, control 1 to b 3, control 1; traffic from 1 to 0.5"
    ]


@pytest.mark.parametrize("fields", [{}, {"traffic": 1.0}, {"variations": HALVES}, {"layer": None}, {"targeting": {}}])
def test_what_is_the_same_changes_nothing(fields: dict[str, Any]) -> None:
    assert edited(a_running(), fields, at(150)) == a_running()


def test_the_same_layer_keeps_its_buckets() -> None:
    layer = {"name": "home", "share": 0.5}
    running = a_running(layer=layer)
    assert edited(running, {"layer": layer}, at(150)) == running
    other = a_running(at(100, running=running), layer={"name": "home", "share": 0.3})
    grown = edited(running, {"layer": {"name": "home", "share": 0.6}}, at(150, other=other))
    assert grown["layer"]["buckets"] == [(0, 5000), (8000, 9000)]


@pytest.mark.parametrize("fields", [{"salt": "other"}, {"window_days": 14}])
def test_salt_and_window_never_change_once_it_started(fields: dict[str, Any]) -> None:
    assert edited(a_draft(), fields, at(50)).items() >= fields.items()
    for document in (a_running(), a_promoted(), a_stopped()):
        with pytest.raises(WrongState, match="has started"):
            edited(document, fields, at(150))


def test_a_draft_changes_silently() -> None:
    changed = edited(a_draft(), {"variations": {**HALVES, "b": {"weight": 2, "description": "blue"}}}, at(50))
    assert changed["variations"]["b"] == {"weight": 2, "description": "blue", "revision": 1}
    assert (changed["phases"], changed["diary"]) == ([], [])


def test_a_variation_that_comes_back_is_a_new_revision() -> None:
    three = a_running(variations={**HALVES, "c": {"weight": 1}})
    without = edited(three, {"variations": HALVES}, at(150))
    again = edited(without, {"variations": {**HALVES, "c": {"weight": 1}}}, at(160))
    assert [phase["variations"].get("c") for phase in again["phases"]] == [1, None, 2]


def test_a_description_that_is_not_named_stays() -> None:
    changed = edited(a_running(), {"variations": MORE}, at(150))
    assert changed["variations"]["b"] == {"weight": 3, "description": "red button", "revision": 1}


def test_variations_and_weights_stay_while_something_is_promoted() -> None:
    changed = edited(a_promoted(), {"primary_goal": "call"}, at(300))
    assert changed["phases"] == a_promoted()["phases"]
    assert diary(changed)[-1] == "Changed primary goal from purchase to call"
    with pytest.raises(WrongState, match="undo"):
        edited(a_promoted(), {"traffic": 0.5}, at(300))


def test_what_is_stopped_changes_for_when_it_is_resumed() -> None:
    changed = edited(a_stopped(), {"traffic": 0.5}, at(300))
    assert (len(changed["phases"]), diary(changed)[-1]) == (1, "Changed traffic from 1 to 0.5")


def test_nothing_of_what_is_archived_changes() -> None:
    with pytest.raises(WrongState, match="archived"):
        edited(an_archived(), {"name": "x"}, at(400))
