"""Builders: experiments in whatever state, changed at some time by somebody."""

from __future__ import annotations

from typing import Any

from collector.experiments import states
from collector.experiments.documents import Change, Document, new_document
from collector.experiments.edits import edited

HALVES = {"control": {"weight": 1}, "b": {"weight": 1, "description": "red button"}}


def at(moment: int, **others: Document) -> Change:
    return Change(moment, "ann", others)


def a_draft(**fields: Any) -> Document:
    return edited(new_document("hero"), {"variations": HALVES, **fields}, at(0))


def a_running(change: Change | None = None, **fields: Any) -> Document:
    return states.started(a_draft(**fields), change or at(100), value_cap="250.00")


def a_promoted(**fields: Any) -> Document:
    return states.promoted_to(a_running(**fields), at(200), "b", {"lift": 0.1})


def a_stopped(**fields: Any) -> Document:
    return states.stopped(a_running(**fields), at(200))


def an_archived(**fields: Any) -> Document:
    return states.archived(a_stopped(**fields), at(300))


STATES = {
    "draft": a_draft,
    "running": a_running,
    "promoted": a_promoted,
    "stopped": a_stopped,
    "archived": an_archived,
}


def diary(document: Document) -> list[str]:
    return [line["text"] for line in document["diary"]]
