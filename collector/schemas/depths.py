"""JSON that is nested too deeply for any parser, made flat enough to read: one event shall not cost all others."""

from __future__ import annotations

import re

from collector.errors import NotJson

MAX_READ_DEPTH = 32
MAX_STEPS = 200_000  # a tenth of a second; five hundred events take a few thousand

_STRING = r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)'
_SMALL = r'[\[{](?:[^"\[\]{}]++|[\[{][^"\[\]{}]*+[\]}])*+[\]}]'
_STEP = re.compile(rf'((?:[^"\[\]{{}}]++|{_STRING}|{_SMALL})*+)([\[{{]++|[\]}}]++|\Z)', re.DOTALL)
"""What is flat, then brackets that open or that close. Nothing is read twice, whatever the text (hence `*+`)."""


def without_depths(text: str) -> str:
    """The same JSON with whatever lies too deep to be read made null, which is still deep enough to be rejected."""
    kept, level, free = [], 0, MAX_READ_DEPTH - 1
    for number, step in enumerate(_STEP.finditer(text)):
        if number == MAX_STEPS:
            raise NotJson("The body is nested too deeply to be read.")
        flat, brackets = step.groups()
        if level <= free:
            kept.append(flat)
        if brackets[:1] in ("[", "{"):
            if level <= free:
                kept.append(brackets[: free - level])
            if level <= free < level + len(brackets):
                kept.append("null")
            level += len(brackets)
        else:
            level -= len(brackets)
            if level <= free:
                kept.append(brackets[max(0, len(brackets) - (free - level)) :])
    return "".join(kept)
