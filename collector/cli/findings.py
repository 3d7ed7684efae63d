"""What `beheld doctor` looks at, one function for each check; each says what it found and what to do about it."""

from __future__ import annotations

import json
import shlex
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from collector.cli.queries import query
from collector.config import unknown_settings
from collector.reports.moments import rfc3339
from collector.store import Site, Store

OK, WARNING, FAILED = "ok", "warning", "failed"

FULL = 2
ROOM_FAILED, ROOM_WARNING = 100 * 2**20, 2 * 2**30
WAL_WARNING = 512 * 2**20
REFUSED_LOOKED_AT = 10_000
DAY_MS = timedelta(days=1) // timedelta(milliseconds=1)
CLOCK_SLACK_MS = 60_000


class Finding(NamedTuple):
    """What one check found: ok, a warning, or failed, and then what to do."""

    check: str
    state: str
    found: str
    advice: str | None = None


def settings(environ: Mapping[str, str]) -> Finding:
    """A setting that is misspelt is not heard, and nothing else would say so."""
    unknown = unknown_settings(environ)
    if unknown:
        return Finding(
            "settings", WARNING, f"there is no setting {', '.join(unknown)}", "the README lists all settings"
        )
    return Finding("settings", OK, "no unknown ones")


def library(store: Store) -> Finding:
    """An old SQLite is refused when the store is opened, so this tells which one it is."""
    version = store.query("select sqlite_version() as version")[0]["version"]
    return Finding("library", OK, f"SQLite {version}")


def durability(store: Store) -> Finding:
    """What is acknowledged must survive a power cut: write-ahead log, flushed at every commit."""
    with closing(store.connect()) as connection:
        mode = connection.execute("pragma journal_mode").fetchone()[0]
        synchronous = connection.execute("pragma synchronous").fetchone()[0]
    if (mode, synchronous) == ("wal", FULL):
        return Finding("durability", OK, "journal_mode is wal, synchronous is full")
    advice = "put the file on a local disk: a network share cannot keep a write-ahead log"
    return Finding("durability", FAILED, f"journal_mode is {mode}, synchronous is {synchronous}", advice)


def writable(store: Store) -> Finding:
    """Whether an event could be stored now."""
    ready = store.ready()
    if ready.ready:
        return Finding("writing", OK, "events can be stored")
    return Finding(
        "writing", FAILED, f"events cannot be stored: {ready.why}", "mend this first: senders get 503 until then"
    )


def room(path: Path) -> Finding:
    """Room on the disk for what is still to come."""
    free = shutil.disk_usage(path.parent).free
    found = f"{size(free)} free, the file has {size(path.stat().st_size)}"
    if free < ROOM_FAILED:
        return Finding("room", FAILED, found, "make room now: when the disk is full, events are refused with 503")
    if free < ROOM_WARNING:
        return Finding("room", WARNING, found, "make room, or move the file to a larger disk")
    return Finding("room", OK, found)


def log_size(path: Path) -> Finding:
    """A write-ahead log that cannot be folded back grows: some reader never ends."""
    log = path.with_name(path.name + "-wal")
    held = log.stat().st_size if log.exists() else 0
    if held > WAL_WARNING:
        advice = "some process reads without an end: close other tools that have the file open, then restart the server"
        return Finding("log", WARNING, f"the write-ahead log has {size(held)}", advice)
    return Finding("log", OK, f"the write-ahead log has {size(held)}")


def integrity(store: Store) -> Finding:
    """Read the whole file and check its structure."""
    with closing(store.connect()) as connection:
        complaints = [row[0] for row in connection.execute("pragma integrity_check(5)")]
    if complaints == ["ok"]:
        return Finding("integrity", OK, "the file is sound")
    advice = "keep a copy of the file, restore the last backup, and import what came since"
    return Finding("integrity", FAILED, "; ".join(complaints), advice)


def facts(store: Store) -> Finding:
    """Whether reports know all events."""
    behind = store.facts_behind()
    if behind == 0:
        return Finding("facts", OK, "all events are in facts")
    advice = "a running `beheld serve` catches up by itself; without one, run: beheld rebuild"
    return Finding("facts", WARNING, f"{behind:,} events are not in facts yet", advice)


def facts_failed(store: Store) -> Finding:
    """Persons whose facts could not be computed are left out of reports: say so."""
    failed = store.query(query("facts_failed"))
    if not failed:
        return Finding("persons", OK, "facts could be computed for everybody")
    names = ", ".join(f"{row['name']} ({row['error']})" for row in failed[:3])
    found = f"{len(failed)} could not be computed and are not in reports: {names}"
    return Finding(
        "persons", WARNING, found, "look for absurd amounts in their events: beheld export; then beheld rebuild"
    )


def clock(store: Store, now_ms: int) -> Finding:
    """A clock that was set back puts new events before old ones."""
    latest = store.query(query("latest_event"))
    if not latest:
        return Finding("clock", OK, f"it is {rfc3339(now_ms)}; no event yet")
    received_at = latest[0]["received_at"]
    if received_at > now_ms + CLOCK_SLACK_MS:
        found = f"it is {rfc3339(now_ms)}, and the latest event came at {rfc3339(received_at)}"
        return Finding("clock", FAILED, found, "set this machine's clock (NTP): times of events are measured by it")
    return Finding("clock", OK, f"it is {rfc3339(now_ms)}; the latest event came at {rfc3339(received_at)}")


def sites(store: Store) -> Iterator[Finding]:
    """What of each site would keep it from being measured well."""
    every = store.sites()
    if not every:
        yield Finding("sites", WARNING, "no site yet", "beheld site add NAME --time-zone UTC --currency EUR")
    for site in every:
        yield keys_of(store, site)
        yield origins_of(site)


def keys_of(store: Store, site: Site) -> Finding:
    """A site needs a key to be written to, and one to be read."""
    kinds = Counter(key.kind for key in store.keys(site.site) if key.revoked_at is None)
    check = f"keys of {site.name}"
    found = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "none in use"
    for kind, use in (("public", "pages cannot send"), ("read", "nobody can read its reports")):
        if not kinds[kind]:
            return Finding(check, WARNING, f"{found}: {use}", f"beheld key new {kind} --site {shlex.quote(site.name)}")
    return Finding(check, OK, found)


def origins_of(site: Site) -> Finding:
    """Without origins, anyone's page may send with the public key, which every page shows."""
    origins = site.settings.get("origins") or []
    if origins:
        return Finding(f"origins of {site.name}", OK, ", ".join(origins))
    advice = f"beheld site set {shlex.quote(site.name)} --origin https://shop.example (its own address)"
    return Finding(f"origins of {site.name}", WARNING, "any web page may send with its public key", advice)


def refused(store: Store, now_ms: int) -> Iterator[Finding]:
    """What was refused in the last seven days, by reason, the most frequent first."""
    for site in store.sites():
        recent = [row for row in store.rejected(site.site, REFUSED_LOOKED_AT) if row.received_at > now_ms - 7 * DAY_MS]
        check = f"refused by {site.name}"
        if not recent:
            yield Finding(check, OK, "nothing in the last 7 days")
        for reason, count in Counter(reason for row in recent for reason in reasons(row.errors)).most_common(5):
            yield Finding(check, WARNING, f"{count:,} in the last 7 days: {reason}", "correct it where it is sent")


def reasons(errors: str) -> Iterator[str]:
    """The reasons in one refusal, each with the field it is about; positions in lists do not matter here."""
    for path, messages in json.loads(errors).items():
        field = ".".join(part for part in path.split(".") if not part.isdigit())
        for message in messages:
            yield f"{field} {message}"


def size(octets: int) -> str:
    """A size as people say it."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if octets < 1000:
            return f"{octets:,.0f} {unit}" if unit == "bytes" else f"{octets:,.1f} {unit}"
        octets /= 1000  # type: ignore[assignment]
    return f"{octets:,.1f} TB"
