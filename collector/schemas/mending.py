"""Saving an event of which a part cannot be meant: the event is taken without that part, and its sender is warned.

A price that is no price, one item of twenty, a reason that nobody knows: none of them is worth losing an order for.
What an event is nothing without (its type, its id, what its type requires) still costs it, and so does whatever would
make another statement of it: a refund whose amount cannot be read is no refund of everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from marshmallow import ValidationError

from collector.schemas.error_codes import and_so, code_of, message_for
from collector.schemas.fields import Checked, Money
from collector.schemas.shapes import ListOf, Nested, Schema, Values, fields_of, loader

TRIES = 8
LEFT_OUT = "left out"

Errors = dict[Any, Any]


class Lost(Exception):  # noqa: N818 - nothing is left of it
    """Without this part the whole means nothing, or something else."""


class Mended(NamedTuple):
    """What a shape made of what could be meant, and the warnings about the rest, nested as marshmallow nests it."""

    made: Any
    warnings: Errors


def load(shape: type[Schema], given: Any) -> Mended:
    """Load what can be meant; ValidationError with all that is wrong, if that is not enough."""
    warnings: Errors = {}
    for _ in range(TRIES):
        try:
            return Mended(loader(shape).load(given), warnings)
        except ValidationError as error:
            wrong = error.normalized_messages()  # type: ignore[no-untyped-call]
            try:
                given, more = without(shape, given, wrong)
            except Lost:
                raise ValidationError(joined(warnings, wrong)) from None
            warnings = joined(warnings, more)
    raise ValidationError(warnings)


def without(shape: type[Schema], given: Any, wrong: Errors) -> tuple[Values, Errors]:
    """The same without what is wrong with it, and the warnings about that; Lost if that is too much."""
    meant = shape.meant(given)
    if not isinstance(meant, Mapping) or "_schema" in wrong:
        raise Lost
    kept, warnings, fields = dict(meant), {}, fields_of(shape)
    for name, errors in wrong.items():
        warnings[name] = _mend(kept, name, fields.get(name), errors)
        if code_of(_first(errors)) == "no_currency":
            _leave_out_amounts(kept, fields)
    return kept, warnings


def _mend(kept: Values, name: str, field: Checked | None, errors: Any) -> Any:
    """Put the field right among those kept, or leave it out; returns the warning."""
    if isinstance(errors, dict) and name in kept:
        try:
            return _mend_inside(kept, name, field, errors)
        except Lost:
            errors = [_first(errors)]
    message = _first(errors)
    instead = getattr(message, "instead", None)
    if field is not None and instead is None:
        instead = field.instead
    if instead is not None:
        kept[name] = instead
        return [and_so(message, f"taken as {instead}")]
    if field is not None and field.shorten and code_of(message) in ("too_long", "too_many"):
        kept[name] = field.meant(kept[name])[: field.max_length]
        return [and_so(message, f"the first {field.max_length} are taken")]
    if _is_needed(field, message):
        raise Lost
    kept.pop(name, None)
    return [and_so(message, LEFT_OUT)]


def _is_needed(field: Checked | None, message: str) -> bool:
    """Whether the event is nothing, or something else, without this field."""
    code = code_of(message)
    if code in ("nobody", "no_evidence", "one_of_these", "missing"):
        return True
    if field is None:
        return False
    return field.required or field.essential or (field.identity and code in ("too_long", "unusable_text"))


def _mend_inside(kept: Values, name: str, field: Checked | None, errors: Errors) -> Errors:
    if isinstance(field, Nested):
        kept[name], warnings = without(field.shape, kept[name], errors)
        return warnings
    if isinstance(field, ListOf):
        kept[name], warnings = _entries_without(field, field.meant(kept[name]), errors)
        return warnings
    raise Lost


def _entries_without(field: ListOf, entries: list[Any], errors: Errors) -> tuple[list[Any], Errors]:
    """A list with its wrong entries put right or left out."""
    kept, warnings = [], {}
    for index, entry in enumerate(entries):
        if index not in errors:
            kept.append(entry)
            continue
        try:
            mended, warnings[index] = without(field.shape, field.entry(entry), errors[index])
            kept.append(mended)
        except Lost:
            if field.essential:
                raise
            warnings[index] = _warnings_of_entry(errors[index])
    if len(kept) < field.min_length:
        raise Lost
    return kept, warnings


def _warnings_of_entry(errors: Any) -> Any:
    """What is wrong with an entry that is left out."""
    if isinstance(errors, dict):
        return {name: _warnings_of_entry(below) for name, below in errors.items()}
    return [and_so(message, f"the whole entry is {LEFT_OUT}") for message in errors]


def _leave_out_amounts(kept: Values, fields: Mapping[str, Checked]) -> None:
    for name, field in fields.items():
        if isinstance(field, Money) and field.attribute == "amount_micros":
            kept.pop(name, None)


def _first(errors: Any) -> str:
    """One message of these."""
    while isinstance(errors, dict):
        errors = next(iter(errors.values()), None)
    return errors[0] if errors else message_for("not_an_object")


def joined(warnings: Errors, more: Errors) -> Errors:
    """Both, nested alike."""
    both = dict(warnings)
    for name, messages in more.items():
        here = both.get(name)
        both[name] = joined(here, messages) if isinstance(here, dict) and isinstance(messages, dict) else messages
    return both
