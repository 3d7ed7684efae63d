"""Which files are generated, and what must be in each of them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.generate import event_shapes, event_tables, event_types, snippet_types
from tests.generate.described import ROOT
from tests.generate.openapi.document import document

VIEWER = ("swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "swagger-ui.css")


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
    return {path: text.encode() for path, text in texts.items()} | _viewer()


def _viewer() -> dict[Path, bytes]:
    """Swagger UI as npm has it, in the version that package.json names, with its licence."""
    source, target = ROOT / "node_modules" / "swagger-ui-dist", ROOT / "static" / "docs" / "swagger_ui"
    version = json.loads((source / "package.json").read_text("utf-8"))["version"]
    return {
        target / "LICENSE.txt": (source / "LICENSE").read_bytes(),
        target / "NOTICE.txt": (source / "NOTICE").read_bytes(),
        target / "VERSION.txt": f"swagger-ui-dist {version}, from npm; `make generate` copies it here.\n".encode(),
        **{target / name: (source / name).read_bytes() for name in VIEWER},
    }
