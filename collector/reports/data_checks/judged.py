"""Whether so many of a site's events are affected by something that it is worth a warning."""

from __future__ import annotations

from collector.finding import OK, WARNING, Finding
from collector.reports.wording import percent_words


def judged(check: str, *, affected: int, of: int, max_share: float, found: str, advice: str) -> Finding:
    """A warning if more than this share is affected; `found` says of what, as `interactions`."""
    if of == 0:
        return Finding(check, OK, f"no {found} in this period")
    share = affected / of
    found_words = f"{affected:,} of {of:,} {found} ({percent_words(share, 1)})"
    return Finding(check, WARNING, found_words, advice) if share > max_share else Finding(check, OK, found_words)
