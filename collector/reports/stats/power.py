"""How many persons a test needs.

Sources: the usual formula for two proportions, as in J. L. Fleiss, B. Levin and M. C. Paik, "Statistical methods for
rates and proportions" (2003), without continuity correction; that for two means as in S.-C. Chow, J. Shao and H. Wang,
"Sample size calculations in clinical research" (2008), section 3.2.1.
"""

from __future__ import annotations

from math import ceil, sqrt
from statistics import NormalDist


def persons_needed(
    base_rate: float, lift: float, *, shares: tuple[float, float] = (0.5, 0.5), alpha: float = 0.05, power: float = 0.8
) -> int:
    """Persons over both arms to find a relative lift over the base rate of control; `shares` of control and treatment.

    ValueError says what is out of range.
    """
    changed = base_rate * (1 + lift)
    if not 0 < base_rate < 1 or not 0 < changed < 1 or changed == base_rate:
        raise ValueError("the base rate, and the rate with the lift, must lie between 0 and 1 and differ")
    control, treatment = shares
    if control <= 0 or treatment <= 0:
        raise ValueError("both arms need a share above 0")
    ratio = treatment / control
    common = (base_rate + ratio * changed) / (1 + ratio)
    normal = NormalDist()
    reach = normal.inv_cdf(1 - alpha / 2) * sqrt((1 + 1 / ratio) * common * (1 - common))
    reach += normal.inv_cdf(power) * sqrt(base_rate * (1 - base_rate) + changed * (1 - changed) / ratio)
    in_control = (reach / (changed - base_rate)) ** 2
    return ceil(in_control) + ceil(in_control * ratio)


def persons_needed_for_means(
    variances: tuple[float, float],
    difference: float,
    *,
    shares: tuple[float, float] = (0.5, 0.5),
    errors: float | None = None,
    power: float = 0.8,
) -> tuple[int, int]:
    """Persons in control and in treatment to find a difference of means; `variances` and `shares` of both, in this
    order. `errors` is half the width of the interval that will judge it, in standard errors: by default that of 95 %.

    ((errors + z of the power) / difference)^2 * (variance / share + variance / share) persons over both arms.
    ValueError says what is out of range.
    """
    if not difference or min(shares) <= 0:
        raise ValueError("there must be a difference to find, and both arms need a share above 0")
    control, treatment = (share / sum(shares) for share in shares)
    normal = NormalDist()
    reach = (normal.inv_cdf(0.975) if errors is None else errors) + normal.inv_cdf(power)
    both = (reach / difference) ** 2 * (variances[0] / control + variances[1] / treatment)
    return ceil(both * control), ceil(both * treatment)
