"""Options of the whole test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--durability-cycles N`: how often the durability tests kill a collector under load.

    `--reference-seeds N`: on how many random streams the collector is compared with the reference.
    """
    parser.addoption("--durability-cycles", type=int, default=3, help="kill -9 cycles of each durability test")
    parser.addoption("--reference-seeds", type=int, default=6, help="random streams compared with the reference")
