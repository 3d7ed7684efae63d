"""What stands out: actions whose CTR is low beyond doubt, beside others of their kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import median

from collector.reports.figures import Sums
from collector.reports.result import Record
from collector.reports.stats.intervals import wilson

LOW_CTR = "low_ctr"
ENOUGH_DELIVERED = 200


def median_ctrs(counted: Iterable[Record]) -> dict[str, float]:
    """The median CTR of the actions of each kind; only what was seen has one."""
    rates = defaultdict(list)
    for row in counted:
        if row["delivered"]:
            rates[row["kind"]].append(row["clicks"] / row["delivered"])
    return {kind: median(values) for kind, values in rates.items()}


def flags_of(sums: Sums, kind: str, medians: Mapping[str, float]) -> list[str]:
    """`low_ctr`: the upper end of the 95 % interval of its CTR is under half the median of its kind, from 200 on."""
    if sums["delivered"] < ENOUGH_DELIVERED:
        return []
    upper = wilson(sums["clicks"], sums["delivered"])[1]
    return [LOW_CTR] if upper < medians.get(kind, 0.0) / 2 else []
