"""What one person's orders count for at most in an experiment, from before it began: a few spend many times more."""

from __future__ import annotations

from pathlib import Path

from collector.reports.money import decimal_text
from collector.rules import BEFORE_EXPERIMENT_MS
from collector.sql_files import sql_reader
from collector.store.protocol import Store

MIN_BUYERS = 100
"""Fewer say too little about a percentile."""

_sql = sql_reader(Path(__file__).parent)


def value_cap(store: Store, site: int, now: int) -> str | None:
    """The 99th percentile of net revenue per buyer in the 28 days before now, a decimal; None below 100 buyers."""
    bound = {"site": site, "since": now - BEFORE_EXPERIMENT_MS, "until": now}
    (row,) = store.query(_sql("value_cap"), bound)
    return decimal_text(row["cap_micros"]) if (row["buyers"] or 0) >= MIN_BUYERS else None
