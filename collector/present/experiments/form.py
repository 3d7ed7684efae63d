"""The form of an experiment: its fields, how a document stands in them, and what is made of what was sent. Pure.

Lists stand one entry a line: a variation as `name weight what it is`, a guardrail as `goal more` or `goal less 2%`, a
trait as `name: value, value`; a name with spaces, or a value with a comma, stands in quotes. What is sent as it stood
in the form stays as it is, to the last digit, even if it could not be written there; what is emptied goes back to its
default.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf, isfinite
from typing import Any

from collector.errors import BadRequest
from collector.present.settings.fields import Field, Sent, body_of

VISITORS = (("", "All"), ("new", "New ones"), ("returning", "Returning ones"))
PROMOTION = (("by_hand", "By hand"), ("automatic", "Automatic, once all conditions are met"))

ID = Field("experiment", "Id", "As code names it; it never changes.", required=True)
WORDS = (
    Field("name", "Name", "What reports call it."),
    Field("hypothesis", "Hypothesis", "What is expected, and why."),
    Field("actions", "Actions", "Whose deliveries count, one action id a line.", "lines"),
    Field(
        "variations", "Variations", "One a line: its name, its weight, and what it is. “control” shows nothing. Put a "
        "name with spaces in \"quotes\".", "lines", required=True,
    ),
    Field("traffic", "Share of visitors", "Of the visitors it is for, in percent; empty: all.", "decimal"),
)  # fmt: skip
JUDGED = (
    Field("primary_goal", "Primary goal", "What decides; empty: orders.", suggest="goals"),
    Field("goals", "Other goals", "One goal id a line.", "lines"),
    Field(
        "guardrails", "Guardrails", "What must not get worse, one a line: the goal, whether “more” or “less” of it is "
        "worse, and how much is tolerated, such as “unsubscribe more” or “purchase less 2%”.", "lines",
    ),
    Field("window_days", "Window", "Days after first seeing it within which a conversion counts; empty: 7.", "decimal"),
    Field("base_rate", "Base rate", "Share of persons in control who convert, in percent.", "decimal"),
    Field("lift", "Smallest lift worth finding", "Relative, in percent, such as 10.", "decimal"),
    Field("persons", "Planned persons", "Over all variations; follows from base rate and lift, if given.", "decimal"),
    Field("end", "Planned last day", "With one, the test decides sooner.", "day"),
    Field("promotion", "Promotion", "", "select", PROMOTION),
)  # fmt: skip
WHOM = (
    Field("pages", "Pages", "Paths, one a line; a * stands for anything. Empty: all.", "lines"),
    Field("devices", "Devices", "desktop, tablet or mobile, one a line. Empty: all.", "lines"),
    Field("visitors", "Visitors", "", "select", VISITORS),
    Field("traits", "Traits", "What your code knows about a visitor, one a line: name: value, value.", "lines"),
    Field("layer", "Layer", "Experiments of one layer share its visitors: nobody is in two of them."),
    Field("layer_share", "Share of the layer", "In percent.", "decimal"),
)
FIELDS = WORDS + JUDGED + WHOM
GROUPS = (("What is tested", WORDS), ("How it is judged", JUDGED), ("Whom it is for", WHOM))
PLAIN = ("name", "hypothesis", "primary_goal")
PERCENT = 100
UNITS = {**dict.fromkeys(("traffic", "base_rate", "lift", "layer_share"), " %"), "window_days": " days"}
QUOTED = re.compile(r'"((?:[^"]|"")+)"\s+(.*)')


def values_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document as it stands in the form."""
    planned, targeting, layer = (document[name] or {} for name in ("planned", "targeting", "layer"))
    return {
        **{name: document[name] for name in (*PLAIN, "actions", "goals", "window_days", "promotion")},
        "variations": [_variation_text(*each) for each in document["variations"].items()],
        "traffic": _percent(None if document["traffic"] == 1 else document["traffic"]),
        "guardrails": [_guardrail_text(rail) for rail in document["guardrails"]],
        "base_rate": _percent(planned.get("base_rate")),
        "lift": _percent(planned.get("lift")),
        **{name: planned.get(name) for name in ("persons", "end")},
        **{name: targeting.get(name) for name in ("pages", "devices", "visitors")},
        "traits": [_trait_text(*each) for each in targeting.get("traits", {}).items()],
        "layer": layer.get("name"),
        "layer_share": _percent(layer.get("share")),
    }


def settings_of(document: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """What is set of an experiment for those who only read it: by label, a line for each entry."""
    shown = []
    for each in FIELDS:
        value = values_of(document)[each.name]
        entries = value if isinstance(value, list) else [dict(each.options).get(value, value)]
        if value not in (None, "", []) and each.name not in ("name", "hypothesis"):
            shown.append((each.label, [f"{entry}{UNITS.get(each.name, '')}" for entry in entries]))
    return shown


def experiment_body(sent: Sent, document: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent otherwise than `document` stood in the form, as the API takes it; BadRequest if unreadable."""
    texts = values_of(document)
    stood = body_of(FIELDS, {each.name: each.text_of(texts[each.name]) for each in FIELDS})
    given = body_of(FIELDS, sent)
    sheet = _Sheet(given, {name for name in given if given[name] != stood[name]})
    body = {name: read(sheet, document) for name, (parts, read) in READ.items() if sheet.changed.intersection(parts)}
    return body if given["variations"] else {**body, "variations": {}}


@dataclass(frozen=True)
class _Sheet:
    """What was sent, and the names of those fields that were sent otherwise than they stood in the form."""

    given: Mapping[str, Any]
    changed: set[str]

    def parts(self, known: Mapping[str, Any], readers: Mapping[str, Callable[[], Any]]) -> dict[str, Any] | None:
        """What is made of several fields: those that were changed, beside the others as they are `known`."""
        read = {name: reader() if name in self.changed else known.get(name) for name, reader in readers.items()}
        return {name: value for name, value in read.items() if value not in (None, "", [], {})} or None

    def share(self, name: str) -> float | None:
        """A share that was written in percent."""
        text = str(self.given[name]).rstrip("% ")
        return None if not text else round(_number(text, name) / PERCENT, 8)

    def whole(self, name: str) -> int | None:
        """A whole number."""
        if not self.given[name]:
            return None
        number = _number(self.given[name], name)
        if number != int(number):
            raise _unreadable("Not a whole number.", name)
        return int(number)

    def lines(self, name: str, known: Mapping[str, Any], read: Callable[[str, int], Any]) -> list[Any]:
        """The entries of a list; a line that is as it stood in the form is the entry that is `known` by it."""
        return [known.get(line) or read(line, nth) for nth, line in enumerate(self.given[name])]


def _variations(sheet: _Sheet, document: Mapping[str, Any]) -> dict[str, Any]:
    known = {
        _variation_text(name, each): (name, {key: each[key] for key in ("weight", "description") if key in each})
        for name, each in document["variations"].items()
    }
    return dict(sheet.lines("variations", known, _variation))


def _guardrails(sheet: _Sheet, document: Mapping[str, Any]) -> list[Any]:
    known = {_guardrail_text(rail): rail for rail in document["guardrails"]}
    return sheet.lines("guardrails", known, _guardrail)


def _planned(sheet: _Sheet, document: Mapping[str, Any]) -> dict[str, Any] | None:
    readers = {
        "base_rate": lambda: sheet.share("base_rate"),
        "lift": lambda: sheet.share("lift"),
        "persons": lambda: sheet.whole("persons"),
        "end": lambda: sheet.given["end"],
    }
    return sheet.parts(document["planned"] or {}, readers)


def _targeting(sheet: _Sheet, document: Mapping[str, Any]) -> dict[str, Any] | None:
    targeting = document["targeting"] or {}
    known = {_trait_text(*each): each for each in targeting.get("traits", {}).items()}
    readers: dict[str, Callable[[], Any]] = {
        name: partial(sheet.given.get, name) for name in ("pages", "devices", "visitors")
    }
    return sheet.parts(targeting, {**readers, "traits": lambda: dict(sheet.lines("traits", known, _trait))})


def _layer(sheet: _Sheet, document: Mapping[str, Any]) -> dict[str, Any] | None:
    share = sheet.share("layer_share") if "layer_share" in sheet.changed else (document["layer"] or {}).get("share")
    return {"name": sheet.given["layer"], "share": share} if sheet.given["layer"] else None


def _as_sent(name: str) -> Callable[[_Sheet, Mapping[str, Any]], Any]:
    return lambda sheet, document: sheet.given[name] or None


READ: Mapping[str, tuple[tuple[str, ...], Callable[[_Sheet, Mapping[str, Any]], Any]]] = {
    **{name: ((name,), _as_sent(name)) for name in (*PLAIN, "actions", "goals", "promotion")},
    "variations": (("variations",), _variations),
    "traffic": (("traffic",), lambda sheet, _: sheet.share("traffic")),
    "guardrails": (("guardrails",), _guardrails),
    "window_days": (("window_days",), lambda sheet, _: sheet.whole("window_days")),
    "planned": (("base_rate", "lift", "persons", "end"), _planned),
    "targeting": (("pages", "devices", "visitors", "traits"), _targeting),
    "layer": (("layer", "layer_share"), _layer),
}
"""By what the API calls it: the fields of the form that it is made of, and how."""


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share * PERCENT:.6g}"


def _number(text: str, name: str, line: int | None = None) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = inf
    if not isfinite(number):
        raise _unreadable("Not a number.", name, line)
    return number


def _variation(line: str, nth: int) -> tuple[str, dict[str, Any]]:
    name, rest = _name_and_rest(line)
    weight, _, description = rest.partition(" ")
    if not weight:
        raise _unreadable("Write its name and its weight, such as “control 50”.", "variations", nth)
    fields = {"weight": _number(weight.rstrip("%"), "variations", nth), "description": description.strip()}
    return name, {key: value for key, value in fields.items() if value != ""}


def _name_and_rest(line: str) -> tuple[str, str]:
    """A name, which may stand in quotes (two of them for one in it), and what follows it."""
    if quoted := QUOTED.match(line):
        return quoted[1].replace('""', '"'), quoted[2]
    name, _, rest = line.partition(" ")
    return name, rest.strip()


def _variation_text(name: str, variation: Mapping[str, Any]) -> str:
    shown = '"' + name.replace('"', '""') + '"' if " " in name or name.startswith('"') else name
    weight = repr(float(variation["weight"])).removesuffix(".0")
    return " ".join(filter(None, (shown, weight, variation.get("description"))))


def _guardrail(line: str, nth: int) -> dict[str, Any]:
    words = line.split()
    if len(words) > 2 and words[-2] in ("more", "less"):
        margin = _number(words.pop().rstrip("%"), "guardrails", nth) / PERCENT
    else:
        margin = None
    if len(words) < 2 or words[-1] not in ("more", "less"):
        raise _unreadable("Write the goal and “more” or “less”.", "guardrails", nth)
    fields = {"goal": " ".join(words[:-1]), "worse": words[-1], "margin": margin}
    return {name: value for name, value in fields.items() if value is not None}


def _guardrail_text(rail: Mapping[str, Any]) -> str:
    margin = f" {_percent(rail['margin'])}%" if rail.get("margin") else ""
    return f"{rail['goal']} {rail['worse']}{margin}"


def _trait(line: str, nth: int) -> tuple[str, list[str]]:
    name, colon, values = line.partition(": " if ": " in line else ":")
    accepted = [value.strip() for value in next(csv.reader([values], skipinitialspace=True), []) if value.strip()]
    if not colon or not accepted:
        raise _unreadable("Write name: value, value.", "traits", nth)
    return name.strip(), accepted


def _trait_text(name: str, values: Sequence[str]) -> str:
    quoted = ('"' + value.replace('"', '""') + '"' if "," in value or '"' in value else value for value in values)
    return f"{name}: {', '.join(quoted)}"


def _unreadable(problem: str, name: str, line: int | None = None) -> BadRequest:
    wrong: Any = [problem] if line is None else {str(line): [problem]}
    return BadRequest("Some of it cannot be read.", fields={name: wrong})
