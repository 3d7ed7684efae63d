"""Answers to surveys, told in a line each."""

from __future__ import annotations

from typing import Any

from collector.event import Event
from tests.reports.building import Shop


def answer(shop: Shop, visitor: str, score: int, at: float = 100, **fields: Any) -> Event:
    """What a visitor answered to the survey `ask`, NPS unless said otherwise, in a view of their own."""
    known = {"view_id": f"{visitor}{at}", "action": "ask", "instrument": "nps", "score": score}
    return shop.event("survey", at, visitor=visitor, **known | fields)


def shown(shop: Shop, visitor: str, at: float = 100, *, action: str = "ask", **fields: Any) -> list[Event]:
    """A survey that came into sight in the view that `answer` at the same time is given in."""
    own = {"visitor": visitor, "view_id": f"{visitor}{at}", "action": action, "kind": "survey", **fields}
    return [shop.event("execute", at - 2, **own), shop.event("deliver", at - 1, **own)]
