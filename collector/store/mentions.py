"""Finds visitors and users in the text of rejected events, whatever shape it has: JSON or not, whole or cut short."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from urllib.parse import unquote

MIN_PART_LENGTH = 8
MIN_BEGINNING_LENGTH = 4

_ESCAPES = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)", re.DOTALL)
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_TEXTS = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ID_FIELD = r'"[^"]*(?:user|visitor|person|customer|client|member|account|uid|email)[^"]*"\s*:\s*'
_NUMBERED = re.compile(_ID_FIELD + r"(-?\d+(?:\.\d+)?)", re.IGNORECASE)
_ORDERS = re.compile(r'"[^"]*order[^"]*"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?))', re.IGNORECASE | re.DOTALL)
_NO_FRACTION = re.compile(r"\.0+$")


def mentions(names: Iterable[str], orders: Collection[str] = ()) -> Callable[[str], bool]:
    """A test of texts: whether one of these names is in it, or a field about an order has one of these numbers.

    A name is a whole text in quotes, or the number of a field that is about a person, or part of a text (such as
    an address) if it is long enough to be nobody else's, or the beginning of it where the text was cut short.
    """
    searched = {name for name in names if name}
    parts = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)") for name in searched if len(name) >= MIN_PART_LENGTH]
    beginnings = [f'"{name}' for name in searched if len(name) >= MIN_BEGINNING_LENGTH]

    def found(text: str) -> bool:
        return named(text) or any(number in orders for number in (orders_in(text) if orders else ()))

    def named(text: str) -> bool:
        plain = unescaped(text)
        written = (plain, unquote(plain)) if "%" in plain else (plain,)
        if not any(name in each for name in searched for each in written):
            return any(ends_within(plain, beginning) for beginning in beginnings)
        return (
            not searched.isdisjoint(names_in(text))
            or any(part.search(each) for part in parts for each in written)
            or any(ends_within(plain, beginning) for beginning in beginnings)
        )

    return found


def names_in(text: str) -> Iterator[str]:
    """All that may be the name of somebody: every text in quotes, and the numbers of fields about persons."""
    for quoted in _TEXTS.findall(text):
        plain = unescaped(quoted)
        yield plain
        yield plain.strip()
    for number in _NUMBERED.findall(text):
        yield number
        yield _NO_FRACTION.sub("", number)


def orders_in(text: str) -> Iterator[str]:
    """All that may be the number of an order: the text or the number of a field whose name says so."""
    for quoted, number in _ORDERS.findall(text):
        yield unescaped(quoted).strip() or _NO_FRACTION.sub("", number)


def unescaped(text: str) -> str:
    """The text with JSON's escapes resolved; what cannot be stays."""
    if "\\" not in text:
        return text
    plain = _ESCAPES.sub(lambda found: chr(int(found[1], 16)) if found[1] else _CONTROLS.get(found[2], found[2]), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def ends_within(text: str, name: str) -> bool:
    """Whether a text was cut short in this name."""
    beginning = name[: MIN_BEGINNING_LENGTH + 1]
    at = text.find(beginning, max(0, len(text) - len(name)))
    while at >= 0 and not name.startswith(text[at:]):
        at = text.find(beginning, at + 1)
    return at >= 0
