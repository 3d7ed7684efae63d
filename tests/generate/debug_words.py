"""static/debug/reasons.js: what the dashboard calls reasons, for what is drawn over the page with `?beheld=debug`."""

from __future__ import annotations

import json

from collector.reports.delivery.advice import ADVICE, LABELS

HEAD = "// Reasons as the dashboard calls them, and what to do about each. Made by `make generate`: do not edit."
WIDTH = 120


def module() -> str:
    """The module, as prettier would write it."""
    return "\n".join((HEAD, *_object("LABELS", LABELS), "", *_object("ADVICE", ADVICE), ""))


def _object(name: str, words: dict[str, str]) -> list[str]:
    return [f"export const {name} = {{", *(_line(key, json.dumps(text)) for key, text in words.items()), "};"]


def _line(key: str, text: str) -> str:
    line = f"  {key}: {text},"
    return line if len(line) <= WIDTH else f"  {key}:\n    {text},"
