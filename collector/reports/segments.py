"""How segments are written: DIMENSION:VALUE, or DIMENSION:VALUE|VALUE for either of two values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

NOTHING_KNOWN = "(none)"
CLOSED = {"device": ("desktop", "phone", "tablet", "tv"), "new_or_returning": ("new", "returning")}
"""The values of dimensions that have no others."""

_ESCAPED = re.compile(r"\\([\\|])")
_VALUE = re.compile(r"(?:\\[\\|]|[^|])*")


def values_of(text: str) -> tuple[str, ...]:
    r"""The values in VALUE|VALUE, each once; nothing known is empty text. `\|` is a | within a value, `\\` a \."""
    return tuple(dict.fromkeys("" if part == NOTHING_KNOWN else _ESCAPED.sub(r"\1", part) for part in _parts(text)))


def segment_text(dimension: str, values: Iterable[str]) -> str:
    """A segment as addresses have it: device:phone|tablet."""
    return f"{dimension}:{'|'.join(_written(value) for value in values)}"


def impossible(dimension: str, values: Iterable[str]) -> list[str]:
    """Those of the values that this dimension never has."""
    known = CLOSED.get(dimension)
    return [value for value in values if value and value not in known] if known else []


def _parts(text: str) -> Iterator[str]:
    start = 0
    while start <= len(text):
        part = _VALUE.match(text, start)[0]  # type: ignore[index]  # it matches nothing, too
        yield part
        start += len(part) + 1


def _written(value: str) -> str:
    return value.replace("\\", r"\\").replace("|", r"\|") or NOTHING_KNOWN
