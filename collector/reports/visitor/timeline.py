"""The timeline of a person: what they were shown and what they did, in the order of time. Pure."""

from __future__ import annotations

from collector.reports.visitor.event_lines import doing_lines
from collector.reports.visitor.impression_lines import impression_lines, page_view_lines
from collector.reports.visitor.purchases import purchase_lines, refund_lines
from collector.reports.visitor.timeline_types import Known, Line


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
