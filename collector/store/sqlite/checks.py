"""Checks of the database file and the machine it is on: is it durable, is there room, who may read it, is it sound."""

from __future__ import annotations

import glob
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from collector.errors import CollectorError, EngineError
from collector.finding import FAILED, OK, WARNING, Finding
from collector.store.sqlite.engine import sqlite3
from collector.store.sqlite.rewriting import MAX_BYTES

if TYPE_CHECKING:
    from collector.store.sqlite.store import SqliteStore

FULL = 2
OTHERS = 0o077
ROOM_FAILED, ROOM_WARNING = 100 * 2**20, 2 * 2**30
LOG_WARNING = 512 * 2**20


def findings(store: SqliteStore, *, thorough: bool) -> Iterator[Finding]:
    """What all checks of this engine find; a database that cannot answer one is a finding too."""
    for check in (*CHECKS, _integrity if thorough else _pages):
        try:
            yield from check(store)
        except (CollectorError, EngineError, sqlite3.DatabaseError) as error:
            advice = "if the file is damaged (see `integrity`), keep a copy of it and restore the last backup"
            yield Finding(check.__name__.removeprefix("_"), FAILED, f"the database reports: {error}", advice)


def _library(store: SqliteStore) -> Iterator[Finding]:
    """An old SQLite is rejected when the store is opened, so this tells which one it is."""
    version = store.query("select sqlite_version() as version")[0]["version"]
    yield Finding("library", OK, f"SQLite {version}")


def _durability(store: SqliteStore) -> Iterator[Finding]:
    """What is acknowledged must survive a power cut: write-ahead log, flushed at every commit."""
    with closing(store.connect()) as connection:
        mode = connection.execute("pragma journal_mode").fetchone()[0]
        synchronous = connection.execute("pragma synchronous").fetchone()[0]
    found = f"journal_mode is {mode}, synchronous is {synchronous}"
    if (mode, synchronous) == ("wal", FULL):
        yield Finding("durability", OK, f"{found} (full)")
    else:
        advice = "put the file on a local disk: a network share cannot keep a write-ahead log"
        yield Finding("durability", FAILED, found, advice)


def _room(store: SqliteStore) -> Iterator[Finding]:
    """Room on the disk for what is still to come."""
    path = store.path
    free = shutil.disk_usage(path.parent).free
    found = f"{_size(free)} free, the file has {_size(path.stat().st_size)}"
    if free < ROOM_FAILED:
        yield Finding("room", FAILED, found, "free disk space now: when the disk is full, events are answered with 503")
    elif free < ROOM_WARNING:
        yield Finding("room", WARNING, found, "free disk space, or move the file to a larger disk")
    else:
        yield Finding("room", OK, found)


def _files(store: SqliteStore) -> Iterator[Finding]:
    """The database and what lies beside it is about people: nobody else on this machine should read it."""
    path = store.path
    open_to_others = sorted(
        file.name
        for file in path.parent.glob(f"{glob.escape(path.name)}*")
        if file.is_file() and file.stat().st_mode & OTHERS
    )
    if open_to_others:
        names = " ".join(shlex.quote(str(path.with_name(name))) for name in open_to_others)
        found = f"other users of this machine may read {', '.join(open_to_others)}"
        yield Finding("files", WARNING, found, f"chmod 600 {names}")
    else:
        yield Finding("files", OK, "only their owner may read them")


def _log(store: SqliteStore) -> Iterator[Finding]:
    """A write-ahead log that cannot be folded back grows: some reader never ends."""
    file = store.path.with_name(store.path.name + "-wal")
    held = file.stat().st_size if file.exists() else 0
    found = f"the write-ahead log has {_size(held)}"
    if held > LOG_WARNING:
        advice = "some process never ends reading: close other tools that have the file open, then restart the server"
        yield Finding("log", WARNING, found, advice)
    else:
        yield Finding("log", OK, found)


def _erasures(store: SqliteStore) -> Iterator[Finding]:
    """Whether nothing at all is left of erased persons."""
    left = store.erasures_to_complete()
    if not left:
        yield Finding("erasures", OK, "nothing is left of persons who were erased")
        return
    found = f"gaps in the file may still hold ids of {left:,} who were erased"
    if store.path.stat().st_size > MAX_BYTES:
        advice = "back up, stop the collector, restore the backup, start the collector again: that rewrites all pages"
    else:
        advice = "a running `beheld serve` removes them by itself, soon after the last erasure"
    yield Finding("erasures", WARNING, found, advice)


def _integrity(store: SqliteStore) -> Iterator[Finding]:
    """Read the whole file and check its structure, and every index against its table."""
    yield from _soundness(store, "integrity_check", "the file is sound")


def _pages(store: SqliteStore) -> Iterator[Finding]:
    """Read the whole file and check the structure of its pages, unless that would take long."""
    if store.path.stat().st_size > MAX_BYTES:
        yield Finding(
            "integrity",
            OK,
            f"not checked, since the file is large: --thorough reads all {_size(store.path.stat().st_size)}",
        )
    else:
        yield from _soundness(store, "quick_check", "every page is sound")


def _soundness(store: SqliteStore, pragma: str, sound: str) -> Iterator[Finding]:
    with closing(store.connect()) as connection:
        try:
            complaints = [row[0] for row in connection.execute(f"pragma {pragma}(5)")]
        except sqlite3.DatabaseError as error:
            complaints = [str(error)]
    if complaints == ["ok"]:
        yield Finding("integrity", OK, sound)
    else:
        advice = "keep a copy of the file, restore the last backup, and import what came since"
        yield Finding("integrity", FAILED, "; ".join(complaints), advice)


def _size(octets: float) -> str:
    """A size as people write it."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if octets < 1000:
            return f"{octets:,.0f} {unit}" if unit == "bytes" else f"{octets:,.1f} {unit}"
        octets /= 1000
    return f"{octets:,.1f} TB"


CHECKS: tuple[Callable[[SqliteStore], Iterator[Finding]], ...] = (
    _library,
    _durability,
    _room,
    _files,
    _log,
    _erasures,
)
