"""How the fields of an event are described to the checks; `event_shapes.py` has them for each type."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sdk_py.checks import Check
from sdk_py.rules import Rule

__all__ = ["Check", "Items", "Part", "Shape"]


class Shape(NamedTuple):
    """The fields of an event or of a part of it, which ones are required, and the rules between them.

    An invalid field is replaced by its value in `instead`, or left out. If it is required or `essential`, the event is
    invalid: without an essential field it would mean something else. In `exact` fields even blank text is an error.
    """

    fields: Mapping[str, Check | Part | Items]
    required: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    instead: Mapping[str, object] = MappingProxyType({})
    essential: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


class Part(NamedTuple):
    """A field that is an object of this shape. Text is short for an object with only the field `alone`."""

    shape: Shape
    alone: str


class Items(NamedTuple):
    """A field that is a list of items. `shorten`: of too many, take the first. `whole`: all or none must be valid."""

    shape: Shape
    min_length: int
    max_length: int
    shorten: bool = False
    whole: bool = False
