"""The shapes that answers are described with, as JSON Schema."""

from __future__ import annotations

from typing import Any

from collector.reports.metrics import METRICS, Metric

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
COUNT: Shape = {"type": "integer", "minimum": 0}
NUMBER: Shape = {"type": "number"}
FLAG: Shape = {"type": "boolean"}
ANY_OBJECT: Shape = {"type": "object"}
MOMENT: Shape = {"type": "string", "format": "date-time"}
DAY: Shape = {"type": "string", "format": "date"}
EPOCH_MS: Shape = {"type": "integer", "description": "Epoch milliseconds."}
MONEY: Shape = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "description": "An exact decimal."}
CURRENCY: Shape = {"type": "string", "pattern": "^[A-Z]{3}$"}


def ref(name: str) -> Shape:
    """A component by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def listed(of: Shape, **more: Any) -> Shape:
    """A list of these."""
    return {"type": "array", "items": of, **more}


def described(shape: Shape, means: str) -> Shape:
    """The same, with what it means."""
    return {**shape, "description": means}


def or_null(shape: Shape) -> Shape:
    """The same, or null where nothing is known."""
    return {**shape, "type": [shape["type"], "null"]} if "type" in shape else {"anyOf": [shape, {"type": "null"}]}


def record(means: str, optional: tuple[str, ...] = (), **fields: Shape) -> Shape:
    """An object with these fields and no others; all are there, but for the optional ones."""
    required = [name.rstrip("_") for name in fields if name not in optional]
    properties = {name.rstrip("_"): field for name, field in fields.items()}
    described = {"description": means} if means else {}
    return {
        "type": "object",
        **described,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def figure(metric: Metric) -> Shape:
    """A figure of a report; null where there is nothing to divide by."""
    kind = "string" if metric.unit == "money" else "number"
    return {"type": [kind, "null"], "description": f"{metric.means} ({metric.unit})"}


FIGURES = {metric.name: figure(metric) for metric in METRICS.values()}
