"""An estimate: how many more would have been seen, had the element stood higher."""

from __future__ import annotations

from typing import Any

from collector.reports.query import ReportQuery
from collector.reports.sql import run
from collector.store.protocol import Store

HIGHER = (25, 50, 75)


def recoverable(store: Store, query: ReportQuery) -> dict[str, Any]:
    """Impressions below the fold whose visitors came at least as deep as a fraction of where it stood."""
    measured, reached = 0, dict.fromkeys(HIGHER, 0)
    for row in run(store, "delivery/reach.sql", query):  # one, or none of a part in which nothing was below the fold
        measured = row["measured"]
        reached = {part: row[f"reached_{part}"] or 0 for part in HIGHER}
    higher = [{"of_its_depth": part / 100, "impressions": count} for part, count in reached.items()]
    return {"estimate": True, "measured": measured, "had_it_stood_at": higher}
