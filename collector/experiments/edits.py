"""Changing an experiment: silently while it is a draft, noted and in a new phase once it started."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from collector.errors import WrongState
from collector.experiments.documents import (
    ARCHIVED,
    ASSIGNING,
    CHANGEABLE,
    DEFAULTS,
    DRAFT,
    FIXED,
    JUDGING,
    PROMOTED,
    RUNNING,
    Change,
    Document,
    noted,
)
from collector.experiments.phases import with_phase

Fields = Mapping[str, Any]


def edited(document: Document, fields: Fields, change: Change) -> Document:
    """The document with these fields in place of what they were; None gives a field its default back.

    `variations` are all of them, each with its weight; a description that is not named stays. WrongState: the state of
    the experiment does not allow this change.
    """
    wanted: dict[str, Any] = {
        name: DEFAULTS.get(name) if value in (None, {}) else value for name, value in fields.items()
    }
    if "variations" in wanted:
        wanted["variations"] = _revised(document, wanted["variations"])
    if wanted.get("layer"):
        wanted["layer"] = _same_layer(document["layer"], wanted["layer"])
    changed = {name: value for name, value in wanted.items() if value != document[name]}
    if document["state"] == DRAFT or not changed:
        return {**document, **changed}
    _check(document, changed)
    texts = [_text(name, document[name], changed[name]) for name in CHANGEABLE if name in changed]
    edited = {**document, **changed}
    if document["state"] == RUNNING and any(name in changed for name in (*ASSIGNING, *JUDGING)):
        edited = with_phase(edited, change)
    return noted(edited, change, "Changed " + "; ".join(texts))


def _check(document: Document, changed: Fields) -> None:
    fixed = [name for name in FIXED if name in changed]
    if fixed:
        raise WrongState(
            f"This experiment has started, and its {' and '.join(fixed)} can no longer change: results before and "
            "after could not be compared. Stop it, and start another one under a new id."
        )
    if document["state"] == ARCHIVED:
        raise WrongState("This experiment is archived and can no longer change.")
    if document["state"] == PROMOTED and any(name in changed for name in ASSIGNING):
        variation = document["promoted"]["variation"]
        raise WrongState(f"The variation {variation} is promoted: undo that before you change who gets what.")


def _revised(document: Document, given: Fields) -> dict[str, Any]:
    """Variations with the number of their revision: what was once shown under a number stays what it was."""
    return {name: _revision(document, name, variation) for name, variation in given.items()}


def _revision(document: Document, name: str, given: Fields) -> dict[str, Any]:
    known = document["variations"].get(name)
    description = given.get("description", known["description"] if known else "") or ""
    shown = [phase["variations"][name] for phase in document["phases"] if name in phase["variations"]]
    if known and (description == known["description"] or document["state"] == DRAFT):
        revision = known["revision"]
    else:
        revision = max([known["revision"] if known else 0, *shown]) + 1
    return {"weight": given["weight"], "description": description, "revision": revision}


def _same_layer(before: Fields | None, given: Fields) -> dict[str, Any]:
    """A layer with the buckets of it that the experiment has already, or has had."""
    if before and before["name"] == given["name"] and "buckets" in before:
        return {**given, "buckets": before["buckets"]}
    return dict(given)


def _text(name: str, before: Any, after: Any) -> str:
    if name == "variations":
        return _text_of_variations(before, after)
    return f"{name.replace('_', ' ')} from {in_words(before)} to {in_words(after)}"


def _text_of_variations(before: Fields, after: Fields) -> str:
    texts = []
    weights = [{name: one["weight"] for name, one in variations.items()} for variations in (before, after)]
    if weights[0] != weights[1]:
        texts.append(f"weights from {in_words(weights[0])} to {in_words(weights[1])}")
    for name in after:
        old, new = before.get(name), after[name]
        if old and old["description"] != new["description"]:
            texts.append(
                f"{name} to revision {new['revision']}, from {in_words(old['description'])} to "
                f"{in_words(new['description'])}"
            )
    return "; ".join(texts)


def in_words(value: Any) -> str:
    """A value of a field, for people."""
    if isinstance(value, Mapping):
        parts = [
            f"{name.replace('_', ' ')} {in_words(one)}" for name, one in sorted(value.items()) if name != "buckets"
        ]
        return ", ".join(parts) or "none"
    if isinstance(value, list | tuple):
        return " and ".join(map(in_words, value)) or "none"
    if isinstance(value, float):
        return f"{value:g}"
    return "none" if value in (None, "") else str(value)
