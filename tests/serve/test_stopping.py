"""Ending: whoever comes late is sent elsewhere, and everything acknowledged is on disk."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import threading
from collections.abc import Callable

import pytest
import requests

from tests.serve.process import PATIENCE, Collector
from tests.serve.talking import Connection, request
from tests.wire.shop import view

Serve = Callable[..., Collector]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_all_that_was_taken_in_on_disk(serve: Serve, how: signal.Signals) -> None:
    collector = serve(stop_seconds=0)
    event = view()
    assert collector.send(event).status_code == 202
    assert collector.end(how) == 0
    collector.wait_for("stopped")
    assert collector.stored_ids() == {event["id"]}


def test_while_it_stops_newcomers_are_sent_elsewhere(serve: Serve) -> None:
    collector = serve(stop_seconds=30)
    collector.process.send_signal(signal.SIGTERM)
    collector.wait_for("stopping")
    answer = collector.send()
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "stopping")
    assert answer.headers["Retry-After"] == "2"
    assert collector.get("/readyz").status_code == 503
    assert collector.get("/healthz").status_code == 200


def test_a_second_signal_does_not_break_the_first(serve: Serve) -> None:
    collector = serve(stop_seconds=1)
    os.killpg(collector.process.pid, signal.SIGINT)
    collector.wait_for("stopping")
    os.killpg(collector.process.pid, signal.SIGINT)
    assert collector.process.wait(PATIENCE) == 0
    collector.wait_for("stopped")


def test_signalled_again_and_again_it_ends_all_the_same(serve: Serve) -> None:
    collector = serve(stop_seconds=0)
    for again in range(400):
        os.kill(collector.process.pid, (signal.SIGINT, signal.SIGTERM)[again % 2])
    collector.wait_for("stopped")
    assert collector.process.wait(PATIENCE) == 0


def test_signalled_all_together_none_takes_another_s_end_for_a_death(serve: Serve) -> None:
    collector = serve(stop_seconds=3)
    os.killpg(collector.process.pid, signal.SIGTERM)
    assert collector.process.wait(PATIENCE) == 0
    collector.wait_for("stopped")
    assert [line for line in collector.output if line.get("level") in ("error", "warning")] == []


def test_under_load_every_answer_is_kept_to_until_the_end(serve: Serve) -> None:
    collector = serve(stop_seconds=0.5)
    acknowledged: list[str] = []
    other: list[int] = []
    enough = threading.Event()

    def keep_sending() -> None:
        while True:
            event = view()
            try:
                status = collector.send(event).status_code
            except requests.ConnectionError:
                return
            if status == 202:
                acknowledged.append(event["id"])
            else:
                other.append(status)
            if len(acknowledged) >= 40:
                enough.set()

    senders = [threading.Thread(target=keep_sending) for _ in range(4)]
    for sender in senders:
        sender.start()
    assert enough.wait(PATIENCE)
    assert collector.end() == 0
    for sender in senders:
        sender.join()
    assert set(acknowledged) <= collector.stored_ids()
    assert set(other) <= {503}


def test_a_request_that_waits_for_the_disk_is_answered_as_it_ends(serve: Serve) -> None:
    collector = serve(stop_seconds=0.5)
    event = view()
    answers: list[int] = []
    sender = threading.Thread(target=lambda: answers.append(collector.send(event).status_code))
    with contextlib.closing(sqlite3.connect(collector.database, isolation_level=None)) as other_program:
        other_program.execute("begin immediate")
        sender.start()
        assert collector.get("/healthz").status_code == 200
        collector.process.send_signal(signal.SIGTERM)
        collector.wait_for("stopping")
        other_program.execute("rollback")
    sender.join()
    assert collector.process.wait(PATIENCE) == 0
    assert answers in ([202], [503])
    assert collector.stored_ids() == ({event["id"]} if answers == [202] else set())


def test_a_request_that_is_half_here_is_answered_as_it_ends(serve: Serve) -> None:
    collector = serve(stop_seconds=0.5)
    with Connection(collector.port) as connection:
        connection.send(request(b"{"))
        assert connection.status() == 400
        connection.send(request(b'{"events"', length=len(b'{"events":[]}')))
        collector.process.send_signal(signal.SIGTERM)
        collector.wait_for("stopped")
        connection.send(b":[]}")
        assert connection.status() == 503
    assert collector.process.wait(PATIENCE) == 0
