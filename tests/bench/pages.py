"""How long the pages of reports take at the server, and what a browser loads for the first of them, compressed."""

from __future__ import annotations

import gzip
import re
import statistics
import time
from datetime import timedelta

import requests

from tests.bench.history import History
from tests.bench.reading import MAX_SECONDS, MAX_TIMES
from tests.bench.servers import Served
from tests.bench.tables import note, table
from tests.bench.traffic import FIRST_DAY

PAGES = (
    "overview", "actions", "actions/one", "delivery", "recommendations", "content", "engagement", "goals", "segments",
    "customers", "retention", "subscriptions", "baseline",
)  # fmt: skip
ACTION = "banner-1"
LOADED = re.compile(r'(?:src|href)="(/[^"]+\.(?:js|css|svg)[^"]*)"')


def pages(history: History, server: Served, key: str) -> None:
    """Each page over the last 28 days and the 28 before: the first time, and the median of some times."""
    with requests.Session() as browser:
        origin = f"http://127.0.0.1:{server.port}"
        sign_in(browser, origin, key)
        last = FIRST_DAY.date() + timedelta(history.traffic.days - 1)
        days = {"from": (last - timedelta(27)).isoformat(), "to": last.isoformat()}
        rows = []
        for name in PAGES:
            arguments = days | ({"action": ACTION} if name == "actions/one" else {})
            first, median, html = timed(browser, f"{origin}/{name}", arguments)
            rows.append([name, f"{first:,.0f}", f"{median:,.0f}", f"{compressed(html) / 1000:.1f}"])
            if name == PAGES[0]:
                note(f"The first page and all it loads, compressed: {loaded(browser, origin, html) / 1000:.0f} kB.")
        table(["Page of 28 days, compared", "first, ms", f"p50 of up to {MAX_TIMES}, ms", "HTML, kB compressed"], rows)


def sign_in(browser: requests.Session, origin: str, key: str) -> None:
    """Begin a session with a read key."""
    token = re.search(r'name="form" value="([^"]+)"', browser.get(f"{origin}/sign-in", timeout=60).text)
    assert token
    browser.post(f"{origin}/sign-in", data={"form": token[1], "key": key}, timeout=60).raise_for_status()


def timed(browser: requests.Session, address: str, arguments: dict[str, str]) -> tuple[float, float, str]:
    """Milliseconds of the first answer and of the middle one, and the page."""
    took: list[float] = []
    while not took or (len(took) < MAX_TIMES and sum(took) < MAX_SECONDS):
        begin = time.perf_counter()
        answer = browser.get(address, params=arguments, timeout=60)
        took.append(time.perf_counter() - begin)
        answer.raise_for_status()
        if "cannot be shown" in answer.text:
            raise AssertionError(f"{address}: a report did not answer in time")
    return took[0] * 1000, statistics.median(took) * 1000, answer.text


def loaded(browser: requests.Session, origin: str, html: str) -> int:
    """Bytes of a page with its styles, scripts and pictures, each compressed."""
    addresses = sorted(set(LOADED.findall(html)))
    parts = (browser.get(origin + address.replace("&amp;", "&"), timeout=60).text for address in addresses)
    return compressed(html) + sum(map(compressed, parts))


def compressed(text: str) -> int:
    """Bytes of a text as gzip has it."""
    return len(gzip.compress(text.encode(), 6))
