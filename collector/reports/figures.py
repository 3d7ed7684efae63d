"""The kinds of figures: each says how its value, its variance and its noise follow from counts and sums.

A report hands over sums by name. Beside a sum `a` there may be `a_squares`, the sum of its squares over independent
units (persons, conversions), and `a_times_b`, the sum of products; only what is compared needs them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from collector.reports.money import decimal_text
from collector.reports.stats.intervals import differ, proportions_differ, ratio_variance
from collector.reports.stats.satisfaction import NpsCounts, net_promoter_score, scores_change

MILLION = 1_000_000
Sums = Mapping[str, Any]
Amount = Fraction | float | int


class Nothing(dict[str, int]):
    """The sums of what was not there at all: every one is 0."""

    def __missing__(self, name: str) -> int:
        return 0


@dataclass(frozen=True)
class Metric(ABC):
    """A figure by the name that answers give it; `means` says in a sentence what it is.

    unit: `count`, `share` (0 to 1), `money` (an exact decimal as text), `seconds`, `ms`, `per visit`, `per
    customer`, `points` (-100 to 100) or `score` (of a scale); `label` what people call it, where that is not its name;
    `signed`: it is a difference, which people write with its sign.
    """

    name: str
    means: str
    label: str = field(default="", kw_only=True)
    unit: str = field(kw_only=True)
    signed: bool = field(default=False, kw_only=True)

    @property
    def title(self) -> str:
        """What people call it."""
        return self.label or self.name.replace("_", " ").capitalize()

    @property
    @abstractmethod
    def formula(self) -> str:
        """How it follows from sums, by their names."""

    @abstractmethod
    def value(self, sums: Sums) -> Any:
        """The figure as answers show it; None where there is nothing below the line."""

    def noise(self, sums: Sums, other: Sums) -> bool | None:
        """Whether a change from other to this is within noise; None where that is not known."""
        return None


@dataclass(frozen=True)
class Measured(Metric):
    """A figure whose variance follows from sums too."""

    @abstractmethod
    def differs(self, sums: Sums, other: Sums) -> bool:
        """Whether the 95 % interval of the difference of two independent figures excludes 0."""

    def noise(self, sums: Sums, other: Sums) -> bool | None:
        """Whether a change from other to this is within noise; None where one of the two has no value."""
        if self.value(sums) is None or self.value(other) is None:
            return None
        return not self.differs(sums, other)


@dataclass(frozen=True)
class Count(Measured):
    """A number of things. They happen independently of each other, unless they are `clustered`: its sum of squares over
    independent units is handed over then."""

    sum: str = ""
    clustered: bool = False
    unit: str = field(default="count", kw_only=True)

    @property
    def formula(self) -> str:
        return self.sum or self.name

    def value(self, sums: Sums) -> int | float:
        return count_number(sums[self.formula])

    def variance(self, sums: Sums) -> float:
        """That of a Poisson count, or of a sum over units."""
        return float(sums[f"{self.formula}_squares"] if self.clustered else sums[self.formula])

    def differs(self, sums: Sums, other: Sums) -> bool:
        now, before = (float(each[self.formula]) for each in (sums, other))
        return differ(now, self.variance(sums), before, self.variance(other))


@dataclass(frozen=True)
class Money(Measured):
    """An amount, from a sum of millionths over independent units."""

    micros: str
    unit: str = field(default="money", kw_only=True)

    @property
    def formula(self) -> str:
        return self.micros

    def value(self, sums: Sums) -> str:
        return amount_text(sums[self.micros])

    def variance(self, sums: Sums) -> float:
        """In the currency's units, squared."""
        return float(sums[f"{self.micros}_squares"]) / MILLION**2

    def differs(self, sums: Sums, other: Sums) -> bool:
        now, before = (float(each[self.micros]) / MILLION for each in (sums, other))
        return differ(now, self.variance(sums), before, self.variance(other))


@dataclass(frozen=True)
class Proportion(Measured):
    """The part of a whole that has something, each one for itself; several names above or below the line add up."""

    part: str | tuple[str, ...]
    whole: str | tuple[str, ...]
    unit: str = field(default="share", kw_only=True)

    @property
    def formula(self) -> str:
        return f"{_written(self.part)} / {_written(self.whole)}"

    def value(self, sums: Sums) -> float | None:
        return rate(_added(sums, self.part), _added(sums, self.whole))

    def differs(self, sums: Sums, other: Sums) -> bool:
        now, before = ((_added(each, self.part), _added(each, self.whole)) for each in (sums, other))
        return proportions_differ(*now, *before)


@dataclass(frozen=True)
class Ratio(Measured):
    """One sum over independent units by another: its variance is that of the delta method.

    `times` and `per` bring it to its unit.
    """

    above: str
    below: str
    times: int = 1
    per: int = 1

    @property
    def formula(self) -> str:
        scale = f"{self.times:,} * " if self.times != 1 else ""
        return f"{scale}{self.above} / {self.below}{f' / {self.per:,}' if self.per != 1 else ''}"

    def value(self, sums: Sums) -> float | str | None:
        if not sums[self.below]:
            return None
        if self.unit == "money":
            return amount_text(sums[self.above] * self.times / sums[self.below])
        return float(sums[self.above] * self.times / sums[self.below] / self.per)

    def variance(self, sums: Sums) -> float:
        """In its unit, squared; infinite where there is nothing below the line."""
        of_ratio = ratio_variance(
            numerator=float(sums[self.above]),
            denominator=float(sums[self.below]),
            squares=float(sums[f"{self.above}_squares"]),
            products=float(sums[f"{self.above}_times_{self.below}"]),
            others=float(sums[f"{self.below}_squares"]),
        )
        return of_ratio * self._scale**2

    @property
    def _scale(self) -> float:
        return self.times / self.per / (MILLION if self.unit == "money" else 1)

    def differs(self, sums: Sums, other: Sums) -> bool:
        now, before = (float(each[self.above]) / float(each[self.below]) * self._scale for each in (sums, other))
        return differ(now, self.variance(sums), before, self.variance(other))


@dataclass(frozen=True)
class NetScore(Measured):
    """The share of promoters less that of detractors, in points from -100 to 100."""

    unit: str = field(default="points", kw_only=True)

    @property
    def formula(self) -> str:
        return "100 * (promoters - detractors) / (promoters + passives + detractors)"

    def value(self, sums: Sums) -> float | None:
        counts = nps_counts_of(sums)
        return 100 * net_promoter_score(counts) if counts.answers else None

    def differs(self, sums: Sums, other: Sums) -> bool:
        found = scores_change(nps_counts_of(sums), nps_counts_of(other))
        return found.low > 0 or found.high < 0


def nps_counts_of(sums: Sums) -> NpsCounts:
    """The sums that a Net Promoter Score follows from."""
    promoters, passives, detractors = (sums[name] for name in ("promoters", "passives", "detractors"))
    return NpsCounts(promoters, detractors, promoters + passives + detractors)


@dataclass(frozen=True)
class Estimated(Metric):
    """A figure that was concluded elsewhere and is handed over as it is, money in units of the currency; what of its
    changes is noise is not known."""

    @property
    def formula(self) -> str:
        return self.name

    def value(self, sums: Sums) -> float | str | None:
        found: float | None = sums.get(self.name)
        return amount_text(found * MILLION) if found is not None and self.unit == "money" else found


@dataclass(frozen=True)
class Balance(Metric):
    """What stood at one moment, counted to the last: a change of it is what it is, and never noise of a sample. Money
    comes from a sum of millionths."""

    sum: str

    @property
    def formula(self) -> str:
        return self.sum

    def value(self, sums: Sums) -> int | float | str:
        return amount_text(sums[self.sum]) if self.unit == "money" else count_number(sums[self.sum])


def _names(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names


def _added(sums: Sums, names: str | tuple[str, ...]) -> float:
    together: float = sum(sums[name] for name in _names(names))
    return together


def _written(names: str | tuple[str, ...]) -> str:
    return names if isinstance(names, str) else f"({' + '.join(names)})"


def rate(part: Amount | None, whole: Amount | None) -> float | None:
    """A share between 0 and 1; None where there is nothing below the line."""
    return None if not whole or part is None else float(part / whole)


def amount_text(micros: Amount) -> str:
    """An amount in millionths, which may be a fraction of one, as a decimal: exact to the millionth."""
    return decimal_text(round(micros))


def count_number(count: Amount) -> int | float:
    """A count that may be a fraction: whole where it is whole, else rounded to a millionth."""
    if isinstance(count, int):
        return count
    return int(count) if count == int(count) else round(float(count), 6)


def summed(units: Iterable[Sums], *names: str, products: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """The sums of these names over independent units, with their squares, and with the products of some pairs.

    A unit that lacks a name has 0 of it.
    """
    known = list(units)
    sums: dict[str, Any] = {}
    for name in names:
        amounts = [unit.get(name, 0) for unit in known]
        sums[name] = sum(amounts)
        sums[f"{name}_squares"] = sum(float(amount) ** 2 for amount in amounts)
    for one, other in products:
        pairs = ((unit.get(one, 0), unit.get(other, 0)) for unit in known)
        sums[f"{one}_times_{other}"] = sum(float(a) * float(b) for a, b in pairs)
    return sums
