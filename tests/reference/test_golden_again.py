"""The second opinion itself: it gives every number of the golden cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.reference.figures import Reports
from tests.reference.question import Question

CASES = sorted((Path(__file__).parents[1] / "golden").iterdir())


def near(found: Any, wanted: Any) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return bool(abs(found - wanted) < 1e-6)


def differences(found: Any, wanted: Any, where: str = "") -> list[str]:
    """Each place where what is wanted was not found."""
    if isinstance(wanted, dict):
        return [
            line for name, value in wanted.items() for line in differences(found.get(name, 0), value, f"{where}.{name}")
        ]
    return [] if near(found, wanted) else [f"{where}: found {found}, wanted {wanted}"]


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_the_reference_gives_the_golden_numbers(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    query = Question(expected["from"], expected["to"], expected["time_zone"], expected["currency"])
    reports = Reports(json.loads((folder / "events.json").read_text()), query)
    found = {name: getattr(reports, name)() for name in expected["reports"]}
    assert differences(found, expected["reports"]) == []
    for name in ("actions", "delivery", "content"):
        if name in expected["reports"]:
            assert set(found[name]) == set(expected["reports"][name])
    if "content" in found:
        read = {action for action, row in found["content"].items() if row["reads"]}
        assert read == set(expected["reports"]["content"])
