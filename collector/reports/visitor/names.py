"""What actions are called, beside their ids. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Entry = dict[str, Any]


def with_names(entry: Entry, names: Mapping[str, str]) -> Entry:
    """An entry of a timeline with the name of its action, and of those that bought items were found through."""
    named = _named(entry, names)
    if "lines" not in entry:
        return named
    lines = [
        {**line, "found_through": _named(line["found_through"], names)} if line.get("found_through") else line
        for line in entry["lines"]
    ]
    return {**named, "lines": lines}


def _named(entry: Entry, names: Mapping[str, str]) -> Entry:
    name = names.get(entry.get("action") or "")
    return {**entry, "action_name": name} if name else entry
