"""`beheld export`: the events of a site as JSON lines, as they are sent; `beheld import` takes them again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Protocol, TextIO

import click

from collector.cli.queries import query
from collector.cli.stores import site_asked, site_option, with_store
from collector.event import PUBLIC, SECRET, Context, Event, Page
from collector.reports.money import decimal_text
from collector.schemas.events import SHAPES
from collector.schemas.fields import Checked, Money
from collector.schemas.shapes import ListOf, Part, Shape, fields_of
from collector.store import Store

AT_ONCE = 2_000
TRUSTS = {PUBLIC: "public", SECRET: "secret"}
OF_CONTEXT = {name: f"context_{name}" for name in Context._fields}


class Row(Protocol):
    """A row of the store, or what answers like one."""

    def __getitem__(self, column: str, /) -> Any: ...


@click.command()
@site_option
@click.option("--output", "-o", type=click.File("w", "utf-8", lazy=True), default="-", help="Default: standard output.")
@with_store
def export(store: Store, *, site_name: str | None, output: TextIO) -> None:
    """Write all events of a site as JSON lines, one event each, in the order they were stored.

    `beheld import` takes them again unchanged, into this site (all duplicates) or another.
    """
    chosen = site_asked(store, site_name)
    for event in exported_events(store, chosen.site):
        output.write(json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n")


def exported_events(store: Store, site: int) -> Iterator[dict[str, Any]]:
    """All events of a site, some at a time, so that any number fits into memory."""
    after = 0
    while rows := store.query(query("export_events"), {"site": site, "after": after, "limit": AT_ONCE}):
        bounds = {"site": site, "first": rows[0]["seq"], "last": rows[-1]["seq"]}
        items: dict[int, list[Row]] = defaultdict(list)
        for item in store.query(query("export_items"), bounds):
            items[item["seq"]].append(item)
        for row in rows:
            yield exported(row, items[row["seq"]])
        after = rows[-1]["seq"]


def exported(row: Row, items: list[Row]) -> dict[str, Any]:
    """One event as it is sent, with what the collector noted: who may have sent it, when it came, and from where."""
    body = json.loads(row["body"]) if row["body"] else {}
    fields = fields_of(SHAPES[row["type"]])
    said = {name: field_said(name, field, row, items, body) for name, field in fields.items()}
    context = {name: row[column] for name, column in OF_CONTEXT.items()}
    context["automated"] = True if row["context_automated"] else None
    return {
        "type": row["type"],
        **without_none(said),
        "received_at": row["received_at"],
        "trust": TRUSTS[row["trust"]],
        "context": without_none(context),
    }


def field_said(name: str, field: Checked, row: Row, items: list[Row], body: Mapping[str, Any]) -> Any:
    """What an event says in one field, as it is sent; None if nothing."""
    if isinstance(field, ListOf):
        return [part_said(field.shape, item) for item in items] or None
    if isinstance(field, Part):
        return part_said(field.shape, {column: row[f"{name}_{column}"] for column in Page._fields}) or None
    column = field.attribute or name
    return value_said(field, row[column]) if column in Event._fields else body.get(name)


def part_said(shape: type[Shape], columns: Row) -> dict[str, Any]:
    """What a part of an event says: its page, or one of its items."""
    fields = fields_of(shape).items()
    return without_none({name: value_said(field, columns[field.attribute or name]) for name, field in fields})


def value_said(field: Checked, stored: Any) -> Any:
    """A stored value as it is sent: money as an exact decimal."""
    return decimal_text(stored) if isinstance(field, Money) and stored is not None else stored


def without_none(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said at all."""
    return {name: value for name, value in said.items() if value is not None}
