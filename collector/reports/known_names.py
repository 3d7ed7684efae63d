"""Whether the actions, campaigns and goals that a report is filtered by exist, so that a misspelt one is noticed."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from collector.reports.definitions import Registered
from collector.reports.sql import render
from collector.store.protocol import Store

SEEN = {"action": "seen_action.sql", "campaign": "seen_campaign.sql", "goal": "seen_goal.sql"}
DEFINED = tuple(SEEN)
SHOWN = 5


def unknown_names(store: Store, site: int, named: Mapping[str, Any], known: Registered) -> dict[str, str]:
    """An error for each name that neither an event nor the registry knows, by the parameter it came in."""
    campaigns = {
        *known.campaigns,
        *(definition["campaign"] for definition in known.actions.values() if definition.get("campaign")),
    }
    registry = {"action": known.actions, "campaign": campaigns, "goal": {"purchase": {}, **known.goals}}
    missing = [
        thing
        for thing in DEFINED
        if (name := named.get(thing)) is not None
        and name not in registry[thing]
        and not is_seen(store, site, thing, name)
    ]
    if not missing:
        return {}
    seen: dict[str, set[str]] = {thing: set(registry[thing]) for thing in DEFINED}
    for thing, names in seen_names(store, site).items():
        seen[thing] |= names
    return {
        thing: f"No {thing} {named[thing]!r} is known{proposal(named[thing], seen[thing])}"
        for thing in missing
        if named[thing] not in seen[thing]
    }


def seen_names(store: Store, site: int) -> dict[str, set[str]]:
    """The names of actions, campaigns and goals (by these words) that events have; orders are no goal of their own."""
    seen: dict[str, set[str]] = {thing: set() for thing in DEFINED}
    for row in store.query(render("seen_names.sql"), {"site": site}):
        seen[row["thing"]].add(row["name"])
    seen["goal"].discard("purchase")
    return seen


def seen_actions(store: Store, site: int) -> list[str]:
    """The actions of which there is an impression."""
    return [row["action"] for row in store.query(render("seen_actions.sql"), {"site": site})]


def is_seen(store: Store, site: int, thing: str, name: str) -> bool:
    """Whether facts hold something of this name where it is found at once."""
    return bool(store.query(render(SEEN[thing]), {"site": site, "name": name}))


def proposal(name: str, names: set[str]) -> str:
    """Names to choose from: those that look alike, else the first ones."""
    alike = get_close_matches(name, names, SHOWN)
    if alike:
        return f"; did you mean {' or '.join(map(repr, alike))}? Ids are case-sensitive."
    some = ", ".join(map(repr, sorted(names)[:SHOWN]))
    return f". Known: {some}{', …' if len(names) > SHOWN else ''}." if some else "; none has been seen yet."
