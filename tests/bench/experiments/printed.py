"""The tables of `python -m tests.bench experiments`."""

from __future__ import annotations

from math import sqrt

from collector.reports.stats.arms import proportion_arm, proportions_difference
from collector.reports.stats.gates import sample_ratio_p_value
from collector.reports.stats.sequences import fixed_p_value, p_value
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
COOKIE_CATS = (44_700, 8_502), (45_489, 8_279)
"""A public test: players with the gate at level 30 and at level 40, and how many came back on the seventh day."""


def experiments(runs: int) -> None:
    """How often each way of looking names a winner, of which nothing is true in all rows but the second."""
    note(f"Looked at every day for 28 days, {runs:,} runs each: how often a difference was named.")
    found: dict[str, Found] = {
        "no difference, 2,000 persons an arm and day, 5 %": shares(looks_at_proportions(runs, 0), RULES),
        "+10 % of that": shares(looks_at_proportions(runs, LIFT), RULES),
        "revenue with a heavy tail, arms 10 to 90, no difference": shares(looks_at_revenue(runs), RULES),
        "ramp from 10 % to 50 %, base rate drifts, phases apart": shares(looks_at_a_ramp(runs, by_phase=True), RULES),
        "the same, phases pooled": shares(looks_at_a_ramp(runs, by_phase=False), RULES),
    }
    table(
        ("what is true", *RULES),
        [(name, *(f"{of[rule]:.1%}" for rule in RULES)) for name, of in found.items()],
    )
    note("One arm delivered to 90 %, the other, lower on the page, to 50 %; no effect:")
    table(("", "share"), [(name, f"{share:.1%}") for name, share in unequal_delivery(max(1, runs // 20)).items()])
    note("Cookie Cats, a public test of 90,189 players, of whom 19.0 % and 18.2 % came back on the seventh day:")
    table(("", "p"), [(name, f"{value:.6f}") for name, value in cookie_cats().items()])
    _formulas()


def cookie_cats() -> dict[str, float]:
    """What is found in a published test: its p-values by name."""
    (players, back), (other_players, other_back) = COOKIE_CATS
    both = players + other_players
    found = proportions_difference(proportion_arm(players, back), proportion_arm(other_players, other_back))
    return {
        "difference, ordinary z-test": fixed_p_value(found.estimate, found.standard_error),
        "difference, confidence sequence planned for all": p_value(
            found.estimate, found.standard_error, found.units, alpha=0.05, planned=both
        ),
        "sample ratio, looked at once (chi-square)": fixed_p_value(players / both - 0.5, sqrt(0.25 / both)),
        "sample ratio, on whichever day (Dirichlet-multinomial)": sample_ratio_p_value(
            [players, other_players], [0.5, 0.5]
        ),
    }


def _formulas() -> None:
    try:
        worst = greatest_difference(PAIRS)
    except PeerMissingError as error:
        note(f"Not compared with other packages: {error}.")
        return
    note(f"{PAIRS:,} random pairs of arms: the greatest relative difference from gbstats 0.8 and tea-tasting 1.14.")
    table(("formula", "difference"), [(name, f"{off:.0e}") for name, off in worst.items()])
