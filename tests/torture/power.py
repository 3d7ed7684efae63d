"""Power cuts: what the disk would have of a collector's files, had the power gone at a moment that chance picks.

All writes and flushes of a running collector are recorded (`recorded.py`); what a disk may have of them at a moment is
written to a folder (`disk.py`), and opened as the next start would. The next collector goes on from there.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from collector.errors import CollectorError, EngineError
from collector.store import SqliteStore, open_store
from collector.store.erasures import digest
from collector.store.sqlite.erasure_log import ErasureLog
from tests.torture.disk import Disk
from tests.torture.record_format import FILES, Record, records
from tests.torture.senders import Senders
from tests.torture.server import PATIENCE, Server, until
from tests.torture.tally import CAUGHT, NOTHING, Line, Tally, fault_of_facts, fault_of_file, tally_of, verdict
from tests.torture.traffic import event

CUTS_OF_A_LIFE = 5
SHORT, LONG = 1, 10
EVENTS_OF_A_LIFE = 1_500
ERASURES_OF_A_LIFE = 3
LIVES_TO_CATCH, CUTS_TO_CATCH = 5, 8
SITE = 1

Say = Callable[[str], None]


@dataclass
class Promised:
    """What was promised, and how many bytes of records there were by then."""

    acknowledged: dict[str, int] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    events_of: dict[str, list[str]] = field(default_factory=dict)
    erasing: dict[str, int] = field(default_factory=dict)
    erased: dict[str, int] = field(default_factory=dict)

    def by(self, position: int) -> tuple[set[str], set[str]]:
        """The events that must be there, and the visitors who must not, if the power went then."""
        begun = {visitor for visitor, at in self.erasing.items() if at <= position}
        may_be_gone = {id for visitor in begun for id in self.events_of[visitor]}
        there = {id for id, at in self.acknowledged.items() if at <= position} - may_be_gone
        return there, {visitor for visitor, at in self.erased.items() if at <= position}


@dataclass
class Outcome:
    """What was found after one cut."""

    tally: Tally
    erasures: int
    undone: int
    fault: str | None


def run(random: Random, *, long: bool, say: Say) -> Iterator[Line]:
    """The planted faults first, then the real collector."""
    yield caught(random, "no-flush", "planted: no flush", lambda found: found.tally.lost)
    yield caught(random, "no-log-flush", "planted: erasures not flushed", lambda found: found.undone)
    found: list[Outcome] = []
    with tempfile.TemporaryDirectory() as name:
        folder, lives = Path(name), LONG if long else SHORT
        (folder / "0").mkdir()
        promised = Promised()
        for number in range(lives):
            after = folder / str(number + 1)
            found += life(random, folder / str(number), after, promised, cuts=CUTS_OF_A_LIFE)
            shutil.rmtree(folder / str(number))
            say(f"{len(found)} of {lives * CUTS_OF_A_LIFE} power cuts, {len(promised.acknowledged):,} acknowledged")
    faults = [outcome.fault for outcome in found]
    tally = sum_of(found)
    yield Line("power cut", len(found), tally._replace(acknowledged=len(promised.acknowledged)), verdict(*faults))
    undone = sum(outcome.undone for outcome in found)
    erasures = Tally(sum(outcome.erasures for outcome in found), undone, 0, 0)
    yield Line("power cut: erasures", len(found), erasures, verdict(f"{undone} undone" if undone else None))


def sum_of(found: Sequence[Outcome]) -> Tally:
    """The tallies of several cuts together."""
    total = NOTHING
    for outcome in found:
        total = total + outcome.tally
    return total


def caught(random: Random, fault: str, name: str, seen: Callable[[Outcome], int]) -> Line:
    """A collector that does not flush must be found to lose something."""
    found: list[Outcome] = []
    while len(found) < LIVES_TO_CATCH * CUTS_TO_CATCH and not any(map(seen, found)):
        with tempfile.TemporaryDirectory() as folder:
            base = Path(folder, "0")
            base.mkdir()
            found += life(random, base, Path(folder, "1"), Promised(), cuts=CUTS_TO_CATCH, fault=fault)
    return Line(name, len(found), sum_of(found), CAUGHT if any(map(seen, found)) else "NOT CAUGHT")


def life(random: Random, folder: Path, after: Path, promised: Promised, *, cuts: int, fault: str = "") -> list[Outcome]:
    """Run a collector on a folder, and cut its power that often; what is left by the last cut goes to `after`."""
    written = folder / "records"
    environment = {"TORTURE_RECORDS": str(written), "TORTURE_FAULT": fault}
    server = Server(folder, program="tests.torture.recorded", **environment)
    disk = Disk(folder, FILES)
    run_for_a_while(server, random, promised, written)
    found = []
    for position, cut in cuts_of(random, written, disk, promised, cuts):
        shutil.rmtree(after, ignore_errors=True)
        after.mkdir()
        cut(after)
        shutil.copy(folder / "keys.json", after)
        found.append(outcome(after, promised, position))
    forget_later(promised, position)
    return found


def run_for_a_while(server: Server, random: Random, promised: Promised, written: Path) -> None:
    """Let it take events and erase people, until it is killed or stopped."""

    def now() -> int:
        return written.stat().st_size

    with server:
        with Senders(server, random.randrange(10**9), when=now) as senders, ThreadPoolExecutor(1) as threads:
            erasing = threads.submit(erase, server, senders, Random(random.random()), promised, now)
            senders.wait_for(random.randrange(EVENTS_OF_A_LIFE, 2 * EVENTS_OF_A_LIFE))
            erasing.result(PATIENCE)
        assert not senders.problems, senders.problems[0]
        if random.random() < 0.5:
            server.stop()
    promised.acknowledged |= senders.acknowledged
    promised.sent |= senders.sent


def erase(server: Server, senders: Senders, random: Random, promised: Promised, now: Callable[[], int]) -> None:
    """Send events of visitors, then erase these."""
    for _ in range(ERASURES_OF_A_LIFE):
        visitor = f"gone-{random.getrandbits(40):x}"
        events = [event(random, "goal", visitor_id=visitor, goal="newsletter") for _ in range(20)]
        promised.events_of[visitor] = [each["id"] for each in events]
        senders.send(("public", events))
        promised.erasing[visitor] = now()

        def erased() -> bool | None:  # a person is known once facts have the events
            answer = server.ask(f"/api/v1/visitors/{visitor}", key="admin", method="DELETE")  # noqa: B023
            return None if answer.status_code == 404 else answer.status_code == 200

        assert until(erased, f"{visitor} is erased", server.last_words)
        promised.erased[visitor] = now()


def cuts_of(
    random: Random, written: Path, disk: Disk, promised: Promised, cuts: int
) -> Iterator[tuple[int, Callable[[Path], None]]]:
    """The moments of cuts, in their order, each with what writes the files that are left: numbers of bytes of records.

    Some come at any moment, some just after a promise, some while an erasure is being noted.
    """
    done = list(records(written))
    names = {record.name for record in done}
    assert {"beheld.db", "beheld.db-wal", "beheld.db.erasures"} <= names, f"only {names} were recorded"
    promises = [*promised.acknowledged.values(), *promised.erased.values()]
    noting = [record.end for record in done if record.name == "beheld.db.erasures"]
    kinds = ([record.end for record in done], promises, noting)
    moments = [random.choice(kinds[nth % len(kinds)]) for nth in range(cuts)]
    left: Iterator[Record] = iter(done)
    ahead = next(left, None)
    for moment in sorted(moments):
        while ahead is not None and ahead.end <= moment:
            disk.do(ahead)
            ahead = next(left, None)
        yield moment, lambda folder: disk.cut(random, folder)


def forget_later(promised: Promised, position: int) -> None:
    """The next collector begins after this cut: what was promised by then stays so, the rest may be there or not."""
    for promises in (promised.acknowledged, promised.erasing, promised.erased):
        kept = {name: 0 for name, at in promises.items() if at <= position}
        promises.clear()
        promises.update(kept)


def outcome(folder: Path, promised: Promised, position: int) -> Outcome:
    """What is found in a copy of the files after a cut."""
    there, erased = promised.by(position)
    with tempfile.TemporaryDirectory() as name:
        copy = Path(shutil.copytree(folder, Path(name, "all")))
        without_log = Path(shutil.copytree(folder, Path(name, "without-log")))
        (without_log / "beheld.db.erasures").unlink(missing_ok=True)
        try:
            undone = len(erased - noted(copy, erased))
            with contextlib.closing(open_store(f"sqlite:///{without_log / 'beheld.db'}")) as store:
                undone += len(erased & visitors_of(store))
            with contextlib.closing(open_store(f"sqlite:///{copy / 'beheld.db'}")) as store:
                tally = tally_of(store, there, promised.sent | gone_ids(promised))
                undone += len(erased & visitors_of(store))
                return Outcome(tally, len(erased), undone, verdict_of(store, tally))
        except (CollectorError, EngineError, ValueError) as error:
            return Outcome(Tally(len(there), len(there), 0, 0), len(erased), 0, f"cannot be opened: {error}")


def verdict_of(store: SqliteStore, tally: Tally) -> str | None:
    """What is wrong, if anything is."""
    return tally.fault or fault_of_file(store) or fault_of_facts(store)


def gone_ids(promised: Promised) -> set[str]:
    """The events of those who were to be erased."""
    return {id for ids in promised.events_of.values() for id in ids}


def visitors_of(store: SqliteStore) -> set[str]:
    """Who has events."""
    return {row["visitor"] for row in store.query("select distinct visitor from events where visitor like 'gone-%'")}


def noted(folder: Path, visitors: set[str]) -> set[str]:
    """Those of the visitors whom the log of erasures has, whatever the database says."""
    _, entries = ErasureLog(folder / "beheld.db").entries()
    return {
        visitor
        for visitor in visitors
        if any(digest(entry.key, SITE, "v", visitor) in entry.visitors for entry in entries)
    }
