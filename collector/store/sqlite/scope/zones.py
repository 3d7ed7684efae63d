"""A time zone's offsets from UTC as plain integers, so that SQL can tell the local day without knowing zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from collector.rules import DAY_MS, HOUR_MS


def offset_ms(zone: ZoneInfo, ts: int) -> int:
    """How far the zone's clocks are ahead of UTC at `ts` (epoch ms), in ms."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ts)
    return int((moment.astimezone(zone).utcoffset() or timedelta()).total_seconds()) * 1000


def changes_between(time_zone: str, first: int, last: int) -> list[tuple[int, int]]:
    """(from, offset) pairs, both in ms, that cover [first, last]; zones change on whole quarters of an hour."""
    zone = ZoneInfo(time_zone)
    found = [(first, offset_ms(zone, first))]
    for start in range(first - first % DAY_MS, last + 1, DAY_MS):
        if offset_ms(zone, min(start + DAY_MS, last)) != found[-1][1]:
            found += quarter_hour_changes(zone, max(start, first), found[-1][1])
    return found


def quarter_hour_changes(zone: ZoneInfo, start: int, offset: int) -> list[tuple[int, int]]:
    """The changes of one day from `start`, when `offset` held."""
    found = []
    quarter = HOUR_MS // 4
    for ts in range(start - start % quarter, start + DAY_MS + quarter, quarter):
        if offset_ms(zone, ts) != offset:
            offset = offset_ms(zone, ts)
            found.append((ts, offset))
    return found


@lru_cache(maxsize=1024)
def year_offsets(time_zone: str, year: int) -> tuple[tuple[int, int], ...]:
    """The changes of one UTC year, worked out once; the first holds at its start."""
    first, last = (int(datetime(start, 1, 1, tzinfo=UTC).timestamp()) * 1000 for start in (year, year + 1))
    return tuple(changes_between(time_zone, first, last - 1))


def offset_case(time_zone: str, first: int, last: int) -> str:
    """A SQL expression of the offset at `e.ts` for times in [first, last]: integers only, nothing from outside."""
    years = range(utc_year(first), utc_year(last) + 1)
    changes = [change for year in years for change in year_offsets(time_zone, year)]
    before = [offset for ts, offset in changes if ts <= first][-1]
    whens = ""
    for ts, offset in changes:
        if first < ts <= last and offset != before:
            whens += f" when e.ts < {ts} then {before}"
            before = offset
    return f"case{whens} else {before} end" if whens else str(before)


def utc_year(ts: int) -> int:
    """The UTC year of an epoch time in ms."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ts)).year
