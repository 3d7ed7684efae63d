"""What a row of the report of incremental revenue says, in a plain sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from collector.experiments.documents import HOLDOUT
from collector.reports.incremental.increment import Together
from collector.reports.incremental.measured import Measured
from collector.reports.stats.arms import Interval
from collector.reports.wording import signed_amount_words

WHOLE_FROM = 100.0
"""Amounts from here on are written without decimals."""


def sentence_of(measured: Iterable[Measured], deciding: Together, currency: str) -> str:
    """What it earned, or why nobody knows yet; a failed gate first."""
    parts = tuple(measured)
    failed = "".join(
        f"gate failed in {part.experiment.id}: {', '.join(part.failed)}; by intention to treat: "
        for part in parts
        if part.failed and part.has_deliveries
    )
    return failed + _conclusion(parts, deciding, currency)


def _conclusion(parts: tuple[Measured, ...], deciding: Together, currency: str) -> str:
    bounds = deciding.interval
    if bounds is None:
        return "cannot tell yet: nobody who can be compared has a window that is over"
    shown = interval_words(bounds, currency)
    persons = sum(part.persons for part in deciding.compared)
    if deciding.conclusive:
        return f"{shown} from {persons:,} {'person' if persons == 1 else 'persons'}"
    if len(parts) > 1:
        return f"cannot tell yet: {shown}; each experiment by itself says how many persons it takes"
    return _too_small(parts[0], shown)


def _too_small(part: Measured, shown: str) -> str:
    found = part.deciding
    who = "the holdout" if part.experiment.id == HOLDOUT else "control"
    has = f"{who} has {found.control_persons:,} {'person' if found.control_persons == 1 else 'persons'}"
    if found.needed is None:
        return f"cannot tell yet: {shown}; {has}, and what it spends does not tell yet how many it takes"
    if found.control_persons < found.needed:
        takes = f"about {found.needed:,} to detect {found.lift * 100:.0f} % of revenue"
        return f"cannot tell yet: {has}; it would take {takes}"
    return f"no difference found: {shown}; {has}"


def interval_words(bounds: Interval, currency: str) -> str:
    """+1,200 EUR to +3,400 EUR."""
    places = 0 if min(abs(bound) for bound in bounds) >= WHOLE_FROM else 2
    return " to ".join(signed_amount_words(bound, currency, places) for bound in bounds)
