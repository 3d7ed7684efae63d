"""What a file is read into, whatever its format: rows, each with its events or with what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

Wrong = Mapping[str, list[str]]
NOTHING: Wrong = MappingProxyType({})


class Row(NamedTuple):
    """One entry of a file, an order with all its lines: where it begins, its text, and its events or what is wrong.

    `left_out` is why nothing is made of a row that is sound: a cancelled order is none. `day_only`: it says the day it
    happened on, and not when. `tax_in_prices`: the prices of an order contain tax, which was left in them.
    """

    line: int
    text: str
    events: tuple[dict[str, Any], ...] = ()
    wrong: Wrong = NOTHING
    left_out: str | None = None
    day_only: bool = False
    tax_in_prices: bool = False


def broken(line: int, text: str, why: str) -> Row:
    """A row that cannot be read at all."""
    return Row(line, text, wrong={"event": [why]})
