"""What time it is, also where a site's clock hangs."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from collector.clock import now_ms
from collector.reports.moments import EPOCH, ONE_MS
from collector.store.protocol import Site


def today_of(site: Site) -> date:
    """The day that it is where the site's clock hangs."""
    return (EPOCH + now_ms() * ONE_MS).astimezone(ZoneInfo(site.time_zone)).date()
