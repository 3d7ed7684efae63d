"""Whose facts are being computed: noted before and forgotten after, so that what kills the process is found.

A note that is left over when the next one has its turn means that a process died: out of memory, by a fault, or because
someone killed it. The names it bears are suspects until their facts have been computed, each alone: so the second death
shows who is at fault. Notes survive the death of a process; they need not survive a power cut, which is nobody's fault,
and so are not waited for until they are on the disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

MOST_DEATHS = 2
"""Whose facts killed the process so often, the last time alone, is set aside."""

BEGIN = """
insert into facts_under_way values (?, ?, 1, 0)
on conflict (site, name) do update set under_way = 1"""
END = "delete from facts_under_way where site = ? and name = ?"
BREAK_OFF = (
    "delete from facts_under_way where site = ? and name = ? and deaths = 0",
    "update facts_under_way set under_way = 0 where site = ? and name = ?",
)
EXCUSE = ("delete from facts_under_way where deaths = 0", "update facts_under_way set under_way = 0")
COUNT = "update facts_under_way set deaths = deaths + 1, under_way = 0 where under_way = 1"
SUSPECT = "update facts_under_way set deaths = 1 where site = ? and name = ?"
SUSPECTS = "select name, deaths from facts_under_way where site = ? and deaths > 0"


def begin(connection: Connection, site: int, names: Iterable[str]) -> None:
    """Note that these names' facts are being computed. The caller holds a transaction."""
    connection.executemany(BEGIN, ((site, name) for name in names))


def end(connection: Connection, site: int, names: Iterable[str]) -> None:
    """Forget what was noted of them: they are computed. The caller holds a transaction."""
    connection.executemany(END, ((site, name) for name in names))


def break_off(connection: Connection, site: int, names: Iterable[str]) -> None:
    """Forget that they are being computed, as after an error: nobody died. Suspects stay suspects."""
    for text in BREAK_OFF:
        connection.executemany(text, ((site, name) for name in names))


def excuse(connection: Connection) -> None:
    """Forget that anything is being computed: the process is stopped on purpose, whatever it is at."""
    for text in EXCUSE:
        connection.execute(text)


def count_deaths(connection: Connection) -> int:
    """Count a death for all whose facts were being computed; returns how many they are. The caller has the turn."""
    return int(connection.execute(COUNT).rowcount)


def suspects(connection: Connection, site: int) -> dict[str, int]:
    """The names of a site whose facts were being computed when a process died, and how many did."""
    return dict(connection.execute(SUSPECTS, (site,)).fetchall())


def suspect_again(connection: Connection, site: int, name: str) -> None:
    """Count one death only: what is left of a name, without who was set aside, deserves another try."""
    connection.execute(SUSPECT, (site, name))
