"""sdk_py/event_arguments.py and event_types.py: the types that checkers and editors know events and their parts by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from textwrap import fill

from collector.schemas import fields
from collector.schemas.events import SCHEMAS
from collector.schemas.fields import Checked
from collector.schemas.shapes import Schema, fields_of
from tests.generate.described import (
    COMMON,
    PARTS,
    class_name,
    closed_lists,
    formatted,
    list_name,
    meaning,
    own_fields,
    part_of,
    sentence,
)

ARGUMENTS_HEAD = '''"""Types of the arguments of event methods: closed lists, parts of events, who did it and when.

Made by `make generate` from the collector's schemas: do not edit.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Required, TypedDict
from uuid import UUID

from sdk_py.values import Context, Id, Money, Page, Quantity
'''
EVENTS_HEAD = '''"""Types of the events that `track` takes as dictionaries.

Made by `make generate` from the collector's schemas: do not edit.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required

from sdk_py.event_arguments import NAMES
from sdk_py.values import Id, Item, Json, Money, Quantity
'''
COMMON_WITH_WHO = '''
class Common(Circumstances, total=False):
    """Who did it (`visitor_id`, `user_id` or both) and in which page view, plus `Circumstances`."""

    visitor_id: Id
    user_id: Id
    view_id: Id


class OnView(Circumstances, total=False):
    """`Common` with a required `view_id`. For an e-mail, use any id of the mailing."""

    visitor_id: Id
    user_id: Id
    view_id: Required[Id]


class OfUser(Circumstances, total=False):
    """`Common` with a required `user_id`."""

    visitor_id: Id
    user_id: Required[Id]
    view_id: Id
'''
WITH_WHO = ("Common", "OnView", "OfUser")
WHO = ("visitor_id", "user_id", "view_id")
MADE_HERE = ("id", "ts")
WIDTH, INDENTED = 120, {"initial_indent": "    ", "subsequent_indent": "    "}
PYTHON: dict[type[Checked], str] = {
    fields.Text: "Id",
    fields.Reference: "Id",
    fields.Truncated: "str",
    fields.Uuid: "str | UUID",
    fields.Timestamp: "datetime | float | str",
    fields.Money: "Money",
    fields.InformationalMoney: "Money",
    fields.Quantity: "Quantity",
    fields.Currency: "str",
    fields.Integer: "int | str",
    fields.Milliseconds: "float",
    fields.Fraction: "float",
    fields.Boolean: "bool",
    fields.FreeObject: "Mapping[str, Any]",
    fields.FreeJson: "Json",
}


def arguments() -> str:
    """sdk_py/event_arguments.py as a whole."""
    lists = [f"{name} = Literal{list(words)!r}" for name, words in closed_lists().items()]
    parts = [_typed_dict(_part(shape), sentence(shape), fields_of(shape)) for shape in PARTS]
    circumstances = _typed_dict(
        "Circumstances",
        "When and where an event happened. The SDK makes `id` and `ts` where they are not given.",
        {name: field for name, field in COMMON.items() if name not in WHO},
        {"context": "Context | Mapping[str, Any]"},
    )
    return formatted("\n\n".join((ARGUMENTS_HEAD, *lists, *parts, circumstances, COMMON_WITH_WHO)))


def events() -> str:
    """sdk_py/event_types.py as a whole."""
    types = [
        _typed_dict(
            f"{class_name(type)}Event",
            sentence(shape),
            {name: field for name, field in own_fields(type).items() if name not in WHO},
            {"type": f'Required[Literal["{type}"]]'},
            parent=_who(shape),
        )
        for type, shape in SCHEMAS.items()
    ]
    union = f"Event = {' | '.join(f'{class_name(type)}Event' for type in SCHEMAS)}"
    about = '"""Any event as `track` takes it."""\n'
    body = "\n\n".join((*types, union, about))
    named = (*closed_lists(), *map(_part, PARTS), *WITH_WHO)
    used = sorted(name for name in named if re.search(rf"\b{name}\b", body))
    return formatted(f"{EVENTS_HEAD.replace('NAMES', ', '.join(used))}\n\n{body}")


def _part(shape: type[Schema]) -> str:
    return f"{PARTS[shape].title()}Fields"


def _who(shape: type[Schema]) -> str:
    """Which of the classes above has what this type of event requires."""
    required = {name for name in WHO if fields_of(shape)[name].required}
    return {(): "Common", ("view_id",): "OnView", ("user_id",): "OfUser"}[tuple(required)]


def _typed_dict(
    name: str, says: str, given: Mapping[str, Checked], also: Mapping[str, str] | None = None, parent: str = "TypedDict"
) -> str:
    found = [fill(f"`{field}`: {meaning(it)}", WIDTH, **INDENTED) for field, it in given.items() if meaning(it)]
    members = [f"    {field}: {type}" for field, type in (also or {}).items()]
    members += [f"    {field}: {_member(field, it, name)}" for field, it in given.items()]
    text = "\n".join(("", *found, "    ")) if found else ""
    head = f'class {name}({parent}, total=False):\n    """{says}{chr(10) if found else ""}{text}"""\n'
    return head + "\n" + "\n".join(members)


def _member(name: str, field: Checked, within: str) -> str:
    required = field.required and name not in MADE_HERE
    return f"Required[{_type(name, field)}]" if required else _type(name, field)


def _type(name: str, field: Checked) -> str:
    if isinstance(field, fields.OneOf):
        return list_name(name, field)
    shape = part_of(field)
    if shape is None:
        return PYTHON[type(field)]
    part = _part(shape)
    return f"Page | {part} | str" if part == "PageFields" else f"Sequence[Item | Id | {part}]"
