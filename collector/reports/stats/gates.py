"""What has to hold before a test may name a winner: that its arms can be compared at all.

Sources: M. Lindon and A. Malek, "Anytime-valid inference for multinomial count data" (2022) for the sequential check of
the sample ratio; the two-proportion z-test and Holm's step-down procedure as in any textbook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, lgamma, log, sqrt

from collector.reports.stats.sequences import fixed_p_value

CONCENTRATION = 10_000.0
MISMATCH = 0.001
"""A check fails below this p-value: it is made every day, and a false alarm stops a good test."""


def sample_ratio_p_value(counts: Sequence[int], shares: Sequence[float]) -> float:
    """Whether arms got their shares of all who were assigned: valid on whichever day one looks.

    One over the Bayes factor of a Dirichlet prior around the shares against the shares themselves; 1 at most. Shares
    add up to 1, and each is above 0.
    """
    total = sum(counts)
    evidence = lgamma(CONCENTRATION) - lgamma(CONCENTRATION + total)
    for count, share in zip(counts, shares, strict=True):
        prior = CONCENTRATION * share
        evidence += lgamma(prior + count) - lgamma(prior) - count * log(share)
    return min(1.0, exp(min(0.0, -evidence)))


def equal_proportions_p_value(successes: int, trials: int, other_successes: int, other_trials: int) -> float:
    """Whether two arms have the same proportion, such as of those assigned to whom it was delivered."""
    if not trials or not other_trials:
        return 1.0
    common = (successes + other_successes) / (trials + other_trials)
    error = sqrt(common * (1 - common) * (1 / trials + 1 / other_trials))
    return fixed_p_value(successes / trials - other_successes / other_trials, error)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """P-values adjusted for how many hypotheses are tested, by name."""
    adjusted: dict[str, float] = {}
    least = 0.0
    for rank, (name, p_value) in enumerate(sorted(p_values.items(), key=lambda item: item[1])):
        least = max(least, min(1.0, p_value * (len(p_values) - rank)))
        adjusted[name] = least
    return adjusted
