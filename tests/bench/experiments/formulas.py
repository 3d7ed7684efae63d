"""Whether our formulas come to what gbstats and tea-tasting come to, over random arms."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from random import Random

from collector.reports.stats.arms import Arm, Difference, difference, of_adjusted_means, of_means, of_ratios
from collector.reports.stats.sequences import fixed_half_width, fixed_p_value, half_width, p_value
from tests.bench.peer import python_with

PACKAGES = ["gbstats==0.8.*", "tea-tasting==1.14.*", "pyarrow<19"]  # later ones need a numpy that gbstats has not
SCRIPT = Path(__file__).with_name("other_packages.py")
Z_OF_95 = fixed_half_width(1.0, alpha=0.05)
PLANNED = 10_000

Answers = dict[str, dict[str, float]]


def greatest_difference(count: int) -> dict[str, float]:
    """The greatest relative difference from each package's figures. PeerMissingError: they cannot be installed."""
    pairs = list(_pairs(count))
    worst: dict[str, float] = {}
    for (control, treatment), theirs in zip(pairs, _theirs(pairs), strict=True):
        for part, figures in _ours(control, treatment).items():
            for name, value in figures.items():
                off = abs(value - theirs[part][name]) / max(abs(theirs[part][name]), 1e-12)
                worst[part] = max(worst.get(part, 0.0), off)
    return worst


def _pairs(count: int) -> Iterator[tuple[Arm, Arm]]:
    """The smaller arm varies more: there the greater standard error is the unpooled one, which those packages have."""
    chance = Random(8)
    for _ in range(count):
        yield _arm(chance, chance.randint(900, 2_000), 1.0), _arm(chance, chance.randint(200, 500), 1.8)


def _arm(chance: Random, persons: int, spread: float) -> Arm:
    xs = [1 + chance.expovariate(1) for _ in range(persons)]
    ys = [0.4 * x + spread * chance.expovariate(0.5) for x in xs]
    squares = ((y * y, x * x, x * y) for x, y in zip(xs, ys, strict=True))
    yy, xx, xy = map(sum, zip(*squares, strict=True))
    return Arm(persons, sum(ys), yy, sum(xs), xx, xy)


def _theirs(pairs: list[tuple[Arm, Arm]]) -> list[Answers]:
    arguments = "".join(
        json.dumps({"control": asdict(control), "treatment": asdict(treatment), "planned": PLANNED}) + "\n"
        for control, treatment in pairs
    )
    command = [str(python_with("statistics", PACKAGES)), str(SCRIPT)]
    done = subprocess.run(command, input=arguments, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _ours(control: Arm, treatment: Arm) -> Answers:
    plain = difference(of_means(control), of_means(treatment))
    reach = half_width(plain.standard_error, plain.units, alpha=0.05, planned=PLANNED)
    low, high = plain.interval(reach)
    always = p_value(plain.estimate, plain.standard_error, plain.units, alpha=0.05, planned=PLANNED)
    return {
        "sequence": {"estimate": plain.estimate, "low": low, "high": high, "p_value": always},
        "means": _ordinary(plain),
        "ratios": _ordinary(difference(of_ratios(control), of_ratios(treatment))),
        "adjusted": _ordinary(difference(*of_adjusted_means(control, treatment))),
    }


def _ordinary(found: Difference) -> dict[str, float]:
    low, high = found.interval(Z_OF_95 * found.standard_error)
    lifts = found.lift_interval(Z_OF_95)
    assert found.lift is not None
    assert lifts is not None
    return {
        "control": found.control,
        "treatment": found.treatment,
        "effect_size": found.estimate,
        "effect_size_ci_lower": low,
        "effect_size_ci_upper": high,
        "pvalue": fixed_p_value(found.estimate, found.standard_error),
        "rel_effect_size": found.lift,
        "rel_effect_size_ci_lower": lifts[0],
        "rel_effect_size_ci_upper": lifts[1],
    }
