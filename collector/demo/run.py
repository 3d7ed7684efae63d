"""`beheld demo`: the real server with the shop, three months of simulated visitors, and links to look at."""

from __future__ import annotations

import contextlib
import dataclasses
import socket
import threading
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
import requests

from collector.config import Config
from collector.demo import VISITORS
from collector.demo.definitions import register
from collector.demo.experiments import promote, schedule_of
from collector.demo.history import store_history
from collector.demo.links import lines
from collector.demo.shop.pages import KEPT_KEY, mount
from collector.demo.simulation.calendar import TIME_ZONE
from collector.demo.site import demo_site, is_first, next_simulation, read_key, remember
from collector.errors import CollectorError
from collector.store import Store, open_store

SEED = 1
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
LOOK_AGAIN_S = 0.1
PATIENCE_S = 5.0


def run_demo(
    config: Config, *, visitors: int | None = None, seed: int = SEED, again: bool = False, progress: bool = True
) -> None:
    """Serve the shop until stopped; meanwhile simulate what is missing of the visitors, and print where to look.

    A second run adds nobody, unless it is to have more visitors, or `again` another three months of them, up to today.
    """
    from collector.serve import check_port, serve

    stopping = threading.Event()
    quiet = dataclasses.replace(config, port=config.port or _free_port(config.host), log_level="warning")
    check_port(quiet)
    wanted = {
        "visitors": VISITORS if visitors is None else visitors,
        "seed": seed,
        "again": again,
        "progress": progress,
    }
    guide = threading.Thread(target=_guide, args=(quiet, stopping, wanted), name="beheld-demo")
    with contextlib.closing(open_store(config.store)) as store:
        demo_site(store)
    guide.start()
    try:
        serve(quiet, mount=mount)
    finally:
        stopping.set()
        guide.join()


def populate(
    store: Store,
    url: str,
    *,
    visitors: int = VISITORS,
    seed: int = SEED,
    again: bool = False,
    progress: bool = True,
    today: date | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Simulate what is missing of the visitors of the shop at this address; says how many events were new.

    They came on the days before `today`, by default that of the shop's clock.
    """
    today = today or datetime.now(ZoneInfo(TIME_ZONE)).date()
    site = demo_site(store)
    simulation = next_simulation(site, seed=seed, visitors=visitors, again=again, today=today)
    if simulation.begin == 0:
        register(store, site, simulation.day)
    if simulation.begin == simulation.end:
        return 0
    remember(store, simulation, done=simulation.begin)
    schedule = schedule_of(store, site, simulation.day)
    accepted = store_history(
        store, simulation, shop=f"{url}/demo/", schedule=schedule, progress=progress, stopped=stopped,
        with_years_before=is_first(demo_site(store), simulation),
    )  # fmt: skip
    if not stopped():
        remember(store, simulation, done=simulation.end)
    return accepted


def _guide(config: Config, stopping: threading.Event, wanted: dict[str, Any]) -> None:
    url = f"http://{ANYWHERE.get(config.host, config.host)}:{config.port}"
    with contextlib.closing(open_store(config.store)) as store:
        try:
            _wait(stopping, lambda: _serves(url, demo_site(store).settings[KEPT_KEY]))
            populate(store, url, stopped=stopping.is_set, **wanted)
            _wait(stopping, lambda: store.facts_behind() == 0)
            if not stopping.is_set():
                promote(store, demo_site(store))
        except CollectorError as error:
            click.echo(f"{error.message}.", err=True)
        if stopping.is_set():
            return
        key, hint = read_key(store)
        for line in lines(store, url, key):
            click.echo(line)
        stopping.wait()
        with contextlib.suppress(CollectorError):  # a file that was taken away has no key to revoke
            store.revoke_key(demo_site(store).site, hint)


def _wait(stopping: threading.Event, condition: Callable[[], bool]) -> None:
    while not stopping.is_set() and not condition():
        stopping.wait(LOOK_AGAIN_S)


def _serves(url: str, public_key: str) -> bool:
    """Whether the server answers, and it is one that knows our site."""
    with contextlib.suppress(requests.RequestException):
        return requests.get(f"{url}/v1/config", params={"key": public_key}, timeout=PATIENCE_S).ok
    return False


def _free_port(host: str) -> int:
    with socket.create_server((host, 0)) as taken:
        return int(taken.getsockname()[1])
