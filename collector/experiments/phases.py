"""Phases: while one lasts, everybody who takes part is assigned by the same ranges to the same revisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from collector.allocation import BUCKETS, NoRoomError, Range, Span, layer_spans, reallocated
from collector.errors import WrongState
from collector.experiments.documents import SERVED, Change, Document, weights_of

Phase = dict[str, Any]


def with_phase(
    document: Document, change: Change, *, buckets: Sequence[Range] | None = None, promoted: str | None = None
) -> Document:
    """The document in a new phase: with these buckets, or those that its weights and traffic need.

    WrongState: its layer has no room.
    """
    document = with_layer(document, change)
    phases = closed(document["phases"], change.at)
    phase = {
        "allocation": (phases[-1]["allocation"] if phases else change.allocations) + 1,
        "from": max([change.at, *(phase["until"] for phase in phases[-1:])]),
        "until": None,
        "buckets": list(_needed(document) if buckets is None else buckets),
        "variations": {name: variation["revision"] for name, variation in document["variations"].items()},
        **{name: document[name] for name in ("traffic", "targeting", "layer")},
        "promoted": promoted,
    }
    return {**document, "phases": [*phases, phase]}


def closed(phases: Sequence[Phase], at: int) -> list[Phase]:
    """The phases, all of which have ended by now."""
    return [phase if phase["until"] is not None else {**phase, "until": max(at, phase["from"])} for phase in phases]


def latest_of_the_test(document: Mapping[str, Any]) -> Phase | None:
    """The latest phase in which nothing was promoted."""
    return next((phase for phase in reversed(document["phases"]) if phase["promoted"] is None), None)


def with_layer(document: Document, change: Change) -> Document:
    """The document with its buckets of its layer; as far as they are free, those that it had before."""
    layer = document["layer"]
    if layer is None:
        return document
    taken = list(_taken(layer["name"], change.others))
    try:
        spans = layer_spans([tuple(span) for span in layer.get("buckets", ())], taken, layer["share"])
    except NoRoomError as error:
        raise WrongState(
            f"The layer {layer['name']!r} has no room for {layer['share']:g} of its visitors: "
            f"{error.free / BUCKETS:g} is free. Ask for less, or stop another experiment in it."
        ) from None
    return {**document, "layer": {**layer, "buckets": spans}}


def _taken(layer: str, others: Mapping[str, Document]) -> Iterator[Span]:
    for other in others.values():
        if other["state"] in SERVED and other["layer"] and other["layer"]["name"] == layer:
            yield from map(tuple, other["layer"]["buckets"])


def _needed(document: Document) -> list[Range]:
    before = latest_of_the_test(document)
    ranges: list[Range] = [tuple(one) for one in before["buckets"]] if before else []
    return reallocated(ranges, weights_of(document), document["traffic"])
