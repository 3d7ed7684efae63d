"""Very many visitors claim to be one user, and one visitor claims to be very many."""

from __future__ import annotations

from tests.torture.attacks.target import Target, event


def attack(target: Target) -> None:
    """The user's own orders must still be theirs."""
    crowd = target.size(600, 5_000)
    target.send([event("identify", f"thief-{n}", user_id="claimed-1", traits={"n": n}) for n in range(crowd)])
    target.send([event("identify", "device", user_id=f"claimed-by-device-{n}", traits={}) for n in range(crowd)])
    target.send([event("page_view", f"thief-{n % crowd}", view_id=f"w{n}", user_id="claimed-1") for n in range(crowd)])
    target.own_order_counts("claimed-1")
