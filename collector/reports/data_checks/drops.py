"""Kinds of events that suddenly come much less often than they did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import median

from collector.finding import OK, WARNING, Finding
from collector.reports.result import Record
from collector.reports.stats.intervals import Z95

USUAL_DAYS = 14
MIN_USUAL = 20
MIN_SHARE = 0.5


def drops(rows: Iterable[Record], *, last_day: int, day_ms: int) -> Iterator[Finding]:
    """Compares the last whole day, which begins at `last_day` (epoch ms), with the median of the days before."""
    happened: dict[str, dict[int, int]] = defaultdict(dict)
    for row in rows:
        happened[row["type"]][row["starts_at"]] = row["happened"]
    fallen = [
        (type, days.get(last_day, 0), usual)
        for type, days in sorted(happened.items())
        if (usual := median(days.get(last_day - n * day_ms, 0) for n in range(1, USUAL_DAYS + 1))) >= MIN_USUAL
        and is_drop(days.get(last_day, 0), usual)
    ]
    if not fallen:
        yield Finding("sudden drops", OK, "every kind of event comes about as often as before")
    for type, now, usual in fallen:
        yield Finding(
            "sudden drops",
            WARNING,
            f"{type}: {now:,} yesterday, usually {usual:,.0f} a day",
            "look at what changed on the site: a template, a consent banner, a security policy, the script tag",
        )


def is_drop(now: float, usual: float) -> bool:
    """Under half of what is usual, and further below it than chance puts a count."""
    return now < usual * MIN_SHARE and usual - now > Z95 * (usual + now) ** 0.5
