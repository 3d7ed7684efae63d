"""The parameters above 0 at which a likelihood is greatest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

Likelihood = Callable[[Sequence[float]], tuple[float, Sequence[float]]]
"""Its logarithm at some parameters, with its derivatives by each of them."""
REACH = 9.0
"""By which power of e a parameter may move from its start: what goes on beyond it has no maximum."""


class Fitted(NamedTuple):
    """Where the likelihood is greatest, and the logarithm of it there."""

    parameters: tuple[float, ...]
    log_likelihood: float


def fitted(likelihood: Likelihood, start: Sequence[float]) -> Fitted | None:
    """The maximum from a start on (L-BFGS-B over the logarithms of the parameters); None if none was found."""
    import numpy as np
    from scipy.optimize import minimize

    at_start, _ = likelihood(start)
    scale = max(1.0, abs(at_start))

    def downwards(logarithms: Array) -> tuple[float, Array]:
        parameters: Array = np.exp(logarithms)
        value, slopes = likelihood(parameters.tolist())
        return -value / scale, -np.asarray(slopes) * parameters / scale

    begin = np.log(np.asarray(start, dtype=float))
    bounds = [(each - REACH, each + REACH) for each in begin]
    options = {"maxiter": 500, "ftol": 1e-13, "gtol": 1e-9}
    found = minimize(downwards, begin, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    at_edge = any(min(value - low, high - value) < 1e-6 for value, (low, high) in zip(found.x, bounds, strict=True))
    if at_edge or not np.isfinite(found.fun) or np.max(np.abs(found.jac)) > 1e-4:
        return None
    return Fitted(tuple(float(value) for value in np.exp(found.x)), -float(found.fun) * scale)
