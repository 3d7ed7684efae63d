"""What one look at a site's data found, and what to do about it."""

from __future__ import annotations

from typing import NamedTuple

OK, WARNING = "ok", "warning"


class Finding(NamedTuple):
    """check: what was looked at; state: ok or warning; found: in words; advice: what to do, None where all is well."""

    check: str
    state: str
    found: str
    advice: str | None = None


def judged(check: str, *, affected: int, of: int, most: float, found: str, advice: str) -> Finding:
    """A warning if more than this share is affected; `found` says of what, as `interactions`."""
    if of == 0:
        return Finding(check, OK, f"no {found} in this period")
    share = affected / of
    told = f"{affected:,} of {of:,} {found} ({share:.1%})"
    return Finding(check, WARNING, told, advice) if share > most else Finding(check, OK, told)
