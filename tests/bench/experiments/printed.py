"""The tables of `python -m tests.bench experiments`."""

from __future__ import annotations

from tests.bench.experiments.formulas import greatest_difference
from tests.bench.experiments.simulations import (
    LIFT,
    RULES,
    Found,
    looks_at_a_ramp,
    looks_at_proportions,
    looks_at_revenue,
    shares,
    unequal_delivery,
)
from tests.bench.peer import PeerMissingError
from tests.bench.tables import note, table

PAIRS = 1_000


def experiments(runs: int) -> None:
    """How often each way of looking names a winner, of which nothing is true in all rows but the second."""
    note(f"Looked at every day for 28 days, {runs:,} runs each: how often a difference was named.")
    found: dict[str, Found] = {
        "no difference, 2,000 persons an arm and day, 5 %": shares(looks_at_proportions(runs, 0), RULES),
        "+10 % of that": shares(looks_at_proportions(runs, LIFT), RULES),
        "revenue with a heavy tail, arms 10 to 90, no difference": shares(looks_at_revenue(runs), RULES),
        "ramp from 10 % to 50 %, base rate drifts, phases apart": shares(looks_at_a_ramp(runs, by_phase=True), RULES),
        "the same, phases thrown together": shares(looks_at_a_ramp(runs, by_phase=False), RULES),
    }
    table(
        ("what is true", *RULES),
        [(name, *(f"{of[rule]:.1%}" for rule in RULES)) for name, of in found.items()],
    )
    note("One arm delivered to 90 %, the other, lower on the page, to 50 %; no effect:")
    table(("", "share"), [(name, f"{share:.1%}") for name, share in unequal_delivery(max(1, runs // 20)).items()])
    _formulas()


def _formulas() -> None:
    try:
        worst = greatest_difference(PAIRS)
    except PeerMissingError as error:
        note(f"Not compared with other packages: {error}.")
        return
    note(f"{PAIRS:,} random pairs of arms: the greatest relative difference from gbstats 0.8 and tea-tasting 1.14.")
    table(("formula", "difference"), [(name, f"{off:.0e}") for name, off in worst.items()])
