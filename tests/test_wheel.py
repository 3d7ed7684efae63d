"""The wheel is the product: what it carries, and that it serves from a fresh environment without the source tree."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
import requests

ROOT = Path(__file__).parent.parent
CARRIED = ("collector", "sdk_py", "static")
SOURCES = tuple(f"static/{part}/" for part in ("snippet", "seen", "plans", "survey", "ga4", "debug"))
LEFT_OUT = (*SOURCES, "static/build.mjs", "static/short_names.mjs", "static/eslint.config.mjs")
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the sources, so that nothing lying about in build/ gets into it."""
    copy = tmp_path_factory.mktemp("sources")
    for folder in CARRIED:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, copy / file)
    run(sys.executable, "-m", "build", "--wheel", "--outdir", copy / "dist", copy)
    (built,) = (copy / "dist").glob("beheld-*.whl")
    return built


@pytest.fixture(scope="module")
def sdk_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment into which only `beheld` was installed."""
    return environment(tmp_path_factory.mktemp("sdk"), str(wheel))


@pytest.fixture(scope="module")
def collector_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment into which `beheld[collector]` was installed."""
    return environment(tmp_path_factory.mktemp("collector"), f"{wheel}[collector]")


@pytest.fixture
def server(collector_environment: Path, tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """`beheld serve` out of the wheel: its address, and the keys of its site."""
    beheld = collector_environment / "bin" / "beheld"
    added = run(beheld, "site", "add", "shop", "--json", cwd=tmp_path)
    process = subprocess.Popen(
        [beheld, "serve", "--port", "0"], cwd=tmp_path, env=clean(), stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    try:
        address = next(said["url"] for said in map(json.loads, process.stderr) if said["event"] == "serving")
        yield address, json.loads(added)["keys"]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode == 0


def test_the_wheel_carries_every_file_that_is_not_only_for_building(wheel: Path) -> None:
    here = {path.relative_to(ROOT).as_posix() for folder in CARRIED for path in (ROOT / folder).rglob("*.*")}
    wanted = {
        name.replace("sdk_py/beheld/", "beheld/")
        for name in here
        if not name.startswith(LEFT_OUT) and "__pycache__" not in name
    }
    carried = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert carried - wanted == set()
    assert wanted - carried == set()


def test_the_wheel_carries_no_tests_and_no_sources_of_the_snippet(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert [name for name in names if name.startswith(("tests/", *LEFT_OUT))] == []


def test_the_sdk_needs_nothing_but_requests(sdk_environment: Path) -> None:
    python = sdk_environment / "bin" / "python"
    program = "from beheld import Beheld, Item; Beheld('http://127.0.0.1:9', key='sk_12345678').close()"
    run(python, "-c", program, cwd=sdk_environment)
    installed = run(sys.executable, "-m", "pip", "--python", python, "list", "--format=json")
    brought = {"beheld", "requests", "certifi", "charset-normalizer", "idna", "urllib3"}
    assert {package["name"] for package in json.loads(installed)} == brought


def test_the_command_without_the_collector_says_what_to_install(sdk_environment: Path) -> None:
    asked = subprocess.run(
        [sdk_environment / "bin" / "beheld"], env=clean(), capture_output=True, text=True, check=False
    )
    assert asked.returncode == 2
    assert "beheld[collector]" in asked.stderr
    assert "Traceback" not in asked.stderr


def test_it_serves_from_a_fresh_environment(server: tuple[str, dict[str, str]]) -> None:
    address, keys = server
    assert requests.get(f"{address}/healthz", timeout=10).status_code == 200
    snippet = requests.get(f"{address}/beheld.js", timeout=10)
    assert snippet.content == (ROOT / "static" / "beheld.js").read_bytes()
    dashboard = ROOT / "static" / "dashboard"
    for file in dashboard.rglob("*.*"):
        path = file.relative_to(dashboard).as_posix()
        assert requests.get(f"{address}/dashboard/{path}", timeout=10).content == file.read_bytes()
    for file in (ROOT / "static" / "docs").rglob("*.*"):
        name = file.relative_to(ROOT / "static" / "docs")
        assert requests.get(f"{address}/docs/static/{name}", timeout=10).content == file.read_bytes()
    for name, path in (("docs/index.html", "docs"), ("openapi.json", "openapi.json")):
        assert requests.get(f"{address}/{path}", timeout=10).content == (ROOT / "static" / name).read_bytes()
    assert "read key" in requests.get(f"{address}/", timeout=10).text

    event = {"id": str(uuid.uuid4()), "type": "goal", "ts": time.time_ns() // 1_000_000, "visitor_id": "v", "goal": "g"}
    sent = requests.post(f"{address}/v1/events", json={"key": keys["public"], "events": [event]}, timeout=10)
    assert (sent.status_code, sent.json()["accepted"]) == (202, 1)


def test_the_demo_runs_from_a_fresh_environment(collector_environment: Path, tmp_path: Path) -> None:
    command = [collector_environment / "bin" / "beheld", "demo", "--port", "0", "--visitors", "0"]
    process = subprocess.Popen(command, cwd=tmp_path, env=clean(), stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        shop = next(words for line in process.stdout for words in line.split() if words.endswith("/demo/"))
        assert requests.get(shop, timeout=10).status_code == 200
        for file in (ROOT / "collector" / "demo" / "shop" / "static").iterdir():
            assert requests.get(f"{shop}static/{file.name}", timeout=10).content == file.read_bytes()
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 0


def environment(folder: Path, requirement: str) -> Path:
    """A fresh virtual environment with this requirement, installed by our own pip to save installing one there."""
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "-qq"]
    run(*pip, "--disable-pip-version-check", requirement)
    return folder


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """What a command prints; its own words if it fails."""
    done = subprocess.run(command, cwd=cwd, env=clean(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}:\n{done.stdout}{done.stderr}"
    return done.stdout


def clean() -> dict[str, str]:
    """The environment without what would let the source tree or our own settings shine through."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "BEHELD_", "VIRTUAL_"))}
