"""How the fields of our own that parameters and definitions have are written as JSON Schema; apispec knows the rest."""

from __future__ import annotations

from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin, OpenAPIConverter
from marshmallow import fields

from collector.present.api.definition_fields import DayOrMoment, Origin, Worth
from collector.present.api.experiment_fields import Variation
from collector.present.parameters import Day, Text
from collector.present.report_parameters import WINDOW, Segment, Window
from collector.reports.query import DIMENSIONS
from collector.rules import DAY_MS

VARIATION = {
    "type": "object",
    "properties": {"weight": {"type": "number", "minimum": 0}, "description": {"type": "string"}},
    "required": ["weight"],
    "additionalProperties": False,
}


class Converter(OpenAPIConverter):
    """apispec's own, which knows our fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_attribute_function(form_of)


class Plugin(MarshmallowPlugin):
    """apispec's own, with our converter."""

    Converter = Converter


def form_of(_converter: OpenAPIConverter, field: fields.Field[Any], **_: Any) -> dict[str, Any]:
    """What is known of a field beside what its validators say."""
    match field:
        case Text():
            return {"type": "string", "maxLength": field.max_length}
        case Day():
            return {"type": "string", "format": "date"}
        case Window():
            return {"type": "string", "pattern": f"^{WINDOW.pattern}$", "default": f"{field.load_default // DAY_MS}d"}
        case Segment():
            return {"type": "string", "pattern": f"^({'|'.join(DIMENSIONS)}):"}
        case DayOrMoment():
            return {"type": "string", "description": "A day of the site, or a moment as RFC 3339 has it."}
        case Worth():
            about = f'A decimal such as "{field.example}", up to {field.maximum:,}.'
            return {"type": types_of(field), "description": about}
        case Variation():
            return {"anyOf": [{"type": "number", "minimum": 0}, VARIATION]}
        case Origin():
            return {"type": "string", "format": "uri", "description": "Such as https://shop.example."}
        case fields.List() if callable(field.load_default):
            return {"default": field.load_default()}
    return {}


def types_of(field: Worth) -> list[str]:
    """The JSON types in which an amount is taken."""
    return ["string", "number", *(["null"] if field.allow_none else [])]
