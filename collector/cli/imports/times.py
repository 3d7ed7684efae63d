"""Times as files write them: with an offset or in the site's zone, as epoch numbers, or in a format that is given."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from collector.cli.imports.amounts import UnreadableError

SECONDS = re.compile(r"\d{9,10}")
MILLISECONDS = re.compile(r"\d{11,15}")
DAY = re.compile(r"\d{4}-?\d\d-?\d\d")
CLOCK = re.compile("%[HIcX]")
ZONE = re.compile(r"\s+([+-]\d\d:?\d\d|Z|UTC|GMT)$", re.IGNORECASE)
YEARS = ("%Y", "%y", "%c", "%x", "%G")
ADVICE = 'is no time such as 2026-03-10 10:00; give the format of times: --time-format "%d.%m.%Y %H:%M"'


def time_of(text: str, zone: ZoneInfo, form: str | None) -> int | str:
    """A time for the schemas to read; in the site's zone unless it has its own."""
    try:
        if form is not None:
            return in_utc(datetime.strptime(text, form), zone)  # noqa: DTZ007 - the zone is the site's
        if SECONDS.fullmatch(text):
            return int(text) * 1000
        if MILLISECONDS.fullmatch(text):
            return int(text)
        return in_utc(datetime.fromisoformat(ZONE.sub(offset, text)), zone)
    except (ValueError, OverflowError):
        raise UnreadableError(f"does not match the format {form!r}" if form is not None else ADVICE) from None


def names_a_day(text: str, form: str | None) -> bool:
    """Whether this time is a day alone, which stands for its midnight."""
    return not CLOCK.search(form) if form is not None else DAY.fullmatch(text) is not None


def offset(zone: re.Match[str]) -> str:
    """An offset that stands apart, as ISO 8601 has it: right behind the time."""
    return zone[1] if zone[1][0] in "+-" else "+00:00"


def in_utc(read: datetime, zone: ZoneInfo) -> str:
    """The time in UTC."""
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC).isoformat()


def time_format(form: str) -> str:
    """A strptime format that has a whole date; ValueError has what is wrong with it."""
    if not any(year in form for year in YEARS):
        raise ValueError("a format must have the year, as %Y")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        datetime.strptime(datetime(2026, 3, 10, tzinfo=UTC).strftime(form), form)  # noqa: DTZ007 - only a try
    return form
