"""Experiments are asked for once, kept for a while, never hold up a page; assignments are recorded once."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

import pytest

from sdk_py import Beheld, Context, assigned
from sdk_py.assigned import Assigned
from tests.sdk_py.answering import PATIENCE, Answer, AnsweringServer
from tests.sdk_py.conftest import KEY, Reported

Make = Callable[..., Beheld]


def serving(**experiments: Any) -> Answer:
    """An answer with these experiments, each with its ranges or as a whole."""
    served = {
        id: one if isinstance(one, dict) else {"salt": id, "allocation": 3, "buckets": one}
        for id, one in experiments.items()
    }
    return Answer(200, {"experiments": served, "thresholds": {}, "consent": "granted"})


HALVES = [[0, 5000, "A"], [5000, 10000, "control"]]
NEW = serving(hero=[[0, 10000, "new"]])


def test_a_variation_is_found_in_the_ranges_of_the_collector(server: AnsweringServer, a_client: Make) -> None:
    server.will_answer(serving(hero=HALVES))
    client = a_client()
    found = [client.variation("hero", visitor, record=False) for visitor in ("ann", "bob", "cid", "dan")]
    assert set(found) == {"A", "control"}
    (requests,) = server.received
    assert requests.path == "/v1/config"
    assert requests.headers["Authorization"] == f"Bearer {KEY}"


def test_of_an_unknown_experiment_there_is_no_variation(server: AnsweringServer, a_client: Make) -> None:
    server.will_answer(serving(hero=HALVES))
    assert a_client().variation("footer", "ann") is None


def test_where_the_collector_is_down_there_is_no_variation_and_no_request_follows_at_once(
    server: AnsweringServer, a_client: Make
) -> None:
    server.is_down = True
    client = a_client()
    assert [client.variation("hero", "ann") for _ in range(3)] == [None] * 3
    assert len(server.received) == 1


def test_an_answer_that_is_no_config_means_no_variation(server: AnsweringServer, a_client: Make) -> None:
    server.will_answer(Answer(200, b"<html>"), Answer(200, []), Answer(200, {"experiments": None}))
    server.will_answer(Answer(200, {"experiments": {"hero": 7}}), Answer(200, {"experiments": {"hero": {"A": "x"}}}))
    client = a_client(experiments_fresh_for=0)
    for _ in range(5):
        assert client.variation("hero", "ann") is None
        requested_in_the_background()


@pytest.mark.parametrize(
    "broken",
    [{"salt": "x"}, {"buckets": HALVES}, {"salt": "x", "buckets": [[1]]}, {"salt": "x", "buckets": [], "layer": {}}, 0],
)
def test_one_that_cannot_be_understood_costs_the_others_nothing(
    server: AnsweringServer, a_client: Make, broken: Any
) -> None:
    server.will_answer(serving(hero=[[0, 10000, "b"]]))
    answer = serving(hero=[[0, 10000, "b"]])
    answer.body["experiments"]["broken"] = broken
    server.will_answer(answer)
    client = a_client()
    assert client.variation("hero", "ann", record=False) == "b"
    assert client.variation("broken", "ann", record=False) is None


def requested_in_the_background() -> None:
    """Wait until whoever asks in the background has an answer."""
    for thread in threading.enumerate():
        if thread.name == "beheld-experiments":
            thread.join()


def test_old_experiments_serve_until_new_ones_have_come(server: AnsweringServer, a_client: Make) -> None:
    server.will_answer(serving(hero=HALVES), Answer(503), NEW)
    client = a_client(experiments_fresh_for=0)
    first = client.variation("hero", "ann", record=False)
    assert first in ("A", "control")
    assert client.variation("hero", "ann", record=False) == first
    requested_in_the_background()  # and gets no answer
    assert client.variation("hero", "ann", record=False) == first
    requested_in_the_background()
    assert client.variation("hero", "ann", record=False) == "new"
    requested_in_the_background()


def test_a_call_that_renews_the_experiments_is_answered_by_those_known_before(
    server: AnsweringServer, a_client: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also if the new ones come at once, while others still have the old ones."""
    server.will_answer(serving(hero=HALVES), NEW)
    client = a_client(experiments_fresh_for=0)
    first = client.variation("hero", "ann", record=False)
    start = threading.Thread.start

    def start_and_wait(thread: threading.Thread) -> None:
        start(thread)
        if thread.name == "beheld-experiments":
            thread.join()

    monkeypatch.setattr(threading.Thread, "start", start_and_wait)
    assert client.variation("hero", "ann", record=False) == first
    assert client.variation("hero", "ann", record=False) == "new"


def test_after_a_long_idle_time_new_experiments_are_waited_for(
    server: AnsweringServer, a_client: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sdk_py.experiments.TOO_OLD", 0)
    server.will_answer(serving(hero=HALVES), NEW)
    client = a_client(experiments_fresh_for=0)
    assert client.variation("hero", "ann", record=False) != "new"
    assert client.variation("hero", "ann", record=False) == "new"


def recorded(server: AnsweringServer, client: Beheld) -> list[dict[str, Any]]:
    """The events that were sent until now."""
    assert client.flush(PATIENCE)
    batches = [requests.batch for requests in server.received if requests.path == "/v1/events"]
    return [event | {"context": batch.get("context")} for batch in batches for event in batch["events"]]


def test_the_first_call_records_the_assignment_and_further_ones_do_not(server: AnsweringServer, a_client: Make) -> None:
    server.will_answer(serving(hero=[[0, 10000, "b"]], other=[[0, 10000, "c"]]))
    client = a_client()
    who = {"user_id": "u1", "context": Context(user_agent="Firefox")}
    for _ in range(3):
        assert client.variation("hero", "ann", **who) == "b"
    client.variation("hero", visitor_id="bob")
    client.variation("other", "ann")
    events = recorded(server, client)
    assert {event["type"] for event in events} == {"assign"}
    assert [(event["visitor_id"], event["experiment"], event["variation"]) for event in events] == [
        ("ann", "hero", "b"),
        ("bob", "hero", "b"),
        ("ann", "other", "c"),
    ]
    first = events[0]
    assert (first["allocation"], first["user_id"], first["context"]) == (3, "u1", {"user_agent": "Firefox"})
    assert "override" not in first


def test_only_asking_records_nothing(server: AnsweringServer, a_client: Make) -> None:
    server.will_answer(serving(hero=[[0, 10000, "b"]]))
    client = a_client()
    assert client.variation("hero", "ann", record=False) == "b"
    assert client.variation("hero", "ann") == "b"
    assert len(recorded(server, client)) == 1


@pytest.mark.parametrize("nobody", ["", "  ", None])
def test_nobody_is_in_no_experiment(server: AnsweringServer, a_client: Make, nobody: Any) -> None:
    server.will_answer(serving(hero=[[0, 10000, "b"]]))
    client = a_client()
    assert client.variation("hero", nobody) is None
    assert recorded(server, client) == []


def test_an_id_that_is_a_number_or_has_spaces_around_it_is_the_one_that_is_recorded(
    server: AnsweringServer, a_client: Make
) -> None:
    server.will_answer(serving(hero=[[n, n + 1, str(n)] for n in range(10000)]))
    client = a_client()
    assert client.variation("hero", 17) == client.variation("hero", " 17 ") == client.variation("hero", "17")
    assert [event["visitor_id"] for event in recorded(server, client)] == ["17"]


def test_targeting_comes_from_the_caller(server: AnsweringServer, a_client: Make) -> None:
    targeting = {"pages": ["/p/*"], "devices": ["phone"], "visitors": "new", "traits": {"plan": ["pro"]}}
    server.will_answer(serving(hero={"salt": "h", "buckets": [[0, 10000, "b"]], "targeting": targeting}))
    client = a_client()
    taken = {"path": "/p/1", "device": "mobile", "new": True, "traits": {"plan": "pro"}}
    assert client.variation("hero", "ann", **taken) == "b"
    for name in taken:
        assert client.variation("hero", "ann", **{**taken, name: None}) is None


@pytest.mark.parametrize(("variation", "found"), [("control", "control"), ("personalized", "b")])
def test_whoever_is_held_out_is_in_control_of_everything_and_in_the_holdout_only(
    server: AnsweringServer, a_client: Make, variation: str, found: str
) -> None:
    server.will_answer(serving(hero=[[0, 10000, "b"]], holdout=[[0, 10000, variation]]))
    client = a_client()
    assert client.variation("hero", "ann") == found
    assert client.variation("holdout", "ann") == variation
    assert client.variation("footer", "ann") is None
    events = [(event["experiment"], event["variation"]) for event in recorded(server, client)]
    assert events == [("holdout", variation)] + [("hero", "b")] * (variation != "control")


def test_an_id_that_no_event_may_have_is_rejected_as_with_all_events(
    server: AnsweringServer, a_client: Make, reported: Reported
) -> None:
    server.will_answer(serving(hero=[[0, 10000, "b"]]))
    client = a_client(raise_invalid=False)
    assert client.variation("hero", "x" * 10_000) == "b"
    assert len(reported.errors) == 1


def test_what_was_recorded_is_remembered_for_half_an_hour_and_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(assigned, "monotonic", lambda: now)
    monkeypatch.setattr(assigned, "MAX_REMEMBERED", 2)
    remembered = Assigned()
    assert [remembered.is_first("ann", id) for id in ("a", "b", "a")] == [True, True, False]
    now += 1799
    assert not remembered.is_first("ann", "a")
    now += 2
    assert remembered.is_first("ann", "a")
    assert [remembered.is_first("bob", id) for id in ("a", "b")] == [True, True]
    assert remembered.is_first("ann", "a")  # forgotten, for want of room


def test_a_forked_child_waits_for_no_lock_of_its_parent() -> None:
    remembered = Assigned()
    remembered.is_first("ann", "hero")
    with remembered._lock:
        child = os.fork()
        if child == 0:
            os._exit(0 if remembered.is_first("bob", "hero") and not remembered.is_first("ann", "hero") else 1)
        assert os.waitpid(child, 0)[1] == 0
