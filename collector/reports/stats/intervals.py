"""Whether a difference is more than noise: intervals and variances, from counts and sums alone.

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference" (1927); R. G. Newcombe,
"Interval estimation for the difference between independent proportions" (1998), method 10; the delta method for a
ratio of sums over independent units, as in A. Deng, U. Knoblich and J. Lu, "Applying the delta method in metric
analytics" (2018).
"""

from __future__ import annotations

from math import inf, sqrt

Z95 = 1.959963984540054


def wilson(successes: float, trials: float, z: float = Z95) -> tuple[float, float]:
    """The interval in which a proportion lies with the confidence of z: by default 95 %."""
    if trials <= 0:
        return 0.0, 1.0
    share = successes / trials
    centre = share + z * z / (2 * trials)
    reach = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale)


def newcombe(
    successes: float, trials: float, other_successes: float, other_trials: float, z: float = Z95
) -> tuple[float, float]:
    """The interval of a proportion less another, independent one (Newcombe's method 10); both have trials."""
    share, other = successes / trials, other_successes / other_trials
    low, high = wilson(successes, trials, z)
    other_low, other_high = wilson(other_successes, other_trials, z)
    difference = share - other
    return (
        difference - sqrt((share - low) ** 2 + (other_high - other) ** 2),
        difference + sqrt((high - share) ** 2 + (other - other_low) ** 2),
    )


def proportions_differ(successes: float, trials: float, other_successes: float, other_trials: float) -> bool:
    """Whether the 95 % interval of the difference of two independent proportions excludes 0 (Newcombe)."""
    if trials <= 0 or other_trials <= 0:
        return False
    lower, upper = newcombe(successes, trials, other_successes, other_trials)
    return lower > 0 or upper < 0


def differ(value: float, variance: float, other: float, other_variance: float) -> bool:
    """Whether the 95 % interval of the difference of two independent estimates excludes 0."""
    return abs(value - other) > Z95 * sqrt(variance + other_variance)


def ratio_variance(*, numerator: float, denominator: float, squares: float, products: float, others: float) -> float:
    """The variance of a ratio of sums over independent units (persons, orders).

    `numerator` and `denominator` are the sums of y and x over the units, `squares` the sum of y*y, `products` of
    x*y, `others` of x*x. Infinite where there is nothing below the line: nothing can be concluded then.
    """
    if not denominator:
        return inf
    ratio = numerator / denominator
    return max(0.0, squares - 2 * ratio * products + ratio * ratio * others) / (denominator * denominator)
