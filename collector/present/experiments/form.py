"""The form of an experiment: its fields, how a document stands in them, and what is made of what was sent. Pure.

Lists stand one entry a line: a variation as `name weight what it is`, a guardrail as `goal more` or `goal less 2%`, a
trait as `name: value, value`. What is not filled in goes back to its default.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, isfinite
from typing import Any

from collector.errors import BadRequest
from collector.present.settings.fields import Field, Sent, body_of

VISITORS = (("", "All"), ("new", "New ones"), ("returning", "Returning ones"))
PROMOTION = (("by_hand", "By hand"), ("automatic", "By itself, once all conditions are met"))

ID = Field("experiment", "Id", "As code names it; it never changes.", required=True)
WORDS = (
    Field("name", "Name", "What reports call it."),
    Field("hypothesis", "Hypothesis", "What is expected, and why."),
    Field("actions", "Actions", "Whose deliveries count, one action id a line.", "lines"),
    Field(
        "variations", "Variations", "One a line: its name, its weight, and what it is. “control” shows nothing.",
        "lines", required=True,
    ),
    Field("traffic", "Share of visitors", "Of those it is for, in percent; empty: all.", "decimal"),
)  # fmt: skip
JUDGED = (
    Field("primary_goal", "Primary goal", "What decides; empty: orders.", suggest="goals"),
    Field("goals", "Further goals", "One goal id a line.", "lines"),
    Field(
        "guardrails", "Guardrails", "What must not get worse, one a line: the goal, whether “more” or “less” of it is "
        "worse, and how much is borne, such as “unsubscribe more” or “purchase less 2%”.", "lines",
    ),
    Field("window_days", "Window", "Days after first seeing it within which a conversion counts; empty: 7.", "decimal"),
    Field("base_rate", "Base rate", "Of persons in control who convert, in percent.", "decimal"),
    Field("lift", "Smallest lift worth finding", "Relative, in percent, such as 10.", "decimal"),
    Field("end", "Planned last day", "With one, the test decides sooner.", "day"),
    Field("promotion", "Promotion", "", "select", PROMOTION),
)  # fmt: skip
WHOM = (
    Field("pages", "Pages", "Paths, one a line; a * stands for anything. Empty: all.", "lines"),
    Field("devices", "Devices", "desktop, tablet or mobile, one a line. Empty: all.", "lines"),
    Field("visitors", "Visitors", "", "select", VISITORS),
    Field("traits", "Traits", "What your code tells of a visitor, one a line: name: value, value.", "lines"),
    Field("layer", "Layer", "Experiments of one layer share its visitors: nobody is in two of them."),
    Field("layer_share", "Share of the layer", "In percent.", "decimal"),
)
FIELDS = WORDS + JUDGED + WHOM
GROUPS = (("What is tested", WORDS), ("How it is judged", JUDGED), ("Whom it is for", WHOM))
PLAIN = ("name", "hypothesis", "primary_goal")
PERCENT = 100


def values_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document as it stands in the form."""
    planned, targeting, layer = (document[name] or {} for name in ("planned", "targeting", "layer"))
    variations = document["variations"].items()
    return {
        **{name: document[name] for name in (*PLAIN, "actions", "goals", "window_days", "promotion")},
        "variations": [
            " ".join(filter(None, (name, f"{each['weight']:g}", each.get("description")))) for name, each in variations
        ],
        "traffic": _percent(None if document["traffic"] == 1 else document["traffic"]),
        "guardrails": [_guardrail_text(rail) for rail in document["guardrails"]],
        "base_rate": _percent(planned.get("base_rate")),
        "lift": _percent(planned.get("lift")),
        "end": planned.get("end"),
        **{name: targeting.get(name) for name in ("pages", "devices", "visitors")},
        "traits": [f"{name}: {', '.join(values)}" for name, values in targeting.get("traits", {}).items()],
        "layer": layer.get("name"),
        "layer_share": _percent(layer.get("share")),
    }


def experiment_body(sent: Sent) -> dict[str, Any]:
    """What a form sent, as the API takes it; BadRequest for what cannot be read."""
    given = body_of(FIELDS, sent)
    planned = {name: _share(given, name) for name in ("base_rate", "lift")} | {"end": given["end"]}
    targeting = {name: given[name] for name in ("pages", "devices", "visitors")}
    targeting["traits"] = dict(_trait(line, n) for n, line in enumerate(given["traits"]))
    layer = {"name": given["layer"], "share": _share(given, "layer_share")} if given["layer"] else None
    return {
        **{name: given[name] or None for name in PLAIN},
        "actions": given["actions"],
        "goals": given["goals"],
        "variations": dict(_variation(line, n) for n, line in enumerate(given["variations"])),
        "traffic": _share(given, "traffic"),
        "guardrails": [_guardrail(line, n) for n, line in enumerate(given["guardrails"])],
        "window_days": _whole(given, "window_days"),
        "planned": _filled(planned) or None,
        "targeting": _filled(targeting) or None,
        "layer": layer,
        "promotion": given["promotion"] or None,
    }


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share * PERCENT:.6g}"


def _share(given: Mapping[str, Any], name: str) -> float | None:
    text = str(given[name]).rstrip("% ")
    return None if not text else round(_number(text, name) / PERCENT, 8)


def _whole(given: Mapping[str, Any], name: str) -> int | None:
    if not given[name]:
        return None
    number = _number(given[name], name)
    if number != int(number):
        raise _unreadable("Not a whole number.", name)
    return int(number)


def _number(text: str, name: str, line: int | None = None) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = inf
    if not isfinite(number):
        raise _unreadable("Not a number.", name, line)
    return number


def _variation(line: str, nth: int) -> tuple[str, dict[str, Any]]:
    name, _, rest = line.partition(" ")
    weight, _, description = rest.strip().partition(" ")
    if not weight:
        raise _unreadable("Write its name and its weight, such as “control 50”.", "variations", nth)
    fields = {"weight": _number(weight.rstrip("%"), "variations", nth), "description": description.strip()}
    return name, {key: value for key, value in fields.items() if value != ""}


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
    name, colon, values = line.partition(":")
    accepted = [value.strip() for value in values.split(",") if value.strip()]
    if not colon or not accepted:
        raise _unreadable("Write name: value, value.", "traits", nth)
    return name.strip(), accepted


def _unreadable(problem: str, name: str, line: int | None = None) -> BadRequest:
    wrong: Any = [problem] if line is None else {str(line): [problem]}
    return BadRequest("Some of it cannot be read.", fields={name: wrong})
