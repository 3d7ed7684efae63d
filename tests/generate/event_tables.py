"""The tables of docs/events.md: the fields of all events, the types, and their own fields. The prose is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from collector.schemas import fields
from collector.schemas.events import SCHEMAS
from collector.schemas.fields import Checked
from collector.schemas.shapes import ListOf, Nested, fields_of
from tests.generate.described import COMMON, meaning, own_fields, part_of, sentence

FORMS: dict[type[Checked], str] = {
    fields.Uuid: "UUID",
    fields.Timestamp: "time",
    fields.Money: "amount",
    fields.InformationalMoney: "amount",
    fields.Quantity: "quantity",
    fields.Currency: "currency",
    fields.Milliseconds: "milliseconds",
    fields.Fraction: "0 to 1",
    fields.Boolean: "`true` or `false`",
    fields.FreeObject: "JSON object",
    fields.FreeJson: "JSON",
}


def replaced(document: str) -> str:
    """The document with its tables made anew, each between its marks."""
    tables = {"fields of every event": _common(), "types": _types(), "fields": _own()}
    for name, table in tables.items():
        begin, end = f"<!-- make generate: {name} -->", "<!-- end -->"
        marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        document, found = marked.subn(lambda _, t=table, b=begin, e=end: f"{b}\n{t}{e}", document)  # type: ignore[misc]
        if found != 1:
            raise ValueError(f"docs/events.md must have one {begin}.")
    return document


def _common() -> str:
    rows = [(f"`{name}`", _form(field), _said(field)) for name, field in COMMON.items()]
    rows.insert(1, ("`type`", "text", "One of the types below."))
    return _table(("field", "form", ""), rows)


def _types() -> str:
    rows = [(f"`{type}`", ", ".join(_named(type)), sentence(shape)) for type, shape in SCHEMAS.items()]
    return _table(("`type`", "its own fields; **required**", "what it says"), rows)


def _named(type: str) -> Iterator[str]:
    return (f"**`{name}`**" if field.required else f"`{name}`" for name, field in own_fields(type).items())


def _own() -> str:
    """A row for each meaning of each field, with the types that have it so."""
    having: dict[tuple[str, str, str], list[str]] = {}
    for type in SCHEMAS:
        for name, field in own_fields(type).items():
            having.setdefault((f"`{name}`", _form(field), _said(field)), []).append(f"`{type}`")
            part = part_of(field)
            for inner, it in (fields_of(part) if part and name not in COMMON else {}).items():
                having.setdefault((f"`{name}[].{inner}`", _form(it), _said(it)), []).append(f"`{type}`")
    rows = [(name, ", ".join(types), form, says) for (name, form, says), types in having.items()]
    return _table(("field", "of", "form", ""), rows)


def _said(field: Checked) -> str:
    part = part_of(field)
    inner = f" `{{{', '.join(fields_of(part))}}}`" if part and isinstance(field, Nested) else ""
    return f"{meaning(field)}{inner}".strip()


def _form(field: Checked) -> str:
    match field:
        case fields.OneOf():
            return " ".join(f"`{word}`" for word in field.words)
        case Nested():
            return "object"
        case ListOf():
            return f"{field.min_length} to {field.max_length} items"
        case fields.Text() | fields.Truncated():
            return f"text, {field.max_length:,}"
        case fields.Integer() if type(field) is fields.Integer:
            return f"{field.minimum} to {field.maximum}"
        case _:
            return FORMS[type(field)]


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = tuple(heads)
    lines = [f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in (heads, *rows)]
    return "\n".join((lines[0], f"|{'---|' * len(heads)}", *lines[1:], ""))
