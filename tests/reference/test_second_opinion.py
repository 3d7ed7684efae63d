"""The collector and the reference agree on every figure of random streams, whatever is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reference.chance import DAY
from tests.reference.side_by_side import SideBySide
from tests.reference.stream import Stream

ALL = {"first": "2025-01-01", "last": "2025-12-30"}
QUESTIONS: tuple[dict[str, Any], ...] = (
    {},
    ALL,
    ALL | {"window": 7 * DAY},
    {"goal": "contact", "window": 7 * DAY},
    ALL | {"goal": "call"},
    ALL | {"min_fraction": 0.5},
    ALL | {"min_ms": 1000},
    ALL | {"action": "recs"},
    ALL | {"campaign": "summer"},
    {"window": DAY},
    ALL | {"segment": ("device", "phone")},
    ALL | {"segment": ("device", None)},
    ALL | {"segment": ("new_or_returning", "new")},
    ALL | {"segment": ("page", "/")},
    ALL | {"segment": ("landing_page", "/shop")},
    ALL | {"segment": ("source", "mail")},
    ALL | {"segment": ("source", None)},
)
DIMENSIONS = ("device", "source", "page", "landing_page", "new_or_returning")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`--reference-seeds N`: how many streams."""
    metafunc.parametrize("seed", range(metafunc.config.getoption("--reference-seeds")))


def test_the_collector_and_the_reference_agree(seed: int, tmp_path: Path) -> None:
    side_by_side = SideBySide(Stream(seed), tmp_path)
    try:
        for number, question in enumerate(QUESTIONS):
            if number < 2 or number % 3 == seed % 3:
                assert side_by_side.differences(side_by_side.question(**question)) == [], question
        assert side_by_side.parting(DIMENSIONS[seed % len(DIMENSIONS)], side_by_side.question(**ALL)) == []
    finally:
        side_by_side.store.close()
