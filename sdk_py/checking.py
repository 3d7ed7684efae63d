"""Checking an event as a whole: what is meant is sent, what cannot be meant is left out and told,.

Only what an event is nothing without still costs it: InvalidEvent says all of that at once, by path.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sdk_py import meant
from sdk_py.errors import InvalidEvent
from sdk_py.rules import Told
from sdk_py.shapes import IDENTITIES, Items, Part, Shape
from sdk_py.values import Item, Page, fields_of


class Checked(NamedTuple):
    """The fields as they are sent, and what is told of those that are not sent as they were given."""

    fields: dict[str, Any]
    told: Told


class Wrong(Exception):  # noqa: N818 - it is handed on at once
    """What is wrong with a field, by the path from there, and whether the event may go on without it."""

    def __init__(self, errors: Mapping[str, list[str]], *, fatal: bool = False) -> None:
        self.errors, self.fatal = errors, fatal
        super().__init__(errors)


def check_fields(given: Mapping[str, object], shape: Shape) -> Checked:
    """The given fields as they are sent, None and blank ones left out; InvalidEvent if nothing is left to send."""
    checked = Checked({}, {})
    errors: Told = {}
    for name, value in given.items():
        if value is None or (meant.is_blank(value) and name not in shape.exact):
            continue
        try:
            checked.fields[name] = _checked(name, value, shape, checked.told)
        except Wrong as wrong:
            errors |= _let_go(name, wrong, shape, checked)
    for name in shape.required:
        if name not in checked.fields and name not in errors:
            errors |= _let_go(name, Wrong({"": ["This cannot be left out."]}), shape, checked)
    if errors:
        raise InvalidEvent({_joined(path): said for path, said in errors.items()})
    for rule in shape.rules:
        rule(checked.fields, checked.told)
    return checked


def _checked(name: object, value: object, shape: Shape, told: Told) -> object:
    """The value of a field as it is sent; Wrong if it cannot be meant."""
    check = shape.fields.get(name) if isinstance(name, str) else None
    if check is None:
        raise Wrong({"": [f"There is no such field here; put it into props. There are {', '.join(shape.fields)}."]})
    if isinstance(check, Part):
        return _part(name, value, check, told)
    if isinstance(check, Items):
        return _items(name, value, check, told)
    try:
        return check(value)
    except (ValueError, ArithmeticError, RecursionError) as wrong:
        too_long = name in IDENTITIES and isinstance(meant.text(value), str)
        raise Wrong({"": [str(wrong)]}, fatal=too_long) from None


def _let_go(name: object, wrong: Wrong, shape: Shape, checked: Checked) -> Told:
    """Leave the field out, or put something in its place, and tell; the errors, if neither can be."""
    paths = {f"{name}.{path}".rstrip("."): said for path, said in wrong.errors.items()}
    if isinstance(name, str) and name in shape.instead:
        checked.fields[name] = shape.instead[name]
        checked.told.update({path: [f"{said[0]} Taken as {shape.instead[name]}."] for path, said in paths.items()})
        return {}
    if wrong.fatal or name in (*shape.required, *shape.essential, "id", "ts"):
        return paths
    checked.told.update({_joined(path): [f"{said[0]} Left out."] for path, said in paths.items()})
    return {}


def _joined(path: str) -> str:
    """A path as it can be told: a caller may have named a field with anything."""
    return (path if path.isprintable() else ascii(path)[1:-1])[:200]


def _part(name: object, value: object, part: Part, told: Told) -> object:
    fields = fields_of(value) if isinstance(value, Page) else value
    if isinstance(fields, str):
        fields = {part.alone: fields}
    if not isinstance(fields, Mapping):
        raise Wrong({"": ['Write Page("https://shop.example/") or a dict.']})
    inner = _inner(fields, part.shape)
    told |= {f"{name}.{path}": said for path, said in inner.told.items()}
    return inner.fields


def _inner(fields: Mapping[str, object], shape: Shape) -> Checked:
    try:
        return check_fields(fields, shape)
    except InvalidEvent as wrong:
        raise Wrong(wrong.errors) from None


def _items(name: object, value: object, items: Items, told: Told) -> list[object]:
    """The items as they are sent, without those that are none; Wrong if too few are left, or one is essential."""
    entries = _entries(value)
    if len(entries) > items.most and items.shorten:
        told[str(name)] = [f"Only the first {items.most} items are sent."]
        entries = entries[: items.most]
    if not items.least <= len(entries) <= items.most:
        raise Wrong({"": [f"Write a list of {items.least} to {items.most} items."]})
    kept: list[object] = []
    errors: dict[str, list[str]] = {}
    for position, entry in enumerate(entries):
        try:
            inner = _inner(_fields_of_item(entry), items.shape)
        except Wrong as wrong:
            errors |= {f"{position}.{path}".rstrip("."): said for path, said in wrong.errors.items()}
        else:
            kept.append(inner.fields)
            told |= {f"{name}.{position}.{path}": said for path, said in inner.told.items()}
    if errors and (items.whole or len(kept) < items.least):
        raise Wrong(errors)
    told |= {f"{name}.{path}": [f"{said[0]} The whole item is left out."] for path, said in errors.items()}
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
        raise Wrong({"": [f"Write a list of items, not {type(value).__name__}."]}) from None


def _fields_of_item(value: object) -> Mapping[str, object]:
    if isinstance(value, Item):
        return fields_of(value)
    if isinstance(value, Mapping):
        return value
    id = meant.text(value)
    if isinstance(id, str):
        return {"item": id}
    raise Wrong({"": ['Write Item("sku-1"), its id as text, or a dict.']})
