"""The questions that reports ask of a store: each is a `.sql` file beside the module that asks it, read once.

A line `-- with: name` in a question stands for the steps that several questions share: those of `shared/name.sql`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collector.reports.asked import DIMENSIONS
from collector.store.protocol import Store

if TYPE_CHECKING:
    from collector.store import Row

_FOLDER = Path(__file__).parent
_SHARED_STEP = re.compile(r"^-- with: (\w+)$", re.MULTILINE)
_FILTER = re.compile(r"^ *and \(:(\w+) is null or (.*)\)\n?", re.MULTILINE)
_UNLESS = re.compile(r"^( *and )\(:(\w+) is not null or (.*)\)\n?", re.MULTILINE)
_DIMENSION = re.compile(r"case :by\n(.*?)\n *end as by_value$", re.MULTILINE | re.DOTALL)
_FURTHER_VALUE = re.compile(rf"({'|'.join(DIMENSIONS)})_[0-9]+")
_CASE = r"^ *when '{value}' then (.*)$"


@cache
def question(name: str) -> str:
    """The text of a question, by the name of its file below reports/: "visitors/sessions"."""
    text = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return _SHARED_STEP.sub(lambda found: question(f"shared/{found[1]}").rstrip(), text)


def ask(store: Store, name: str, bound: Mapping[str, Any]) -> list[Row]:
    """The rows that answer a question about a period, for what `Asked.bound` has bound.

    The text of a question is good for all that can be asked. The filters and dimensions that nobody asked for are left
    out of it, or the engine would see to each of them at every row.
    """
    nothing = frozenset(name for name, value in bound.items() if value is None)
    return store.query(only_asked(name, bound["by"], nothing, either_of(bound)), bound)


def either_of(bound: Mapping[str, Any]) -> frozenset[tuple[str, int]]:
    """The dimensions of which one of several values is asked for, and how many."""
    further = Counter(found[1] for name in bound if (found := _FURTHER_VALUE.fullmatch(name)))
    return frozenset((name, 1 + count) for name, count in further.items())


@cache
def only_asked(
    name: str, by: str | None, nothing: frozenset[str], either: frozenset[tuple[str, int]] = frozenset()
) -> str:
    """The text of a question without the filters on these names, and with one dimension or none."""
    text = _FILTER.sub(lambda found: "" if found[1] in nothing else found[0], question(name))
    for dimension, count in either:
        values = ", ".join([f":{dimension}", *(f":{dimension}_{nth}" for nth in range(1, count))])
        text = text.replace(f"= :{dimension})", f"in ({values}))")
    text = _UNLESS.sub(lambda found: f"{found[1]}{found[3]}\n" if found[2] in nothing else "", text)
    return _DIMENSION.sub(lambda found: f"{_value_of(by, found[1])} as by_value", text)


def _value_of(dimension: str | None, cases: str) -> str:
    """The expression for a dimension, of the cases for all of them."""
    found = dimension and re.search(_CASE.format(value=dimension), cases, re.MULTILINE)
    return found[1] if found else "null"
