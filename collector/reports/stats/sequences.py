"""Confidence sequences: intervals that hold however often, and whenever, one looks at them.

Source: I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy and A. Ramdas, "Time-uniform central limit theory and
asymptotic confidence sequences" (2021), with the width tuned to be smallest when the planned number of units is there.
"""

from __future__ import annotations

from math import erfc, exp, inf, log, sqrt
from statistics import NormalDist

SHARE_OF_THE_SEQUENCE = 0.2
"""Of a test with a planned end: how much of the error is spent on looks at any time; the rest on the planned day."""


def rho_squared(alpha: float, planned: float) -> float:
    """The tuning of a sequence at an error of `alpha` that is to be narrowest at `planned` units, over all arms."""
    return (-2 * log(alpha) + log(1 - 2 * log(alpha))) / planned


def half_width(standard_error: float, units: float, *, alpha: float, planned: float) -> float:
    """Half the width of the interval of an estimate from so many units, over both arms; infinite without any.

    se * sqrt((N r + 1) / (N r) * 2 ln(sqrt(N r + 1) / alpha)), where r is `rho_squared`.
    """
    if units <= 0:
        return inf
    grown = units * rho_squared(alpha, planned)
    return standard_error * sqrt((grown + 1) / grown * 2 * log(sqrt(grown + 1) / alpha))


def p_value(estimate: float, standard_error: float, units: float, *, alpha: float, planned: float) -> float:
    """The least error at which the sequence tuned for `alpha` excludes 0: a p-value at whatever time one looks.

    sqrt(N r + 1) * exp(-z^2 N r / (2 (N r + 1))), 1 at most.
    """
    if units <= 0 or standard_error <= 0:
        return 1.0
    grown = units * rho_squared(alpha, planned)
    squared = (estimate / standard_error) ** 2
    return min(1.0, sqrt(grown + 1) * exp(-squared * grown / (2 * (grown + 1))))


def fixed_half_width(standard_error: float, *, alpha: float) -> float:
    """Half the width of the ordinary interval, for the one look that was planned."""
    return standard_error * NormalDist().inv_cdf(1 - alpha / 2)


def fixed_p_value(estimate: float, standard_error: float) -> float:
    """The ordinary two-sided p-value of a normal estimate."""
    return erfc(abs(estimate / standard_error) / sqrt(2)) if standard_error > 0 else 1.0


def hybrid_half_width(
    standard_error: float, units: float, *, alpha: float, planned: float, planned_look: bool
) -> float:
    """Half the width for a test with a planned end: a fifth of the error any day, the rest on the planned one.

    On the planned day (`planned_look`) the narrower of both intervals holds, each at its own part of the error.
    """
    any_day = half_width(standard_error, units, alpha=alpha * SHARE_OF_THE_SEQUENCE, planned=planned)
    if not planned_look:
        return any_day
    return min(any_day, fixed_half_width(standard_error, alpha=alpha * (1 - SHARE_OF_THE_SEQUENCE)))
