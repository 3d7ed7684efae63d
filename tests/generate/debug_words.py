"""static/debug/reasons.js: what the dashboard calls reasons, for what is drawn over the page with `?beheld=debug`."""

from __future__ import annotations

import json

from collector.reports.delivery.advice import ADVICE, LABELS
from collector.schemas.actions import KINDS

HEAD = "// What the dashboard calls reasons, and what to do about each; kinds of actions. Made by `make generate`."
WIDTH = 120


def module() -> str:
    """The module, as prettier would write it."""
    kinds = f"export const KINDS = {json.dumps(KINDS)};"
    return "\n".join((HEAD, *_object("LABELS", LABELS), "", *_object("ADVICE", ADVICE), "", kinds, ""))


def _object(name: str, words: dict[str, str]) -> list[str]:
    return [f"export const {name} = {{", *(_line(key, json.dumps(text)) for key, text in words.items()), "};"]


def _line(key: str, text: str) -> str:
    line = f"  {key}: {text},"
    return line if len(line) <= WIDTH else f"  {key}:\n    {text},"
