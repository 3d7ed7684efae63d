"""How many random examples a property is tried on: few in every run, more with `make test THOROUGH=10`."""

from __future__ import annotations

import os


def examples(usual: int) -> int:
    """As many as usual, times what THOROUGH in the environment says."""
    return usual * max(1, int(os.environ.get("THOROUGH") or 1))
