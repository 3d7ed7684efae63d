"""What was measured on, and how busy it was with other things."""

from __future__ import annotations

import os
import platform
import statistics
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from collector.store.sqlite.engine import sqlite3

SYNCS = 100


def description(folder: Path) -> str:
    """Date, processor, memory, versions, the time of a flush to the disk, and the load average."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {os.cpu_count()} × {processor()}, {memory_gib():.0f} GiB; "
        f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, granian {version('granian')}, Flask {version('flask')}; "
        f"fdatasync of 4 KiB: {sync_ms(folder):.2f} ms; load average {load()}."
    )


def load() -> str:
    """How many processes wanted to run in the last 1, 5 and 15 minutes."""
    return " ".join(f"{wanted:.1f}" for wanted in os.getloadavg())


def processor() -> str:
    """The processor's name."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def memory_gib() -> float:
    """How much memory there is."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def sync_ms(folder: Path) -> float:
    """How long the disk takes to keep 4 KiB for good."""
    file, took = folder / "sync", []
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY)
    for nth in range(SYNCS):
        begin = time.perf_counter()
        os.pwrite(descriptor, os.urandom(4096), nth * 4096)
        os.fdatasync(descriptor)
        took.append(time.perf_counter() - begin)
    os.close(descriptor)
    file.unlink()
    return statistics.median(took) * 1000
