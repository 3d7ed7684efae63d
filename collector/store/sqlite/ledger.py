"""How far facts are, which names are due, set aside, or being computed.

What is being computed is noted before and forgotten after, so that what kills the process is found. A note that is left
over when the next one has its turn means that a process died: out of memory, by a fault, or because someone killed it.
The names it bears are suspects until their facts have been computed, each alone: so deaths to come show which is at
fault. Somebody who kills processes may hit anyone once: a death among others counts as one, a death alone as two. Notes
survive the death of a process; they need not survive a power cut, which is nobody's fault, and so are not waited for
until they are on the disk.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from collector.store.sqlite.scope.loading import names_aside

if TYPE_CHECKING:
    from sqlite3 import Connection

ADD_DUE = "insert or ignore into facts_due values (?, ?)"
BEGIN = """
insert into facts_under_way values (?, ?, 1, 0)
on conflict (site, name) do update set under_way = 1"""
END = "delete from facts_under_way where site = ? and name = ?"
BREAK_OFF = (
    "delete from facts_under_way where site = ? and name = ? and deaths = 0",
    "update facts_under_way set under_way = 0 where site = ? and name = ?",
)
EXCUSE = ("delete from facts_under_way where deaths = 0", "update facts_under_way set under_way = 0")
ANY_UNDER_WAY = "select 1 from facts_under_way where under_way = 1 limit 1"
COUNT_DEATHS = """
update facts_under_way set
    deaths = deaths + case (select count(*) from facts_under_way where under_way = 1) when 1 then 2 else 1 end,
    under_way = 0
where under_way = 1"""
SUSPECT_AGAIN = "update facts_under_way set deaths = 1 where site = ? and name = ?"
SUSPECTS = "select name, deaths from facts_under_way where site = ? and deaths > 0"

Writing = Callable[[], AbstractContextManager[object]]


class Ledger:
    """Implements `collector.store.facts.Ledger` on one connection."""

    def __init__(self, connection: Connection, writing: Writing) -> None:
        self._connection, self._writing = connection, writing
        self._begun: list[tuple[int, str]] = []

    def note_due(self, names: Iterable[tuple[int, str]], *, upto: int) -> None:
        """Facts know the events up to this one, but for those of these names of sites, whose turn is yet to come."""
        with self._writing():
            self._connection.executemany(ADD_DUE, names)
            self._connection.execute("update facts_done set seq = :upto", {"upto": upto})
            self._note_work()

    def due(self) -> list[tuple[int, str]]:
        """The names of sites whose turn is yet to come."""
        return self._connection.execute("select site, name from facts_due order by site, name").fetchall()

    def end_due(self, done: Iterable[tuple[int, str]], others: Iterable[tuple[int, str]]) -> None:
        """These had their turn, and these others are due instead."""
        with self._writing():
            self._connection.executemany("delete from facts_due where site = ? and name = ?", done)
            self._connection.executemany(ADD_DUE, others)
            self._note_work()

    def note_work(self) -> None:
        """Remember that a piece of work was finished now."""
        with self._writing():
            self._note_work()

    def _note_work(self) -> None:
        self._connection.execute("update facts_progress set worked_at = ?", (int(time.time() * 1000),))

    def read_upto(self) -> int:
        """The number of the last event that facts know."""
        return int(self._connection.execute("select seq from facts_done").fetchone()[0])

    def note_read(self, upto: int) -> None:
        """Remember that all events up to this one, at least, are in facts."""
        with self._writing():
            self._connection.execute("update facts_done set seq = max(seq, ?)", (upto,))

    def note_rules(self, site: int, fingerprint: str) -> None:
        """Remember which rules the facts of a site follow now."""
        with self._writing():
            self._connection.execute("insert or replace into facts_rules values (?, ?)", (site, fingerprint))

    def names_aside(self, site: int) -> set[str]:
        """The names whose own events are left out of facts."""
        return names_aside(self._connection, site)

    def set_aside(self, site: int, names: Iterable[str], why: str, *, died_by: str | None = None) -> None:
        """Leave the own events of these names out of facts from now on."""
        rows = ((site, name, why, died_by) for name in names)
        with self._writing():
            self._connection.executemany("insert or replace into facts_failed values (?, ?, ?, ?)", rows)

    def take_back(self, site: int, name: str) -> None:
        """Set this name aside no longer."""
        with self._writing():
            self._connection.execute("delete from facts_failed where site = ? and name = ?", (site, name))

    def take_all_back(self, site: int, *, but_killers_of: str | None = None) -> None:
        """Set nobody of a site aside any more, but those who killed the process under these rules."""
        others = "delete from facts_failed where site = ? and (died_by is null or died_by is not ?)"
        with self._writing():
            self._connection.execute(others, (site, but_killers_of))

    def begin(self, site: int, names: Sequence[str]) -> None:
        """Note that these names' facts are being computed, in case that kills the process."""
        begun = [(site, name) for name in names]
        self._connection.execute("pragma synchronous = normal")
        try:
            with self._writing():
                self._connection.executemany(BEGIN, begun)
        finally:
            self._connection.execute("pragma synchronous = full")
        self._begun = begun

    def end(self, connection: Connection) -> None:
        """Delete what `begin` noted: it is computed. The caller holds a transaction, on whichever connection."""
        connection.executemany(END, self._begun)

    def ended(self) -> None:
        """The transaction of `end` is done."""
        self._begun = []

    def break_off(self) -> None:
        """Delete what `begin` noted here and is not being computed any more: nobody died. Suspects stay suspects."""
        if self._begun:
            with self._writing():
                for text in BREAK_OFF:
                    self._connection.executemany(text, self._begun)
            self._begun = []

    def count_deaths(self) -> int:
        """Count a death for all whose facts were being computed; how many names they are. The caller has the turn."""
        if not self._connection.execute(ANY_UNDER_WAY).fetchone():
            return 0
        with self._writing():
            return int(self._connection.execute(COUNT_DEATHS).rowcount)

    def suspects(self, site: int) -> dict[str, int]:
        """The names of a site whose facts were being computed when a process died, and what their deaths count."""
        return dict(self._connection.execute(SUSPECTS, (site,)).fetchall())

    def suspect_again(self, site: int, name: str) -> None:
        """Count one death only: what is left of a name, without those set aside, deserves another try."""
        with self._writing():
            self._connection.execute(SUSPECT_AGAIN, (site, name))


def excuse(connection: Connection) -> None:
    """Delete the notes that anything is being computed, by whichever process. The caller holds a transaction."""
    for text in EXCUSE:
        connection.execute(text)
