"""Run by the Python that has gbstats and tea-tasting: sums of two arms as JSON in, what they make of them out."""

import json
import sys
from typing import Any

Figures = dict[str, float]


def always_valid(control: dict[str, float], treatment: dict[str, float], planned: int) -> Figures:
    """The confidence sequence of the difference of means, by gbstats."""
    from gbstats.frequentist.tests import SequentialConfig, SequentialTwoSidedTTest
    from gbstats.models.statistics import SampleMeanStatistic

    arms = [SampleMeanStatistic(n=arm["persons"], sum=arm["y"], sum_squares=arm["yy"]) for arm in (control, treatment)]
    config = SequentialConfig(difference_type="absolute", sequential_tuning_parameter=planned)
    found = SequentialTwoSidedTTest(*arms, config)
    low, high = found.confidence_interval
    return {"estimate": found.point_estimate, "low": low, "high": high, "p_value": found.p_value}


def ordinary(control: dict[str, float], treatment: dict[str, float], **columns: str) -> Figures:
    """The difference, and the lift with its interval, by tea-tasting."""
    from tea_tasting.metrics.mean import RatioOfMeans

    metric = RatioOfMeans("y", use_t=False, equal_var=False, **columns)
    found = metric.analyze_aggregates(_aggregates(control), _aggregates(treatment))
    names = "control", "treatment", "effect_size", "effect_size_ci_lower", "effect_size_ci_upper", "pvalue"
    lifts = "rel_effect_size", "rel_effect_size_ci_lower", "rel_effect_size_ci_upper"
    return {name: float(getattr(found, name)) for name in (*names, *lifts)}


def _aggregates(arm: dict[str, float]) -> Any:
    from tea_tasting.aggr import Aggregates

    n = int(arm["persons"])
    mean = {name: arm[name] / n for name in ("x", "y")}
    products = {("x", "x"): arm["xx"], ("y", "y"): arm["yy"], ("x", "y"): arm["xy"]}
    spread = {pair: (total - n * mean[pair[0]] * mean[pair[1]]) / (n - 1) for pair, total in products.items()}
    return Aggregates(n, mean, {name: spread[name, name] for name in ("x", "y")}, {("x", "y"): spread["x", "y"]})


def main() -> None:
    """One answer for each pair of arms."""
    for line in sys.stdin:
        arguments = json.loads(line)
        arms = arguments["control"], arguments["treatment"]
        answer = {
            "sequence": always_valid(*arms, planned=arguments["planned"]),
            "means": ordinary(*arms),
            "ratios": ordinary(*arms, denom="x"),
            "adjusted": ordinary(*arms, numer_covariate="x"),
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
