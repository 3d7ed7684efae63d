"""What browsers and servers need to assign visitors, of the experiments that are running or promoted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from collector.experiments.documents import Document


def served(experiments: Mapping[str, Document]) -> dict[str, dict[str, Any]]:
    """The present phase of each, by id: the number of the phase, its buckets, and whom it is for."""
    return {id: _served(document) for id, document in experiments.items()}


def _served(document: Document) -> dict[str, Any]:
    phase = document["phases"][-1]
    shape = {"salt": document["salt"], "allocation": phase["allocation"], "buckets": phase["buckets"]}
    if layer := document.get("layer"):
        shape["layer"] = {"salt": f"layer:{layer['name']}", "buckets": layer["buckets"]}
    if targeting := document.get("targeting"):
        shape["targeting"] = targeting
    return shape
