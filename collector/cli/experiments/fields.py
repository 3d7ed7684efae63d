"""What `beheld experiment set` takes, and the body of a request that it makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

from collector.cli.errors import CommandError

PLAIN = ("name", "hypothesis", "primary_goal", "window_days", "traffic", "promotion", "salt")
UNSETTABLE = ("name", "hypothesis", "primary_goal", "goals", "guardrails", "planned", "actions", "layer", "targeting")
PLANNED = ("base_rate", "lift", "persons", "end")

FIELDS: list[Callable[..., Any]] = [
    click.option("--name", help="What reports call it."),
    click.option("--hypothesis", help="What is expected, and why."),
    click.option("--variation", "variations", multiple=True, metavar="NAME=WEIGHT",
                 help="A variation and its weight; name all of them. `control` shows nothing."),
    click.option("--describe", "descriptions", multiple=True, metavar="NAME=TEXT", help="What a variation shows."),
    click.option("--action", "actions", multiple=True, help="An action that shows its variations; repeatable."),
    click.option("--primary-goal", help="The goal that decides; default: purchase."),
    click.option("--goal", "goals", multiple=True, help="Another goal; repeatable."),
    click.option("--guardrail", "guardrails", multiple=True, metavar="GOAL:more|less[:MARGIN]",
                 help="A goal of which more, or less, is worse, and how much worse is acceptable."),
    click.option("--window-days", type=int, help="Days in which an outcome counts; default: 7."),
    click.option("--traffic", type=float, help="The share of visitors who take part; default: 1."),
    click.option("--layer", metavar="NAME:SHARE",
                 help="The layer whose visitors it shares with other experiments, and its share."),
    click.option("--page", "pages", multiple=True, help="Only on these pages, such as /p/*; repeatable."),
    click.option("--device", "devices", multiple=True, help="Only on these devices: desktop, tablet, mobile."),
    click.option("--visitors", help="Only for new or returning visitors."),
    click.option("--trait", "traits", multiple=True, metavar="NAME=VALUE",
                 help="Only for users with this trait; repeatable."),
    click.option("--promotion", help="by_hand or automatic."),
    click.option("--base-rate", type=float, help="Planned: the conversion rate of control."),
    click.option("--lift", type=float, help="Planned: the smallest lift worth finding."),
    click.option("--persons", type=int, help="Planned: persons; default: worked out from base rate and lift."),
    click.option("--end", help="Planned: the last day."),
    click.option("--salt", help="What visitor ids are hashed with; default: the ID. Cannot change after the start."),
    click.option("--unset", multiple=True, type=click.Choice(UNSETTABLE), help="Set a field back to its default."),
]  # fmt: skip


def body_of(options: Mapping[str, Any], *, known: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a request with what was named; `known` is the experiment as it is, empty if there is none."""
    given = {name: value for name, value in options.items() if value not in (None, ())}
    unset = dict.fromkeys(given.get("unset", ()))
    kept = {**known, **unset}
    body = {name: given[name] for name in PLAIN if name in given}
    body |= {name: list(given[name]) for name in ("actions", "goals") if name in given}
    body |= unset
    if "variations" in given or "descriptions" in given:
        body["variations"] = _variations(given, kept.get("variations") or {})
    if "guardrails" in given:
        body["guardrails"] = [_guardrail(text) for text in given["guardrails"]]
    if "layer" in given:
        name, share = _parts(given["layer"], ":", "NAME:SHARE")
        body["layer"] = {"name": name, "share": _number(share)}
    if targeting := _targeting(given):
        body["targeting"] = _added(kept.get("targeting") or {}, targeting)
    if planned := {name: given[name] for name in PLANNED if name in given}:
        body["planned"] = _added(kept.get("planned") or {}, planned)
        if "persons" in planned and "base_rate" not in planned:
            body["planned"].pop("base_rate", None)  # of which other persons would follow
    return body


def _added(before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What was named, in place of what it was; what was not named stays."""
    traits = {**before.get("traits", {}), **given.get("traits", {})}
    return {**before, **given, **({"traits": traits} if traits else {})}


def weights_from(texts: Iterable[str]) -> dict[str, float]:
    """Weights of variations from `control=1`."""
    return {name: _number(weight) for name, weight in (_parts(text, "=", "NAME=WEIGHT") for text in texts)}


def _variations(given: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    weights = weights_from(given.get("variations", ())) or {name: one["weight"] for name, one in known.items()}
    variations: dict[str, dict[str, Any]] = {name: {"weight": weight} for name, weight in weights.items()}
    for name, text in (_parts(text, "=", "NAME=TEXT", last=False) for text in given.get("descriptions", ())):
        if name not in variations:
            raise CommandError(f"There is no variation {name!r} to describe: name it with --variation {name}=1.")
        variations[name]["description"] = text
    return variations


def _guardrail(text: str) -> dict[str, Any]:
    """`purchase:less:0.02`, of which the margin may be left out."""
    goal, last = _parts(text, ":", "GOAL:more|less[:MARGIN]")
    if last in ("more", "less"):
        return {"goal": goal, "worse": last}
    goal, worse = _parts(goal, ":", "GOAL:more|less[:MARGIN]")
    return {"goal": goal, "worse": worse, "margin": _number(last)}


def _targeting(given: Mapping[str, Any]) -> dict[str, Any]:
    traits: dict[str, list[str]] = {}
    for name, value in (_parts(text, "=", "NAME=VALUE", last=False) for text in given.get("traits", ())):
        traits.setdefault(name, []).append(value)
    lists = {name: list(given[name]) for name in ("pages", "devices") if name in given}
    visitors = {"visitors": given["visitors"]} if "visitors" in given else {}
    return {**lists, **visitors, **({"traits": traits} if traits else {})}


def _parts(text: str, sign: str, form: str, *, last: bool = True) -> tuple[str, str]:
    before, found, after = text.rpartition(sign) if last else text.partition(sign)
    if not found or not before:
        raise CommandError(f"{text!r} is not {form}.")
    return before, after


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise CommandError(f"{text!r} is no number.") from None
