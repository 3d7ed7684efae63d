"""One visitor adds an item thousands of times, tells orders with hundreds of lines of it, and reaches many goals."""

from __future__ import annotations

from tests.torture.attacks.target import Target, eur, event


def attack(target: Target) -> None:
    """Rows times rows, if anybody joins them."""
    adds, goals = target.size(800, 6_000), target.size(250, 2_000)
    where = {"view_id": "heavy", "kind": "products"}
    events = [
        event("quick_add", "heavy", 10_000_000 - n, item="thing", action=f"recs-{n % 300}", **where)
        for n in range(adds)
    ]
    events += [event("purchase", "heavy", 9_000_000 - n, order_id=f"heavy-{n}", **eur(1, lines=500)) for n in range(12)]
    events += [event("deliver", "heavy", 8_000_000 - n, action=f"ad-{n}", **where) for n in range(goals)]
    events += [event("goal", "heavy", 7_000_000 - n, goal=f"goal-{n}", value="1", currency="EUR") for n in range(goals)]
    target.send(events)
