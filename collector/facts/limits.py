"""How much one person may cost: a name that goes beyond is set aside before it is computed, and no other.

A name's own events are a visitor's, or a user's that name no visitor. Where several names make up a person that is too
much, those that came last and sent much are set aside: a known visitor is not lost to a stranger who takes its name.
"""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from collector.facts.queries import sql
from collector.rules import CREDIT_WINDOW_MS
from collector.store.facts import Query

MAX_EVENTS = 200_000
"""Own events of one name, and events that are computed in one go."""
MAX_NAMES = 500
"""Visitors and users that are tied together, where strangers tie them."""
MAX_CREDIT_PAIRS = 2_000_000
"""Conversions of a person times deliveries that may have led to them."""
MAX_SESSION_PAIRS = 20_000_000
"""Events of a person outside sessions times the sessions they may join."""
HEAVY_EVENTS, HEAVY_NAMES = 5_000, 500
"""Names that are tied together and have more events, or are more, are computed apart from others, and rest after it."""
MUCH = 50
"""A name sent much if it sent at least one part in so many of what there is."""

OWNERS, CREDIT_PAIRS, SESSION_PAIRS = map(sql, ("owners", "credit_pairs", "session_pairs"))


class Owner(NamedTuple):
    """A name, how many events are its own, and the number of the first of them.

    What strangers sent of a user, with the public key, has a name for itself, `p:` and the user id, so that it can be
    set aside and what the site's own servers said stays.
    """

    name: str
    events: int
    first_seq: int


def of_whole_users(owners: list[Owner]) -> list[Owner]:
    """The same names, with what strangers sent of a user (`p:`) as that user's own."""
    found: dict[str, Owner] = {}
    for owner in owners:
        name = "u:" + owner.name[2:] if owner.name.startswith("p:") else owner.name
        other = found.get(name, Owner(name, 0, owner.first_seq))
        found[name] = Owner(name, owner.events + other.events, min(owner.first_seq, other.first_seq))
    return list(found.values())


class TooMuch(Exception):  # noqa: N818 - a finding about somebody's events, not a fault
    """These names have to be set aside before what is tied to them can be computed."""

    def __init__(self, names: list[str], why: str) -> None:
        super().__init__(why)
        self.names, self.why = names, why


class TooMuchAtOnce(Exception):  # noqa: N818
    """This has to be computed in smaller parts."""

    def __init__(self) -> None:
        super().__init__(f"more than {MAX_EVENTS:,} events at once")


def check_events(owners: list[Owner], *, alone: bool) -> None:
    """Raise if these names have too many events of their own, or together. `alone`: they cannot be taken apart."""
    over = sorted(owner.name for owner in owners if owner.events > MAX_EVENTS)
    if over:
        raise TooMuch(over, f"more than {MAX_EVENTS:,} events")
    if sum(owner.events for owner in owners) <= MAX_EVENTS:
        return
    if not alone:
        raise TooMuchAtOnce
    why = f"with {len(owners) - 1:,} names that are tied to it, more than {MAX_EVENTS:,} events"
    raise TooMuch(beyond(owners), why)


def check_sessions(query: Query) -> None:
    """Raise TooMuch before events are looked for in sessions, if that is too much of anybody."""
    check_pairs(query, SESSION_PAIRS, {"max_pairs": MAX_SESSION_PAIRS}, "too many events outside of too many sessions")


def check_credit(query: Query) -> None:
    """Raise TooMuch before conversions are credited, if that is too much of anybody."""
    bound = {"max_pairs": MAX_CREDIT_PAIRS, "window_ms": CREDIT_WINDOW_MS}
    check_pairs(query, CREDIT_PAIRS, bound, "too many conversions after too many deliveries")


def check_pairs(query: Query, text: str, bound: dict[str, int], why: str) -> None:
    """Raise TooMuch with the names at fault of the persons that a query finds."""
    at_fault = {
        latest_of_much([Owner(*row) for row in query(OWNERS, {"person": person})]) for (person,) in query(text, bound)
    }
    if at_fault:
        raise TooMuch(sorted(at_fault), why)


def beyond(owners: list[Owner]) -> list[str]:
    """Who is set aside of names that have too many events together: one that sent much, or else all that came last."""
    if those_of_much(owners):
        return [latest_of_much(owners)]
    arrived = sorted(owners, key=by_arrival)
    totals = accumulate(owner.events for owner in arrived)
    return [owner.name for owner, total in zip(arrived, totals, strict=True) if total > MAX_EVENTS]


def latest_of_much(owners: list[Owner]) -> str:
    """The name that came last, of those that sent much (of all, if nobody did); what strangers sent of a user first."""
    return max(those_of_much(owners) or owners, key=lambda owner: (owner.name.startswith("p:"), by_arrival(owner))).name


def those_of_much(owners: list[Owner]) -> list[Owner]:
    """The names that sent much."""
    total = sum(owner.events for owner in owners)
    return [owner for owner in owners if owner.events * MUCH >= total]


def by_arrival(owner: Owner) -> tuple[int, str]:
    """Sorts names by the first of their events."""
    return owner.first_seq, owner.name
