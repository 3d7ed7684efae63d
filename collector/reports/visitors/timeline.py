"""The timeline of a person: what they were shown and what they did, in the order of time. Pure."""

from __future__ import annotations

from collector.reports.visitors.doings import doing_lines
from collector.reports.visitors.lines import Known, Line
from collector.reports.visitors.purchases import purchase_lines, refund_lines
from collector.reports.visitors.showings import impression_lines, page_view_lines


def timeline(known: Known) -> list[Line]:
    """All lines of a person in a time, in the order of (time, id)."""
    lines = [
        *doing_lines(known),
        *page_view_lines(known),
        *impression_lines(known),
        *purchase_lines(known),
        *refund_lines(known),
    ]
    return sorted(lines, key=lambda line: (line.ts, line.id))
