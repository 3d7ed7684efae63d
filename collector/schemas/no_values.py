"""What programs write where they have no value: null as text, undefined, a template that nobody filled in."""

from __future__ import annotations

import re
from functools import lru_cache

NO_VALUES = frozenset(("", "null", "undefined", "none", "nil", "nan", "00000000-0000-0000-0000-000000000000", "0" * 32))
"""In small letters; a text is compared in small letters, without what is AROUND it."""
AROUND = "\"'`\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb()[]<>\u00ad\u200b\u200c\u200d\u2060\ufeff \t\r\n\xa0"
"""Quotes, brackets and what cannot be seen: "null" in them is null all the same."""

_NAME = r"[\w.$@|: ()\[\]'\"-]*"
_TEMPLATES = re.compile(
    r"\{\{.*\}\}|\{%.*%\}|<%.*%>|\[\[.*\]\]|\[%.*%\]|\*\|.*\|\*|##.+##|@@.+@@|__[a-z][a-z0-9_]*__"
    rf"|[$#@!]\{{.*\}}|%{_NAME}%|%%.*%%|%\(\w+\)[sdr]|\$[a-z_]\w*\$?|\$\(.*\)|\$\[.*\]|<[a-z_][\w .-]*>"
    r"|\{[!$]?[a-z_][\w. ]*\}|\[[a-z_][\w. ]*\]|@[a-z_][\w.]*@|\{\d?\}|\[object [a-z]+\]",
    re.IGNORECASE | re.DOTALL,
)
_HOLE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|\[\[.*?\]\]|[$#]\{.*?\}|%7b%7b.*?%7d%7d", re.DOTALL)
_MAY_HOLD_HOLES = ("}", "%>", "]]", "%7d")
_MAY_BEGIN_TEMPLATES = frozenset("{<[$%*#@!_")
_BRACED_ZEROS = "{00000000-0000-0000-0000-000000000000}"


def is_no_value(text: str) -> bool:
    """Whether this text, of an id, is what a program writes for none."""
    plain = text.strip().casefold()
    if plain.strip(AROUND) in NO_VALUES:
        return True
    if plain[0] in _MAY_BEGIN_TEMPLATES and (plain == _BRACED_ZEROS or _TEMPLATES.fullmatch(plain)):
        return True
    return any(end in plain for end in _MAY_HOLD_HOLES) and _HOLE.search(plain) is not None


@lru_cache(8192)
def unless_no_value(text: str) -> str | None:
    """The text of a field that need not be sent; None where it is what a program writes for none."""
    return None if is_no_value(text) else text
