"""Attacks by a stranger on a real collector, one after the other, and a look at everybody else after each."""

from __future__ import annotations

import contextlib
import re
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from os import kill
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Self

from collector.reports.registry import REPORTS
from tests.torture.attacks import all_attacks
from tests.torture.attacks.target import Target, eur, event
from tests.torture.server import LOOK_AGAIN_SECONDS, PATIENCE, Server
from tests.torture.tally import CAUGHT, NOTHING, Line, Tally, verdict
from tests.torture.traffic import visit

HONEST_VISITS, BUYERS = 60, 40
MAX_MIB = 1_200
MOMENTS = ("fresh_to",)
STALE_SECONDS = 1.5
RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB$", re.MULTILINE)

Say = Callable[[str], None]


class Memory:
    """The most that each process of a server had in memory while the `with` lasted, in MiB."""

    def __init__(self, server: Server) -> None:
        self._server, self._over = server, threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.peaks: dict[str, int] = {}

    def _watch(self) -> None:
        while not self._over.wait(LOOK_AGAIN_SECONDS):
            for pid, role in self._server.processes().items():
                with contextlib.suppress(OSError):
                    found = RESIDENT.search(Path(f"/proc/{pid}/status").read_text())
                    self.peaks[role] = max(self.peaks.get(role, 0), int(found[1]) // 1024 if found else 0)

    def fault(self, most: int = MAX_MIB) -> str | None:
        """Who took more than that."""
        over = [f"{role} took {mib:,} MiB" for role, mib in self.peaks.items() if mib > most]
        return ", ".join(over) or None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()


class Siege:
    """A collector with an honest shop, a shop that is attacked, and a third that goes on all the time."""

    def __init__(self, server: Server, random: Random) -> None:
        self.server, self.canaries = server, 0
        today = time.time()
        self.period = "&".join(f"{name}={day(today - ago)}" for name, ago in (("from", 8 * 86_400), ("to", 0)))
        for _ in range(HONEST_VISITS):
            for key, events in visit(random):
                assert server.send(events, key=key, site="honest").status_code == 202
        orders = [
            event("purchase", None, 86_400_000, user_id=f"buyer-{n}", order_id=f"real-{n}", **eur("100", item="real"))
            for n in range(BUYERS)
        ]
        traits = [event("identify", f"of-{n}", user_id=f"buyer-{n}", traits={"plan": "gold"}) for n in range(BUYERS)]
        assert server.send(orders + traits, key="secret").status_code == 202
        server.wait_for_facts()
        self.before = self.figures()

    def figures(self) -> dict[str, Any]:
        """All reports of the honest shop, and what the buyers of the other one bought and are."""
        found: dict[str, Any] = {name: self.report(name, "honest") for name in REPORTS}
        for n in range(BUYERS):
            reply = self.server.ask(f"/api/v1/visitors/buyer-{n}").json()
            found[f"buyer-{n}"] = [reply.get("orders"), reply.get("revenue"), reply.get("traits")]
        return found

    def report(self, name: str, site: str) -> Any:
        """A report without the moments that it was made at; or the status of an answer that is none."""
        answer = self.server.ask(f"/api/v1/reports/{name}?{self.period}", site=site)
        if answer.status_code != 200:
            return answer.status_code
        return {key: value for key, value in answer.json().items() if key not in MOMENTS}

    def fault(self) -> str | None:
        """What is wrong for everybody else, now that an attack is over."""
        return self.fault_of_going_on() or self.fault_of_reports() or self.fault_of_figures()

    def fault_of_going_on(self, patience: float = 3 * PATIENCE) -> str | None:
        """Whether events of another shop are taken, and facts have them."""
        self.canaries += 1
        order = event("purchase", None, user_id=f"canary-{self.canaries}", **eur("1"))
        answer = self.server.send([order], key="secret", site="canary")
        if answer.status_code != 202:
            return f"another shop's order is answered {answer.status_code}"
        try:
            self.server.wait_for_facts(patience)
        except AssertionError as late:
            return str(late).partition(":")[0]
        reply = self.server.ask(f"/api/v1/visitors/canary-{self.canaries}", site="canary")
        return None if reply.status_code == 200 else f"another shop's order is not in facts: {reply.status_code}"

    def fault_of_reports(self) -> str | None:
        """Whether all reports of the shop that is attacked are answered."""
        wrong = [f"{name} {answer}" for name in REPORTS if isinstance(answer := self.report(name, "shop"), int)]
        return f"reports are answered {', '.join(wrong)}" if wrong else None

    def fault_of_figures(self) -> str | None:
        """Whether the figures of honest people are what they were."""
        now = self.figures()
        changed = [name for name, before in self.before.items() if now[name] != before]
        return f"figures changed: {', '.join(changed[:5])}" if changed else None


def day(at: float) -> str:
    """The day of a time."""
    return time.strftime("%Y-%m-%d", time.gmtime(at))


def run(random: Random, *, long: bool, say: Say) -> Iterator[Line]:
    """The planted faults first, then the attacks, one after the other on one collector."""
    yield caught_when_sums_fail(random)
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        siege = Siege(server, random)
        yield from caught_in(siege)
        siege.before = siege.figures()
        for name, attack in all_attacks().items():
            began = time.monotonic()
            target, stored = Target(server, long=long), stored_in(server)
            with Memory(server) as memory:
                attack(target)
                fault = siege.fault()
            say(f"{name}: {time.monotonic() - began:.0f} s, at most {max(memory.peaks.values())} MiB")
            tally = Tally(target.accepted, max(0, target.accepted - (stored_in(server) - stored)), 0, 0)
            yield Line(f"attack: {name}", 1, tally, verdict(*target.faults[:3], tally.fault, fault, memory.fault()))


def stored_in(server: Server) -> int:
    """How many events there are by now."""
    with server.stored() as store:
        return int(store.query("select count(*) from events")[0][0])


def caught_when_sums_fail(random: Random) -> Line:
    """A collector that cannot add up absurd amounts must be found to answer reports with an error."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), program="tests.torture.faulty", TORTURE_FAULT="sums")
        with server:
            siege = Siege(server, random)
            target = Target(server, long=False)
            target.key = server.keys["shop"]["secret"]  # what the public key says of money is believed up to a limit
            all_attacks()["absurd sums"](target)
            server.wait_for_facts()
            found = siege.fault_of_reports()
    return Line("planted: sums that fail", 1, NOTHING, CAUGHT if found else "NOT CAUGHT")


def caught_in(siege: Siege) -> Iterator[Line]:
    """A figure that changed, memory that is taken, and facts that stand still must be found."""
    with Memory(siege.server) as memory:
        wrong = siege.fault()
        found = None if wrong else memory.fault(most=1)
    yield Line("planted: memory", 1, NOTHING, CAUGHT if found else f"NOT CAUGHT {wrong or ''}")
    siege.server.send([event("purchase", None, user_id="buyer-1", **eur("1"))], key="secret")
    siege.server.wait_for_facts()
    yield Line("planted: another figure", 1, NOTHING, CAUGHT if siege.fault_of_figures() else "NOT CAUGHT")
    facts = siege.server.wait_for("facts")
    kill(facts, signal.SIGSTOP)
    found = siege.fault_of_going_on(STALE_SECONDS)
    kill(facts, signal.SIGCONT)
    yield Line("planted: facts stand still", 1, NOTHING, CAUGHT if found else "NOT CAUGHT")
