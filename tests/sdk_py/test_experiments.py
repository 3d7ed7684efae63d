"""The weights of experiments are asked for once, kept for a while, and never stand in the way of a page."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from sdk_py import Beheld, variation_of
from tests.sdk_py.answering import Answer, AnsweringServer
from tests.sdk_py.conftest import KEY

Make = Callable[..., Beheld]
WEIGHTS = {"A": 1, "control": 1}
CONFIG = {"experiments": {"hero": WEIGHTS}, "thresholds": {}, "consent": "granted"}


def test_a_variation_is_found_with_the_weights_of_the_collector(server: AnsweringServer, a_client: Make) -> None:
    server.will_answer(Answer(200, CONFIG))
    client = a_client()
    for visitor in ("ann", "bob", "cid", "dan"):
        assert client.variation("hero", visitor) == variation_of("hero", visitor, WEIGHTS)
    (asked,) = server.asked
    assert asked.path == "/v1/config"
    assert asked.headers["Authorization"] == f"Bearer {KEY}"


def test_of_an_unknown_experiment_there_is_no_variation(server: AnsweringServer, a_client: Make) -> None:
    server.will_answer(Answer(200, CONFIG))
    assert a_client().variation("footer", "ann") is None


def test_a_collector_that_cannot_be_reached_means_no_variation_and_is_not_asked_again_at_once(
    server: AnsweringServer, a_client: Make
) -> None:
    server.will_answer(Answer(503), Answer(200, CONFIG))
    client = a_client()
    assert [client.variation("hero", "ann") for _ in range(3)] == [None] * 3
    assert len(server.asked) == 1


def test_an_answer_that_is_no_config_means_no_variation(server: AnsweringServer, a_client: Make) -> None:
    server.will_answer(Answer(200, b"<html>"), Answer(200, []), Answer(200, {"experiments": None}))
    server.will_answer(Answer(200, {"experiments": {"hero": 7}}), Answer(200, {"experiments": {"hero": {"A": "x"}}}))
    client = a_client(experiments_fresh_for=0)
    assert [client.variation("hero", "ann") for _ in range(5)] == [None] * 5


def asked_in_the_background() -> None:
    """Wait until whoever asks in the background has an answer."""
    for thread in threading.enumerate():
        if thread.name == "beheld-experiments":
            thread.join()


def test_old_weights_serve_until_new_ones_have_come(server: AnsweringServer, a_client: Make) -> None:
    server.will_answer(Answer(200, CONFIG), Answer(503), Answer(200, {"experiments": {"hero": {"new": 1}}}))
    client = a_client(experiments_fresh_for=0)
    first = variation_of("hero", "ann", WEIGHTS)
    assert client.variation("hero", "ann") == first
    assert client.variation("hero", "ann") == first
    asked_in_the_background()  # and gets no answer
    assert client.variation("hero", "ann") == first
    asked_in_the_background()
    assert client.variation("hero", "ann") == "new"
    asked_in_the_background()


def test_who_renews_the_weights_is_answered_by_those_known_before(
    server: AnsweringServer, a_client: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also if the new ones come at once, while others still have the old ones."""
    server.will_answer(Answer(200, CONFIG), Answer(200, {"experiments": {"hero": {"new": 1}}}))
    client = a_client(experiments_fresh_for=0)
    first = client.variation("hero", "ann")
    start = threading.Thread.start

    def start_and_wait(thread: threading.Thread) -> None:
        start(thread)
        if thread.name == "beheld-experiments":
            thread.join()

    monkeypatch.setattr(threading.Thread, "start", start_and_wait)
    assert client.variation("hero", "ann") == first
    assert client.variation("hero", "ann") == "new"
