"""Options of the whole test run."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import MemcachedBytecodeCache
from werkzeug.routing import Rule

from collector.present import passwords
from collector.present.dashboard import kept_answers
from tests.browser.names import browser_names
from tests.new_databases import make_new_ones_once


class Compiled(dict[str, Any]):
    """Templates as they were compiled, for all apps of a test run."""

    def set(self, key: str, value: bytes, timeout: int | None = None) -> None:
        """Keep one, for as long as the run takes."""
        self[key] = value


# No test is timed: how long an example takes says how busy the machine is.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

kept_answers.MIN_COST_SECONDS = inf  # what a test has just sent is on the next page, however slow the machine
Flask.jinja_options["bytecode_cache"] = MemcachedBytecodeCache(Compiled())  # type: ignore[arg-type]  # all it needs

# Most tests make an app of their own, and half of the time that takes is compiling the same hundred routes.
_compiled = Rule._compile_builder
_builders: dict[tuple[str, str, bool], Callable[..., Any]] = {}


def _compiled_once(self: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    key = self.rule, repr(self.defaults), append_unknown
    if key not in _builders:
        _builders[key] = _compiled(self, append_unknown)
    return _builders[key]


Rule._compile_builder = _compiled_once  # type: ignore[method-assign]

# Hashes as they are made outside cost a test a sixth of a second each; tests of passwords ask for those.
STRONG = passwords._hasher
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

make_new_ones_once()

SLOW_FIRST = ("torture", "serve", "test_wheel.py", "store", "sdk_py", "demo")
"""What takes longest by itself: started last, the others would be done and wait for it."""


def pytest_report_header() -> str:
    """Which browsers the snippet is tested in; tests of others are skipped."""
    return f"browsers: {', '.join(browser_names())}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    ranks = {name: rank for rank, name in enumerate(SLOW_FIRST)}
    items.sort(key=lambda item: ranks.get(item.nodeid.split("/")[1].partition("::")[0], len(SLOW_FIRST)))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--durability-cycles N`: how often the durability tests kill a collector under load.

    `--reference-seeds N`: on how many random streams the collector is compared with the reference.
    """
    parser.addoption("--durability-cycles", type=int, default=3, help="kill -9 cycles of each durability test")
    parser.addoption("--reference-seeds", type=int, default=3, help="random streams compared with the reference")
