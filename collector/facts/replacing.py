"""Computes and replaces facts of persons whom names are part of; names that cannot be computed are set aside alone."""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from collector.errors import EngineError, StoreUnavailable
from collector.facts import crowds, limits
from collector.facts.plan import PLAN, RULES
from collector.store.facts import SiteRules, Uncomputable

if TYPE_CHECKING:
    from collector.store.protocol import Store

MAX_DEATHS = 4
"""Whose deaths count as many is set aside: two that were its alone (see `Ledger.suspects`)."""

log = logging.getLogger("beheld.facts")


def fingerprint_of(rules: SiteRules) -> str:
    """A text that changes whenever the same events would give other facts."""
    parts = (RULES, rules.time_zone, rules.currency, rules.rates, str(rules.max_public_micros))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class FactsReplacer:
    """Computes and replaces facts by one hold on the engine. Used by one thread at a time; `close` when done."""

    def __init__(self, store: Store, *, patient: bool = False) -> None:
        self.store = store
        self.engine = store.facts_engine(PLAN, patient=patient)
        self.ties, self.ledger = self.engine.ties, self.engine.ledger

    def close(self) -> None:
        """Give the engine back; nothing computed is lost."""
        self.engine.close()

    def replace_tied(self, rules: SiteRules, seeds: Iterable[str], *, upto: int) -> set[str]:
        """Compute and replace the facts of all persons that these names are part of, from the events up to this one.

        Shared accounts are left out: it returns those whose facts may have changed. Later events may tie persons
        together that are not known yet to be tied; they have their own step. Names whose facts were being computed when
        a process died are computed each for itself.
        """
        shared = {name for name in seeds if self.ties.is_shared(rules.site, name)}
        seeds = [name for name in seeds if name not in shared]
        suspects = self.ledger.suspects(rules.site)
        if others := [name for name in seeds if name not in suspects]:
            shared |= self.replace_computable(rules, others, upto=upto)
        for name in sorted(suspects.keys() & set(seeds)):
            if deaths := self.ledger.suspects(rules.site).get(name):  # else it was, with another
                shared |= self.replace_suspect(rules, name, deaths, upto=upto)
        return shared

    def replace_suspect(self, rules: SiteRules, name: str, deaths: int, *, upto: int) -> set[str]:
        """As `replace_tied`, for one name: without the name at fault if that has killed the process too often."""
        names = [name]
        if deaths >= MAX_DEATHS:
            names = sorted({name, *self.ties.reachable_from(rules.site, names)})
            self.set_killer_aside(rules, name, names)
        return self.replace_computable(rules, names, upto=upto)

    def replace_computable(self, rules: SiteRules, seeds: Iterable[str], *, upto: int) -> set[str]:
        """As `replace_tied`. Names that are too much are set aside, and those with numbers that computing fails on."""
        seeds = list(seeds)
        while True:
            try:
                return self.replace_together(rules, seeds, upto=upto)
            except limits.TooMuch as found:
                seeds = self.set_much_aside(rules.site, seeds, found)
            except (limits.TooMuchAtOnce, Uncomputable):
                return self.replace_one_by_one(rules, seeds, upto=upto)

    def set_much_aside(self, site: int, names: list[str], found: limits.TooMuch) -> list[str]:
        """Set aside who is too much; returns the names whose facts that changes: they are tied by it no longer."""
        tied = self.ties.reachable_from(site, names)
        self.set_aside(site, found.names, found.why)
        return sorted({*names, *tied})

    def replace_one_by_one(self, rules: SiteRules, seeds: Iterable[str], *, upto: int) -> set[str]:
        """As `replace_together`, each group of tied names for itself."""
        done: set[str] = set()
        shared: set[str] = set()
        left = deque(seeds)
        while left:
            seed = left.popleft()
            if seed in done:
                continue
            names = self.ties.reachable_from(rules.site, [seed])
            try:
                shared |= self.replace_together(rules, [seed], upto=upto, alone=True)
            except limits.TooMuch as found:
                left.extend(self.set_much_aside(rules.site, names, found))
                continue
            except Uncomputable as error:
                shared |= self.replace_without_fault(rules, names, str(error), upto=upto)
            done.update(names)
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
            self.ledger.take_back(rules.site, name)
            if self.computed_anyhow(rules, names, upto=upto) is None:
                self.set_aside(rules.site, [name], error)
        return shared

    def computed_anyhow(self, rules: SiteRules, names: list[str], *, upto: int) -> set[str] | None:
        """As `replace_together`, or None if it fails on somebody's numbers."""
        while True:
            try:
                return self.replace_together(rules, names, upto=upto, alone=True)
            except limits.TooMuch as found:
                names = self.set_much_aside(rules.site, names, found)
            except Uncomputable:
                return None

    def latest_first(self, site: int, names: Iterable[str]) -> list[str]:
        """The names that have events of their own, by when the first of them came, and last what only orders have."""
        with self.engine.snapshot():
            owners = self.owners(site, names)
        known = [owner.name for owner in sorted(owners, key=lambda owner: (-owner.first_seq, owner.name))]
        return known + sorted(set(names) - set(known))

    def replace_shared_account(self, rules: SiteRules, name: str, *, upto: int) -> None:
        """Compute and replace the facts of a shared account or a shared device: of its own events alone."""
        if self.ledger.suspects(rules.site).get(name, 0) >= MAX_DEATHS:
            self.set_killer_aside(rules, name, [name])
            self.delete_facts(rules, name)
        if name in self.ledger.names_aside(rules.site):
            return
        try:
            with self.under_way(rules.site, [name]):
                self.compute_shared(rules, name, upto=upto)
        except (limits.TooMuch, limits.TooMuchAtOnce, Uncomputable) as found:
            self.set_aside(rules.site, [name], str(found))
            self.delete_facts(rules, name)

    def compute_shared(self, rules: SiteRules, name: str, *, upto: int) -> None:
        """As `replace_shared_account`; TooMuch or TooMuchAtOnce if it cannot be computed."""
        with self.engine.snapshot():
            tied = self.ties.linked_to(rules.site, name) if name.startswith("u:") else []
            names = [name, *tied]
            limits.check_events(self.owners(rules.site, names), alone=False)
            self.engine.compute(rules, names, [name], upto=upto)
        self.engine.replace(rules.site, fingerprint_of(rules))

    def delete_facts(self, rules: SiteRules, name: str) -> None:
        """Delete the stored facts of names that were set aside."""
        with self.engine.snapshot():
            self.engine.compute(rules, [], [name], upto=0)
        self.engine.replace(rules.site, fingerprint_of(rules))

    def owners(self, site: int, names: Iterable[str]) -> list[limits.Owner]:
        """How much each of these names sent. The caller holds a transaction."""
        return [limits.Owner(*row) for row in self.ties.owned_counts(site, names)]

    def replace_together(self, rules: SiteRules, seeds: Iterable[str], *, upto: int, alone: bool = False) -> set[str]:
        """Compute and replace the facts of all persons tied to these names, in one go.

        Returns the shared accounts that they name: whose sessions are theirs may have changed. TooMuch or TooMuchAtOnce
        before anything costly is done. `alone`: the seeds cannot be taken apart.
        """
        seeds = list(seeds)
        with self.under_way(rules.site, seeds):
            with self.engine.snapshot():
                names = self.ties.reachable_from(rules.site, seeds)
                shared = {name for name in names if self.ties.is_shared(rules.site, name)}
                persons = [name for name in names if name not in shared]
                owners = self.owners(rules.site, names)
                self.check_crowds(rules.site, persons, owners)
                limits.check_events(owners, alone=alone)
                self.engine.compute(rules, names, persons, upto=upto)
            self.engine.replace(rules.site, fingerprint_of(rules))
        return shared

    def check_crowds(self, site: int, names: list[str], owners: list[limits.Owner]) -> None:
        """Raise TooMuch if strangers tie too many of these names together. The caller holds a transaction."""
        if len(owners) > limits.MAX_NAMES:
            links = crowds.that_tie(self.ties.of(site, names), names, self.ledger.names_aside(site))
            crowds.check(owners, links, lambda some: self.ties.strangers(site, some))

    def set_aside(self, site: int, names: Iterable[str], why: str, *, died_by: str | None = None) -> None:
        """Leave the own events of these names out of facts from now on; the log has how many they are, not which."""
        names = list(names)
        self.ledger.set_aside(site, names, why, died_by=died_by)
        log.error("%d names of site %d were set aside: %s", len(names), site, why)

    @contextmanager
    def under_way(self, site: int, names: list[str]) -> Iterator[None]:
        """Note inside the `with` that the facts of these names are being computed, in case that kills the process."""
        self.ledger.begin(site, names)
        try:
            yield
        finally:
            with suppress(EngineError, StoreUnavailable):
                self.ledger.break_off()

    def count_deaths(self) -> int:
        """See whether a process died while it computed facts; how many names it was about. The caller has the turn."""
        self.ledger.break_off()
        suspects = self.ledger.count_deaths()
        if suspects:
            log.error("a process died while it computed the facts of %d names: each is now computed alone", suspects)
        return suspects

    def set_killer_aside(self, rules: SiteRules, name: str, tied: list[str]) -> None:
        """Set aside the name at fault for the deaths of processes that computed this name: it, or one tied to it."""
        with self.engine.snapshot():
            owners = self.owners(rules.site, tied)
        at_fault = limits.latest_of_much(owners) if owners else name
        self.ledger.suspect_again(rules.site, name)
        why = "the process ended twice while it computed its facts alone (out of memory?)"
        self.set_aside(rules.site, [at_fault], why, died_by=fingerprint_of(rules))
