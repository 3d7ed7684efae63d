"""What a running server costs: CPU time and memory of the process that answers and of those beside it, from /proc."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
TICK_SECONDS = 1 / os.sysconf("SC_CLK_TCK")
PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 2**20
SECONDS_BETWEEN_LOOKS = 0.1
PROPORTIONAL = re.compile(r"^Pss: +(\d+) kB$", re.MULTILINE)


class Cpu(NamedTuple):
    """Seconds of CPU time: of the process that answers requests, and of all beside it (the facts)."""

    answering: float
    beside: float

    def since(self, earlier: Cpu) -> Cpu:
        """What was used meanwhile."""
        return Cpu(self.answering - earlier.answering, self.beside - earlier.beside)


class Memory(NamedTuple):
    """MiB: what the process that answers has resident, and what all take together, shared pages counted once."""

    answering: float
    all: float


def tree_of(pid: int) -> list[int]:
    """A process and all that descends from it."""
    parents = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int(stat_of(int(folder.name))[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
    tree = [pid]
    for parent in tree:
        tree += [child for child, its_parent in parents.items() if its_parent == parent]
    return tree


def stat_of(pid: int) -> list[str]:
    """The fields of a process's stat file from the third on: before, there may be blanks in a field."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def answering_of(tree: list[int]) -> int:
    """The process that answers requests: the one with by far the most threads."""
    return max(tree, key=lambda pid: int(stat_of(pid)[17]))


def cpu_of(pid: int) -> Cpu:
    """The CPU time that a process tree has used so far; children that ended are their parents'."""
    tree = tree_of(pid)
    answering = answering_of(tree)
    used = {process: sum(map(int, stat_of(process)[11:15])) * TICK_SECONDS for process in tree}
    return Cpu(used.pop(answering), sum(used.values()))


def memory_of(pid: int) -> Memory:
    """The memory that a process tree has now."""
    tree = tree_of(pid)
    resident = int((PROC / str(answering_of(tree)) / "statm").read_text().split()[1]) * PAGE_MIB
    shares = (PROPORTIONAL.search((PROC / str(process) / "smaps_rollup").read_text()) for process in tree)
    return Memory(resident, sum(int(share[1]) for share in shares if share) / 1024)


class MemoryWatch:
    """Looks at the memory of a process tree again and again: `with MemoryWatch(pid) as watch`."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.seen: list[Memory] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._over.set()
        self._thread.join()
        self.seen.append(memory_of(self.pid))

    def _look(self) -> None:
        while not self._over.wait(SECONDS_BETWEEN_LOOKS):
            self.seen.append(memory_of(self.pid))
