"""Options of the whole test run."""

from __future__ import annotations

from math import inf

import pytest

from collector.present.dashboard import kept_answers

kept_answers.MIN_COST_SECONDS = inf  # what a test has just sent is on the next page, however slow the machine


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--durability-cycles N`: how often the durability tests kill a collector under load.

    `--reference-seeds N`: on how many random streams the collector is compared with the reference.
    """
    parser.addoption("--durability-cycles", type=int, default=3, help="kill -9 cycles of each durability test")
    parser.addoption("--reference-seeds", type=int, default=6, help="random streams compared with the reference")
