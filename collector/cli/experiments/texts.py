"""An experiment in the terminal: in a line, or all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from collector.allocation import CONTROL
from collector.experiments.documents import CHANGEABLE, Document, weights_of
from collector.experiments.edits import in_words
from collector.present.formatting import day_and_minute
from collector.reports.moments import rfc3339
from collector.store import Site

T = TypeVar("T")


def line_of(document: Document) -> str:
    """Its id, its state, and who gets what."""
    weights = ", ".join(f"{name} {weight:g}" for name, weight in by_name(weights_of(document)))
    promoted = f" {document['promoted']['variation']}" if document["promoted"] else ""
    phase = f"  phase {document['phases'][-1]['allocation']}" if document["phases"] else ""
    return f"{document['id']}  {document['state']}{promoted}  {weights}{phase}"


def by_name(of: Mapping[str, T]) -> list[tuple[str, T]]:
    """What belongs to variations, control first."""
    return sorted(of.items(), key=lambda one: (one[0] != CONTROL, one[0]))


def lines_of(document: Document, site: Site) -> Iterator[str]:
    """The whole of it, its phases and its diary."""
    yield line_of(document)
    for name in (*CHANGEABLE, "window_days", "value_cap", "salt"):
        if name != "variations" and document[name] not in (None, [], {}):
            yield f"{name.replace('_', ' ')}: {in_words(document[name])}"
    for name, variation in by_name(document["variations"]):
        if variation["description"]:
            yield f"{name}, revision {variation['revision']}: {variation['description']}"
    for phase in document["phases"]:
        until = f" to {_at(phase['until'], site)}" if phase["until"] else ""
        yield f"phase {phase['allocation']}, from {_at(phase['from'], site)}{until}: {_shares(phase['buckets'])}"
    for line in document["diary"]:
        yield f"{_at(line['at'], site)}  {line['by']}  {line['text']}"


def _at(moment: int, site: Site) -> str:
    return day_and_minute(rfc3339(moment), site.time_zone)


def _shares(buckets: list[tuple[int, int, str]]) -> str:
    sizes: dict[str, int] = {}
    for begin, until, name in buckets:
        sizes[name] = sizes.get(name, 0) + until - begin
    return ", ".join(f"{name} {size / 100:g} %" for name, size in by_name(sizes)) or "nobody"
