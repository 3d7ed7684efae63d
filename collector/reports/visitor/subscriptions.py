"""The subscriptions of a person, as they are now or as they ended."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from collector.reports.money import decimal_text
from collector.reports.result import Record
from collector.reports.sql import render
from collector.store.protocol import Site, Store


def subscriptions_of(store: Store, site: Site, person: str) -> list[dict[str, Any]]:
    """Each with its latest plan, what it brings a month in the site's currency (None where that is not known), since
    when it runs, and when it ended; those that run first, the latest begun first."""
    rows = store.query(render("visitor/subscriptions.sql"), {"site": site.site, "person": person})
    found = [_one(list(changes)) for _, changes in groupby(rows, key=lambda row: row["subscription_id"])]
    found.sort(key=lambda each: each["since"], reverse=True)
    return sorted(found, key=lambda each: each["until"] is not None)


def _one(changes: list[Record]) -> dict[str, Any]:
    latest = changes[-1]
    running = bool(latest["running"])
    begun = [row["local_day"] for row in changes if row["running"] and not row["running_before"]]
    last = latest if running or len(changes) < 2 else changes[-2]
    return {
        "subscription_id": latest["subscription_id"],
        "plan": last["plan"],
        "mrr": None if last["excluded"] else decimal_text(last["mrr_micros"]),
        "since": _day(begun[-1]),
        "until": None if running else _day(latest["local_day"]),
    }


def _day(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).date().isoformat()
