"""Options of the whole test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--durability-cycles N`: how often the durability tests kill a collector under load."""
    parser.addoption("--durability-cycles", type=int, default=4, help="kill -9 cycles of each durability test")
