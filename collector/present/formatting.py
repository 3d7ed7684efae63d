"""How values are written for people: times of a zone, devices, places, origins. Numbers are in `numbers`. Pure.

`locale` is an identifier of Babel's; without one, times are those of terminals and logs, which are in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time

_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:s|min|h|d|px|[A-Z]{3})\b|[%×])")
RIGHT_TO_LEFT, END_OF_DIRECTION = "\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def local(moment: str, time_zone: str) -> datetime:
    """An RFC 3339 moment on the clock of a time zone."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(time_zone))


def clock(moment: str, time_zone: str, locale: str | None = None) -> str:
    """The time of day, to the second: 10:00:12."""
    at = local(moment, time_zone)
    return f"{at:%H:%M:%S}" if locale is None else isolated(format_time(at, "medium", at.tzinfo, locale), locale)


def minute(moment: str, time_zone: str, locale: str | None = None) -> str:
    """The time of day, to the minute: 10:00."""
    at = local(moment, time_zone)
    return f"{at:%H:%M}" if locale is None else isolated(format_time(at, "short", at.tzinfo, locale), locale)


def day(moment: str, time_zone: str, locale: str | None = None) -> str:
    """The day in full: Fri 2 Jan 2026."""
    at = local(moment, time_zone)
    if locale is None:
        return f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}"
    return isolated(format_skeleton("yMMMEd", at, at.tzinfo, locale=locale), locale)


def day_and_minute(moment: str, time_zone: str, locale: str | None = None) -> str:
    """The day and the time of it: Fri 2 Jan 2026, 10:00."""
    return isolated(f"{day(moment, time_zone, locale)}, {minute(moment, time_zone, locale)}", locale)


def exact(moment: str, time_zone: str) -> str:
    """The moment to the millisecond with the zone's distance from UTC: 2026-01-02 11:00:12.345 +01:00."""
    return local(moment, time_zone).isoformat(" ", "milliseconds").replace("+", " +")


def from_to(begin: str, end: str, time_zone: str, locale: str | None = None) -> str:
    """A stretch of time, the day written once: Fri 2 Jan 2026, 10:00–10:10."""
    same_day = local(begin, time_zone).date() == local(end, time_zone).date()
    until = (minute if same_day else day_and_minute)(end, time_zone, locale)
    return isolated(f"{day_and_minute(begin, time_zone, locale)}–{until}", locale)


def date_text(day: str | date, locale: str) -> str:
    """A day of a site's own zone: Jan 2, 2026."""
    at = date.fromisoformat(day) if isinstance(day, str) else day
    return isolated(format_date(at, "medium", locale=locale), locale)


def unit_text(name: str, locale: str) -> str:
    """A month (2026-01), quarter (2026 Q1) or year as reports name it: Jan 2026, Q1 2026, 2026."""
    year, _, part = name.replace(" Q", "-Q").partition("-")
    if not part:
        return name
    month = 3 * int(part[1:]) - 2 if part.startswith("Q") else int(part)
    skeleton = "yQQQ" if part.startswith("Q") else "yMMM"
    return isolated(format_skeleton(skeleton, date(int(year), month, 1), locale=locale), locale)


def isolated(text: str, locale: str | None) -> str:
    """A text of a language that is written from right to left keeps its order among English words."""
    if locale is None or Locale.parse(locale).text_direction != "rtl":
        return text
    return f"{RIGHT_TO_LEFT}{text}{END_OF_DIRECTION}"


def tied(text: str | None) -> str | None:
    """A text whose numbers are not parted from their units at the end of a line."""
    return None if text is None else _BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", text)


def joined(parts: Iterable[object], separator: str = " · ") -> str:
    """The parts there are, in a row."""
    return separator.join(str(part) for part in parts if part not in (None, ""))


def machine(session: Mapping[str, Any]) -> str:
    """What a visit was made with: desktop · Firefox on Linux."""
    browser = joined((session["browser"], session["os"]), " on ")
    return joined((session["device"], browser)) or "unknown device"


def place(session: Mapping[str, Any]) -> str:
    """Where a visit came from on the map: Graz, AT."""
    return joined((session["city"], session["country"]), ", ") or "unknown place"


def origin(session: Mapping[str, Any]) -> str:
    """What brought a visit: news / email / summer, else the referring site, else nothing known."""
    campaign = joined((session["source"], session["medium"], session["utm_campaign"]), " / ")
    return campaign or _host(session["referrer"]) or "direct or unknown"


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:
        return None


def web_address(url: str | None) -> str | None:
    """The URL if it is one of the web that a link may lead to; anything else, such as javascript:, is no link."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
