"""CDNOW: what 2,357 people who first bought at a music shop in the first quarter of 1997 bought until June 1998.

The customary data set to hold such models against: a tenth of all customers, published by P. S. Fader and B. G. S.
Hardie (brucehardie.com/datasets, "CDNOW data set"), as the package `lifetimes` 0.11.3 carries it (CDNOW_sample.txt);
here without the number of CDs.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("cdnow.csv.gz")
HALF = date(1997, 9, 30)
"""The last of the 39 weeks that models are fitted to; 39 weeks to hold them against follow."""
AHEAD_DAYS = 273
ACTUAL = 70_976.39
"""What was spent in these, in dollars."""


class Bought(NamedTuple):
    """One purchase."""

    customer: int
    on: date
    amount: str


class Summary(NamedTuple):
    """What models need of the customers, up to HALF, in weeks as published (to two decimals): columns, a customer each.
    `worth` is of all further purchases together."""

    frequency: list[float]
    recency: list[float]
    age: list[float]
    worth: list[float]
    count: list[float]


@cache
def purchases() -> tuple[Bought, ...]:
    """All of them."""
    with gzip.open(FILE, "rt", encoding="ascii", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(Bought(int(row["customer"]), date.fromisoformat(row["bought_on"]), row["amount"]) for row in rows)


@cache
def summary() -> Summary:
    """What was known at HALF; purchases of one day are one."""
    days: dict[int, dict[date, float]] = defaultdict(dict)
    for customer, on, amount in purchases():
        if on <= HALF:
            days[customer][on] = days[customer].get(on, 0.0) + float(amount)
    columns = Summary([], [], [], [], [])
    for bought in days.values():
        first, last = min(bought), max(bought)
        columns.frequency.append(len(bought) - 1)
        columns.recency.append(round((last - first).days / 7, 2))
        columns.age.append(round((HALF - first).days / 7, 2))
        columns.worth.append(sum(amount for on, amount in bought.items() if on > first))
        columns.count.append(1)
    return columns
