"""A stored event as it is sent: with the names, the texts and the amounts that its sender may use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from collector.event import TRUSTS, Context, Event, Page
from collector.reports.money import decimal_text, quantity_number
from collector.schemas.events import SCHEMAS
from collector.schemas.fields import Boolean, Checked, InformationalMoney, Money, Quantity
from collector.schemas.shapes import ListOf, Nested, Schema, fields_of

KEY_KINDS = {trust: kind for kind, trust in TRUSTS.items()}
OF_CONTEXT = {name: f"context_{name}" for name in Context._fields}


class Row(Protocol):
    """A row of the store, or what answers like one: the columns of an event, page_… and context_…."""

    def __getitem__(self, column: str, /) -> Any: ...


def as_sent(row: Row, items: list[Row]) -> dict[str, Any]:
    """One event as it is sent, with what the collector noted: who may have sent it, when it came, and from where."""
    body = json.loads(row["body"]) if row["body"] else {}
    fields = fields_of(SCHEMAS[row["type"]])
    fields_sent = {name: _field_value(name, field, row, items, body) for name, field in fields.items()}
    context = {name: row[column] for name, column in OF_CONTEXT.items()}
    context["automated"] = True if row["context_automated"] else None
    return {
        "type": row["type"],
        **_without_none(fields_sent),
        "received_at": row["received_at"],
        "trust": KEY_KINDS[row["trust"]],
        "context": _without_none(context),
    }


def _field_value(name: str, field: Checked, row: Row, items: list[Row], body: Mapping[str, Any]) -> Any:
    """What an event says in one field, as it is sent; None if nothing."""
    if isinstance(field, ListOf):
        return [_part_json(field.shape, item) for item in items] or None
    if isinstance(field, Nested):
        return _part_json(field.shape, {column: row[f"{name}_{column}"] for column in Page._fields}) or None
    column = field.attribute or name
    return _value_json(field, row[column] if column in Event._fields else body.get(name))


def _part_json(shape: type[Schema], columns: Row) -> dict[str, Any]:
    """What a part of an event says: its page, or one of its items."""
    fields = fields_of(shape).items()
    return _without_none({name: _value_json(field, columns[field.attribute or name]) for name, field in fields})


def _value_json(field: Checked, stored: Any) -> Any:
    """A stored value as it is sent: money as an exact decimal, a quantity as a number, yes or no as such."""
    if stored is None or isinstance(field, InformationalMoney):
        return stored
    if isinstance(field, Money):
        return decimal_text(stored)
    if isinstance(field, Quantity):
        return quantity_number(stored)
    return bool(stored) if isinstance(field, Boolean) else stored


def _without_none(fields_sent: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that have a value."""
    return {name: value for name, value in fields_sent.items() if value is not None}
