"""How many persons an experiment needs, over all of its variations, and how many days that takes."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

from collector.errors import BadRequest
from collector.experiments.documents import compared
from collector.reports.stats.power import persons_needed

ALPHA, POWER = 0.05, 0.8


def persons_planned(weights: Mapping[str, float], base_rate: float, lift: float) -> int:
    """Persons over all variations that find this lift of any of them over control, each judged at 0.05 / how many.

    The smallest arm decides. BadRequest: a rate or a weight cannot be used.
    """
    shares = {name: weight / sum(weights.values()) for name, weight in weights.items() if weight > 0}
    control, treatments = compared(shares)
    if control is None or not treatments:
        raise BadRequest("A plan needs two or more variations with a weight above 0.")
    smallest = min(shares[name] for name in treatments)
    pair = (shares[control], smallest)
    try:
        persons = persons_needed(base_rate, lift, shares=pair, alpha=ALPHA / len(treatments), power=POWER)
    except ValueError as error:
        raise BadRequest(f"This cannot be planned: {error}.", fields={"planned": [f"{error}."]}) from None
    return ceil(persons / sum(pair))


def with_persons(planned: Mapping[str, Any] | None, weights: Mapping[str, float]) -> dict[str, Any] | None:
    """A plan with its persons worked out, if it has a base rate and a lift; else as it was given."""
    if not planned:
        return None
    if planned.get("base_rate") is None or planned.get("lift") is None or not weights:
        return dict(planned)
    return {**planned, "persons": persons_planned(weights, planned["base_rate"], planned["lift"])}


def days_planned(persons: int, daily_persons: float) -> int:
    """Whole days until so many persons took part."""
    return ceil(persons / daily_persons)
