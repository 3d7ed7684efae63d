"""Check a whole event: convert what has another type, and leave out, with a warning, what is invalid.

Only if a necessary field is missing or invalid, the event is not sent: InvalidEvent lists all such fields by path.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sdk_py import coerce
from sdk_py.errors import InvalidEvent
from sdk_py.event_shapes import IDENTITIES
from sdk_py.rules import Warnings
from sdk_py.shapes import Items, Part, Shape
from sdk_py.values import Item, Page, fields_of


class Checked(NamedTuple):
    """The fields to send, and warnings for those that were left out or replaced."""

    fields: dict[str, Any]
    warnings: Warnings


class FieldError(Exception):
    """The errors of a field, by path from that field. `fatal`: the event cannot be sent without it."""

    def __init__(self, errors: Mapping[str, list[str]], *, fatal: bool = False) -> None:
        self.errors, self.fatal = errors, fatal
        super().__init__(errors)


def check_fields(given: Mapping[str, object], shape: Shape) -> Checked:
    """Check fields, without those that are None or blank. Raises InvalidEvent if a necessary field is invalid."""
    checked = Checked({}, {})
    errors: Warnings = {}
    for name, value in given.items():
        if value is None or (coerce.is_blank(value) and name not in shape.exact):
            continue
        try:
            checked.fields[name] = _checked(name, value, shape, checked.warnings)
        except FieldError as wrong:
            errors |= _let_go(name, wrong, shape, checked)
    for name in shape.required:
        if name not in checked.fields and name not in errors:
            errors |= _let_go(name, FieldError({"": ["This field is required."]}), shape, checked)
    if errors:
        raise InvalidEvent({_joined(path): messages for path, messages in errors.items()})
    for rule in shape.rules:
        rule(checked.fields, checked.warnings)
    return checked


def _checked(name: object, value: object, shape: Shape, warnings: Warnings) -> object:
    """The value of a field as it is sent. Raises FieldError if it is invalid."""
    check = shape.fields.get(name) if isinstance(name, str) else None
    if check is None:
        raise FieldError(
            {"": [f"Unknown field. Put your own data into props. Known fields: {', '.join(shape.fields)}."]}
        )
    if isinstance(check, Part):
        return _part(name, value, check, warnings)
    if isinstance(check, Items):
        return _items(name, value, check, warnings)
    try:
        return check(value)
    except (ValueError, ArithmeticError, RecursionError) as wrong:
        too_long = name in IDENTITIES and isinstance(coerce.text(value), str)
        raise FieldError({"": [str(wrong)]}, fatal=too_long) from None


def _let_go(name: object, wrong: FieldError, shape: Shape, checked: Checked) -> Warnings:
    """Leave an invalid field out, or replace it, with a warning. Returns its errors if neither is possible."""
    paths = {f"{name}.{path}".rstrip("."): messages for path, messages in wrong.errors.items()}
    if isinstance(name, str) and name in shape.instead:
        checked.fields[name] = shape.instead[name]
        replaced = f"Replaced by {shape.instead[name]}."
        checked.warnings.update({path: [f"{messages[0]} {replaced}"] for path, messages in paths.items()})
        return {}
    if wrong.fatal or name in (*shape.required, *shape.essential, "id", "ts"):
        return paths
    checked.warnings.update({_joined(path): [f"{messages[0]} Left out."] for path, messages in paths.items()})
    return {}


def _joined(path: str) -> str:
    """A printable path, whatever the caller used as the name of a field."""
    return (path if path.isprintable() else ascii(path)[1:-1])[:200]


def _part(name: object, value: object, part: Part, warnings: Warnings) -> object:
    fields = fields_of(value) if isinstance(value, Page) else value
    if isinstance(fields, str):
        fields = {part.alone: fields}
    if not isinstance(fields, Mapping):
        raise FieldError({"": ['Pass Page("https://shop.example/") or a dict.']})
    inner = _inner(fields, part.shape)
    warnings |= {f"{name}.{path}": messages for path, messages in inner.warnings.items()}
    return inner.fields


def _inner(fields: Mapping[str, object], shape: Shape) -> Checked:
    try:
        return check_fields(fields, shape)
    except InvalidEvent as wrong:
        raise FieldError(wrong.errors) from None


def _items(name: object, value: object, items: Items, warnings: Warnings) -> list[object]:
    """The valid items. Raises FieldError if too few are valid, or all must be and one is not."""
    entries = _entries(value)
    if len(entries) > items.max_length and items.shorten:
        warnings[str(name)] = [f"Too many items: only the first {items.max_length} are sent."]
        entries = entries[: items.max_length]
    if not items.min_length <= len(entries) <= items.max_length:
        raise FieldError({"": [f"Pass a list of {items.min_length} to {items.max_length} items."]})
    kept: list[object] = []
    errors: dict[str, list[str]] = {}
    for position, entry in enumerate(entries):
        try:
            inner = _inner(_fields_of_item(entry), items.shape)
        except FieldError as wrong:
            errors |= {f"{position}.{path}".rstrip("."): messages for path, messages in wrong.errors.items()}
        else:
            kept.append(inner.fields)
            warnings |= {f"{name}.{position}.{path}": messages for path, messages in inner.warnings.items()}
    if errors and (items.whole or len(kept) < items.min_length):
        raise FieldError(errors)
    warnings |= {f"{name}.{path}": [f"{messages[0]} Item left out."] for path, messages in errors.items()}
    return kept


def _entries(value: object) -> list[object]:
    if isinstance(value, Mapping) and value and all(str(name).isdecimal() for name in value):
        return list(value.values())
    if isinstance(value, (Item, Mapping, str)):
        return [value] if value else []
    if isinstance(value, (list, tuple)):
        return list(value)
    try:
        return list(value)  # type: ignore[call-overload, no-any-return]
    except TypeError:
        raise FieldError({"": [f"Pass a list of items, not {type(value).__name__}."]}) from None


def _fields_of_item(value: object) -> Mapping[str, object]:
    if isinstance(value, Item):
        return fields_of(value)
    if isinstance(value, Mapping):
        return value
    id = coerce.text(value)
    if isinstance(id, (str, int, float)) and not isinstance(id, bool):
        return {"item": id}
    raise FieldError({"": ['Pass Item("sku-1"), an id as text, or a dict.']})
