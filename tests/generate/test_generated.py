"""What is made from the schemas is what `make generate` would make of them now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generate.described import ROOT
from tests.generate.event_tables import replaced
from tests.generate.files import generated

CONTENT = generated()


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_generated_is_stale(path: Path) -> None:
    assert path.exists(), f"{path.relative_to(ROOT)} is missing: run make generate"
    assert path.read_bytes() == CONTENT[path], f"{path.relative_to(ROOT)} is stale: run make generate"


def test_the_prose_around_the_tables_stays() -> None:
    text = (ROOT / "docs" / "events.md").read_text("utf-8")
    assert replaced(text.replace("## Types\n", "## Types\n\nOf your own.\n")).count("Of your own.") == 1


def test_a_document_without_a_table_s_mark_is_an_error() -> None:
    with pytest.raises(ValueError, match="make generate: types"):
        replaced((ROOT / "docs" / "events.md").read_text("utf-8").replace("<!-- make generate: types -->", ""))
