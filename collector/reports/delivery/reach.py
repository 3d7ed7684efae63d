"""An estimate: how many more would have been seen, had the element stood higher."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from collector.reports.query import ReportQuery
from collector.reports.sql import run
from collector.store.protocol import Store

HIGHER = (0.25, 0.5, 0.75)


def recoverable(store: Store, query: ReportQuery) -> dict[str, Any]:
    """Impressions below the fold whose visitors came at least as deep as a fraction of where it stood."""
    details = [msgspec.json.decode(row["detail"]) for row in run(store, "delivery/reach.sql", query)]
    reaches = [reach for detail in details if (reach := reach_of(detail)) is not None]
    return {"estimate": True, "measured": len(reaches), "had_it_stood_at": recovered(reaches)}


def reach_of(detail: Any) -> float | None:
    """How deep the visitor came, as a fraction of where the element stood; None if it was not measured."""
    if not isinstance(detail, dict):
        return None
    top, deepest = detail.get("top"), detail.get("deepest")
    if not isinstance(top, int | float) or not isinstance(deepest, int | float) or top <= 0:
        return None
    return deepest / top


def recovered(reaches: Iterable[float]) -> list[dict[str, float]]:
    """How many would have seen it at each fraction of its depth."""
    known = list(reaches)
    return [{"of_its_depth": higher, "impressions": sum(reach >= higher for reach in known)} for higher in HIGHER]
