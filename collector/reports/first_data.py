"""Since when there are data of what a report counts: days before it say nothing, and are no days to compare with."""

from __future__ import annotations

from datetime import date

from collector.reports.moments import local_day
from collector.reports.query import ReportQuery
from collector.reports.sql import render
from collector.store.protocol import Site, Store

MEASURED = ("visits", "impressions")
"""What a snippet sends: most reports count it, or what followed from it. Orders are often older, from an import."""
COUNTED = {
    "customers": ("orders",),
    "retention": ("orders",),
    "satisfaction": ("answers",),
}
SUBSCRIPTIONS = "subscriptions"


def first_day(store: Store, site: Site, report: str) -> date | None:
    """The day of the first data of a site that a report counts; None where there are none."""
    found = firsts(store, site, report)
    return local_day(min(found), site.time_zone) if found else None


def firsts(store: Store, site: Site, report: str) -> list[int]:
    """When what a report counts happened first, each kind of data for itself; of a site without visits, conversions."""
    if report == SUBSCRIPTIONS:
        rows = store.query(render("first_subscription.sql"), {"site": site.site})
        return [row["first_ts"] for row in rows if row["first_ts"] is not None]
    known = {row["data"]: row["first_ts"] for row in store.query(render("first_data.sql"), {"site": site.site})}
    for counted in (COUNTED.get(report, MEASURED), ("conversions",)):
        if found := [known[each] for each in counted if known[each] is not None]:
            return found
    return []


def data_from(store: Store, report: str, prior: ReportQuery) -> date | None:
    """The day of the first data, where that is after the first of the days to compare with; None where it is not."""
    first = first_day(store, prior.site, report)
    return first if first and first > prior.first_day else None
