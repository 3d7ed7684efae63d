"""An estimate: how many more would have been seen, had the element stood higher."""

from __future__ import annotations

from typing import Any

from collector.reports.query import ReportQuery
from collector.reports.sql import run
from collector.store.protocol import Store

HIGHER = (25, 50, 75)


def recoverable(store: Store, query: ReportQuery) -> dict[str, Any]:
    """Impressions below the fold whose visitors came at least as deep as a fraction of where it stood."""
    (row,) = run(store, "delivery/reach.sql", query)
    higher = [{"of_its_depth": part / 100, "impressions": row[f"reached_{part}"] or 0} for part in HIGHER]
    return {"estimate": True, "measured": row["measured"], "had_it_stood_at": higher}
