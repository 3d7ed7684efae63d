"""Thousands of actions, campaigns, variations and items that there are not, each said once."""

from __future__ import annotations

from tests.torture.attacks.target import Target, event


def attack(target: Target) -> None:
    """Lists and reports must bear them."""
    names = target.size(3_000, 20_000)
    events = [
        event("deliver", f"namer-{n % 50}", view_id=f"n{n}", action=f"<b>action</b> {n}" + "x" * 60, kind="banner",
              campaign=f"campaign {n}", variation=f"v{n}", items=[f"item {n}"])
        for n in range(names)
    ]  # fmt: skip
    target.send(events)
