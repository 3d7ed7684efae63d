"""Rows of a report as a table: groups inside a row become columns, for CSV and for the terminal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from collector.present.numbers import amount_text
from collector.reports.metrics import METRICS

# A spreadsheet takes a cell that begins so for a formula, and would run what somebody else named it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
MAX_CELL_LENGTH = 40
RATES = {metric.name for metric in METRICS.values() if metric.unit == "share"}
MONEY = {metric.name for metric in METRICS.values() if metric.unit == "money"}


def flat(row: Mapping[str, Any], within: str = "") -> dict[str, Any]:
    """A row without groups: {"seen": {"sessions": 3}} becomes {"seen.sessions": 3}, a list its members' text."""
    cells: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            cells |= flat(value, f"{within}{name}.")
        elif isinstance(value, list | tuple):
            cells[f"{within}{name}"] = "; ".join(map(_member, value))
        else:
            cells[f"{within}{name}"] = value
    return cells


def _member(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values())
    return str(value)


def columns_of(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """All columns of these rows, in the order in which they first appear."""
    return list(dict.fromkeys(name for row in rows for name in row))


def as_csv(rows: Iterable[Mapping[str, Any]], *, otherwise: Sequence[str] = ()) -> str:
    """Rows as CSV with a header line, which names the columns `otherwise` if there is no row; text that a spreadsheet
    would take for a formula is quoted with an apostrophe."""
    flattened = [flat(row) for row in rows]
    text = io.StringIO()
    writer = csv.writer(text)
    columns = columns_of(flattened) or otherwise
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in flattened)
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def is_number(value: Any) -> bool:
    """Whether a cell is a number, or empty."""
    return isinstance(value, int | float | None)


def is_money(name: str) -> bool:
    """Whether a column holds amounts of money, its own or those of another period."""
    return name.rpartition(".")[2] in MONEY


def readable(name: str, value: Any, currency: str) -> str:
    """One cell as people read it."""
    if value is None:
        return "-"
    if is_money(name) and isinstance(value, str):
        return amount_text(value, currency)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.1%}" if name.rpartition(".")[2] in RATES else f"{value:,.2f}"
    if isinstance(value, int):
        return f"{value:,}"
    shown = "".join(character if character.isprintable() else "?" for character in str(value))
    return shown if len(shown) <= MAX_CELL_LENGTH else f"{shown[: MAX_CELL_LENGTH - 1]}…"
