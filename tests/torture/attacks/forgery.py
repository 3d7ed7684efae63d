"""A stranger tells orders, refunds, traits and ids that are the shop's own to tell."""

from __future__ import annotations

import uuid

from tests.torture.attacks.target import DAY_MS, Target, eur, event


def attack(target: Target) -> None:
    """The secret key's word stands, whatever is said before or after it."""
    target.send([event("purchase", "forger", 3 * DAY_MS, order_id=f"real-{n}", **eur("0")) for n in range(40)])
    target.send([event("purchase", "forger", order_id="real-2", replaces=True, **eur("0"))])
    (answer,) = target.send([event("refund", "forger", order_id="real-3"), event("refund", None, order_id="real-4")])
    target.expect("no refund is taken", holds=answer["accepted"] == 0)
    (answer,) = target.send([event("subscription", "forger", subscription_id="s", status="started")])
    target.expect("no subscription is taken", holds=answer["accepted"] == 0)
    target.send([event("identify", f"forger-{n}", user_id=f"buyer-{n}", traits={"plan": "forged"}) for n in range(40)])
    (answer,) = target.send(
        [event("goal", "forger", 8 * DAY_MS, goal="old"), event("goal", "forger", -2 * DAY_MS, goal="new")]
    )
    target.expect("nothing of long ago or of tomorrow is taken", holds=answer["accepted"] == 0)
    id = str(uuid.uuid4())
    target.send([{**event("goal", "forger", goal="squat"), "id": id}])
    own = {**event("goal", None, user_id="buyer-1", goal="own"), "id": id}
    reply = target.server.send([own], key="secret").json()
    target.expect("an id that was squatted is free for the secret key", holds=reply["accepted"] == 1)
