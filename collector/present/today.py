"""What time it is, also where a site's clock hangs."""

from __future__ import annotations

import time
from datetime import date
from zoneinfo import ZoneInfo

from collector.reports.moments import EPOCH, ONE_MS
from collector.store.protocol import Site


def now_ms() -> int:
    """This moment, in epoch ms."""
    return time.time_ns() // 1_000_000


def today_of(site: Site) -> date:
    """The day that it is where the site's clock hangs."""
    return (EPOCH + now_ms() * ONE_MS).astimezone(ZoneInfo(site.time_zone)).date()
