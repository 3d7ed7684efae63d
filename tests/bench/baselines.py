"""How often comparisons without a random control find an effect where there is none: `python -m tests.bench baselines`.

A simulated shop takes 1,000 orders a month of very different value. From one month to the next what would be sold
moves by itself by 20 % (one standard deviation: season, stock, weather, prices), from a year to the next by 50 %; a
segment beside the others by 10 % each, on top of what moves both. Nothing is done to anybody. Each comparison is
taken for a test at 5 % as if days and parts differed by the chance of single orders only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from collector.reports.stats.placebo import Amount, lift, range_of, relative_interval, relative_lift
from tests.bench.tables import note, table

ORDERS = 1_000
MONTH_MOVES, YEAR_MOVES, PART_MOVES = 0.20, 0.50, 0.10
ERRORS_OF_95 = 1.959964
WINDOWS = 39
Generator = np.random.Generator


def cry_wolf(runs: int, seed: int = 7) -> dict[str, float]:
    """The share of runs in which each comparison finds something."""
    comparisons: dict[str, Callable[[Generator], bool]] = {
        "the days before": lambda rng: _two_times(rng, MONTH_MOVES),
        "a year before": lambda rng: _two_times(rng, YEAR_MOVES),
        "difference in differences": _parts,
        "a random holdout": _halves,
        "the days before, outside of the placebo range": _placebo,
    }
    rng = np.random.default_rng(seed)
    return {name: sum(found(rng) for _ in range(runs)) / runs for name, found in comparisons.items()}


def _sold(rng: Generator, level: float, share: float = 1.0) -> Amount:
    """A time of orders with values that vary by as much as their mean: their sum, and (expected) sum of squares."""
    orders = max(1, int(rng.poisson(ORDERS * share * np.exp(level))))
    return Amount(float(rng.gamma(orders)), 2.0 * orders)


def _differs(cells: list[Amount], estimate: float | None) -> bool:
    bounds = None if estimate is None else relative_interval(estimate, cells, ERRORS_OF_95)
    return bounds is not None and not bounds[0] <= 0 <= bounds[1]


def _two_times(rng: Generator, moves: float) -> bool:
    now, before = _sold(rng, rng.normal(0, moves)), _sold(rng, 0)
    return _differs([now, before], lift(now.total, before.total))


def _parts(rng: Generator) -> bool:
    """A segment of half of all, beside the others."""
    both = rng.normal(0, MONTH_MOVES)
    now = [_sold(rng, both + rng.normal(0, PART_MOVES), 0.5) for _ in range(2)]
    before = [_sold(rng, 0, 0.5) for _ in range(2)]
    own, others = (lift(one.total, other.total) for one, other in zip(now, before, strict=True))
    return _differs([*now, *before], relative_lift(own, others))


def _halves(rng: Generator) -> bool:
    """Persons divided at random: whatever moves, moves both."""
    level = rng.normal(0, YEAR_MOVES)
    one, other = _sold(rng, level, 0.5), _sold(rng, level, 0.5)
    return _differs([one, other], lift(one.total, other.total))


def _placebo(rng: Generator) -> bool:
    """The same change as that of the days before, held against 39 earlier ones."""
    *earlier, now = _changes(rng)
    bounds = range_of(earlier, 0.9)
    return bounds is not None and not bounds[0] <= now <= bounds[1]


def _changes(rng: Generator) -> Iterator[float]:
    for _ in range(WINDOWS + 1):
        yield _sold(rng, rng.normal(0, MONTH_MOVES)).total / _sold(rng, 0).total - 1


def baselines(runs: int) -> None:
    """Print how often each errs."""
    note(
        f"Nothing is done to anybody, {runs:,} months each: how often a test at 5 % (the range: 10 %) finds something."
    )
    table(("compared with", "found"), [(name, f"{share:.1%}") for name, share in cry_wolf(runs).items()])
