"""How often customers will buy again, and whether they still are customers: the BG/NBD model.

While active, a customer buys at a rate of their own; after each purchase they may leave for good, with a probability of
their own. Rates vary over customers as a gamma distribution, probabilities as a beta distribution.

Source: P. S. Fader, B. G. S. Hardie and K. L. Lee, "'Counting your customers' the easy way: an alternative to the
Pareto/NBD model" (Marketing Science 24, 2005): equations 6 (likelihood) and 10 (expected purchases). Euler's
transformation of the hypergeometric function keeps it within range for customers who bought hundreds of times.
numpy and scipy are loaded by whoever asks for a model, and by nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from collector.reports.stats.fitting import fitted

if TYPE_CHECKING:
    from collector.reports.stats.fitting import Array

SINGULAR = 1e-6


class Histories(NamedTuple):
    """Customers with equal histories, in columns: `customers` of them bought `frequency` times after the first
    purchase, the last time `recency` after it, and that was `age` ago; both in the same unit of time."""

    frequency: Sequence[float]
    recency: Sequence[float]
    age: Sequence[float]
    customers: Sequence[float]


@dataclass(frozen=True)
class BgNbd:
    """The model as fitted: `r` and `alpha` of the gamma, `a` and `b` of the beta distribution, and the logarithm of the
    likelihood there."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    def alive(self, histories: Histories) -> Array:
        """The probability that a customer with each history is still one."""
        return 1 / (1 + self._odds_of_having_left(histories))

    def expected(self, histories: Histories, ahead: float) -> Array:
        """How many purchases a customer with each history is expected to make in so much time from now."""
        from scipy.special import hyp2f1

        x, _, age, _ = _arrays(histories)
        a = self.a if abs(self.a - 1) > SINGULAR else 1 + SINGULAR
        left = (self.alpha + age) / (self.alpha + age + ahead)
        total = a + self.b + x - 1
        returning = 1 - left ** (a - 1) * hyp2f1(a + self.b - 1 - self.r, a - 1, total, 1 - left)
        found: Array = total / (a - 1) * returning * self.alive(histories)
        return found

    def _odds_of_having_left(self, histories: Histories) -> Array:
        import numpy as np

        x, recency, age, _ = _arrays(histories)
        again = x > 0
        power = (self.r + x) * np.log((self.alpha + age) / (self.alpha + recency))
        odds = self.a / np.where(again, self.b + x - 1, 1.0) * np.exp(np.minimum(power, 700.0))
        return np.where(again, odds, 0.0)


def fit_bg_nbd(histories: Histories) -> BgNbd | None:
    """The model of greatest likelihood; None where there is no such maximum to be found: where nobody comes back, or
    nobody ever leaves."""
    likelihood = _Likelihood(histories)
    if not likelihood.again.any():
        return None
    found = fitted(likelihood, (1.0, likelihood.mean_age, 1.0, 1.0))
    if found is None:
        return None
    r, alpha, a, b = found.parameters
    return BgNbd(r, alpha, a, b, found.log_likelihood)


class _Likelihood:
    """The logarithm of the likelihood of all histories, and its derivatives by r, alpha, a and b."""

    def __init__(self, histories: Histories) -> None:
        self.x, self.recency, self.age, self.count = _arrays(histories)
        self.again = self.x > 0
        self.mean_age = max(1.0, float((self.count * self.age).sum() / self.count.sum()))

    def __call__(self, parameters: Sequence[float]) -> tuple[float, Sequence[float]]:
        import numpy as np
        from scipy.special import gammaln, psi

        r, alpha, a, b = parameters
        x, again = self.x, self.again
        log_age, log_recency = np.log(alpha + self.age), np.log(alpha + self.recency)
        active = -(r + x) * log_age
        gone = np.where(again, np.log(a) - np.log(np.where(again, b + x - 1, 1.0)) - (r + x) * log_recency, -np.inf)
        either = np.logaddexp(active, gone)
        purchases = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        stays = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
        still, left = np.exp(active - either), np.exp(gone - either)
        apart = psi(a + b) - psi(a + b + x)
        slopes = (
            psi(r + x) - psi(r) + np.log(alpha) - still * log_age - left * log_recency,
            r / alpha - (r + x) * (still / (alpha + self.age) + left / (alpha + self.recency)),
            apart + left / a,
            apart + psi(b + x) - psi(b) - np.where(again, left / np.where(again, b + x - 1, 1.0), 0.0),
        )
        return float((self.count * (purchases + stays + either)).sum()), [
            float((self.count * slope).sum()) for slope in slopes
        ]


def _arrays(histories: Histories) -> tuple[Array, Array, Array, Array]:
    import numpy as np

    x, recency, age, count = (np.asarray(column, dtype=float) for column in histories)
    return x, recency, age, count
