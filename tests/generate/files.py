"""Which files are generated, and what must be in each of them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.generate import debug_words, event_shapes, event_tables, event_types, snippet_types
from tests.generate.described import ROOT
from tests.generate.openapi.document import document

MODULES = ROOT / "node_modules"
VIEWER = ("swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "swagger-ui.css")
CHARTS = ("dist/uPlot.iife.min.js", "dist/uPlot.min.css")


def generated() -> dict[Path, bytes]:
    """The content of every generated file, made anew."""
    events = ROOT / "docs" / "events.md"
    texts = {
        ROOT / "sdk_py" / "event_arguments.py": event_types.arguments(),
        ROOT / "sdk_py" / "event_types.py": event_types.events(),
        ROOT / "sdk_py" / "event_shapes.py": event_shapes.module(),
        ROOT / "static" / "beheld.d.ts": snippet_types.declarations(),
        ROOT / "static" / "debug" / "reasons.js": debug_words.module(),
        ROOT / "static" / "openapi.json": document(),
        events: event_tables.replaced(events.read_text("utf-8")),
    }
    return {path: text.encode() for path, text in texts.items()} | _vendored()


def _vendored() -> dict[Path, bytes]:
    """Libraries of the pages as npm has them, in the versions that package.json names, with their licences."""
    static = ROOT / "static"
    return {
        **_copied("swagger-ui-dist", VIEWER, static / "docs" / "swagger_ui"),
        static / "docs" / "swagger_ui" / "NOTICE.txt": (MODULES / "swagger-ui-dist" / "NOTICE").read_bytes(),
        **_copied("uplot", CHARTS, static / "dashboard" / "uplot"),
    }


def _copied(package: str, files: tuple[str, ...], target: Path) -> dict[Path, bytes]:
    source = MODULES / package
    version = json.loads((source / "package.json").read_text("utf-8"))["version"]
    return {
        target / "LICENSE.txt": (source / "LICENSE").read_bytes(),
        target / "VERSION.txt": f"{package} {version}, from npm; `make generate` copies it here.\n".encode(),
        **{target / Path(name).name: (source / name).read_bytes() for name in files},
    }
