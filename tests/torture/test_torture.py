"""Every rig in its short form: it notices what was planted, and finds nothing else."""

from __future__ import annotations

import random

import pytest

from tests.torture.__main__ import RIGS, lines_of

pytestmark = pytest.mark.timeout(0)  # verdicts do not depend on speed; every single wait has an end


@pytest.mark.parametrize("rig", RIGS)
def test_nothing_is_wrong(rig: str) -> None:
    seed = random.randrange(10**9)
    print(f"python -m tests.torture --only {rig} --seed {seed}")
    lines = list(lines_of(rig, seed, long=False, say=print))
    assert lines
    assert [(line.rig, line.verdict) for line in lines if not line.good] == []
