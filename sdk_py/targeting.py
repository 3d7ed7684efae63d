"""Whom an experiment is for: the same conditions as in the browser. What is not told does not match."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from sdk_py.coerce import plain, untrimmed_text

# What a browser leaves as it is in the path of an address.
UNQUOTED = "/%:@!$&'()*+,;=-._~[]|^"


@dataclass(frozen=True)
class Situation:
    """What the caller tells of a visitor and of the page they are on."""

    path: str | None = None
    device: str | None = None
    new: bool | None = None
    traits: Mapping[str, Any] = field(default_factory=dict)


NOTHING_KNOWN = Situation()


@dataclass(frozen=True)
class Targeting:
    """The conditions of an experiment, of which all must hold; None is none."""

    pages: Sequence[str] | None = None
    devices: Sequence[str] | None = None
    visitors: str | None = None
    traits: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    is_understood: bool = True
    """whether there is no other kind of condition, which nobody here could check"""

    def includes(self, situation: Situation) -> bool:
        """Whether the experiment is for this visitor on this page."""
        return (
            self.is_understood
            and (self.pages is None or _on_page(self.pages, situation.path))
            and (self.devices is None or _device(situation.device) in map(_device, self.devices))
            and (self.visitors is None or self.visitors == _kind_of_visitor(situation.new))
            and all(_is_one_of(situation.traits.get(name), values) for name, values in self.traits.items())
        )


def _on_page(patterns: Sequence[str], path: str | None) -> bool:
    if path is None:
        return False
    written = _in_address(path.partition("?")[0].partition("#")[0])
    return any(_matches(_in_address(pattern, also="?#\\"), written) for pattern in patterns)


def _in_address(path: str, *, also: str = "") -> str:
    """A path or pattern as a browser writes it in an address, where /größe is /gr%C3%B6%C3%9Fe."""
    return quote(path, safe=UNQUOTED + also, errors="replace")


def _matches(pattern: str, path: str) -> bool:
    """Whether a path matches, where a star stands for anything. In linear time, whatever visitors make of a path."""
    first, *parts = pattern.split("*")
    if not parts:
        return path == first
    *middle, last = parts
    position = len(first)
    if not path.startswith(first):
        return False
    for part in middle:
        found = path.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return len(path) - len(last) >= position and path.endswith(last)


def _device(name: str | None) -> str | None:
    return "mobile" if name == "phone" else name


def _kind_of_visitor(new: bool | None) -> str | None:
    return None if new is None else "new" if new else "returning"


def _is_one_of(trait: object, values: Sequence[Any]) -> bool:
    """Whether a browser would write it as one of these: text as it is, 3 and 3.0 as 3, True as true."""
    written = _written(trait)
    return written is not None and written in map(_written, values)


def _written(trait: object) -> str | None:
    trait = plain(trait)
    if isinstance(trait, bool):
        return "true" if trait else "false"
    written = untrimmed_text(trait)
    return written if isinstance(written, str) else None
