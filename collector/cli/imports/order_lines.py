"""Puts the lines of an order together, wherever they stand in a file, on the disk rather than in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlite_utils import Database

from collector.cli.imports.csv_values import Texts
from collector.cli.queries import query

LINE, ITEM = "items.", "items.item"
# What an order is only once: rows that differ in it are not of one order.
ONCE = ("user_id", "visitor_id", "currency")
# A refund of another time, or with another id of its own, is another refund of the same order.
APART = ("refund_id", "ts")
RECORDS_AT_ONCE = 2_000


class ParsedRecord(NamedTuple):
    """One record of the file: its texts by field, or what is wrong with it and which orders it may be of."""

    line: int
    text: str
    texts: Texts
    wrong: str | None = None
    orders: frozenset[str] = frozenset()


def gathered(rows: Iterable[ParsedRecord]) -> Iterator[list[ParsedRecord]]:
    """The records of each order together, orders in the order of their first line; any other record alone.

    A broken record goes with the order whose number it has, or inside whose lines it stands. Nothing is given out
    before the last record is read, since it may be of the first order.
    """
    # A named file: what SQLite itself takes for temporary is kept in memory by the library that we run on.
    with (
        TemporaryDirectory(prefix="beheld-import-") as folder,
        closing(Database(f"{folder}/lines.db", execute_plugins=False)) as lines,
    ):
        lines.executescript(query("imports/gathering"))
        lines.table("records").insert_all(as_stored(rows), batch_size=RECORDS_AT_ONCE)
        lines.executescript(query("imports/place_broken"))
        for _, run in groupby(lines.execute(query("imports/gathered")), key=lambda row: row[0]):
            yield without_contradiction([parsed(row) for row in run])


def as_stored(rows: Iterable[ParsedRecord]) -> Iterator[dict[str, object]]:
    """Each record as it is stored meanwhile."""
    before: Texts = {}
    for number, row in enumerate(rows):
        row, before = continued(row, before)
        order = row.texts.get("order_id")
        is_line = any(field.startswith(LINE) for field in row.texts)
        key = json.dumps([*order_key(row.texts)]) if order and is_line and not row.wrong else None
        yield {
            "record": number,
            "order_key": key,
            "order_id": order,
            "line": row.line,
            "text": row.text,
            "texts": json.dumps(row.texts),
            "wrong": row.wrong,
            "may_be": json.dumps(sorted(row.orders)),
        }


def continued(row: ParsedRecord, before: Texts) -> tuple[ParsedRecord, Texts]:
    """A line below that of its order need not repeat what it is of; also what the next line may continue."""
    texts = row.texts
    if row.wrong or not any(field.startswith(LINE) for field in texts):
        return row, {}
    if "order_id" not in texts:
        if "ts" in texts:
            return row, {}
        if not before or ITEM not in texts:
            return row._replace(wrong="has neither an order number nor a time"), before
        return row._replace(texts={**texts, "order_id": before["order_id"], **apart(before)}), before
    same = texts["order_id"] == before.get("order_id") and texts.get("type") == before.get("type")
    if same and "ts" not in texts:
        texts = {**texts, **{name: texts.get(name, text) for name, text in apart(before).items()}}
    return row._replace(texts=texts), texts


def apart(texts: Texts) -> dict[str, str]:
    """What distinguishes this refund from others of its order."""
    return {name: texts[name] for name in APART if name in texts}


def order_key(texts: Texts) -> Iterator[str]:
    """What the lines of one event have in common."""
    yield texts.get("type", "")
    yield texts["order_id"]
    if texts.get("type") != "purchase" or texts.get("replaces"):
        yield from (texts.get(name, "") for name in APART)


def parsed(row: tuple[object, ...]) -> ParsedRecord:
    """A stored record as it came."""
    _, line, text, texts, wrong = row
    return ParsedRecord(int(str(line)), str(text), json.loads(str(texts)), None if wrong is None else str(wrong))


def without_contradiction(run: list[ParsedRecord]) -> list[ParsedRecord]:
    """The records of one order; one that names another person or currency than an earlier one is broken."""
    known: dict[str, str] = {}
    checked = []
    for row in run:
        other = [name for name in ONCE if row.texts.get(name, known.get(name)) != known.get(name, row.texts.get(name))]
        known = {**row.texts, **known}
        why = f"has another {' and '.join(other)} than line {run[0].line} of the same order"
        checked.append(row._replace(wrong=why) if other and not row.wrong else row)
    return checked
