"""Keeps facts up to date: persons with new events are computed again as a whole and their old facts replaced."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from collector.facts import limits
from collector.facts.agents import agent_of
from collector.facts.queries import sql
from collector.facts.replacing import FactsReplacer
from collector.facts.tied import perhaps_heavy
from collector.rules import DAY_MS

if TYPE_CHECKING:
    from collector.store.protocol import Store

EVENTS_A_STEP = 1_500
MAX_EVENTS_A_STEP = 96_000
LONG_STEP_SECONDS = 1.0
# Who takes long (a shared account, a visitor with very many events) waits so many times as long for its next turn.
REST = 10
MAX_REST_SECONDS = 300.0
FEW_NAMES = 10  # that an ordinary name is tied to
GIVE_WAY_SECONDS = 0.002  # long enough for a process that waits for the turn to take it

NEWEST = "select coalesce(max(seq), 0) from events"
UNREAD, ON_DEVICE, TOUCHED_ORDERS = map(sql, ("unread", "touched_on_device", "touched_orders"))


def next_stride(stride: int, seconds: float) -> int:
    """How many times the usual number of events the next step takes, after one that took so long.

    A person is computed as a whole at each step with an event of theirs: the longer that takes, the more events are
    taken at once, so that a hundred thousand orders of one person are not computed a hundred times.
    """
    return min(stride * 2, MAX_EVENTS_A_STEP // EVENTS_A_STEP) if seconds > LONG_STEP_SECONDS else max(1, stride // 2)


class FactsWriter(FactsReplacer):
    """Facts that follow the events step by step, on one connection.

    `resting`: a name that takes long waits for its next turn, so that everybody else's facts stay fresh.
    """

    def __init__(self, store: Store, *, resting: bool = True, patient: bool = False) -> None:
        super().__init__(store, patient=patient)
        self.resting = resting
        self.rests: dict[tuple[int, str], float] = {}
        self.next_due_turn = 0.0
        self.stride = 1

    def step(self) -> int:
        """Bring facts up to the next events; returns the number of the last one read, 0 if there was nothing to do.

        Where there are no new events, or it has not been for a while, it is the turn of someone who takes long.
        """
        self.count_deaths()
        ((after, upto),) = self.engine.query(UNREAD, {"step": EVENTS_A_STEP * self.stride})
        if upto is None:
            return self.replace_due(after)
        if self.resting and time.monotonic() >= self.next_due_turn:
            self.replace_due(after)
        began = time.monotonic()
        self.ties.note(after, upto)
        self.engine.classify_agents(agent_of)
        touched = self.ties.named_in(after, upto)
        due: list[tuple[int, str]] = []
        for rules in self.engine.sites():
            seeds = [name for site, name in touched if site == rules.site]
            if seeds:
                seeds += self.touched_besides(rules.site, seeds, after, upto)
                light, heavy = self.weighed(rules.site, seeds)
                shared = self.replace_tied(rules, light, upto=upto)
                due += [(rules.site, name) for name in (*shared, *heavy)]
        self.ledger.note_due(due, upto=upto)
        self.stride = next_stride(self.stride, time.monotonic() - began)
        return int(upto)

    def weighed(self, site: int, seeds: list[str]) -> tuple[list[str], set[str]]:
        """These names without those that belong to many names or events, and one name of each such group."""
        enough = limits.HEAVY_NAMES + len(seeds) * FEW_NAMES
        with self.engine.snapshot():
            tied = self.ties.reachable_from(site, seeds, enough=enough)
            events = {owner.name: owner.events for owner in limits.of_whole_users(self.owners(site, tied))}
            if sum(events.values()) <= limits.HEAVY_EVENTS and len(tied) <= limits.HEAVY_NAMES:
                return seeds, set()
            perhaps = set(seeds)
            if len(tied) < enough:
                perhaps = perhaps_heavy(tied, self.ties.of(site, tied), events)
            stands_for: dict[str, str | None] = {}
            for seed in seeds:
                if seed in perhaps and seed not in stands_for and not self.ties.is_shared(site, seed):
                    known = self.group_of_buyer(site, seed, stands_for)
                    stands_for |= {seed: known} if known else self.group_of(site, seed, events)
        return [seed for seed in seeds if not stands_for.get(seed)], {name for name in stands_for.values() if name}

    def group_of_buyer(self, site: int, seed: str, stands_for: dict[str, str | None]) -> str | None:
        """The name that stands for the heavy group of the user of this order, if that is known already.

        A group is looked at no further than it has to be, so the look at one order of somebody with very many does not
        come to the others; and each look takes as long as there are orders.
        """
        if not seed.startswith("o:"):
            return None
        users = (name for name in self.ties.linked_to(site, seed) if name.startswith("u:"))
        return next((group for user in users if (group := stands_for.get(user))), None)

    def group_of(self, site: int, seed: str, events: dict[str, int]) -> dict[str, str | None]:
        """The names tied to this one, each with the name that stands for all of them if they are heavy.

        Shared accounts and devices are left out: they do not lead to the names that are tied to them. `events`: how
        many names have, of those that are known; a group with others is looked at no further than it has to be.
        """
        tied = self.ties.reachable_from(site, [seed], enough=limits.HEAVY_NAMES + 1)
        heavy = sum(events.get(name, 0) for name in tied) > limits.HEAVY_EVENTS or len(tied) > limits.HEAVY_NAMES
        group = [name for name in tied if not self.ties.is_shared(site, name)]
        heaviest = max((name for name in group if name in events), key=lambda name: (events[name], name), default=seed)
        return dict.fromkeys(group, heaviest if heavy else None)

    def replace_due(self, upto: int) -> int:
        """Compute and replace the facts of one name that is due, and all tied to it, from the events up to this one.

        One that took long has to wait ten times as long, so that it costs nobody else much. Returns the number of the
        event, or 0 if none is due now.
        """
        for site, name in self.ledger.due():
            if not self.resting or self.rests.get((site, name), 0) <= time.monotonic():
                self.replace_name(site, name, upto=upto)
                return upto
        return 0

    def replace_name(self, site: int, name: str, *, upto: int) -> None:
        """Compute and replace the facts of this name, which is due, and all tied to it."""
        (rules,) = (rules for rules in self.engine.sites() if rules.site == site)
        began = time.monotonic()
        tied = {name, *self.ties.reachable_from(site, [name])}
        shared = self.replace_tied(rules, [name], upto=upto)
        if name in shared:
            self.replace_shared_account(rules, name, upto=upto)
        done = [(site, each) for each in tied - shared | {name}]
        self.ledger.end_due(done, [(site, other) for other in shared if other != name])
        self.let_rest(done, seconds=time.monotonic() - began)

    def step_towards(self, newest: int, had_turn: set[tuple[int, str]]) -> bool:
        """Bring facts closer to the events up to this one; False if they are there, with a turn for each that is due.

        `had_turn`: the names that had theirs; others may become due again and again meanwhile.
        """
        upto = self.ledger.read_upto()
        if upto < newest:
            return self.step() > 0
        left = [due for due in self.ledger.due() if due not in had_turn]
        if left:
            self.count_deaths()
            self.replace_name(*left[0], upto=upto)
            had_turn.add(left[0])
        return bool(left)

    def let_rest(self, names: Iterable[tuple[int, str]], *, seconds: float) -> None:
        """Remember that these names of sites took so long, and delete those whose rest is over."""
        now = time.monotonic()
        self.next_due_turn = now + min(REST * seconds, MAX_REST_SECONDS)
        self.rests = {name: until for name, until in self.rests.items() if until > now}
        self.rests |= dict.fromkeys(names, self.next_due_turn)

    def touched_besides(self, site: int, names: Iterable[str], after: int, upto: int) -> list[str]:
        """Whose facts the events of (after, upto] may change though nothing ties them to the names these bear."""
        owners = self.engine.query(TOUCHED_ORDERS, {"site": site, "after": after, "upto": upto})
        return [
            *(person for (person,) in owners),
            *self.cut_loose(site, names, after),
            *self.on_shared_devices(site, names, after, upto),
        ]

    def cut_loose(self, site: int, names: Iterable[str], after: int) -> list[str]:
        """The names tied to those of these that have come to stand for a crowd since the event numbered `after`.

        They were tied by it until then and are no longer: their facts change too.
        """
        return [
            linked
            for name in names
            if self.ties.came_loose(site, name, after)
            for linked in self.ties.linked_to(site, name)
        ]

    def on_shared_devices(self, site: int, names: Iterable[str], after: int, upto: int) -> list[str]:
        """The persons that shared devices among these names had about when their events of (after, upto] happened.

        Nothing ties them to the device any more, and their sessions and views there may have gone on.
        """
        bound = {"site": site, "after": after, "upto": upto, "near_ms": DAY_MS}
        return [
            person
            for name in names
            if name.startswith("v:") and self.ties.is_shared(site, name)
            for (person,) in self.engine.query(ON_DEVICE, bound | {"visitor": name[2:]})
        ]


def refresh(store: Store) -> int:
    """Bring facts up to the events there are now, of everybody; returns how many steps that took.

    The turn is given back after every step, and what comes in meanwhile is not waited for: under steady traffic this
    comes to an end, and an erasure need not wait for it.
    """
    steps = 0
    had_turn: set[tuple[int, str]] = set()
    writer = FactsWriter(store, resting=False)
    try:
        ((newest,),) = writer.engine.query(NEWEST)
        while stepped(store, writer, newest, had_turn):
            steps += 1
            time.sleep(GIVE_WAY_SECONDS)
    finally:
        writer.close()
    return steps


def stepped(store: Store, writer: FactsWriter, newest: int, had_turn: set[tuple[int, str]]) -> bool:
    """Take the turn for one step towards the newest event; whether there was one to take."""
    with store.facts_lock():
        return writer.step_towards(newest, had_turn)
