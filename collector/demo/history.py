"""Stores simulated persons as history: checked as what comes from files is, with the place that a collector finds out.

Nobody could send it: a server cannot say where a visitor is, and a browser not what happened months ago.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec
from tqdm import tqdm

from collector.demo.simulation.experiments import Schedule
from collector.demo.simulation.simulate import events_of
from collector.demo.simulation.years_before import orders_before
from collector.demo.site import Simulation, demo_site
from collector.errors import ErasedMeanwhile
from collector.event import SECRET, Context, Event
from collector.schemas.reading import read_event
from collector.store import Store
from sdk_py.values import fields_of

ENOUGH_EVENTS = 3_000
"""that are stored at once"""

_encode = msgspec.json.Encoder().encode


def store_history(
    store: Store,
    simulation: Simulation,
    *,
    shop: str,
    schedule: Schedule,
    with_years_before: bool = False,
    progress: bool = True,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Store these persons' events, perhaps with orders of the years before, and say how many were new; end early,
    between two persons, when `stopped`."""
    accepted, waiting = 0, list[Event]()
    site = demo_site(store).site
    numbers = range(simulation.begin, simulation.end)
    with tqdm(numbers, desc="Simulating visitors", unit="", disable=None if progress else True) as bar:
        for number in bar:
            if stopped():
                break
            events = events_of(simulation.seed, number, day=simulation.day, shop=shop, schedule=schedule)
            if with_years_before:
                events += orders_before(simulation.seed, number, day=simulation.day, events=events)
            waiting += read_events(events, site)
            if len(waiting) >= ENOUGH_EVENTS:
                accepted += _kept(store, site, waiting)
                waiting = []
    return accepted + _kept(store, site, waiting)


def read_events(events: Iterable[dict[str, Any]], site: int) -> Iterator[Event]:
    """Simulated events as they are stored: each received when it happened."""
    for event in events:
        context = event.get("context", Context())
        read = read_event(_encode(_plain(event)))
        yield read._replace(site=site, trust=SECRET, received_at=read.ts, context=context)


def _plain(event: dict[str, Any]) -> dict[str, Any]:
    """The event as JSON has it; its context goes with the batch."""
    plain = {**event}
    plain.pop("context", None)
    if "page" in event:
        plain["page"] = fields_of(event["page"])
    if "items" in event:
        plain["items"] = [{"item": each} if isinstance(each, str) else fields_of(each) for each in event["items"]]
    return plain


def _kept(store: Store, site: int, events: list[Event]) -> int:
    """Store these, but for those of somebody who was erased."""
    while True:
        erased = store.erased_names()
        number, names = erased.number, erased.of(site)
        kept = [event for event in events if names is None or names.field_of(event, site, event.ts) is None]
        try:
            return store.append(kept, erasures=number).accepted
        except ErasedMeanwhile:
            continue
