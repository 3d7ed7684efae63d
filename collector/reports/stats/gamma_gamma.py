"""What a purchase of a customer is worth: the Gamma-Gamma model of value per purchase.

A customer's purchases vary around a mean of their own as a gamma distribution, and these means vary over customers as
another one; how often somebody buys says nothing about how much.

Source: P. S. Fader and B. G. S. Hardie, "The Gamma-Gamma model of monetary value" (note, 2013), equations 1a and 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from collector.reports.stats.fitting import fitted

if TYPE_CHECKING:
    from collector.reports.stats.fitting import Array

START = (1.0, 2.0)


class Values(NamedTuple):
    """Customers who bought again, in columns: `customers` of them made `frequency` further purchases worth `mean` each,
    which is above 0."""

    frequency: Sequence[float]
    mean: Sequence[float]
    customers: Sequence[float]


@dataclass(frozen=True)
class GammaGamma:
    """The model as fitted: `p` is the shape of purchases of one customer, `q` and `gamma` that of their means."""

    p: float
    q: float
    gamma: float
    log_likelihood: float

    @property
    def has_mean(self) -> bool:
        """Whether customers of whom nothing is known have an expected value at all."""
        return self.q > 1

    def expected(self, frequency: Sequence[float], worth: Sequence[float], count: Sequence[float]) -> Array:
        """The expected value of a purchase, added up over `count` customers who made `frequency` further purchases
        each, together worth `worth` over all of these customers."""
        import numpy as np

        x, total, customers = (np.asarray(column, dtype=float) for column in (frequency, worth, count))
        found: Array = self.p * (self.gamma * customers + total) / (self.p * x + self.q - 1)
        return found


def fit_gamma_gamma(values: Values) -> GammaGamma | None:
    """The model of greatest likelihood; None where there is no such maximum to be found."""
    import numpy as np

    x, mean, count = (np.asarray(column, dtype=float) for column in values)
    if not len(x):
        return None
    overall = float((count * x * mean).sum() / (count * x).sum())
    found = fitted(_Likelihood(x, mean, count), (*START, overall))
    if found is None:
        return None
    p, q, gamma = found.parameters
    return GammaGamma(p, q, gamma, found.log_likelihood)


class _Likelihood:
    """The logarithm of the likelihood of all values, and its derivatives by p, q and gamma."""

    def __init__(self, x: Array, mean: Array, count: Array) -> None:
        self.x, self.mean, self.count = x, mean, count

    def __call__(self, parameters: Sequence[float]) -> tuple[float, Sequence[float]]:
        import numpy as np
        from scipy.special import gammaln, psi

        p, q, gamma = parameters
        x, mean = self.x, self.mean
        shape, together = p * x, np.log(gamma + x * mean)
        each = gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(gamma)
        each = each + (shape - 1) * np.log(mean) + shape * np.log(x) - (shape + q) * together
        slopes = (
            x * (psi(shape + q) - psi(shape) + np.log(mean) + np.log(x) - together),
            psi(shape + q) - psi(q) + np.log(gamma) - together,
            q / gamma - (shape + q) / (gamma + x * mean),
        )
        return float((self.count * each).sum()), [float((self.count * slope).sum()) for slope in slopes]
