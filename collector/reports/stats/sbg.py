"""How long subscribers stay where they may end at each renewal: the shifted-beta-geometric model.

At each renewal a subscriber ends with a probability of their own, which stays the same; it varies over subscribers as a
beta distribution. Those who are likely to end do so first, so the retention of those who are left rises with time.

Source: P. S. Fader and B. G. S. Hardie, "How to project customer retention" (Journal of Interactive Marketing 21,
2007): the probabilities of ending and of surviving; "Customer-base valuation in a contractual setting: the perils of
ignoring heterogeneity" (Marketing Science 29, 2010): the discounted expected lifetime. numpy and scipy are loaded by
whoever asks for a model, and by nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from collector.reports.stats.fitting import fitted


@dataclass(frozen=True)
class Sbg:
    """The model as fitted: `alpha` and `beta` of the beta distribution, and the logarithm of the likelihood there."""

    alpha: float
    beta: float
    log_likelihood: float

    def survival(self, renewals: int) -> float:
        """The share of subscribers who are still there after so many renewals."""
        left = 1.0
        for nth in range(1, renewals + 1):
            left *= self.retention(nth)
        return left

    def retention(self, renewal: int) -> float:
        """The share of those who are there before a renewal (1 is the first) that stay."""
        return (self.beta + renewal - 1) / (self.alpha + self.beta + renewal - 1)

    def lifetime(self, discount: float) -> float:
        """How many payments a new subscriber is expected to make, the first one at once, each worth less by `discount`
        (above 0) per unit of time than the one before."""
        from scipy.special import hyp2f1

        return float(hyp2f1(1, self.beta, self.alpha + self.beta, 1 / (1 + discount)))


def fit_sbg(lost: Sequence[float], left: Sequence[float]) -> Sbg | None:
    """The model of greatest likelihood; None where there is none to be found.

    `lost[n]` is how many ended at renewal n + 1; `left[n]` how many survived n + 1 renewals, with no further one known.
    """
    if not any(lost):
        return None
    found = fitted(_Likelihood(lost, left), (1.0, 1.0))
    if found is None:
        return None
    alpha, beta = found.parameters
    return Sbg(alpha, beta, found.log_likelihood)


class _Likelihood:
    """The logarithm of the likelihood, and its derivatives by alpha and beta."""

    def __init__(self, lost: Sequence[float], left: Sequence[float]) -> None:
        import numpy as np

        self.lost, self.left = np.asarray(lost, dtype=float), np.asarray(left, dtype=float)
        self.lost_at, self.left_at = np.arange(1, len(lost) + 1), np.arange(1, len(left) + 1)

    def __call__(self, parameters: Sequence[float]) -> tuple[float, Sequence[float]]:
        from scipy.special import betaln, psi

        alpha, beta = parameters
        start = betaln(alpha, beta)
        ended = betaln(alpha + 1, beta + self.lost_at - 1) - start
        stayed = betaln(alpha, beta + self.left_at) - start
        both = psi(alpha + beta)
        by_alpha = (
            psi(alpha + 1) - psi(alpha + beta + self.lost_at) - psi(alpha) + both,
            both - psi(alpha + beta + self.left_at),
        )
        by_beta = (
            psi(beta + self.lost_at - 1) - psi(alpha + beta + self.lost_at) - psi(beta) + both,
            psi(beta + self.left_at) - psi(alpha + beta + self.left_at) - psi(beta) + both,
        )
        value = self.lost @ ended + self.left @ stayed
        return float(value), [float(self.lost @ one + self.left @ other) for one, other in (by_alpha, by_beta)]
