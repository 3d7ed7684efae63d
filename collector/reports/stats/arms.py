"""What one arm of a test comes to, and how two arms differ: from counts and sums over persons alone.

Sources: the delta method for ratios as in A. Deng, U. Knoblich and J. Lu, "Applying the delta method in metric
analytics" (2018); CUPED as in A. Deng, Y. Xu, R. Kohavi and T. Walker, "Improving the sensitivity of online controlled
experiments by utilizing pre-experiment data" (2013); the interval of a relative lift by the delta method for the
logarithm of the ratio of means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, inf, sqrt
from typing import NamedTuple

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Arm:
    """Sums over the persons of one arm: how many, of y (what is measured), of x, of their squares and product.

    x is what y is divided by (a ratio), or what was known of the person before the test (CUPED).
    """

    persons: int
    y: float
    yy: float
    x: float = 0.0
    xx: float = 0.0
    xy: float = 0.0

    def __add__(self, other: Arm) -> Arm:
        return Arm(
            self.persons + other.persons,
            self.y + other.y,
            self.yy + other.yy,
            self.x + other.x,
            self.xx + other.xx,
            self.xy + other.xy,
        )

    @property
    def mean(self) -> float:
        """Of y, per person."""
        return self.y / self.persons

    @property
    def variance(self) -> float:
        """Of y among persons, unbiased; rounding takes none below 0."""
        return max(0.0, _covariance(self.persons, self.y, self.y, self.yy))


def proportion_arm(persons: int, successes: int) -> Arm:
    """An arm of which each person did something or did not."""
    return Arm(persons, successes, successes)


class Estimate(NamedTuple):
    """What one arm comes to: a mean (or ratio), and the variance of a single person's part in it."""

    mean: float
    variance: float
    persons: int


class Difference(NamedTuple):
    """How a treatment differs from control, with its standard error and the units of both arms behind it.

    `log_standard_error` is that of the logarithm of the ratio of both means; infinite where either is not above 0.
    """

    estimate: float
    standard_error: float
    units: int
    control: float
    treatment: float
    log_standard_error: float

    def interval(self, half_width: float) -> Interval:
        """The interval of the difference."""
        return self.estimate - half_width, self.estimate + half_width

    @property
    def lift(self) -> float | None:
        """The difference relative to control; None where control is not above 0."""
        return self.treatment / self.control - 1 if self.control > 0 else None

    def lift_interval(self, errors: float) -> Interval | None:
        """The interval of the lift, so many standard errors wide to each side; None where there is no ratio."""
        if self.control <= 0 or self.treatment <= 0 or self.log_standard_error == inf:
            return None
        ratio, reach = self.treatment / self.control, exp(errors * self.log_standard_error)
        return ratio / reach - 1, ratio * reach - 1


def of_means(arm: Arm) -> Estimate:
    """The mean of y per person."""
    return Estimate(arm.mean, arm.variance, arm.persons)


def of_ratios(arm: Arm) -> Estimate:
    """The sum of y over the sum of x, by the delta method."""
    ratio, mean_x = arm.y / arm.x, arm.x / arm.persons
    squares = _covariance(arm.persons, arm.y, arm.y, arm.yy)
    products = _covariance(arm.persons, arm.x, arm.y, arm.xy)
    others = _covariance(arm.persons, arm.x, arm.x, arm.xx)
    variance = max(0.0, squares - 2 * ratio * products + ratio**2 * others)
    return Estimate(ratio, variance / mean_x**2, arm.persons)


def of_adjusted_means(control: Arm, treatment: Arm) -> tuple[Estimate, Estimate]:
    """The means of y of both arms, less what x already explains (CUPED); as they are, where x explains nothing."""
    both = control + treatment
    others = _centred(both.persons, both.x, both.x, both.xx)
    theta = _centred(both.persons, both.x, both.y, both.xy) / others if others > 0 else 0.0
    overall = both.x / both.persons
    return _adjusted(control, theta, overall), _adjusted(treatment, theta, overall)


def _adjusted(arm: Arm, theta: float, overall: float) -> Estimate:
    squares = _covariance(arm.persons, arm.y, arm.y, arm.yy)
    products = _covariance(arm.persons, arm.x, arm.y, arm.xy)
    others = _covariance(arm.persons, arm.x, arm.x, arm.xx)
    mean = arm.mean - theta * (arm.x / arm.persons - overall)
    return Estimate(mean, max(0.0, squares - 2 * theta * products + theta**2 * others), arm.persons)


def difference(control: Estimate, treatment: Estimate) -> Difference:
    """How treatment differs from control. The standard error is the greater of pooled and unpooled: with arms of very
    different sizes the unpooled one errs."""
    unpooled = control.variance / control.persons + treatment.variance / treatment.persons
    pooled = _pooled(control, treatment) * (1 / control.persons + 1 / treatment.persons)
    squared = max(pooled, unpooled)
    scale = squared / unpooled if unpooled > 0 else 1.0
    return Difference(
        estimate=treatment.mean - control.mean,
        standard_error=sqrt(squared),
        units=control.persons + treatment.persons,
        control=control.mean,
        treatment=treatment.mean,
        log_standard_error=_log_error(control, treatment, scale),
    )


def proportions_difference(control: Arm, treatment: Arm) -> Difference:
    """The same for proportions, whose variance under no difference is that of the common proportion."""
    ends = [Estimate(arm.mean, arm.mean * (1 - arm.mean), arm.persons) for arm in (control, treatment)]
    unpooled = sum(end.variance / end.persons for end in ends)
    common = (control.y + treatment.y) / (control.persons + treatment.persons)
    pooled = common * (1 - common) * (1 / control.persons + 1 / treatment.persons)
    scale = max(pooled, unpooled) / unpooled if unpooled > 0 else 1.0
    found = difference(*ends)
    return found._replace(
        standard_error=sqrt(max(pooled, unpooled)), log_standard_error=_log_error(ends[0], ends[1], scale)
    )


def stratified(differences: Sequence[Difference], by: Sequence[float] | None = None) -> Difference:
    """One difference over phases or strata, each weighted by its units, or else by what is given for it: what a change
    of weights mixes stays apart."""
    units = sum(each.units for each in differences)
    parts = [each.units for each in differences] if by is None else by
    weights = [part / sum(parts) for part in parts]

    def mean(values: Iterable[float]) -> float:
        return sum(weight * value for weight, value in zip(weights, values, strict=True))

    control, treatment = mean(each.control for each in differences), mean(each.treatment for each in differences)
    estimate = mean(each.estimate for each in differences)
    error = sqrt(sum((w * each.standard_error) ** 2 for w, each in zip(weights, differences, strict=True)))
    return Difference(estimate, error, units, control, treatment, _log_error_of(differences, weights))


def _log_error_of(differences: Sequence[Difference], weights: Sequence[float]) -> float:
    """Of the ratio of weighted means: each stratum's error of its log ratio, by its part of the means."""
    total = sum(w * each.control for w, each in zip(weights, differences, strict=True))
    if total <= 0:
        return inf
    parts = [w * each.control / total for w, each in zip(weights, differences, strict=True)]
    return sqrt(sum((p * each.log_standard_error) ** 2 for p, each in zip(parts, differences, strict=True) if p > 0))


def _log_error(control: Estimate, treatment: Estimate, scale: float) -> float:
    if control.mean <= 0 or treatment.mean <= 0:
        return inf
    return sqrt(scale * sum(arm.variance / (arm.persons * arm.mean**2) for arm in (control, treatment)))


def _pooled(control: Estimate, treatment: Estimate) -> float:
    """The variance of a person's part, the same in both arms: weighted by their degrees of freedom."""
    degrees = control.persons + treatment.persons - 2
    if degrees <= 0:
        return inf
    both = (control.persons - 1) * control.variance + (treatment.persons - 1) * treatment.variance
    return both / degrees


def _centred(persons: int, one: float, other: float, products: float) -> float:
    return products - one * other / persons


def _covariance(persons: int, one: float, other: float, products: float) -> float:
    """Unbiased; infinite of fewer than two persons, of whom nothing is known."""
    if persons < 2:
        return inf
    return _centred(persons, one, other, products) / (persons - 1)
