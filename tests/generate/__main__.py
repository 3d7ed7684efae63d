"""`make generate`: write everything that is made from the schemas."""

from __future__ import annotations

from tests.generate.described import ROOT
from tests.generate.files import generated

for path, content in generated().items():
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"wrote {path.relative_to(ROOT)}")
