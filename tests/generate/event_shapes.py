"""sdk_py/event_shapes.py: what the SDK checks of an event before it sends it."""

from __future__ import annotations

from collections.abc import Mapping

from collector.schemas import fields, rules
from collector.schemas.events import SCHEMAS
from collector.schemas.fields import MAX_NAME_LENGTH, Checked
from collector.schemas.shapes import ListOf, Nested, Rule, Schema, fields_of
from collector.schemas.shopping import NO_CURRENCY
from tests.generate.described import COMMON, PARTS, formatted

HEAD = '''"""The fields of each type of event. Made by `make generate` from the collector's schemas: do not edit."""

from sdk_py import rules
from sdk_py.checks import (
    amount, boolean, currency, event_id, fraction, free_json, free_object, integer, milliseconds, one_of, quantity,
    text, timestamp, truncated,
)
from sdk_py.shapes import Check, Items, Part, Shape

'''
ABOUT_NO_CURRENCY = (
    '"""ISO 4217\'s code for "no currency": there is no rate for it, so the order counts without money."""'
)
ABOUT_IDENTITIES = (
    '"""Ids that are never left out for being too long: without them, the event would belong to someone else."""'
)
CHECKS: dict[type[Checked], str] = {
    fields.Uuid: "event_id",
    fields.Timestamp: "timestamp",
    fields.Money: "amount",
    fields.InformationalMoney: "amount",
    fields.Quantity: "quantity",
    fields.Currency: "currency",
    fields.Milliseconds: "milliseconds",
    fields.Fraction: "fraction",
    fields.Boolean: "boolean",
    fields.FreeObject: "free_object",
    fields.FreeJson: "free_json",
}
RULES: dict[Rule, tuple[str, ...]] = {
    rules.names_a_person: ("needs_identity",),
    rules.amount_has_currency: ("amount_has_currency",),
    rules.cart_total_in_bounds: ("countable",),
    rules.line_total_in_bounds: ("countable_line", "discount_in_total"),
    rules.replaces_an_order: ("replaces_an_order",),
    rules.one_way_to_refund: ("one_way_to_refund",),
    rules.some_evidence: ("some_evidence",),
    rules.score_on_scale: ("score_on_scale",),
}
"""The SDK's own rules, which correct what they can, for those of the collector."""
MADE_HERE = ("id", "ts")


def module() -> str:
    """The module as a whole."""
    every = [fields_of(shape) for shape in (*SCHEMAS.values(), *PARTS)]
    identities = dict.fromkeys(name for given in every for name, field in given.items() if field.identity)
    parts = [f"{name.upper()} = {_shape(shape)}" for shape, name in PARTS.items()]
    events = "".join(f"{type!r}: {_shape(shape, COMMON)}," for type, shape in SCHEMAS.items())
    return formatted(
        f"{HEAD}NO_CURRENCY = {NO_CURRENCY!r}\n{ABOUT_NO_CURRENCY}\n\n"
        f"IDENTITIES = {tuple(identities)!r}\n{ABOUT_IDENTITIES}\n\n_name = text({MAX_NAME_LENGTH})\n\n"
        + "\n".join(parts)
        + f"\n_EVENT: dict[str, Check | Part | Items] = {_fields(COMMON)}\n"
        + f"\nSHAPES: dict[str, Shape] = {{{events}}}\n"
    )


def _shape(shape: type[Schema], common: Mapping[str, Checked] | None = None) -> str:
    given = fields_of(shape)
    own = {name: field for name, field in given.items() if name not in (common or {})}
    required = [name for name, field in given.items() if field.required and name not in MADE_HERE]
    instead = {name: str(field.instead) for name, field in given.items() if field.instead is not None}
    essential = [name for name, field in given.items() if field.essential]
    found = {
        "fields": _fields(own, "**_EVENT, " if common else ""),
        "required": repr(tuple(required)) if required else "",
        "rules": "".join(f"rules.{name}," for rule in shape.rules for name in RULES[rule]),
        "instead": repr(instead).replace(repr(NO_CURRENCY), "NO_CURRENCY") if instead else "",
        "essential": repr(tuple(essential)) if essential else "",
        "exact": repr(tuple(name for name in essential if not given[name].blank_is_none)),
    }
    found["rules"] = f"({found['rules']})" if found["rules"] else ""
    return f"Shape({', '.join(f'{name}={text}' for name, text in found.items() if text not in ('', '()'))})"


def _fields(given: Mapping[str, Checked], inherited: str = "") -> str:
    return f"{{{inherited}{''.join(f'{name!r}: {_check(field)},' for name, field in given.items())}}}"


def _check(field: Checked) -> str:
    match field:
        case Nested():
            return f"Part({PARTS[field.shape].upper()}, 'url')"
        case ListOf():
            flags = (", shorten=True" if field.shorten else "") + (", whole=True" if field.essential else "")
            return f"Items({PARTS[field.shape].upper()}, {field.min_length}, {field.max_length}{flags})"
        case fields.OneOf():
            return f"one_of{field.words!r}"
        case fields.Truncated():
            return f"truncated({field.max_length})"
        case fields.Text():
            if field.max_length == MAX_NAME_LENGTH and not field.shorten:
                return "_name"
            return f"text({field.max_length}{', shorten=True' if field.shorten else ''})"
        case fields.Integer() if type(field) is fields.Integer:
            return f"integer({field.minimum}, {field.maximum})"
        case _:
            return CHECKS[type(field)]
