"""What computing facts needs of an engine: to lay out the events of some persons, run a plan on them, keep the results.

Which facts there are and what they mean is defined by the plan, in SQL that all engines read alike; how the steps are
run, and how the old facts give way to the new, is the engine's own affair.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from collector.errors import EngineError
from collector.store.public_values import max_public_micros

Rows = list[tuple[Any, ...]]
Query = Callable[[str, Mapping[str, Any]], Rows]
"""Runs a select over the tables of the steps so far and returns its rows; values are bound as `:name`."""


class Uncomputable(EngineError):  # noqa: N818 - a finding about somebody's events, not a fault
    """Somebody's numbers are at fault (they overflow, say), and neither the engine nor the plan."""


class SiteRules(NamedTuple):
    """A site as facts see it: what they depend on besides its events.

    `rates` and `settings` are texts. `built_by`: the fingerprint of the rules its stored facts follow, None for a new
    site.
    """

    site: int
    time_zone: str
    currency: str
    rates: str
    settings: str
    built_by: str | None

    @property
    def max_public_micros(self) -> int:
        """The most that the public key alone is believed, of an order or a goal."""
        return max_public_micros(json.loads(self.settings), self.currency)


@dataclass(frozen=True)
class Select:
    """A step in SQL: what it selects becomes the table of its name, which later steps read.

    `is_fact`: it replaces the stored facts of that name of these persons. Bound are `:site`, `:max_public_micros` and
    `values`.
    """

    name: str
    sql: str
    is_fact: bool
    values: Mapping[str, int]

    @property
    def table(self) -> str:
        """The table that it fills."""
        return f"scoped_{self.name}" if self.is_fact else self.name


@dataclass(frozen=True)
class Settle:
    """A step in Python: from what it reads it returns the rows of `tables`, given with their columns."""

    tables: Mapping[str, str]
    rows: Callable[[Query, SiteRules], Mapping[str, Rows]]


@dataclass(frozen=True)
class Check:
    """A step that raises if what follows would be too much."""

    check: Callable[[Query], None]


AgentOf = Callable[..., Sequence[Any]]
"""From a user agent (None if unknown) and whether it is automated: device, browser, system, and 1 for a bot."""
Plan = Sequence[Select | Settle | Check]


class Ties(Protocol):
    """Which names (`v:visitor`, `u:user`, `o:order`) events tie together, and how much each of them sent."""

    def note(self, after: int, upto: int) -> None:
        """Remember which names the events of (after, upto] tie together."""

    def named_in(self, after: int, upto: int) -> list[tuple[int, str]]:
        """The names that the events of (after, upto] bear, each with its site; those set aside touch nobody."""

    def of(self, site: int, names: Iterable[str]) -> list[tuple[str, str]]:
        """All ties of these names: each name and the one it is tied to."""

    def of_site(self, site: int) -> Iterable[tuple[str, str]]:
        """All ties of a site, each once."""

    def linked_to(self, site: int, name: str) -> list[str]:
        """The names that events tie to this one."""

    def reachable_from(self, site: int, seeds: Iterable[str], *, enough: int = -1) -> list[str]:
        """All names reachable from these, or `enough` of them: whatever has to be computed together."""

    def strangers(self, site: int, names: Iterable[str]) -> set[str]:
        """The visitors among these names whose own events all came with the public key."""

    def is_shared(self, site: int, name: str) -> bool:
        """Whether a name is a shared account or a shared device, which ties nobody together."""

    def shared_names(self, site: int) -> set[str]:
        """The shared accounts and shared devices of a site."""

    def came_loose(self, site: int, name: str, after: int) -> bool:
        """Whether a name tied others until the event numbered `after` and does no longer."""

    def owned_counts(self, site: int, names: Iterable[str]) -> list[tuple[str, int, int]]:
        """Each of these names that is not set aside, how many events are its own, and the number of the first."""


class Ledger(Protocol):
    """How far facts are, which names are due or set aside, and which were being computed when a process died."""

    def note_due(self, names: Iterable[tuple[int, str]], *, upto: int) -> None:
        """Facts know the events up to this one, but for those of these names of sites, whose turn is yet to come."""

    def due(self) -> list[tuple[int, str]]:
        """The names of sites whose turn is yet to come."""

    def end_due(self, done: Iterable[tuple[int, str]], others: Iterable[tuple[int, str]]) -> None:
        """These had their turn, and these others are due instead."""

    def note_work(self) -> None:
        """Remember that a piece of work was finished now."""

    def read_upto(self) -> int:
        """The number of the last event that facts know."""

    def note_read(self, upto: int) -> None:
        """Remember that all events up to this one, at least, are in facts."""

    def note_rules(self, site: int, fingerprint: str) -> None:
        """Remember which rules the facts of a site follow now."""

    def names_aside(self, site: int) -> set[str]:
        """The names whose own events are left out of facts."""

    def set_aside(self, site: int, names: Iterable[str], why: str, *, died_by: str | None = None) -> None:
        """Leave the own events of these names out of facts from now on."""

    def take_back(self, site: int, name: str) -> None:
        """Set this name aside no longer."""

    def take_all_back(self, site: int, *, but_killers_of: str | None = None) -> None:
        """Set nobody of a site aside any more, but those who killed the process under these rules."""

    def begin(self, site: int, names: Sequence[str]) -> None:
        """Note that these names' facts are being computed, in case that kills the process."""

    def break_off(self) -> None:
        """Delete what `begin` noted here and is not being computed any more: nobody died."""

    def count_deaths(self) -> int:
        """Count a death for all whose facts were being computed; how many names they are. The caller has the turn."""

    def suspects(self, site: int) -> dict[str, int]:
        """The names of a site whose facts were being computed when a process died, and what their deaths count.

        A death among others counts as one, a death alone as two.
        """

    def suspect_again(self, site: int, name: str) -> None:
        """Count one death only: what is left of a name, without those set aside, deserves another try."""


class FactsEngine(Protocol):
    """One worker's hold on the facts of a store. Used by one thread at a time; `close` when done."""

    @property
    def ties(self) -> Ties:
        """Which names events tie together."""

    @property
    def ledger(self) -> Ledger:
        """How far facts are."""

    def sites(self) -> list[SiteRules]:
        """All sites."""

    def query(self, sql: str, values: Mapping[str, Any] | None = None) -> Rows:
        """Run a reading query over what is stored, and the tables of the steps."""

    def snapshot(self) -> AbstractContextManager[None]:
        """All reads inside the `with` see the same moment."""

    def compute(self, rules: SiteRules, names: Iterable[str], persons: Iterable[str], *, upto: int) -> None:
        """Run the plan on the events of these names up to this one, for the facts of these persons; inside a snapshot.

        The events are laid out as `tables.LAID_OUT`, which the steps read beside the tables of the steps before them.
        Uncomputable: somebody's numbers are at fault. What a Check raises passes through.
        """

    def replace(self, site: int, fingerprint: str) -> None:
        """Put the facts that were computed in the place of those stored, and end what `Ledger.begin` noted.

        `fingerprint` is of the rules they follow, remembered if the site had none. Uncomputable: as above.
        """

    def classify_agents(self, agent_of: AgentOf) -> None:
        """Work out device, browser, system and bot of the contexts that are new, from user agent and automation."""

    def close(self) -> None:
        """Give back what it holds; nothing computed is lost."""
