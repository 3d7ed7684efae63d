"""The items that actions were placed with, and the groups that these were placed in."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from .people import Event

WITH_ITEM = ("click", "quick_add", "wishlist_add")


def placing_of(event: Event) -> tuple[str, str, str]:
    """One action on one view of one visitor, in whatever variation."""
    return (event.get("visitor_id") or event["_person"], event["view_id"], event["action"])


def names(event: Event) -> list[str]:
    """The items that an event lists; an id alone may stand for one."""
    return [item if isinstance(item, str) else item["item"] for item in event.get("items") or []]


def name_groups(events: list[Event]) -> None:
    """Set `_group` of interactions that name none: the one that their item was placed with, the last by name."""
    groups: dict[Any, str] = defaultdict(str)
    of_actions = [event for event in events if event.get("action") and event.get("view_id")]
    for event in of_actions:
        if event["type"] in ("execute", "deliver"):
            for item in event.get("items") or []:
                if isinstance(item, dict) and item.get("group"):
                    key = (*placing_of(event), item["item"])
                    groups[key] = max(groups[key], item["group"])
    for event in of_actions:
        if event["type"] in WITH_ITEM and event.get("item") and not event.get("group"):
            event["_group"] = groups.get((*placing_of(event), event["item"]))
