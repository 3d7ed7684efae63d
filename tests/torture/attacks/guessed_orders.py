"""A visitor, a user, and a chain of visitors tell orders by numbers they guess; very many tell the same one."""

from __future__ import annotations

from tests.torture.attacks.target import DAY_MS, Target, eur, event


def attack(target: Target) -> None:
    """The shop's own orders are among the numbers."""
    numbers = target.size(1_000, 20_000)
    guessed = [f"real-{n}" for n in range(40)] + [str(1_000 + n) for n in range(numbers)]
    target.send([event("purchase", "guesser", 2 * DAY_MS, order_id=number, **eur("0.01")) for number in guessed])
    target.send(
        [event("purchase", None, 2 * DAY_MS, user_id="guesser", order_id=each, **eur("0.01")) for each in guessed]
    )
    chained = [(n // 9, guessed[(n + k) % len(guessed)]) for n in range(0, len(guessed), 9) for k in range(10)]
    target.send([event("purchase", f"chain-{n}", DAY_MS, order_id=each, **eur("0.01")) for n, each in chained])
    target.send([event("purchase", f"crowd-{n}", DAY_MS, order_id="real-1", **eur("99")) for n in range(numbers)])
