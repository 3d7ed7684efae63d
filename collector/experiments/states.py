"""The states of an experiment: draft, running, promoted, stopped, archived; and what leads from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from collector.allocation import Range, promoted
from collector.errors import BadRequest, WrongState
from collector.experiments.documents import (
    ARCHIVED,
    DRAFT,
    PROMOTED,
    RUNNING,
    SERVED,
    STOPPED,
    Change,
    Document,
    noted,
)
from collector.experiments.phases import closed, latest_of_the_test, with_phase

MAX_NOTES = 1_000
NEXT = {
    DRAFT: "start it",
    RUNNING: "stop or promote it",
    PROMOTED: "undo the promotion, or stop it",
    STOPPED: "resume or archive it",
    ARCHIVED: "read or delete it",
}
"""What can be done in each state."""


def started(document: Document, change: Change, *, value_cap: str | None) -> Document:
    """Begin the first phase. `value_cap` is what one person's orders count for at most, a decimal."""
    _demand(document, "started", DRAFT)
    if len(document["variations"]) < 2:
        text = "An experiment needs two variations or more, each with a weight."
        raise BadRequest(text, fields={"variations": [text]})
    running = {**document, "state": RUNNING, "value_cap": value_cap}
    return noted(with_phase(running, change), change, "Started")


def brought_to(document: Document, change: Change, state: str | None, *, value_cap: str | None) -> Document:
    """The document in the requested state, if any: a draft may be started by setting it, and no more."""
    now = document["state"]
    if state in (None, now) or (state == RUNNING and now == PROMOTED):
        return document
    if state == RUNNING and now == DRAFT:
        return started(document, change, value_cap=value_cap)
    raise WrongState(f"This experiment is {now}, and setting its state cannot make it {state}: {NEXT[now]}.")


def stopped(document: Document, change: Change) -> Document:
    """Assign nobody any more; its buckets of a layer are free."""
    _demand(document, "stopped", *SERVED)
    ended = {**document, "state": STOPPED, "promoted": None, "phases": closed(document["phases"], change.at)}
    return noted(ended, change, "Stopped")


def resumed(document: Document, change: Change) -> Document:
    """Go on where the test was stopped, in a new phase; what had been promoted is a variation among others again."""
    _demand(document, "resumed", STOPPED)
    return noted(with_phase({**document, "state": RUNNING}, change), change, "Resumed")


def promoted_to(document: Document, change: Change, variation: str, evidence: Mapping[str, Any]) -> Document:
    """Show one variation to everybody but those few who stay in control.

    `evidence` is kept as it is; the diary names which of its `conditions` were not met.
    """
    _demand(document, "promoted", RUNNING)
    if variation not in document["variations"]:
        names = ", ".join(document["variations"])
        raise BadRequest(
            f"There is no variation {variation!r} to promote. There are: {names}.",
            fields={"variation": [f"One of: {names}."]},
        )
    ranges: list[Range] = [tuple(one) for one in document["phases"][-1]["buckets"]]
    decision = {"variation": variation, "at": change.at, "by": change.by, "evidence": dict(evidence)}
    decided = {**document, "state": PROMOTED, "promoted": decision}
    phased = with_phase(decided, change, buckets=promoted(ranges, variation), promoted=variation)
    unmet = ", ".join(name for name, met in evidence.get("conditions", {}).items() if not met)
    return noted(phased, change, f"Promoted {variation}" + (f" although not met: {unmet}" if unmet else ""))


def promotion_undone(document: Document, change: Change) -> Document:
    """Give everybody the variation that they had before the promotion."""
    _demand(document, "brought back to the test", PROMOTED)
    before = latest_of_the_test(document)
    assert before is not None
    text = f"Undid the promotion of {document['promoted']['variation']}"
    running = {**document, "state": RUNNING, "promoted": None}
    return noted(with_phase(running, change, buckets=before["buckets"]), change, text)


def archived(document: Document, change: Change) -> Document:
    """Put it away, for good."""
    _demand(document, "archived", STOPPED)
    return noted({**document, "state": ARCHIVED}, change, "Archived")


def with_note(document: Document, change: Change, text: str) -> Document:
    """Note in the diary what happened outside, which may explain a figure: a sale began, the shop was down."""
    if len(document["diary"]) >= MAX_NOTES:
        raise WrongState(f"This diary has {MAX_NOTES:,} lines and takes no more notes.")
    return noted(document, change, text)


def check_deletable(document: Document) -> None:
    """WrongState if there is something that should be kept: only a draft or an archived one may be deleted."""
    _demand(document, "deleted", DRAFT, ARCHIVED)


def _demand(document: Document, done: str, *states: str) -> None:
    state = document["state"]
    if state not in states:
        raise WrongState(
            f"This experiment is {state}, and only one that is {' or '.join(states)} can be {done}. "
            f"What can be done now: {NEXT[state]}."
        )
