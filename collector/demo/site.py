"""The demo's own site: its keys, and what is remembered of simulations."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from collector.demo.shop.pages import KEPT_KEY, SITE
from collector.demo.simulation.calendar import TIME_ZONE
from collector.errors import CollectorError
from collector.store import Site, Store

SIMULATED = "demo_simulated"


class NotOursError(CollectorError):
    """A site has the name that the demo's needs, and the demo did not make it."""


class Simulation(NamedTuple):
    """Which persons are, or are to be, simulated: those numbered `begin` to `end` (not included)."""

    seed: int
    day: date
    begin: int
    end: int


def demo_site(store: Store) -> Site:
    """The site that the shop is measured as, made if it is missing, with a public key that is valid."""
    site = store.site_named(SITE)
    if site is None:
        site = store.add_site(SITE, time_zone=TIME_ZONE, currency="EUR", settings={KEPT_KEY: ""})
    if KEPT_KEY not in site.settings:
        raise NotOursError(
            f"There is a site {SITE!r} that the demo did not make, and simulated visitors would spoil its figures: "
            "run the demo on a store of its own, as in `beheld --store sqlite:///demo.db demo`"
        )
    if store.key(site.settings[KEPT_KEY]) is None:
        renewed = {KEPT_KEY: store.add_key(site.site, "public")}
        site = store.change_settings(site.site, lambda settings: {**settings, **renewed})
    return site


def read_key(store: Store) -> tuple[str, str]:
    """A read key to sign in with, and the hint by which to revoke it when the demo ends."""
    site = demo_site(store)
    return store.add_key(site.site, "read"), store.keys(site.site)[-1].hint


def next_simulation(site: Site, *, seed: int, visitors: int, again: bool, today: date) -> Simulation:
    """What is missing of the latest simulation; if `again`, or there was none, one of the days before today."""
    simulated = site.settings.get(SIMULATED, [])
    if again or not simulated:
        return Simulation(seed + len(simulated), today, 0, visitors)
    latest = simulated[-1]
    done = latest["visitors"]
    return Simulation(latest["seed"], date.fromisoformat(latest["day"]), done, max(done, visitors))


def is_first(site: Site, simulation: Simulation) -> bool:
    """Whether it is the first of those that are remembered, before which there were other years."""
    return bool(site.settings[SIMULATED][0]["seed"] == simulation.seed)


def remember(store: Store, simulation: Simulation, *, done: int) -> None:
    """Persons up to that number are simulated; the next run goes on from there."""
    entry = {"seed": simulation.seed, "day": simulation.day.isoformat(), "visitors": done}

    def noted(settings: dict[str, Any]) -> dict[str, Any]:
        others = [one for one in settings.get(SIMULATED, []) if {**one, "visitors": done} != entry]
        return {**settings, SIMULATED: [*others, entry]}

    store.change_settings(demo_site(store).site, noted)
