"""What customers say of the parcel some days after an order, asked by mail: less good since another carrier brings it.

It has random numbers of its own, and comes last: what else somebody does, and its ids, stay as they are.
"""

from __future__ import annotations

from random import Random

from collector.demo.simulation.calendar import DAYS
from collector.demo.simulation.event_log import Event, EventLog
from collector.rules import DAY_MS, HOUR_MS

PARCEL = {"action": "parcel-question", "kind": "survey"}
ANSWERS = 0.25
WRITES = 0.45
SCALE = 5
SCORES = ((5, 55), (4, 34), (3, 7), (2, 3), (1, 1))
SCORES_SINCE = ((5, 12), (4, 17), (3, 21), (2, 26), (1, 24))
"""With the other carrier."""
COMMENTS = {
    5: ("Next day, and still smelling of the garden.", "The driver even rang twice.", "Quick and well packed."),
    4: ("On time.", "Came on the second day, all whole."),
    3: ("All right. A card in the door, then a walk to the shop.",),
    2: ("It took two days longer than said.",),
    1: ("It never came, and was sent again.",),
}
COMMENTS_SINCE = {
    5: ("Lucky this time: my neighbour had a dented box.",),
    4: ("Came, but without the message that it would.",),
    3: ("The box was dented. The tins held.", "Left in front of the door, in the rain."),
    2: ("The new carrier took nine days.", "Six days for what took two last month.", "Two tins crushed."),
    1: (
        "The box was torn, and the tea all over it.",
        "Marked as delivered. It was not.",
        "Since the new carrier: late.",
    ),
}


def say_of_parcels(log: EventLog, random: Random) -> None:
    """Of each order some say, one to three days later, how the parcel was."""
    for order in log.of("purchase"):
        at = log.since_began(order) + random.randint(1, 3) * DAY_MS + random.randrange(6 * HOUR_MS)
        if random.random() < ANSWERS and at < DAYS * DAY_MS:
            _answer(log, random, order, at)


def _answer(log: EventLog, random: Random, order: Event, at: int) -> None:
    changed = log.calendar.has_new_carrier(log.since_began(order))
    scores, comments = (SCORES_SINCE, COMMENTS_SINCE) if changed else (SCORES, COMMENTS)
    score = random.choices([score for score, _ in scores], [weight for _, weight in scores])[0]
    comment = random.choice(comments[score]) if random.random() < WRITES else None
    survey = {"instrument": "csat", "scale": SCALE, "action": PARCEL["action"]}
    log.record("survey", at, visitor_id=order["visitor_id"], score=score, comment=comment, **survey)
