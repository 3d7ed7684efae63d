"""The document of an experiment, as the store keeps it and the API gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from collector.allocation import CONTROL

Document = dict[str, Any]

HOLDOUT = "holdout"
"""The reserved id of the experiment whose control group is shown nothing of any other experiment."""
PERSONALIZED = "personalized"

DRAFT, RUNNING, PROMOTED, STOPPED, ARCHIVED = "draft", "running", "promoted", "stopped", "archived"
SERVED = (RUNNING, PROMOTED)
"""In these states an experiment assigns visitors, and has its buckets of a layer."""

FIXED = ("salt", "window_days")
"""What never changes once an experiment has started."""
ASSIGNING = ("variations", "traffic", "targeting", "layer")
"""Who gets what: a change of these begins a phase, and waits until nothing is promoted."""
JUDGING = ("actions", "primary_goal", "goals", "guardrails", "planned")
"""What it is judged by: a change of these begins a phase too."""
WORDS = ("name", "hypothesis", "promotion")
"""A change of these is only noted in the diary."""
CHANGEABLE = (*WORDS, *JUDGING, *ASSIGNING)

DEFAULTS: Mapping[str, Any] = {
    "name": None,
    "hypothesis": None,
    "state": DRAFT,
    "actions": [],
    "variations": {},
    "primary_goal": "purchase",
    "goals": [],
    "guardrails": [],
    "window_days": 7,
    "planned": None,
    "traffic": 1.0,
    "layer": None,
    "targeting": None,
    "promotion": "by_hand",
    "value_cap": None,
    "promoted": None,
    "phases": [],
    "diary": [],
}


@dataclass(frozen=True)
class Change:
    """When something changes (epoch ms), by whom, and the other experiments of the site, by id.

    `allocations` is how many a deleted experiment of the same id had, which its visitors still name.
    """

    at: int
    by: str
    others: Mapping[str, Document]
    allocations: int = 0


def new_document(id: str) -> Document:
    """An experiment with nothing in it yet."""
    return complete(id, {})


def complete(id: str, document: Mapping[str, Any]) -> Document:
    """A document with all its fields, also those that it was stored without."""
    return {"salt": id, **DEFAULTS, **document}


def weights_of(document: Mapping[str, Any]) -> dict[str, float]:
    """The weight of each variation."""
    return {name: variation["weight"] for name, variation in document["variations"].items()}


def compared(variations: Iterable[str]) -> tuple[str | None, list[str]]:
    """What variations are compared with, control or else the first in order of names, and all the others."""
    names = sorted(variations, key=lambda name: (name != CONTROL, name))
    return (names[0] if names else None), names[1:]


def noted(document: Document, change: Change, text: str) -> Document:
    """The document with one more line in its diary."""
    return {**document, "diary": [*document["diary"], {"at": change.at, "by": change.by, "text": text}]}
