"""What is left out of the measured coverage is really there: a stale name would leave out nothing, in silence."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
COVERAGE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["coverage"]


def test_files_that_are_not_measured_are_there() -> None:
    for pattern in COVERAGE["run"]["omit"]:
        assert list(ROOT.glob(pattern)), pattern


def test_tests_that_are_not_measured_are_there() -> None:
    apart = re.search(r"^APART := (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert apart
    assert [name for name in apart[1].split() if not (ROOT / "tests" / name).exists()] == []


def test_there_is_a_floor() -> None:
    assert COVERAGE["report"]["fail_under"] >= 90
