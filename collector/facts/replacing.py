"""Computes and replaces the facts of the persons that names are part of; who cannot be computed is set aside alone."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from collector.facts import compute, limits, under_way
from collector.store.public_values import max_public_micros
from collector.store.sqlite import scope
from collector.store.sqlite.engine import is_overflow, sqlite3, sum_without_limit

if TYPE_CHECKING:
    from sqlite3 import Connection

    from collector.store.protocol import Store

# The engine's codes 1 ("error": a sum has no room), 18, 19 and 20 are about the numbers, others about disk and locks.
ABOUT_THE_NUMBERS = {1, 18, 19, 20}

log = logging.getLogger("beheld.facts")


def read_sql(name: str) -> str:
    """The text of one of this package's `.sql` files."""
    return (files(__package__) / f"{name}.sql").read_text("utf-8")


SITE_RULES = read_sql("site_rules")


def is_about_the_numbers(error: sqlite3.DatabaseError) -> bool:
    """Whether somebody's numbers are at fault, and not the disk or a lock."""
    return error.sqlite_errorcode & 0xFF in ABOUT_THE_NUMBERS


class SiteRules(NamedTuple):
    """A site as facts see it. `built_by`: the fingerprint of the rules its stored facts follow, None for a new site."""

    site: int
    time_zone: str
    currency: str
    rates: str
    settings: str
    built_by: str | None

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same events would give other facts."""
        said = "\n".join((compute.RULES, self.time_zone, self.currency, self.rates, str(self.max_public_micros)))
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def max_public_micros(self) -> int:
        """The most that the public key alone is believed, of an order or a goal."""
        return max_public_micros(json.loads(self.settings), self.currency)


class FactsReplacer:
    """One connection on which facts are computed and replaced. Used by one thread at a time; `close` when done."""

    def __init__(self, store: Store, *, sums_without_limit: bool = False) -> None:
        self.store = store
        self.connection: Connection = store.connect()
        self.connection.isolation_level = None
        self.sums_without_limit = sums_without_limit
        self.noted: tuple[int, list[str]] | None = None
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

    def replace_facts(self, rules: SiteRules, seeds: Iterable[str], *, upto: int) -> None:
        """Compute and replace the facts of all persons that these names are part of, from the events up to this one.

        Later events may tie persons together that are not known yet to be tied; they have their own step.
        """
        for name in sorted(self.replace_tied(rules, seeds, upto=upto)):
            self.replace_shared_account(rules, name, upto=upto)

    def replace_tied(self, rules: SiteRules, seeds: Iterable[str], *, upto: int) -> set[str]:
        """As `replace_facts`, but for shared accounts: it returns those whose facts may have changed.

        Names whose facts were being computed when a process died are computed each for itself.
        """
        shared = {name for name in seeds if scope.is_shared(self.connection, rules.site, name)}
        seeds = [name for name in seeds if name not in shared]
        suspects = under_way.suspects(self.connection, rules.site)
        if others := [name for name in seeds if name not in suspects]:
            shared |= self.replace_computable(rules, others, upto=upto)
        for name in sorted(suspects.keys() & set(seeds)):
            if deaths := under_way.suspects(self.connection, rules.site).get(name):  # else it was, with another
                shared |= self.replace_suspect(rules, name, deaths, upto=upto)
        return shared

    def replace_suspect(self, rules: SiteRules, name: str, deaths: int, *, upto: int) -> set[str]:
        """As `replace_tied`, for one name: without who is at fault if that has killed the process too often."""
        names = [name]
        if deaths >= under_way.MOST_DEATHS:
            names = sorted({name, *scope.names_tied_to(self.connection, rules.site, names)})
            self.set_killer_aside(rules, name, names)
        return self.replace_computable(rules, names, upto=upto)

    def replace_computable(self, rules: SiteRules, seeds: Iterable[str], *, upto: int) -> set[str]:
        """As `replace_tied`. Where computing fails on somebody's numbers, only that name is set aside."""
        try:
            return self.replace_together(rules, seeds, upto=upto)
        except limits.TooMuchAtOnce:
            return self.replace_one_by_one(rules, seeds, upto=upto)
        except sqlite3.DatabaseError as error:
            if is_overflow(error) and not self.sums_without_limit:
                return self.replace_with_large_sums(rules, seeds, upto=upto)
            if not is_about_the_numbers(error):
                raise
            return self.replace_one_by_one(rules, seeds, upto=upto)

    def replace_with_large_sums(self, rules: SiteRules, seeds: Iterable[str], *, upto: int) -> set[str]:
        """As `replace_tied`, more slowly, where a sum has no room in 63 bits."""
        with closing(FactsReplacer(self.store, sums_without_limit=True)) as writer:
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
                if not is_about_the_numbers(error):
                    raise
                shared |= self.replace_without_fault(rules, names, str(error), upto=upto)
        return shared

    def replace_without_fault(self, rules: SiteRules, names: list[str], error: str, *, upto: int) -> set[str]:
        """Compute and replace the facts of tied names, of which some cannot be computed: without as few as possible.

        Those that came last are left out first, until it can be done; then each of them is tried with the rest again.
        """
        shared: set[str] = set()
        left_out: list[str] = []
        for name in self.latest_first(rules.site, names):
            self.set_aside(rules.site, [name], error)
            left_out.append(name)
            if (found := self.computed_anyhow(rules, names, upto=upto)) is not None:
                shared |= found
                break
        else:
            self.set_aside(rules.site, names, error)
            return shared
        for name in left_out[:-1]:
            self.take_back(rules.site, name)
            if self.computed_anyhow(rules, names, upto=upto) is None:
                self.set_aside(rules.site, [name], error)
        return shared

    def computed_anyhow(self, rules: SiteRules, names: list[str], *, upto: int) -> set[str] | None:
        """As `replace_together`, or None if it fails on somebody's numbers."""
        try:
            return self.replace_together(rules, names, upto=upto, alone=True)
        except sqlite3.DatabaseError as error:
            if not is_about_the_numbers(error):
                raise
            return None

    def latest_first(self, site: int, names: Iterable[str]) -> list[str]:
        """The names that have events of their own, by when the first of them came, and last what only orders have."""
        with self.reading():
            owners = self.owners(site, names)
        known = [owner.name for owner in sorted(owners, key=lambda owner: (-owner.first_seq, owner.name))]
        return known + sorted(set(names) - set(known))

    def replace_shared_account(self, rules: SiteRules, name: str, *, upto: int) -> None:
        """Compute and replace the facts of a shared account or a shared device: of its own events alone."""
        if under_way.suspects(self.connection, rules.site).get(name, 0) >= under_way.MOST_DEATHS:
            self.set_killer_aside(rules, name, [name])
            self.forget_facts(rules, name)
        if name in scope.set_aside(self.connection, rules.site):
            return
        try:
            with self.under_way(rules.site, [name]):
                self.compute_shared(rules, name, upto=upto)
        except (limits.TooMuch, limits.TooMuchAtOnce) as found:
            self.set_aside(rules.site, [name], str(found))
            self.forget_facts(rules, name)
        except sqlite3.DatabaseError as error:
            if not is_about_the_numbers(error):
                raise
            if not is_overflow(error) or self.sums_without_limit:
                self.set_aside(rules.site, [name], str(error))
                self.forget_facts(rules, name)
                return
            with closing(FactsReplacer(self.store, sums_without_limit=True)) as writer:
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
        seeds = list(seeds)
        with self.under_way(rules.site, seeds):
            while True:
                try:
                    return self.replace_if_bounded(rules, seeds, upto=upto, alone=alone)
                except limits.TooMuch as found:
                    tied = scope.names_tied_to(self.connection, rules.site, seeds)
                    seeds = sorted({*seeds, *tied})  # who is set aside ties them no longer
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
        limit = rules.max_public_micros
        compute.compute(self.connection, rules.site, rules.currency, max_public_micros=limit)

    def replace(self, rules: SiteRules) -> None:
        """Put the computed facts of the scope's persons in the place of the stored ones."""
        with self.writing() as connection:
            compute.replace(connection, rules.site)
            connection.execute("insert or ignore into facts_rules values (?, ?)", (rules.site, rules.fingerprint))
            if self.noted:
                under_way.end(connection, *self.noted)
        self.noted = None

    def set_aside(self, site: int, names: Iterable[str], error: str, *, died_by: str | None = None) -> None:
        """Leave the own events of these names out of facts from now on; the log says how many they are, not who."""
        rows = [(site, name, error, died_by) for name in names]
        with self.writing() as connection:
            connection.executemany("insert or replace into facts_failed values (?, ?, ?, ?)", rows)
        log.error("%d names of site %d were set aside: %s", len(rows), site, error)

    def take_back(self, site: int, name: str) -> None:
        """Set this name aside no longer."""
        with self.writing() as connection:
            connection.execute("delete from facts_failed where site = ? and name = ?", (site, name))

    @contextmanager
    def under_way(self, site: int, names: list[str]) -> Iterator[None]:
        """Note inside the `with` that the facts of these names are being computed, in case that kills the process."""
        self.connection.execute("pragma synchronous = normal")  # it need not survive a power cut
        try:
            with self.writing() as connection:
                under_way.begin(connection, site, names)
        finally:
            self.connection.execute("pragma synchronous = full")
        self.noted = site, names
        try:
            yield
        finally:
            with suppress(sqlite3.DatabaseError):
                self.break_off()

    def break_off(self) -> None:
        """Forget what was noted and is not being computed any more."""
        if self.noted:
            with self.writing() as connection:
                under_way.break_off(connection, *self.noted)
            self.noted = None

    def excuse(self) -> None:
        """Forget that anything is being computed: what is left of it is no death."""
        with self.writing() as connection:
            under_way.excuse(connection)

    def count_deaths(self) -> int:
        """See whether a process died while it computed facts; how many names it was about. The caller has the turn."""
        self.break_off()
        if not self.connection.execute("select 1 from facts_under_way where under_way = 1").fetchone():
            return 0
        with self.writing() as connection:
            suspects = under_way.count_deaths(connection)
        log.error("a process died while it computed the facts of %d names: each is now computed alone", suspects)
        return suspects

    def set_killer_aside(self, rules: SiteRules, name: str, tied: list[str]) -> None:
        """Set aside who is at fault for the deaths of processes that computed this name: it, or one tied to it."""
        with self.reading():
            owners = self.owners(rules.site, tied)
        at_fault = limits.latest_of_much(owners) if owners else name
        with self.writing() as connection:
            under_way.suspect_again(connection, rules.site, name)
        why = f"the process ended {under_way.MOST_DEATHS} times while it computed its facts (out of memory?)"
        self.set_aside(rules.site, [at_fault], why, died_by=rules.fingerprint)
