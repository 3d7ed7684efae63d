"""What one check found: of the store, of a site's settings, or of the data it sent."""

from __future__ import annotations

from typing import NamedTuple

OK, WARNING, FAILED = "ok", "warning", "failed"


class Finding(NamedTuple):
    """check: what was looked at; state: ok, warning or failed; found: in words; advice: what to do, if anything."""

    check: str
    state: str
    found: str
    advice: str | None = None
