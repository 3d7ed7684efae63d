"""The fast check: msgspec types made from the schemas, for the events that nothing is wrong with.

It never explains. What it does not take is loaded by the schemas themselves, which take it after all or explain why
not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, NamedTuple, Union

import msgspec
from marshmallow import ValidationError, missing

from collector.event import Event
from collector.schemas.events import SCHEMAS
from collector.schemas.fields import Checked, Leaf, Text
from collector.schemas.shapes import ListOf, Nested, Schema, Values, fields_of

Maker = Callable[[Any], Any]

NOT_TAKEN = (msgspec.MsgspecError, ValidationError, UnicodeDecodeError, RecursionError)
_ESCAPED_NUL = b"\\u0000"
_SPACES = ValidationError("has spaces around it")


class Compiled(NamedTuple):
    """A shape as msgspec decodes it, and what makes the decoded struct into what the shape becomes."""

    struct: type[msgspec.Struct]
    make: Maker


@cache
def compiled(shape: type[Schema], tag: str | None = None) -> Compiled:
    """The fast check of a shape; `tag` is the value of `type` that tells events apart."""
    fields = fields_of(shape)
    struct = msgspec.defstruct(
        tag or shape.__name__.removesuffix("Schema"),
        [_member(name, field) for name, field in sorted(fields.items(), key=lambda named: not named[1].required)],
        namespace={"__doc__": (shape.__doc__ or "").strip()},
        tag_field="type" if tag else None,
        tag=tag,
        rename={column_of(name, field): name for name, field in fields.items()},
        forbid_unknown_fields=True,
        gc=False,
    )
    return Compiled(struct, _maker(shape))


def column_of(name: str, field: Checked) -> str:
    """What a field is called once it is loaded."""
    return field.attribute or name


def type_of(field: Checked) -> Any:
    """The type that msgspec decodes a field into."""
    if isinstance(field, Nested):
        return compiled(field.shape).struct
    if isinstance(field, ListOf):
        entry: Any = compiled(field.shape).struct
        if field.or_id is not None:
            entry = Union[entry, type_of(fields_of(field.shape)[field.or_id])]  # noqa: UP007 - made at run time
        return Annotated[list[entry], msgspec.Meta(min_length=field.min_length, max_length=field.max_length)]
    assert isinstance(field, Leaf)
    return field.compiled()


def _member(name: str, field: Checked) -> tuple[str, Any] | tuple[str, Any, None]:
    means = field.metadata.get("description")
    of_type = Annotated[type_of(field), msgspec.Meta(description=means)] if means else type_of(field)
    if field.required:
        return column_of(name, field), of_type
    return column_of(name, field), of_type | None, None


def _maker(shape: type[Schema]) -> Maker:
    """Convert, fill in defaults, keep the rules, make: what marshmallow's load does after its checks."""
    named = [(column_of(name, field), field) for name, field in fields_of(shape).items()]
    conversions = [(name, finish) for name, field in named if (finish := _finish_of(field)) is not None]
    defaults = [(name, field.load_default) for name, field in named if field.load_default is not missing]
    texts = [name for name, field in named if isinstance(field, Text)]
    rules, made, as_values = shape.rules, shape.made, msgspec.structs.asdict

    def make(struct: msgspec.Struct) -> Any:
        values: Values = as_values(struct)
        for name in texts:
            if (value := values[name]) is not None and value.strip() is not value:
                raise _SPACES
        for name, convert in conversions:
            if (value := values[name]) is not None:
                values[name] = convert(value)
        for name, default in defaults:
            if values[name] is None:
                values[name] = default
        for rule in rules:
            rule(values)
        return made(values)

    return make


def _finish_of(field: Checked) -> Maker | None:
    if isinstance(field, Nested):
        return compiled(field.shape).make
    if isinstance(field, ListOf):
        return _list_maker(field)
    return field.finish


def _list_maker(field: ListOf) -> Maker:
    make, from_id = compiled(field.shape).make, field.shape.from_id
    if field.or_id is None or from_id is None:
        return lambda entries: tuple(map(make, entries))
    return lambda entries: tuple([from_id(_plain(entry)) if type(entry) is str else make(entry) for entry in entries])


def _plain(id: str) -> str:
    """An id without spaces around it; another one is left to the explaining check."""
    if id.strip() is not id:
        raise _SPACES
    return id


EVENTS = {name: compiled(shape, name) for name, shape in SCHEMAS.items()}
_makers: dict[type, Maker] = {known.struct: known.make for known in EVENTS.values()}
_decode = msgspec.json.Decoder(Union[tuple(known.struct for known in EVENTS.values())]).decode  # noqa: UP007


def quick_event(text: bytes) -> Event:
    """The event in this JSON text; one of `NOT_TAKEN` if it is not a plainly good one."""
    if _ESCAPED_NUL in text:
        raise ValidationError("may hold a NUL character")
    struct = _decode(text)
    event: Event = _makers[type(struct)](struct)
    return event
