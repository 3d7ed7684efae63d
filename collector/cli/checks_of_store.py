"""Checks of the store, whichever engine it has: can it be written, is it up to date, is the clock right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from collector.cli.checks import CheckContext
from collector.cli.queries import query
from collector.config import unknown_settings
from collector.finding import FAILED, OK, WARNING, Finding
from collector.reports.moments import rfc3339

CLOCK_SLACK_MS = 60_000


def settings(environ: Mapping[str, str]) -> Finding:
    """A misspelt setting has no effect, and nothing else would show it."""
    unknown = unknown_settings(environ)
    if unknown:
        return Finding("settings", WARNING, f"there is no setting {', '.join(unknown)}", "README.md lists them all")
    return Finding("settings", OK, "no unknown ones")


def writing(context: CheckContext) -> Iterator[Finding]:
    """Whether an event could be stored now."""
    ready = context.store.ready()
    if ready.ready:
        yield Finding("writing", OK, "events can be stored")
    else:
        advice = "fix this first: senders get 503 until then"
        yield Finding("writing", FAILED, f"events cannot be stored: {ready.why}", advice)


def facts(context: CheckContext) -> Iterator[Finding]:
    """Whether reports know all events."""
    progress = context.store.facts_progress()
    found = f"{progress.behind:,} events are not in facts yet"
    if progress.state == "stuck":
        found += ", and none was finished for a minute"
        advice = "start `beheld serve` if it is not running, otherwise read its log; or run: beheld rebuild"
        yield Finding("facts", WARNING, found, advice)
    elif progress.behind:
        yield Finding("facts", WARNING, found, "wait: they are being computed")
    else:
        yield Finding("facts", OK, "all events are in facts")


def persons(context: CheckContext) -> Iterator[Finding]:
    """Names with more events than can be computed are left out of reports: list them."""
    failed = context.store.query(query("facts_failed"))
    if failed:
        names = ", ".join(f"{row['name']} ({row['error']})" for row in failed[:3])
        found = f"{len(failed)} are set aside, so their events are not in reports: {names}"
        advice = "see what they send (beheld visitor), stop it or erase it (beheld erase), then run: beheld rebuild"
        yield Finding("persons", WARNING, found, advice)
    else:
        yield Finding("persons", OK, "nobody is set aside")


def clock(context: CheckContext) -> Iterator[Finding]:
    """A clock that was set back puts new events before old ones."""
    latest = context.store.query(query("latest_event"))
    now = f"it is {rfc3339(context.now_ms)}"
    if not latest:
        yield Finding("clock", OK, f"{now}; no event yet")
        return
    received_at = latest[0]["received_at"]
    found = f"{now}; the latest event came at {rfc3339(received_at)}"
    if received_at > context.now_ms + CLOCK_SLACK_MS:
        yield Finding("clock", FAILED, found, "set this machine's clock (NTP): times of events are measured by it")
    else:
        yield Finding("clock", OK, found)
