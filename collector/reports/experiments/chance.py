"""How likely each variation is to be the best one: shown as information, never used.

The posterior of each mean is taken to be normal around what was measured (a flat prior); the chance that one exceeds
all others is integrated over its values.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite, prod, sqrt
from statistics import NormalDist

from collector.reports.experiments.cells import Cells
from collector.reports.stats.arms import of_means

STEPS = 400
REACH = 6.0
"""So many standard errors to each side hold all but a part in a billion."""


def chances_to_be_best(cells: Cells, variations: tuple[str, ...], measure: str) -> dict[str, float] | None:
    """By variation; None until each has a mean with an error."""
    found = ((name, posterior_of(cells, variations, name, measure)) for name in variations)
    posteriors = {name: posterior for name, posterior in found if posterior}
    if len(posteriors) < len(variations):
        return None
    chances = {name: chance_of(name, posteriors) for name in variations}
    total = sum(chances.values())
    return {name: chance / total for name, chance in chances.items()}


def posterior_of(cells: Cells, variations: tuple[str, ...], name: str, measure: str) -> NormalDist | None:
    """Of one variation's mean over the strata in which all variations are, each weighted by all its persons."""
    strata = [
        stratum
        for stratum in sorted({stratum for _, stratum in cells})
        if all((each, stratum) in cells and cells[each, stratum].completed > 1 for each in variations)
    ]
    persons = [sum(cells[each, stratum].completed for each in variations) for stratum in strata]
    estimates = [of_means(cells[name, stratum].measures[measure]) for stratum in strata]
    if not strata:
        return None
    weights = [each / sum(persons) for each in persons]
    mean = sum(w * each.mean for w, each in zip(weights, estimates, strict=True))
    variance = sum(w**2 * each.variance / each.persons for w, each in zip(weights, estimates, strict=True))
    return NormalDist(mean, sqrt(variance)) if isfinite(variance) and variance > 0 else None


def chance_of(name: str, posteriors: Mapping[str, NormalDist]) -> float:
    """That one exceeds all others: its density times the others' distribution functions, summed in small steps."""
    own = posteriors[name]
    others = [other for each, other in posteriors.items() if each != name]
    step = 2 * REACH / STEPS
    values = (own.mean + own.stdev * (-REACH + step * (nth + 0.5)) for nth in range(STEPS))
    return sum(own.pdf(value) * own.stdev * step * prod(other.cdf(value) for other in others) for value in values)
