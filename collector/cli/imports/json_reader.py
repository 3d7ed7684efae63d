"""A file of JSON as rows, one event each: a line for each event, or one list of all."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from collector.cli.imports.rows import Row, broken
from collector.cli.imports.text_source import MARK

BETWEEN = re.compile(r"[\s,]*")


def json_rows(lines: Iterable[str]) -> Iterator[Row]:
    """The events of JSON lines, empty ones passed over; a file that begins with [ is read as one list.

    Bytes that are not of the file's encoding stand in the lines as halves of surrogate pairs.
    """
    begun = False
    for number, line in enumerate(lines := iter(lines), start=1):
        text = line.strip().strip(MARK).strip()
        if text.startswith("[") and not begun:
            yield from list_rows("".join((text, "\n", *lines)), line=number)
            return
        if text:
            begun = True
            yield line_row(number, text)


def line_row(number: int, text: str) -> Row:
    """One line as a row."""
    try:
        text.encode("utf-8", "surrogateescape").decode("utf-8")
        return event_row(number, text, json.loads(text))
    except UnicodeDecodeError as error:
        return broken(number, shown(text), f"is not UTF-8 at byte {error.start + 1} of the line")
    except (ValueError, RecursionError) as error:
        return broken(number, shown(text), f"is not JSON: {error}")


def list_rows(text: str, *, line: int) -> Iterator[Row]:
    """The events of one list that begins on this line, and of what else stands below it: further lists, or lines."""
    decode, counted, end, inside = json.JSONDecoder().raw_decode, 0, 1, True
    while (start := BETWEEN.match(text, end).end()) < len(text):  # type: ignore[union-attr]
        line, counted = line + text.count("\n", counted, start), start
        if text[start] == ("]" if inside else "["):
            inside, end = not inside, start + 1
        elif inside:
            try:
                event, end = decode(text, start)
            except (ValueError, RecursionError) as error:
                yield broken(line, shown(text[start : start + 1_000]), f"is not JSON, so the list ends here: {error}")
                return
            yield event_row(line, shown(text[start:end]), event)
        else:
            rest = enumerate(io.StringIO(text[start:], newline=""), start=line)
            yield from (line_row(number, below.strip()) for number, below in rest if below.strip())
            return
    if inside:
        yield broken(line, "", "is a list without its end: the file may have been cut off")


def event_row(line: int, text: str, event: Any) -> Row:
    """A row whose JSON can be read."""
    text = json.dumps(event, ensure_ascii=False) if "\n" in text else text
    return Row(line, text, (event,)) if isinstance(event, dict) else broken(line, text, "is not a JSON object")


def shown(text: str) -> str:
    """The text as it can be written again: what is no text of its encoding is replaced."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
