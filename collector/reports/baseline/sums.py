"""What was ordered day by day, added up over any days, and compared with what was ordered on others. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from collector.reports.result import Record
from collector.reports.stats.placebo import Amount, Days, Pair, lift
from collector.rules import DAY_MS


class Sold(NamedTuple):
    """Orders and revenue (millionths), and the sum of squares of what each person spent on a day."""

    orders: int = 0
    revenue_micros: int = 0
    squares: float = 0.0

    def plus(self, other: Sold) -> Sold:
        """Both together."""
        return Sold(
            self.orders + other.orders, self.revenue_micros + other.revenue_micros, self.squares + other.squares
        )

    def minus(self, other: Sold) -> Sold:
        """What is left of it without the other, which is a part of it."""
        return Sold(
            self.orders - other.orders,
            self.revenue_micros - other.revenue_micros,
            max(0.0, self.squares - other.squares),
        )

    @property
    def amount(self) -> Amount:
        """Its revenue."""
        return Amount(float(self.revenue_micros), self.squares)


NOTHING = Sold()


@dataclass(frozen=True)
class Daily:
    """What was sold on each day, by its number since 1970."""

    by_day: Mapping[int, Sold]

    @cached_property
    def first(self) -> int | None:
        """The first day on which anything was sold; None where nothing ever was."""
        return min(self.by_day, default=None)

    @cached_property
    def _until(self) -> Sequence[Sold]:
        first = self.first
        if first is None:
            return [NOTHING]
        days = (self.by_day.get(day, NOTHING) for day in range(first, max(self.by_day) + 1))
        return list(accumulate(days, Sold.plus, initial=NOTHING))

    def within(self, days: Days) -> Sold:
        """All that was sold on these days."""
        if self.first is None:
            return NOTHING
        begin, end = (min(max(0, day - self.first), len(self._until) - 1) for day in (days.first, days.last + 1))
        return self._until[end].minus(self._until[begin])

    def without(self, part: Daily) -> Daily:
        """What was sold beside a part of it."""
        return Daily({day: sold.minus(part.by_day.get(day, NOTHING)) for day, sold in self.by_day.items()})

    def lift(self, pair: Pair) -> float | None:
        """How much more revenue a day brought than before; None where there was none before."""
        now, before = (self.within(days).revenue_micros / days.length for days in pair)
        return lift(now, before)


def daily_of(rows: Iterable[Record]) -> dict[str | None, Daily]:
    """What was sold by day, for each value of a dimension; for None without one."""
    found: dict[str | None, dict[int, Sold]] = {}
    for row in rows:
        sold = Sold(row["orders"], row["revenue_micros"], float(row["squares"]))
        found.setdefault(row["by_value"], {})[row["local_day"] // DAY_MS] = sold
    return {value: Daily(by_day) for value, by_day in found.items()}
