"""kill -9 of a worker, of the process that computes facts, and of everything at once, at moments that chance picks."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from collector.store import SqliteStore
from tests.torture.senders import Senders
from tests.torture.server import Server
from tests.torture.tally import CAUGHT, NOTHING, Line, Tally, fault_of_facts, fault_of_file, tally_of, verdict

SHORT, LONG = 6, 200
TARGETS = ("everything", "worker", "facts")
EVENTS_BETWEEN = 400
KILLS_TO_CATCH = 20

Say = Callable[[str], None]


def run(random: Random, *, long: bool, say: Say) -> Iterator[Line]:
    """The planted faults first, then the real collector."""
    yield caught_when_acknowledged_before_stored(random)
    for workers in (1, 2) if long else (1,):
        with tempfile.TemporaryDirectory() as folder:
            server = Server(Path(folder), BEHELD_WORKERS=str(workers))
            yield killed(server, random, LONG // 2 if long else SHORT, say)
            if workers == 1:
                with server.stored() as store:
                    yield from caught_in(store)


def killed(server: Server, random: Random, kills: int, say: Say) -> Line:
    """Kill under load that often; each target has its share."""
    targets = [TARGETS[n % len(TARGETS)] for n in range(kills)]
    random.shuffle(targets)
    with server:
        with Senders(server, random.randrange(10**9)) as senders:
            for number, target in enumerate(targets, 1):
                senders.wait_for(random.randrange(1, EVENTS_BETWEEN))
                kill(server, target)
                say(f"kill {number} of {kills}: {target}, {len(senders.acknowledged):,} acknowledged")
            senders.wait_for(EVENTS_BETWEEN)
        server.wait_for_facts()
        server.stop()
    with server.stored() as store:
        tally = tally_of(store, senders.acknowledged, senders.sent)
        name = f"kill -9, workers: {server.environment['BEHELD_WORKERS']}"
        return Line(name, kills, tally, verdict(*senders.problems, tally.fault, fault_of(store)))


def fault_of(store: SqliteStore) -> str | None:
    """What is wrong with the file or the facts."""
    return fault_of_file(store) or fault_of_facts(store)


def kill(server: Server, target: str) -> None:
    """Kill, and see to it that there is a server again; one whose workers die within seconds ends of itself."""
    if target == "everything":
        server.kill_all()
    else:
        killed = server.wait_for(target)
        server.kill(killed)
        server.wait_for(target, after=killed)
    if not server.runs:
        server.kill_all()
        server.start()


def caught_when_acknowledged_before_stored(random: Random) -> Line:
    """A collector that answers before it stores must be found to lose something."""
    tally, kills = NOTHING, 0
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), program="tests.torture.faulty", TORTURE_FAULT="early")
        while kills < KILLS_TO_CATCH and not tally.lost:
            with server, Senders(server, random.randrange(10**9)) as senders:
                senders.wait_for(random.randrange(100, EVENTS_BETWEEN))
                server.kill_all()
            kills += 1
            with server.stored() as store:
                counted = tally_of(store, senders.acknowledged, senders.sent)
            tally = Tally(tally.acknowledged + counted.acknowledged, counted.lost, 0, 0)
    return Line("planted: answers first", kills, tally, CAUGHT if tally.lost else "NOT CAUGHT")


def caught_in(store: SqliteStore) -> Iterator[Line]:
    """An event stored twice, one that is gone, and a wrong fact must be found in a store that was well."""
    rows = store.query("select id from events order by seq limit 1")
    id = rows[0]["id"]
    with contextlib.closing(store.connect()) as connection:
        columns = [row[1] for row in connection.execute("pragma table_info(events)") if row[1] not in ("seq", "trust")]
        names = ", ".join(columns)
        connection.execute(
            f"insert into events (trust, {names}) select 1 - trust, {names} from events where id = ?", (id,)
        )
        tally = tally_of(store, [id], [id])._replace(unknown=0)
        yield Line("planted: stored twice", 1, tally, CAUGHT if tally.twice == 1 else "NOT CAUGHT")
        connection.execute("delete from events where id = ?", (id,))
        tally = tally_of(store, [id], [id])._replace(unknown=0)
        yield Line("planted: one deleted", 1, tally, CAUGHT if tally.lost == 1 else "NOT CAUGHT")
        fault_of_facts(store)  # which computes them again, from what is left
        well = fault_of_facts(store) is None
        connection.execute("update orders set net_micros = net_micros + 1")
        found = well and fault_of_facts(store)
        yield Line("planted: wrong facts", 1, NOTHING, CAUGHT if found else "NOT CAUGHT")
