"""What the schemas say of events, in the form that all generators need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from collector.schemas.actions import KINDS, SKIPPED, UNDELIVERED
from collector.schemas.event_shape import EventSchema
from collector.schemas.events import SCHEMAS
from collector.schemas.fields import Checked, OneOf
from collector.schemas.nested import LineSchema, PageSchema, RefundSchema, ShownSchema
from collector.schemas.shapes import ListOf, Nested, Schema, fields_of

ROOT = Path(__file__).parents[2]
PARTS: dict[type[Schema], str] = {
    PageSchema: "page",
    ShownSchema: "shown",
    LineSchema: "line",
    RefundSchema: "returned",
}
"""What events hold inside, and what each is called."""

COMMON = fields_of(EventSchema)
_LISTS = {KINDS: "Kind", UNDELIVERED: "Undelivered", SKIPPED: "Skipped"}


def own_fields(type: str) -> dict[str, Checked]:
    """The fields of a type of event beside those of all events; of these, the ones that it requires."""
    every = fields_of(SCHEMAS[type]).items()
    return {name: field for name, field in every if name not in COMMON or field.required > COMMON[name].required}


def list_name(name: str, field: OneOf) -> str:
    """What a closed list of words is called as a type: `Kind`, `Skipped`, else by its field."""
    return _LISTS.get(field.words, name.title())


def closed_lists() -> dict[str, tuple[str, ...]]:
    """Every closed list of words by its name."""
    every = [(name, field) for shape in SCHEMAS.values() for name, field in fields_of(shape).items()]
    return {list_name(name, field): field.words for name, field in every if isinstance(field, OneOf)}


def class_name(type: str) -> str:
    """`page_view` as `PageView`."""
    return type.title().replace("_", "")


def sentence(shape: type[Schema]) -> str:
    """What a shape is, in one sentence."""
    return (shape.__doc__ or "").strip()


def meaning(field: Checked) -> str:
    """What a field means; empty if its name says it."""
    return str(field.metadata.get("description", ""))


def part_of(field: Checked) -> type[Schema] | None:
    """The shape inside a field, if it holds one or a list of them."""
    return field.shape if isinstance(field, Nested | ListOf) else None


def formatted(code: str) -> str:
    """Python as `make format` leaves it."""
    for command in (["check", "--select", "I", "--fix"], ["format"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--quiet", "--stdin-filename", "sdk_py/generated.py", "-"]
        code = subprocess.run(ruff, cwd=ROOT, input=code, capture_output=True, text=True, check=True).stdout
    return code
