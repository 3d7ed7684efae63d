"""Keeps facts up to date: persons with new events are computed again as a whole and their old facts replaced."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from collector.facts import compute, limits
from collector.facts.agents import agent_of
from collector.store import scope
from collector.store.engine import is_overflow, sqlite3, sum_without_limit
from collector.store.turn import facts_turn

if TYPE_CHECKING:
    from sqlite3 import Connection

    from collector.store.protocol import Store

EVENTS_A_STEP = 1_500
MAX_EVENTS_A_STEP = 96_000
LONG_STEP_SECONDS = 1.0
REST = 10  # how many times as long as it took a shared account waits for its next turn
# The engine's codes 1 ("error": a sum has no room), 18, 19 and 20 are about the numbers, others about disk and locks.
ABOUT_THE_NUMBERS = {1, 18, 19, 20}

log = logging.getLogger("beheld.facts")


def read_sql(name: str) -> str:
    """The text of one of this package's `.sql` files."""
    return (files(__package__) / f"{name}.sql").read_text("utf-8")


SITE_RULES, UNREAD = read_sql("site_rules"), read_sql("unread")
ON_DEVICE, TOUCHED_ORDERS = read_sql("touched_on_device"), read_sql("touched_orders")
NEW_LINKS, TOUCHED_NAMES = scope.read_sql("new_links"), scope.read_sql("touched_names")


class SiteRules(NamedTuple):
    """A site as facts see it. `built_by`: the fingerprint of the rules its stored facts follow, None for a new site."""

    site: int
    time_zone: str
    currency: str
    rates: str
    built_by: str | None

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same events would give other facts."""
        said = "\n".join((compute.RULES, self.time_zone, self.currency, self.rates))
        return hashlib.sha256(said.encode()).hexdigest()


def next_stride(stride: int, seconds: float) -> int:
    """How many times the usual number of events the next step takes, after one that took so long.

    A person is computed as a whole at each step with an event of theirs: the longer that takes, the more events are
    taken at once, so that a hundred thousand orders of one person are not computed a hundred times.
    """
    return min(stride * 2, MAX_EVENTS_A_STEP // EVENTS_A_STEP) if seconds > LONG_STEP_SECONDS else max(1, stride // 2)


class FactsWriter:
    """One connection on which facts are computed and replaced. Used by one thread at a time; `close` when done."""

    def __init__(self, store: Store, *, sums_without_limit: bool = False) -> None:
        self.store = store
        self.connection: Connection = store.connect()
        self.connection.isolation_level = None
        self.rests: dict[tuple[int, str], float] = {}
        self.stride = 1
        self.sums_without_limit = sums_without_limit
        if sums_without_limit:
            sum_without_limit(self.connection)
        scope.prepare(self.connection)
        compute.prepare(self.connection)

    def close(self) -> None:
        """Give the connection back; nothing computed is lost."""
        self.connection.close()

    def site_rules(self) -> list[SiteRules]:
        """All sites."""
        return [SiteRules(*row) for row in self.connection.execute(SITE_RULES)]

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the file's write lock: committed at the end, rolled back on an error."""
        with self.store.write_lock:
            self.connection.execute("begin immediate")
            try:
                yield self.connection
                self.connection.execute("commit")
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("rollback")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction in which all reads see the same moment."""
        self.connection.execute("begin")
        try:
            yield self.connection
        finally:
            self.connection.execute("commit")

    def step(self) -> int:
        """Bring facts up to the next events; returns the number of the last one read, 0 if there was nothing to do.

        Where there are no new events, it is the turn of a shared account.
        """
        began = time.monotonic()
        after, upto = self.connection.execute(UNREAD, {"step": EVENTS_A_STEP * self.stride}).fetchone()
        if upto is None:
            return self.replace_due(after)
        self.note_links(after, upto)
        self.classify_agents()
        bound = {"after": after, "upto": upto}
        touched = self.connection.execute(TOUCHED_NAMES, bound).fetchall()
        due: list[tuple[int, str]] = []
        for rules in self.site_rules():
            seeds = [name for site, name in touched if site == rules.site]
            if seeds:
                seeds += self.touched_besides(rules.site, seeds, after, upto)
                shared = self.replace_tied(rules, seeds, upto=upto)
                due += [(rules.site, name) for name in shared]
        with self.writing():
            self.connection.executemany("insert or ignore into facts_due values (?, ?)", due)
            self.connection.execute("update facts_done set seq = :upto", {"upto": upto})
            self.note_work()
        self.stride = next_stride(self.stride, time.monotonic() - began)
        return int(upto)

    def replace_due(self, upto: int) -> int:
        """Compute and replace the facts of one shared account that is due, from the events up to this one.

        One that took long has to wait ten times as long, so that a crowd's id costs nobody else much. Returns the
        number of the event, or 0 if none is due now.
        """
        rules_of = {rules.site: rules for rules in self.site_rules()}
        for site, name in self.connection.execute("select site, name from facts_due order by site, name").fetchall():
            if self.rests.get((site, name), 0) > (began := time.monotonic()):
                continue
            self.replace_shared_account(rules_of[site], name, upto=upto)
            with self.writing():
                self.connection.execute("delete from facts_due where site = ? and name = ?", (site, name))
            done = time.monotonic()
            self.rests[site, name] = done + REST * (done - began)
            return upto
        return 0

    def note_work(self) -> None:
        """Remember that a piece of work was finished now. The caller holds a transaction."""
        self.connection.execute("update facts_progress set worked_at = ?", (int(time.time() * 1000),))

    def note_links(self, after: int, upto: int) -> None:
        """Remember which names the events of (after, upto] tie together."""
        links = self.connection.execute(NEW_LINKS, {"after": after, "upto": upto}).fetchall()
        if links:
            with self.writing():
                self.connection.executemany("insert or ignore into links values (?, ?, ?)", links)

    def touched_besides(self, site: int, names: Iterable[str], after: int, upto: int) -> list[str]:
        """Whose facts the events of (after, upto] may change though nothing ties them to the names these bear."""
        owners = self.connection.execute(TOUCHED_ORDERS, {"site": site, "after": after, "upto": upto})
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
            if scope.came_loose(self.connection, site, name, after)
            for linked in scope.linked_names(self.connection, site, name)
        ]

    def on_shared_devices(self, site: int, names: Iterable[str], after: int, upto: int) -> list[str]:
        """The persons that shared devices among these names had about when their events of (after, upto] happened.

        Nothing ties them to the device any more, and their sessions and views there may have gone on.
        """
        bound = {"site": site, "after": after, "upto": upto}
        return [
            person
            for name in names
            if name.startswith("v:") and scope.is_shared(self.connection, site, name)
            for (person,) in self.connection.execute(ON_DEVICE, bound | {"visitor": name[2:]})
        ]

    def classify_agents(self) -> None:
        """Work out device, browser, system and bot of the contexts that are new."""
        unknown = self.connection.execute(
            "select context, user_agent, automated from contexts where bot is null"
        ).fetchall()
        if not unknown:
            return
        known = [(*agent_of(user_agent, bool(automated)), context) for context, user_agent, automated in unknown]
        with self.writing():
            self.connection.executemany(
                "update contexts set device = ?, browser = ?, os = ?, bot = ? where context = ?", known
            )

    def replace_facts(self, rules: SiteRules, seeds: Iterable[str], *, upto: int) -> None:
        """Compute and replace the facts of all persons that these names are part of, from the events up to this one.

        Later events may tie persons together that are not known yet to be tied; they have their own step.
        """
        for name in sorted(self.replace_tied(rules, seeds, upto=upto)):
            self.replace_shared_account(rules, name, upto=upto)

    def replace_tied(self, rules: SiteRules, seeds: Iterable[str], *, upto: int) -> set[str]:
        """As `replace_facts`, but for shared accounts: it returns those whose facts may have changed.

        Where computing fails on somebody's numbers, everybody else's are computed and these names set aside.
        """
        shared = {name for name in seeds if scope.is_shared(self.connection, rules.site, name)}
        seeds = [name for name in seeds if name not in shared]
        if not seeds:
            return shared
        try:
            return shared | self.replace_together(rules, seeds, upto=upto)
        except limits.TooMuchAtOnce:
            return shared | self.replace_one_by_one(rules, seeds, upto=upto)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in ABOUT_THE_NUMBERS:
                raise
            if is_overflow(error) and not self.sums_without_limit:
                return shared | self.replace_with_large_sums(rules, seeds, upto=upto)
            return shared | self.replace_one_by_one(rules, seeds, upto=upto)

    def replace_with_large_sums(self, rules: SiteRules, seeds: Iterable[str], *, upto: int) -> set[str]:
        """As `replace_tied`, more slowly, where a sum has no room in 63 bits."""
        with closing(FactsWriter(self.store, sums_without_limit=True)) as writer:
            return writer.replace_tied(rules, seeds, upto=upto)

    def replace_one_by_one(self, rules: SiteRules, seeds: Iterable[str], *, upto: int) -> set[str]:
        """As `replace_together`, each group of tied names for itself."""
        done: set[str] = set()
        shared: set[str] = set()
        for seed in seeds:
            if seed in done:
                continue
            names = scope.names_tied_to(self.connection, rules.site, [seed])
            done.update(names)
            try:
                shared |= self.replace_together(rules, [seed], upto=upto, alone=True)
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode & 0xFF not in ABOUT_THE_NUMBERS:
                    raise
                self.set_aside(rules.site, names, str(error))
        return shared

    def replace_shared_account(self, rules: SiteRules, name: str, *, upto: int) -> None:
        """Compute and replace the facts of a shared account or a shared device: of its own events alone."""
        if name in scope.set_aside(self.connection, rules.site):
            return
        try:
            self.compute_shared(rules, name, upto=upto)
        except (limits.TooMuch, limits.TooMuchAtOnce) as found:
            self.set_aside(rules.site, [name], str(found))
            self.forget_facts(rules, name)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in ABOUT_THE_NUMBERS:
                raise
            if not is_overflow(error) or self.sums_without_limit:
                self.set_aside(rules.site, [name], str(error))
                return
            with closing(FactsWriter(self.store, sums_without_limit=True)) as writer:
                writer.replace_shared_account(rules, name, upto=upto)

    def compute_shared(self, rules: SiteRules, name: str, *, upto: int) -> None:
        """As `replace_shared_account`; TooMuch or TooMuchAtOnce if it cannot be computed."""
        with self.reading() as connection:
            tied = scope.linked_names(connection, rules.site, name) if name.startswith("u:") else []
            names = [name, *tied]
            limits.check_events(self.owners(rules.site, names), alone=False)
            self.compute(rules, names, [name], upto=upto)
        self.replace(rules)

    def forget_facts(self, rules: SiteRules, name: str) -> None:
        """Take away the stored facts of who was set aside."""
        with self.reading():
            self.compute(rules, [], [name], upto=0)
        self.replace(rules)

    def owners(self, site: int, names: Iterable[str]) -> list[limits.Owner]:
        """How much each of these names sent. The caller holds a transaction."""
        return [limits.Owner(*row) for row in scope.owned_counts(self.connection, site, names)]

    def replace_together(self, rules: SiteRules, seeds: Iterable[str], *, upto: int, alone: bool = False) -> set[str]:
        """Compute and replace the facts of all persons tied to these names, in one go.

        Returns the shared accounts that they name: whose sessions are theirs may have changed. Whose events are too
        many is set aside, and the others are computed without them. `alone`: the seeds cannot be taken apart.
        """
        while True:
            try:
                return self.replace_if_bounded(rules, seeds, upto=upto, alone=alone)
            except limits.TooMuch as found:
                self.set_aside(rules.site, found.names, found.why)

    def replace_if_bounded(self, rules: SiteRules, seeds: Iterable[str], *, upto: int, alone: bool) -> set[str]:
        """As `replace_together`; TooMuch or TooMuchAtOnce before anything costly is done."""
        with self.reading() as connection:
            names = scope.names_tied_to(connection, rules.site, seeds)
            shared = {name for name in names if scope.is_shared(connection, rules.site, name)}
            persons = [name for name in names if name not in shared]
            limits.check_events(self.owners(rules.site, names), alone=alone)
            self.compute(rules, names, persons, upto=upto)
        self.replace(rules)
        return shared

    def compute(self, rules: SiteRules, names: Iterable[str], persons: Iterable[str], *, upto: int) -> None:
        """Compute the facts of these persons from the events of these names. The caller holds a transaction."""
        scope.load(
            self.connection,
            site=rules.site,
            currency=rules.currency,
            time_zone=rules.time_zone,
            names=names,
            persons=persons,
            upto=upto,
        )
        compute.compute(self.connection, rules.site, rules.currency)

    def replace(self, rules: SiteRules) -> None:
        """Put the computed facts of the scope's persons in the place of the stored ones."""
        with self.writing() as connection:
            compute.replace(connection, rules.site)
            connection.execute("insert or ignore into facts_rules values (?, ?)", (rules.site, rules.fingerprint))

    def set_aside(self, site: int, names: Iterable[str], error: str) -> None:
        """Leave the own events of these names out of facts from now on; the log says how many they are, not who."""
        rows = [(site, name, error) for name in names]
        with self.writing() as connection:
            connection.executemany("insert or replace into facts_failed values (?, ?, ?)", rows)
        log.error("%d names of site %d were set aside: %s", len(rows), site, error)


def refresh(store: Store) -> int:
    """Bring facts up to all events there are; returns how many steps that took (0: nothing to do, or not our turn)."""
    steps = 0
    with facts_turn(store.path, wait=True):
        writer = FactsWriter(store)
        try:
            while writer.step():
                steps += 1
        finally:
            writer.close()
    return steps
