"""How long answers take over HTTP: the user report, and every report over 30 days and over all time."""

from __future__ import annotations

import contextlib
import json
import statistics
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from collector.reports.registry import REPORTS
from collector.store import open_store
from tests.bench import servers
from tests.bench.history import History
from tests.bench.tables import table
from tests.bench.traffic import FIRST_DAY

VISITORS = 300
MAX_TIMES, MAX_SECONDS = 9, 4.0
WITH: dict[str, Mapping[str, str]] = {
    "attribution, all models": {"name": "attribution", "model": "all"},
    "actions, compared": {"name": "actions", "compare": "previous"},
    "actions of one device": {"name": "actions", "segment": "device:phone"},
    "actions, stricter": {"name": "actions", "min_fraction": "0.5", "min_ms": "1000"},
    "visits by page": {"name": "visits", "by": "landing_page"},
    "actions by country": {"name": "actions", "by": "country"},
    "recommendations by item": {"name": "recommendations", "by": "item"},
    "series of visits": {"name": "series", "of": "visits"},
    "series of actions": {"name": "series", "of": "actions"},
}


@dataclass
class Reader:
    """A reader of one site, on a connection that stays."""

    connection: HTTPConnection
    key: str

    def get(self, path: str, **arguments: str) -> tuple[float, dict[str, Any]]:
        """Seconds and answer of one request."""
        begin = time.perf_counter()
        address = f"/api/v1/{path}?{urllib.parse.urlencode(arguments)}"
        self.connection.request("GET", address, headers={"Authorization": f"Bearer {self.key}"})
        answer = self.connection.getresponse()
        text = answer.read()
        took = time.perf_counter() - begin
        if answer.status != 200:
            raise AssertionError(f"{address}: {answer.status} {text[:300]!r}")
        return took, json.loads(text)


@contextlib.contextmanager
def served(history: History) -> Iterator[tuple[servers.Served, Reader]]:
    """A collector on this history, and a reader of it."""
    with contextlib.closing(open_store(history.url)) as store:
        site = store.site_named(servers.SITE)
        assert site
        key = store.add_key(site.site, "read")
    with servers.beheld(history.file) as server:
        server.wait_until_fresh()
        connection = HTTPConnection("127.0.0.1", server.port)
        with contextlib.closing(connection):
            yield server, Reader(connection, key)


def reading(history: History, reader: Reader) -> None:
    """Print how long the user report and all reports take."""
    user_reports(history, reader)
    reports(history, reader)


def user_reports(history: History, reader: Reader) -> None:
    """The user report of some hundred visitors, picked evenly, and of those with the most events."""
    found = []
    for picked in ("evenly", "with the most events"):
        took = sorted(reader.get(f"visitors/{visitor}")[0] * 1000 for visitor in visitors(history, picked))
        found.append([picked, len(took), f"{took[len(took) // 2]:.1f}", f"{took[int(len(took) * 0.99)]:.1f}"])
    table(["User report; visitors picked", "visitors", "p50 ms", "p99 ms"], found)


def visitors(history: History, picked: str) -> list[str]:
    """Ids of visitors of this history."""
    query = (Path(__file__).parent / f"visitors_{picked.replace(' ', '_')}.sql").read_text()
    with contextlib.closing(open_store(history.url)) as store:
        return [row["visitor"] for row in store.query(query, {"wanted": VISITORS})]


def reports(history: History, reader: Reader) -> None:
    """Each report over the last 30 days and over all days, its median of some times."""
    last = FIRST_DAY.date() + timedelta(history.traffic.days - 1)
    arguments: dict[str, Mapping[str, str]] = {**{name: {"name": name} for name in REPORTS}, **WITH}
    rows = []
    for label, what in arguments.items():
        thirty = median_ms(reader, what, last - timedelta(29), last)
        rows.append([label, f"{thirty:,.0f}", f"{median_ms(reader, what, FIRST_DAY.date(), last):,.0f}"])
    table([f"Report; p50 of up to {MAX_TIMES}", "30 days, ms", f"all {history.traffic.days} days, ms"], rows)


def median_ms(reader: Reader, what: Mapping[str, str], first: date, last: date) -> float:
    """The median of some times; of fewer where one takes seconds."""
    took: list[float] = []
    parameters = {name: value for name, value in what.items() if name != "name"}
    parameters |= {"from": first.isoformat(), "to": last.isoformat()}
    while len(took) < MAX_TIMES and sum(took) < MAX_SECONDS:
        took.append(reader.get(f"reports/{what['name']}", **parameters)[0])
    return statistics.median(took) * 1000
