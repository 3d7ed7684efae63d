"""static/beheld.d.ts: the types of `window.beheld(…)`, one overload for each type of event that a page may send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from collector.schemas import fields
from collector.schemas.events import SCHEMAS
from collector.schemas.fields import Checked
from collector.schemas.shapes import ListOf, Nested, fields_of
from collector.wire.judge import SECRET_ONLY
from tests.generate.described import (
    COMMON,
    PARTS,
    class_name,
    closed_lists,
    list_name,
    meaning,
    own_fields,
    sentence,
)

TEMPLATE = Path(__file__).with_suffix(".d.ts")
FILLED_IN = ("id", "ts", "visitor_id", "view_id")
"""What the snippet fills in by itself; a page may still give its own."""
TYPESCRIPT: dict[type[Checked], str] = {
    fields.Text: "Id",
    fields.Reference: "Id",
    fields.Truncated: "string",
    fields.Uuid: "string",
    fields.Timestamp: "string | number",
    fields.Money: "Money",
    fields.InformationalMoney: "Money",
    fields.Quantity: "Quantity",
    fields.Currency: "string",
    fields.Integer: "number",
    fields.Milliseconds: "number",
    fields.Fraction: "number",
    fields.Boolean: "boolean",
    fields.FreeObject: "{ [name: string]: Json | undefined }",
    fields.FreeJson: "Json",
}


def declarations() -> str:
    """The file as a whole."""
    lists = [f"  type {name} = {' | '.join(map(json.dumps, words))};" for name, words in closed_lists().items()]
    parts = [_interface(name.title(), sentence(shape), fields_of(shape)) for shape, name in PARTS.items()]
    common = _interface("Common", "What all events can have. The snippet fills in all but `page` and `props`.", COMMON)
    sent = {type: shape for type, shape in SCHEMAS.items() if type not in SECRET_ONLY}
    events = [
        _interface(class_name(type), sentence(shape), own_fields(type), " extends Common")
        for type, shape in sent.items()
    ]
    calls = [f"    /** {sentence(shape)} */\n    {_call(type)}" for type, shape in sent.items()]
    template = TEMPLATE.read_text("utf-8")
    text = template.replace("/* generated */", "\n\n".join(("\n".join(lists), *parts, common, *events)))
    return text.replace("/* calls */", "\n".join(calls))


def _call(type: str) -> str:
    optional = "" if any(_is_required(name, field) for name, field in own_fields(type).items()) else "?"
    return f'(type: "{type}", fields{optional}: {class_name(type)}): void;'


def _interface(name: str, says: str, given: Mapping[str, Checked], parent: str = "") -> str:
    kept = {member: it for member, it in given.items() if not (parent and _is_filled_in(member))}
    members = [_member(member, it) for member, it in kept.items()]
    return f"  /** {says} */\n  interface {name}{parent} {{\n" + "".join(members) + "  }"


def _member(name: str, field: Checked) -> str:
    found = f"    /** {meaning(field)} */\n" if meaning(field) else ""
    optional, nothing = ("", "") if _is_required(name, field) else ("?", " | null")
    return f"{found}    {name}{optional}: {_type(name, field)}{nothing};\n"


def _is_required(name: str, field: Checked) -> bool:
    return field.required and not _is_filled_in(name)


def _is_filled_in(name: str) -> bool:
    return name in FILLED_IN


def _type(name: str, field: Checked) -> str:
    match field:
        case fields.OneOf():
            return list_name(name, field)
        case Nested():
            return f"{PARTS[field.shape].title()} | string"
        case ListOf():
            return f"({PARTS[field.shape].title()} | Id)[]"
        case _:
            return TYPESCRIPT[type(field)]
