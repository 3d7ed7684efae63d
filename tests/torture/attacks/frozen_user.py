"""A visitor claims to be a user, then sends what cannot be computed, so that the user's facts stand still."""

from __future__ import annotations

from tests.torture.attacks.target import Target, eur, event


def attack(target: Target) -> None:
    """Absurd amounts, and many sessions with many events outside of them."""
    target.send([event("identify", "freezer", user_id="claimed-2", traits={"vip": True})])
    target.send([event("purchase", "freezer", order_id=f"f{n}", **eur(10**9, lines=500)) for n in range(20)])
    many = target.size(1_000, 10_000)
    target.send([event("page_view", "freezer", n * 60_000 % 500_000_000, view_id=f"f{n}") for n in range(many)])
    target.send(
        [event("goal", "freezer", n * 59_000 % 500_000_000, goal="g", user_id="claimed-2") for n in range(many)]
    )
    target.own_order_counts("claimed-2")
