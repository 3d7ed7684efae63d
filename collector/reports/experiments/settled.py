"""The sums of settled experiments, kept for some minutes: reading them is dear, and nothing more comes to them.

An experiment is settled when it assigns nobody any more, all windows are over, and refunds have had their time. What
may change it even then (a visitor who turns out to be somebody else, a late event) shows when the minutes are over; an
erasure, and any change of the experiment, at once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import NamedTuple
from weakref import WeakKeyDictionary

from collector.reports.experiments.cells import DayCell, read_cells
from collector.reports.experiments.document import Experiment
from collector.reports.experiments.promotion import REFUND_DAYS
from collector.rules import DAY_MS
from collector.store.protocol import Site, Store

KEPT_MS = 600_000
MAX_CELLS = 10_000
"""Of one store, over all that are kept: about 20 MB."""


class Cohorts(NamedTuple):
    """The sums of everyone assigned, and of those exposed; the same where there are no deliveries."""

    assigned: list[DayCell]
    exposed: list[DayCell]

    @property
    def size(self) -> int:
        """How many cells there are to keep."""
        return len(self.assigned) + len(self.exposed)


class KeptCohorts:
    """Those read last, by what they depend on."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[int, Cohorts]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: str, now: int) -> Cohorts | None:
        """What was read no longer ago than KEPT_MS; `now` in epoch ms."""
        with self._lock:
            read_at, cohorts = self._kept.get(key, (now - KEPT_MS, None))
            return cohorts if read_at <= now < read_at + KEPT_MS else None

    def keep(self, key: str, cohorts: Cohorts, now: int) -> None:
        """Keep what was read; the oldest go as soon as there are more than MAX_CELLS."""
        with self._lock:
            self._kept[key] = now, cohorts
            self._kept.move_to_end(key)
            while sum(each.size for _, each in self._kept.values()) > MAX_CELLS:
                self._kept.popitem(last=False)


_kept_of: WeakKeyDictionary[Store, KeptCohorts] = WeakKeyDictionary()


def is_settled(experiment: Experiment, now: int) -> bool:
    """Whether nothing more comes to it; `now` in epoch ms."""
    ends = [phase.end for phase in experiment.phases]
    over = [end + experiment.window_ms + REFUND_DAYS * DAY_MS <= now for end in ends if end is not None]
    return bool(ends) and len(over) == len(ends) and all(over)


def cohorts_of(store: Store, site: Site, experiment: Experiment, *, now: int) -> Cohorts:
    """Both cohorts of an experiment, as of `now` (epoch ms)."""
    if not is_settled(experiment, now):
        return _read(store, site, experiment, now)
    kept = _kept_of.setdefault(store, KeptCohorts())
    key = repr((site.site, site.time_zone, store.latest_erasure(), experiment))
    found = kept.find(key, now)
    if found is None:
        found = _read(store, site, experiment, now)
        kept.keep(key, found, now)
    return found


def _read(store: Store, site: Site, experiment: Experiment, now: int) -> Cohorts:
    assigned = read_cells(store, site.site, experiment, now=now, by_delivery=False)
    if not experiment.actions:
        return Cohorts(assigned, assigned)
    return Cohorts(assigned, read_cells(store, site.site, experiment, now=now, by_delivery=True))
