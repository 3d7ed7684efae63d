"""The fields of settings forms: how each is labelled, read from what was sent, and what was wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from collector.errors import BadRequest
from collector.schemas.error_codes import by_path

NOT_SET = "–"
Sent = Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """One field: `input` is text, decimal, day, lines (one value each), check, or select with `options`.

    `suggest` names a kind of definitions whose ids are proposed.
    """

    name: str
    label: str
    help: str = ""
    input: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    suggest: str | None = None
    default: str = ""
    """What holds where nothing is set, as people read it."""

    def value_of(self, sent: Sent) -> Any:
        """What was sent in it: text, a list of lines, or whether it was ticked."""
        if self.input == "check":
            return self.name in sent
        text = sent.get(self.name, "").strip()
        if self.input == "lines":
            return [line.strip() for line in text.splitlines() if line.strip()]
        return text

    def shown(self, value: Any) -> str:
        """A value for those who may not change it; where nothing is set, what holds by default."""
        if self.input == "check":
            return "yes" if value else "no"
        text = ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)
        if not text:
            return f"{self.default} (default)" if self.default else NOT_SET
        return dict(self.options).get(text, text)

    def text_of(self, value: Any) -> str:
        """How a value stands in the field."""
        if self.input == "check":
            return "yes" if value else ""
        if value is None:
            return ""
        return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass(frozen=True)
class Form:
    """A form as it is shown: its fields, their values, and what is wrong with which.

    `stored` is what is stored under its fields, where that is not what the form shows.
    """

    fields: tuple[Field, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    problem: BadRequest | None = None
    stored: Mapping[str, Any] | None = None

    @property
    def version(self) -> str:
        """Names what is stored now: the form carries it, so that nobody overwrites what they have not seen."""
        stored = self.values if self.stored is None else self.stored
        texts = [each.text_of(stored.get(each.name)) for each in self.fields]
        return hashlib.sha256(repr(texts).encode()).hexdigest()[:16]

    @property
    def errors(self) -> dict[str, list[str]]:
        """What is wrong, by field; at "" what is about no single field of the form."""
        if self.problem is None:
            return {}
        found: dict[str, list[str]] = {}
        names = {each.name for each in self.fields}
        for path, messages in by_path(self.problem.fields, "").items():
            name = next((part for part in path.split(".") if part in names), "")
            found.setdefault(name, []).extend(f"{_line_of(path)}{message}" for message in messages)
        return found or {"": [self.problem.message]}


def check_unchanged(fields: tuple[Field, ...], stored: Mapping[str, Any], sent: Sent) -> None:
    """Reject a form if somebody else stored other values after it was opened; BadRequest shows these at the fields."""
    if sent.get("version", "") in ("", Form(fields, stored).version):
        return
    theirs = {
        each.name: [f"Stored now: {each.shown(stored.get(each.name))}"]
        for each in fields
        if each.text_of(stored.get(each.name)) != each.text_of(each.value_of(sent))
    }
    if theirs:
        message = "Somebody else saved this after you opened it. Save again to replace theirs with yours."
        raise BadRequest(message, fields={**theirs, "": [message]})


def _line_of(path: str) -> str:
    """A mistake in one of several lines says in which."""
    number = next((int(part) for part in path.split(".") if part.isdigit()), None)
    return "" if number is None else f"Line {number + 1}: "


def body_of(fields: Iterable[Field], sent: Sent) -> dict[str, Any]:
    """What a form sent, by the names of its fields."""
    return {each.name: each.value_of(sent) for each in fields}
