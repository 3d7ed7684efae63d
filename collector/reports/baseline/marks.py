"""Days on which something is known to have been done, so that what followed is no case of nothing happening."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from collector.reports.experiments.document import experiments_of
from collector.store.protocol import Site, Store


def marked_days(store: Store, site: Site) -> list[date]:
    """The days of annotations, of the beginning of costs, and of every change of who gets what in an experiment."""
    return sorted(set(_marked(store, site)))


def _marked(store: Store, site: Site) -> Iterator[date]:
    zone = ZoneInfo(site.time_zone)
    for note in store.definitions(site.site, "annotations").values():
        at = str(note["at"])
        yield datetime.fromisoformat(at).astimezone(zone).date() if "T" in at else date.fromisoformat(at)
    for cost in store.definitions(site.site, "costs").values():
        yield date.fromisoformat(cost["day_from"])
    for experiment in experiments_of(store, site.site):
        for phase in experiment.phases:
            for moment in (phase.begin, phase.end):
                if moment is not None:
                    yield datetime.fromtimestamp(moment / 1000, zone).date()
