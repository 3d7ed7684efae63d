"""Whether a variation may be promoted: every condition, met or not, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from collector.reports.experiments.cells import ORDER_VALUE, DayCell
from collector.reports.experiments.comparing import Compared
from collector.reports.experiments.gates import Gate
from collector.reports.wording import percent_words
from collector.rules import DAY_MS

MIN_CONVERSIONS = 100
MIN_DAYS = 14
REFUND_DAYS = 14
"""So long after its window, somebody's refunds are taken to have come in."""
MATURE_SHARE = 0.5


@dataclass(frozen=True)
class Condition:
    """One condition by name, whether it is met, and in words how far it is."""

    condition: str
    met: bool
    words: str


def conditions(
    found: Compared, conversions: Sequence[int], running_ms: int, gates: Iterable[Gate], mature: float | None
) -> list[Condition]:
    """All of them for one variation; `conversions` are those of both arms, `mature` is what `matured_share` found."""
    failed = [gate.name for gate in gates if not gate.passed]
    days = running_ms // DAY_MS
    return [
        Condition("lift above zero", found.above, "The lower bound of the lift over control is above zero."),
        Condition(
            "conversions",
            min(conversions) >= MIN_CONVERSIONS,
            f"{MIN_CONVERSIONS} conversions in each arm; the smaller has {min(conversions):,}.",
        ),
        Condition("two weeks", running_ms >= MIN_DAYS * DAY_MS, f"Two full weeks; it has run for {days} days."),
        Condition("gates", not failed, f"Failed: {', '.join(failed)}." if failed else "All gates are green."),
        Condition(
            "refunds",
            mature is None or mature >= MATURE_SHARE,
            "Nobody bought anything that could come back."
            if mature is None
            else f"For half of the persons, refunds have had {REFUND_DAYS} days to come in; so far "
            f"for {percent_words(mature)}.",
        ),
    ]


def matured_share(cells: Iterable[DayCell], today_ms: int, window_ms: int) -> float | None:
    """Of those counted, the part whose window was over REFUND_DAYS ago; None if nobody bought anything."""
    known = list(cells)
    if not sum(each.cell.measures[ORDER_VALUE].x for each in known):
        return None
    latest = today_ms - window_ms - REFUND_DAYS * DAY_MS
    mature = sum(each.cell.completed for each in known if each.exposed_day < latest)
    return mature / sum(each.cell.completed for each in known)
