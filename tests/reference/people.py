"""Whose event it is. Events are as sent, with what is found out under `_` names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from .nobody import is_nobody

Event = dict[str, Any]
CROWD = 10
SHARED = 50


def instant(event: Event) -> tuple[int, str]:
    """Events of one person are ordered by time, then id."""
    return (event["ts"], event["id"])


def once(events: Iterable[Event], nobodies: Collection[str] = ()) -> list[Event]:
    """The first stored event of each id stands; in order of time, without ids that are nobody's."""
    first: dict[Any, Event] = {}
    for event in events:
        known = without_nobody(event, nobodies)
        if known is not None:
            first.setdefault((event["id"], event.get("_key", "secret")), known)
    return sorted(first.values(), key=instant)


def without_nobody(event: Event, nobodies: Collection[str]) -> Event | None:
    """An event without what names nobody; None, if it named nobody else."""
    ids = {name: event[name] for name in ("visitor_id", "user_id") if event.get(name)}
    empty = {name for name, id in ids.items() if is_nobody(id, nobodies)}
    if empty and empty == ids.keys():
        return None
    return {name: value for name, value in event.items() if name not in empty}


def name_persons(events: list[Event], identified: Iterable[Event] = ()) -> None:
    """Set `_person` of each event; `identified` tells more of who used which visitor when."""
    ties: dict[str, list[Event]] = defaultdict(list)
    visitors: dict[str, set[str]] = defaultdict(set)
    for event in sorted([*events, *identified], key=instant):
        if event.get("visitor_id") and event.get("user_id"):
            ties[event["visitor_id"]].append(event)
            visitors[event["user_id"]].add(event["visitor_id"])
    shared = {user for user, those in visitors.items() if len(those) > SHARED}
    for event in events:
        event["_person"] = person_of(event, ties.get(event.get("visitor_id") or "", []), shared)


def person_of(event: Event, ties: list[Event], shared: set[str]) -> str:
    """Section 3, rule by rule; a shared account draws in nothing, but is one of a visitor's users."""
    if event.get("user_id"):
        return f"u:{event['user_id']}"
    drawing = [tie for tie in ties if tie["user_id"] not in shared]
    before = [tie for tie in drawing if instant(tie) <= instant(event)]
    if before:
        return f"u:{before[-1]['user_id']}"
    if drawing and len({tie["user_id"] for tie in ties}) <= CROWD:
        return f"u:{drawing[0]['user_id']}"
    return f"v:{event['visitor_id']}" if event.get("visitor_id") else ""
