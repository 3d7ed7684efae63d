"""Starting and staying: one port for one server, workers that come back, and metrics that add up."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serve.process import PATIENCE, ROOT, Collector
from tests.wire.shop import view

Serve = Callable[..., Collector]


def advice(folder: Path, **settings: object) -> str:
    """What `beheld serve` says when it cannot."""
    environ = {f"BEHELD_{name.upper()}": str(value) for name, value in settings.items()}
    result = subprocess.run(
        [sys.executable, "-m", "collector", "serve"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environ,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    return result.stderr


def test_it_says_where_it_serves_and_is_ready_then(serve: Serve) -> None:
    collector = serve()
    assert collector.get("/readyz").json() == {"ready": True, "facts_behind": 0, "facts": "current", "set_aside": 0}
    assert collector.send(view()).json()["accepted"] == 1


def test_two_servers_on_one_port_do_not_go_unnoticed(serve: Serve, tmp_path: Path) -> None:
    taken = serve().port
    assert f"127.0.0.1 port {taken}" in advice(tmp_path, port=taken)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"host": "no-such-host.invalid"}, "BEHELD_HOST"),
        ({"port": "http"}, "BEHELD_PORT"),
        ({"store": "sqlite:////nowhere/at/all/beheld.db"}, "/nowhere/at/all"),
        ({"city_database": __file__}, "BEHELD_CITY_DATABASE"),
    ],
)
def test_a_mistake_is_named_before_serving(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    assert words in advice(tmp_path, **settings)


def test_a_misspelt_setting_is_pointed_out(serve: Serve) -> None:
    collector = serve(stroe="sqlite:///elsewhere.db")
    assert {"level": "warning", "setting": "BEHELD_STROE"}.items() <= collector.output[0].items()


def test_a_killed_worker_is_replaced(serve: Serve) -> None:
    collector = serve()
    (killed,) = collector.workers()
    os.kill(killed, signal.SIGKILL)
    collector.wait_for("serving")
    assert collector.workers() != [killed]
    assert collector.send(view()).status_code == 202


def test_workers_end_with_their_main_process_and_leave_the_port(serve: Serve) -> None:
    collector = serve(stop_seconds=0)
    (orphan,) = collector.workers()
    watched = os.pidfd_open(orphan)
    collector.end(signal.SIGKILL)
    assert select.select([watched], [], [], PATIENCE)[0]
    os.close(watched)
    assert serve(port=collector.port).send(view()).status_code == 202


def test_several_workers_store_in_one_file_and_count_together(serve: Serve) -> None:
    collector = serve(workers=2, stop_seconds=0)
    collector.wait_for("serving")
    events = [view() for _ in range(40)]
    assert all(collector.send(event).status_code == 202 for event in events)
    assert 'beheld_events_total{outcome="accepted"} 40.0' in collector.get("/metrics").text
    assert collector.end() == 0
    assert collector.stored_ids() == {event["id"] for event in events}


def test_port_0_takes_any_free_port(serve: Serve) -> None:
    port = serve().port
    with pytest.raises(OSError, match="in use"), socket.socket() as other:
        other.bind(("127.0.0.1", port))
