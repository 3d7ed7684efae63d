"""The real Celery, with its prefork pool: no event of a task is lost when the pool replaces or stops its processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.sdk_py.answering import AnsweringServer
from tests.sdk_py.programs import PATIENCE, ROOT

TASKS = """
import os

from celery import Celery

from sdk_py import Beheld, Settings

app = Celery("shop", broker="filesystem://")
folder = os.environ["QUEUE"]
app.conf.update(
    broker_transport_options={"data_folder_in": folder, "data_folder_out": folder},
    worker_max_tasks_per_child=int(os.environ["TASKS_PER_CHILD"]) or None,
    task_ignore_result=True,
    broker_connection_retry_on_startup=True,
)
settings = Settings(flush_interval=3600, exit_timeout=20)
beheld = Beheld(os.environ["BURL"], "sk_a-key-of-this-test", settings=settings)


@app.task
def work(number):
    beheld.goal(goal="g", visitor_id=f"v{number}")
    open(os.path.join(os.environ["DONE"], str(number)), "w").close()
"""
SENDER = "import shop\nfor number in range({tasks}): shop.work.delay(number)"


class Worker:
    """A Celery worker in a process of its own, with a queue in a folder."""

    def __init__(self, folder: Path, url: str, tasks_per_child: int) -> None:
        self.folder = folder
        for name in ("queue", "done"):
            (folder / name).mkdir()
        (folder / "shop.py").write_text(TASKS)
        self._environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{folder}",
            "QUEUE": str(folder / "queue"),
            "DONE": str(folder / "done"),
            "BURL": url,
            "TASKS_PER_CHILD": str(tasks_per_child),
        }

    def do(self, tasks: int) -> str:
        """Let the worker do so many tasks, then stop it in good order; what it said."""
        sender = [sys.executable, "-c", SENDER.format(tasks=tasks)]
        subprocess.run(sender, env=self._environment, cwd=self.folder, check=True, timeout=PATIENCE)
        command = [sys.executable, "-m", "celery", "-A", "shop", "worker", "-P", "prefork", "-c", "2", "-l", "info"]
        options = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        dropped = []
        with subprocess.Popen(
            command + options,
            env=self._environment,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as worker:
            assert worker.stdout
            for line in worker.stdout:
                dropped.append(line)
                if "succeeded" in line and sum("succeeded" in each for each in dropped) == tasks:
                    worker.send_signal(signal.SIGTERM)
        assert len(list((self.folder / "done").iterdir())) == tasks, "".join(dropped)
        return "".join(dropped)


@pytest.mark.parametrize("tasks_per_child", [1, 0])
def test_what_tasks_tracked_arrives_once(server: AnsweringServer, tmp_path: Path, tasks_per_child: int) -> None:
    dropped = Worker(tmp_path, server.url, tasks_per_child).do(6)
    visitors = [event["visitor_id"] for requests in server.received for event in requests.batch["events"]]
    assert Counter(visitors) == Counter(f"v{number}" for number in range(6)), dropped
