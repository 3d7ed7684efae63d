"""Checks of the file and the machine it is on: is it durable, can it be written, is there room, is it up to date."""

from __future__ import annotations

import glob
import shlex
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing

from collector.cli.findings import FAILED, OK, WARNING, Finding, Patient
from collector.cli.queries import query
from collector.config import unknown_settings
from collector.reports.moments import rfc3339
from collector.store.sqlite.rewriting import MAX_BYTES

FULL = 2
OTHERS = 0o077
ROOM_FAILED, ROOM_WARNING = 100 * 2**20, 2 * 2**30
LOG_WARNING = 512 * 2**20
CLOCK_SLACK_MS = 60_000


def settings(environ: Mapping[str, str]) -> Finding:
    """A setting that is misspelt is not heard, and nothing else would say so."""
    unknown = unknown_settings(environ)
    if unknown:
        return Finding("settings", WARNING, f"there is no setting {', '.join(unknown)}", "README.md lists them all")
    return Finding("settings", OK, "no unknown ones")


def library(patient: Patient) -> Iterator[Finding]:
    """An old SQLite is refused when the store is opened, so this tells which one it is."""
    version = patient.store.query("select sqlite_version() as version")[0]["version"]
    yield Finding("library", OK, f"SQLite {version}")


def durability(patient: Patient) -> Iterator[Finding]:
    """What is acknowledged must survive a power cut: write-ahead log, flushed at every commit."""
    with closing(patient.store.connect()) as connection:
        mode = connection.execute("pragma journal_mode").fetchone()[0]
        synchronous = connection.execute("pragma synchronous").fetchone()[0]
    found = f"journal_mode is {mode}, synchronous is {synchronous}"
    if (mode, synchronous) == ("wal", FULL):
        yield Finding("durability", OK, f"{found} (full)")
    else:
        advice = "put the file on a local disk: a network share cannot keep a write-ahead log"
        yield Finding("durability", FAILED, found, advice)


def writing(patient: Patient) -> Iterator[Finding]:
    """Whether an event could be stored now."""
    ready = patient.store.ready()
    if ready.ready:
        yield Finding("writing", OK, "events can be stored")
    else:
        advice = "mend this first: senders get 503 until then"
        yield Finding("writing", FAILED, f"events cannot be stored: {ready.why}", advice)


def room(patient: Patient) -> Iterator[Finding]:
    """Room on the disk for what is still to come."""
    path = patient.store.path
    free = shutil.disk_usage(path.parent).free
    found = f"{size(free)} free, the file has {size(path.stat().st_size)}"
    if free < ROOM_FAILED:
        yield Finding("room", FAILED, found, "make room now: when the disk is full, events are refused with 503")
    elif free < ROOM_WARNING:
        yield Finding("room", WARNING, found, "make room, or move the file to a larger disk")
    else:
        yield Finding("room", OK, found)


def files(patient: Patient) -> Iterator[Finding]:
    """The database and what lies beside it is about people: nobody else on this machine should read it."""
    path = patient.store.path
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


def log(patient: Patient) -> Iterator[Finding]:
    """A write-ahead log that cannot be folded back grows: some reader never ends."""
    file = patient.store.path.with_name(patient.store.path.name + "-wal")
    held = file.stat().st_size if file.exists() else 0
    found = f"the write-ahead log has {size(held)}"
    if held > LOG_WARNING:
        advice = "some process reads without an end: close other tools that have the file open, then restart the server"
        yield Finding("log", WARNING, found, advice)
    else:
        yield Finding("log", OK, found)


def integrity(patient: Patient) -> Iterator[Finding]:
    """Read the whole file and check its structure, and every index against its table."""
    yield from _soundness(patient, "integrity_check", "the file is sound")


def pages(patient: Patient) -> Iterator[Finding]:
    """Read the whole file and check the structure of its pages, unless that would take long."""
    if patient.store.path.stat().st_size > MAX_BYTES:
        yield Finding(
            "integrity",
            OK,
            f"not looked at, the file is large: --thorough reads all {size(patient.store.path.stat().st_size)}",
        )
    else:
        yield from _soundness(patient, "quick_check", "every page is sound")


def _soundness(patient: Patient, pragma: str, sound: str) -> Iterator[Finding]:
    with closing(patient.store.connect()) as connection:
        try:
            complaints = [row[0] for row in connection.execute(f"pragma {pragma}(5)")]
        except patient.store.database_error as error:
            complaints = [str(error)]
    if complaints == ["ok"]:
        yield Finding("integrity", OK, sound)
    else:
        advice = "keep a copy of the file, restore the last backup, and import what came since"
        yield Finding("integrity", FAILED, "; ".join(complaints), advice)


def erasures(patient: Patient) -> Iterator[Finding]:
    """Whether nothing at all is left of who was erased."""
    left = patient.store.erasures_to_complete()
    if not left:
        yield Finding("erasures", OK, "nothing is left of who was erased")
        return
    found = f"gaps in the file may still hold ids of {left:,} who were erased"
    if patient.store.path.stat().st_size > MAX_BYTES:
        advice = "back up, stop the collector, restore the backup, start it again: that writes all pages anew"
    else:
        advice = "a running `beheld serve` removes them by itself, soon after the last erasure"
    yield Finding("erasures", WARNING, found, advice)


def facts(patient: Patient) -> Iterator[Finding]:
    """Whether reports know all events."""
    progress = patient.store.facts_progress()
    found = f"{progress.behind:,} events are not in facts yet"
    if progress.state == "stuck":
        found += ", and nothing was worked in for a minute"
        advice = "start `beheld serve` if it does not run, else read its log; or run: beheld rebuild"
        yield Finding("facts", WARNING, found, advice)
    elif progress.behind:
        yield Finding("facts", WARNING, found, "wait: they are being worked in")
    else:
        yield Finding("facts", OK, "all events are in facts")


def persons(patient: Patient) -> Iterator[Finding]:
    """Who sent more than can be computed is left out of reports: say who."""
    failed = patient.store.query(query("facts_failed"))
    if failed:
        names = ", ".join(f"{row['name']} ({row['error']})" for row in failed[:3])
        found = f"{len(failed)} are set aside, their events are not in reports: {names}"
        advice = "see what they send (beheld visitor), stop it or erase it (beheld erase), then run: beheld rebuild"
        yield Finding("persons", WARNING, found, advice)
    else:
        yield Finding("persons", OK, "nobody is set aside")


def clock(patient: Patient) -> Iterator[Finding]:
    """A clock that was set back puts new events before old ones."""
    latest = patient.store.query(query("latest_event"))
    now = f"it is {rfc3339(patient.now_ms)}"
    if not latest:
        yield Finding("clock", OK, f"{now}; no event yet")
        return
    received_at = latest[0]["received_at"]
    found = f"{now}; the latest event came at {rfc3339(received_at)}"
    if received_at > patient.now_ms + CLOCK_SLACK_MS:
        yield Finding("clock", FAILED, found, "set this machine's clock (NTP): times of events are measured by it")
    else:
        yield Finding("clock", OK, found)


def size(octets: float) -> str:
    """A size as people say it."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if octets < 1000:
            return f"{octets:,.0f} {unit}" if unit == "bytes" else f"{octets:,.1f} {unit}"
        octets /= 1000
    return f"{octets:,.1f} TB"
