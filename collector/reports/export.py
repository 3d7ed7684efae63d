"""The events of a site as they were sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from collector.reports.event_json import Row, as_sent
from collector.reports.sql import render
from collector.store.protocol import Store

AT_ONCE = 2_000


def exported_events(store: Store, site: int) -> Iterator[dict[str, Any]]:
    """All events of a site, some at a time, so that any number fits into memory."""
    after = 0
    while rows := store.query(render("export_events.sql"), {"site": site, "after": after, "limit": AT_ONCE}):
        bounds = {"site": site, "first": rows[0]["seq"], "last": rows[-1]["seq"]}
        items: dict[int, list[Row]] = defaultdict(list)
        for item in store.query(render("export_items.sql"), bounds):
            items[item["seq"]].append(item)
        for row in rows:
            yield as_sent(row, items[row["seq"]])
        after = rows[-1]["seq"]
