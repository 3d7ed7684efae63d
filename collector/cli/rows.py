"""A file of JSON as rows, one event each: a line for each event, or one list of all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

BETWEEN = re.compile(r"[\s,]*")


class Row(NamedTuple):
    """One event of a file: the line it begins on, its text, and the event, or what is wrong with it."""

    line: int
    text: str
    event: dict[str, Any] | None
    wrong: str | None = None


def json_rows(lines: Iterable[bytes]) -> Iterator[Row]:
    """The events of JSON lines, empty ones passed over; a file that begins with [ is read as one list."""
    begun = False
    for number, line in enumerate(lines := iter(lines), start=1):
        text = line.decode("utf-8", "replace").strip()
        if text.startswith("[") and not begun:
            yield from list_rows(b"".join((line, *lines)).decode("utf-8", "replace").lstrip(), line=number)
            return
        if text:
            begun = True
            yield line_row(number, text, line)


def line_row(number: int, text: str, line: bytes) -> Row:
    """One line as a row."""
    try:
        return event_row(number, text, json.loads(line.decode("utf-8")))
    except UnicodeDecodeError as error:
        return Row(number, text, None, f"is not UTF-8 at byte {error.start + 1} of the line")
    except (ValueError, RecursionError) as error:
        return Row(number, text, None, f"is not JSON: {error}")


def list_rows(text: str, *, line: int) -> Iterator[Row]:
    """The events of one list that begins on this line."""
    decode, counted, end = json.JSONDecoder().raw_decode, 0, 1
    while (start := BETWEEN.match(text, end).end()) < len(text) and text[start] != "]":  # type: ignore[union-attr]
        line, counted = line + text.count("\n", counted, start), start
        try:
            event, end = decode(text, start)
        except (ValueError, RecursionError) as error:
            yield Row(line, text[start : start + 1_000], None, f"is not JSON, so the list ends here: {error}")
            return
        yield event_row(line, text[start:end], event)


def event_row(line: int, text: str, event: Any) -> Row:
    """A row whose JSON can be read."""
    return Row(line, text, event) if isinstance(event, dict) else Row(line, text, None, "is not a JSON object")
