"""What became of what was acknowledged, and the table that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from collector.facts.rebuild import rebuild
from collector.facts.refresh import refresh
from collector.store import SqliteStore
from tests.facts.streams import the_facts

OK, CAUGHT = "ok", "caught"


class Tally(NamedTuple):
    """How many events were acknowledged, and of these lost; how many are stored twice, and how many nobody sent."""

    acknowledged: int
    lost: int
    twice: int
    unknown: int

    def __add__(self, other: object) -> Tally:
        """Both together."""
        assert isinstance(other, Tally)
        return Tally(*(one + another for one, another in zip(self, other, strict=True)))

    @property
    def fault(self) -> str | None:
        """What is wrong, in words."""
        wrong = [f"{count:,} {what}" for what, count in self._asdict().items() if count and what != "acknowledged"]
        return ", ".join(wrong) or None


NOTHING = Tally(0, 0, 0, 0)


@dataclass(frozen=True)
class Line:
    """One line of the table. `verdict` is ok, caught (a planted fault), or what is wrong."""

    rig: str
    times: int
    tally: Tally
    verdict: str

    @property
    def good(self) -> bool:
        """Whether this is as it should be."""
        return self.verdict in (OK, CAUGHT)


def tally_of(store: SqliteStore, acknowledged: Collection[str], sent: Collection[str]) -> Tally:
    """Count in the store. The same event under another key would be stored twice, too."""
    stored = Counter(row["id"] for row in store.query("select id from events"))
    return Tally(
        len(acknowledged),
        lost=len(set(acknowledged) - stored.keys()),
        twice=sum(count - 1 for count in stored.values()),
        unknown=len(stored.keys() - set(sent)),
    )


def fault_of_facts(store: SqliteStore) -> str | None:
    """What is wrong with the facts of a store that nobody else computes facts of: they must equal a full rebuild."""
    refresh(store)
    kept = the_facts(store)
    rebuild(store, processes=1)
    rebuilt = the_facts(store)
    differing = [table for table in kept if kept[table] != rebuilt[table]]
    aside = store.query("select count(*) as names from facts_failed")[0]["names"]
    if aside:
        return f"{aside} names are set aside"
    return f"facts differ from rebuilt ones: {', '.join(differing)}" if differing else None


def fault_of_file(store: SqliteStore) -> str | None:
    """What SQLite finds wrong with the file."""
    found = "; ".join(row[0] for row in store.query("pragma integrity_check(5)"))
    return None if found == "ok" else found


def verdict(*faults: str | None) -> str:
    """Ok, or all that is wrong."""
    return "; ".join(fault for fault in faults if fault) or OK


def table_of(lines: Iterable[Line]) -> list[list[object]]:
    """The rows of the table."""
    return [
        [line.rig, f"{line.times:,}", *(f"{number:,}" for number in line.tally[:3]), short(line.verdict)]
        for line in lines
    ]


def short(text: str) -> str:
    """The beginning of the first line."""
    return text.partition("\n")[0][:80]


HEAD = ["rig", "times", "acknowledged", "lost", "twice", "verdict"]
