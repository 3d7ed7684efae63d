"""The demo is for `beheld demo` only: a collector in production neither serves nor loads any of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from collector import create_app
from collector.config import Config
from collector.store import open_store
from tests.serve.process import PATIENCE, ROOT

PATHS = ("/demo", "/demo/", "/demo/cart", "/demo/static/shop.css", "/demo/static/catalogue.json")


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`beheld serve`, all of whose processes write to standard error what they import."""
    process = subprocess.Popen(
        [sys.executable, "-m", "collector", "serve", "--port", "0"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONPROFILEIMPORTTIME": "1", "BEHELD_STOP_SECONDS": "0"},
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate(timeout=PATIENCE)


def test_a_served_collector_has_no_demo_and_imports_nothing_of_it(serving: subprocess.Popen[str]) -> None:
    assert serving.stderr
    lines = []
    for line in serving.stderr:
        lines.append(line)
        if line.startswith("{") and json.loads(line)["event"] == "serving":
            break
    url = json.loads(lines[-1])["url"]
    assert [requests.get(url + path, timeout=PATIENCE).status_code for path in PATHS] == [404] * len(PATHS)
    assert requests.get(f"{url}/sign-in", timeout=PATIENCE).ok

    serving.send_signal(signal.SIGTERM)
    lines += serving.communicate(timeout=PATIENCE)[1].splitlines()
    imported = {line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")}
    assert {"collector.present.pages", "collector.facts.refresher"} <= imported
    assert [name for name in imported if name.startswith("collector.demo")] == []


def test_the_wsgi_application_has_no_demo(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/beheld.db")
    app = create_app(Config(), store)
    assert [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/demo")] == []
    assert [app.test_client().get(path).status_code for path in PATHS] == [404] * len(PATHS)
    store.close()
