"""The Dockerfile and compose.yaml agree with the code: files, settings, paths, and a health check that can fail.

Nothing is built here; continuous integration builds the image and waits until it is healthy.
"""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from collector.config import Config
from collector.serve import LAST_ANSWERS_SECONDS
from tests.browser.serving import LocalServer
from tests.serve.process import Collector

ROOT = Path(__file__).parent.parent
SETTINGS = {f"BEHELD_{field.name.upper()}" for field in dataclasses.fields(Config)}
DOCKERFILE = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
LINES = DOCKERFILE.replace("\\\n", "").splitlines()
STEPS = [(line.split()[0], line.split(maxsplit=1)[1]) for line in LINES if line]
COPIED = [source for name, rest in STEPS if name == "COPY" and "--from" not in rest for source in rest.split()[:-1]]
ENVIRONMENT = dict(pair.split("=", 1) for name, rest in STEPS if name == "ENV" for pair in rest.split())
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICE: dict[str, Any] = COMPOSE["services"]["collector"]
(HEALTH_CHECK,) = (json.loads(rest.partition(" CMD ")[2]) for name, rest in STEPS if name == "HEALTHCHECK")


def last(name: str) -> str:
    """What the last step of that name says, the one that counts."""
    return [rest for step, rest in STEPS if step == name][-1]


@pytest.mark.parametrize("source", COPIED)
def test_what_is_copied_is_there_and_reaches_the_build(source: str) -> None:
    assert (ROOT / source).exists()
    assert f"!{source}" in (ROOT / ".dockerignore").read_text("utf-8").splitlines()


def test_all_that_the_wheel_is_made_of_is_copied() -> None:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]["find"]
    folders = {name.removesuffix("*") for name in found["include"]} - {"beheld"}  # which is below sdk_py
    assert folders | {"setup.cfg", "pyproject.toml", "README.md", "LICENSE"} == set(COPIED)


def test_the_python_is_one_that_is_tested() -> None:
    (version,) = {re.sub(r"python:([\d.]+)-.*", r"\1", rest.split()[0]) for name, rest in STEPS if name == "FROM"}
    assert f"Programming Language :: Python :: {version}" in (ROOT / "setup.cfg").read_text("utf-8")


def test_the_image_names_settings_that_there_are_with_values_that_are_taken() -> None:
    settings = {name: value for name, value in ENVIRONMENT.items() if name.startswith("BEHELD_")}
    assert set(settings) <= SETTINGS
    config = Config.from_environment(settings)
    assert (config.host, str(config.port)) == ("0.0.0.0", last("EXPOSE"))
    assert config.store.startswith(f"sqlite:///{last('VOLUME')}/")
    assert last("WORKDIR") == last("VOLUME")


def test_it_does_not_run_as_root() -> None:
    (made,) = re.findall(r"useradd --uid (\d+)", last("RUN"))
    assert last("USER") == made != "0"
    assert re.search(rf"install --directory --owner beheld .*{last('VOLUME')}", last("RUN"))


def test_every_setting_that_the_image_does_not_decide_can_be_given_to_compose() -> None:
    assert set(SERVICE["environment"]) == SETTINGS - set(ENVIRONMENT)


def test_compose_keeps_the_store_in_a_volume_and_its_port_at_home() -> None:
    (mounted,) = SERVICE["volumes"]
    volume, _, path = mounted.partition(":")
    assert volume in COMPOSE["volumes"]
    assert path == last("VOLUME")
    assert SERVICE["ports"] == [f"127.0.0.1:{last('EXPOSE')}:{last('EXPOSE')}"]


def test_compose_waits_longer_for_the_end_than_the_server_takes() -> None:
    assert int(SERVICE["stop_grace_period"].removesuffix("s")) > Config.stop_seconds + LAST_ANSWERS_SECONDS


def answering(status: str) -> Callable[..., list[bytes]]:
    """A server that answers `/healthz` with that."""

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response(status if environ["PATH_INFO"] == "/healthz" else "404 NOT FOUND", [])
        return []

    return app


def is_healthy(port: int) -> bool:
    """What the health check says of what listens at a port, with a proxy in its way that it must not ask."""
    environ = {"BEHELD_PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
    command, *arguments = HEALTH_CHECK
    assert command == "python"
    return subprocess.run([sys.executable, *arguments], env=environ, stderr=subprocess.DEVNULL).returncode == 0


@pytest.mark.parametrize(("status", "healthy"), [("200 OK", True), ("503 SERVICE UNAVAILABLE", False)])
def test_the_health_check_says_what_the_server_answers(status: str, healthy: bool) -> None:
    with LocalServer(answering(status)) as server:
        assert is_healthy(server.port) is healthy


def test_the_health_check_fails_where_nobody_listens() -> None:
    with LocalServer(answering("200 OK")) as server:
        pass
    assert not is_healthy(server.port)


def test_a_real_collector_is_healthy(tmp_path: Path) -> None:
    collector = Collector(tmp_path).start()
    assert is_healthy(collector.port)
    collector.clean_up()
