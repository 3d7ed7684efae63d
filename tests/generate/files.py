"""Which files are generated, and what must be in each of them."""

from __future__ import annotations

from pathlib import Path

from tests.generate import event_shapes, event_tables, event_types, snippet_types
from tests.generate.described import ROOT
from tests.generate.openapi.document import document


def generated() -> dict[Path, bytes]:
    """The content of every generated file, made anew."""
    events = ROOT / "docs" / "events.md"
    texts = {
        ROOT / "sdk_py" / "event_types.py": event_types.module(),
        ROOT / "sdk_py" / "event_shapes.py": event_shapes.module(),
        ROOT / "static" / "beheld.d.ts": snippet_types.declarations(),
        ROOT / "static" / "openapi.json": document(),
        events: event_tables.replaced(events.read_text("utf-8")),
    }
    return {path: text.encode() for path, text in texts.items()}
