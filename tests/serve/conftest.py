"""Collectors that are surely gone after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.serve.process import Collector


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Collector]]:
    """Starts a collector with these settings, on one database for the whole test."""
    started: list[Collector] = []

    def start(port: int = 0, **settings: object) -> Collector:
        started.append(Collector(tmp_path, **settings))
        return started[-1].start(port)

    yield start
    for collector in started:
        collector.clean_up()
