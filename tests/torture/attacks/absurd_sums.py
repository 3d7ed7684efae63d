"""Orders and goals whose sums no 63 bits hold, at the largest price, quantity and value that is taken."""

from __future__ import annotations

from typing import Any

from tests.torture.attacks.target import Target, eur, event


def attack(target: Target) -> None:
    """Of one person, and of many."""
    target.send([event("purchase", f"rich-{n}", **eur(10**9, item="gold", lines=500)) for n in range(24)])
    target.send([event("purchase", "richest", **eur("999999999.999999", item="gold", lines=500)) for _ in range(24)])
    whole: dict[str, Any] = {"currency": "EUR", "items": [{"item": "gold", "price": 10**9, "quantity": 10**6}] * 500}
    target.send([event("purchase", f"piles-{n}", **whole) for n in range(4)])
    goals = target.size(2_000, 12_000)
    target.send([event("goal", f"rich-{n}", goal="signup", value=10**9, currency="EUR") for n in range(goals)])
