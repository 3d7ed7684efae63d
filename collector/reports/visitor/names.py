"""What actions are called, beside their ids. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Entry = dict[str, Any]


def with_names(entry: Entry, names: Mapping[str, str]) -> Entry:
    """An entry of a timeline with the name of its action, and of those that bought items were found through."""
    told = _named(entry, names)
    if "lines" not in entry:
        return told
    lines = [
        {**line, "found_through": _named(line["found_through"], names)} if line.get("found_through") else line
        for line in entry["lines"]
    ]
    return {**told, "lines": lines}


def _named(told: Entry, names: Mapping[str, str]) -> Entry:
    name = names.get(told.get("action") or "")
    return {**told, "action_name": name} if name else told
