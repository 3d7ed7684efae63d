"""What arrived and was not taken as it was sent: parts that were left out, ids of nobody, pages that may not send."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from collector.finding import OK, WARNING, Finding
from collector.reports.moments import EPOCH, ONE_MS
from collector.reports.sql import render
from collector.schemas.error_codes import REASONS
from collector.store.protocol import Site, Store

MAX_KINDS = 8
MAX_ORIGINS = 5
REJECTED_DAYS = 7
NOBODYS = "nobodys_id"
ERASED = "erased"


def left_out(rows: list[Any]) -> Iterator[Finding]:
    """Parts of events that could not be meant."""
    taken = [row for row in rows if row["outcome"] == "taken" and row["code"] != NOBODYS]
    if not taken:
        yield Finding("parts left out", OK, "every event was accepted as it was sent, or rejected")
    for row in taken[:MAX_KINDS]:
        yield Finding(
            "parts left out",
            WARNING,
            f"{row['events']:,} × {row['field']} of {row['type']} {words_of(row['code'])}",
            "the events were accepted without it, or with the replacement that `warnings` in the answer names: correct "
            f"it where it is sent; for example, event {row['example'] or 'unknown'} of {row['last_day']}",
        )
    if len(taken) > MAX_KINDS:
        yield Finding("parts left out", WARNING, f"and {len(taken) - MAX_KINDS} more kinds", "start with those above")


def nobodys_ids(rows: list[Any]) -> Iterator[Finding]:
    """Ids that are nobody's, of events that were taken without them, and of events that were nobody else's."""
    found = [row for row in rows if row["code"] == NOBODYS]
    counts = {
        outcome: sum(row["events"] for row in found if row["outcome"] == outcome) for outcome in ("taken", "rejected")
    }
    if not found:
        yield Finding("ids of nobody", OK, "none arrived")
        return
    fields = ", ".join(sorted({row["field"] for row in found}))
    yield Finding(
        "ids of nobody",
        WARNING,
        f"{counts['taken']:,} ids such as null, guest or an unfilled template were left out of events ({fields}), and "
        f"{counts['rejected']:,} events were rejected, because they named nobody else",
        "send the field only if the id is known; for example, event "
        f"{next((row['example'] for row in found if row['example']), 'unknown')}",
    )


def erased_again(rows: list[Any]) -> Iterator[Finding]:
    """Events of persons who were erased, which were sent again."""
    count = sum(row["events"] for row in rows if row["code"] == ERASED)
    if count:
        yield Finding("erased persons", OK, f"{count:,} events of erased persons came again and were rejected")
    else:
        yield Finding("erased persons", OK, "no event of an erased person came again")


def rejected_origins(store: Store, site: Site, now: int) -> Iterator[Finding]:
    """Pages whose origin the site does not list."""
    rows = unlisted_origins(store, site, now)
    if not rows:
        yield Finding("origins", OK, f"no page was turned away in the last {REJECTED_DAYS} days")
    for row in rows[:MAX_ORIGINS]:
        yield Finding(
            "origins", WARNING, f"{rejected_words(row)} in the last {REJECTED_DAYS} days", advice_on(site, row)
        )


def unlisted_origins(store: Store, site: Site, now: int) -> list[Any]:
    """The origins that pages sent from in the last days, and that are not listed now; the most frequent first."""
    since = now - timedelta(REJECTED_DAYS) // ONE_MS
    listed = {origin.lower() for origin in site.settings.get("origins") or ()}
    if not listed:
        return []
    rows = store.query(render("data_checks/rejected_origins.sql"), {"site": site.site, "since": since})
    return [row for row in rows if row["origin"] not in listed]


def rejected_words(row: Any) -> str:
    """How often which origin was turned away."""
    requests = f"{row['requests']:,} request{'s' if row['requests'] != 1 else ''}"
    were = "were" if row["requests"] != 1 else "was"
    return f"{requests} from {row['origin'] or 'programs that name no origin'} {were} rejected"


def advice_on(site: Site, row: Any) -> str:
    """How to allow it."""
    if not row["origin"]:
        return "the public key is for pages: servers and apps send with the secret key"
    if row["origin"] == "null":
        return (
            "pages without an address of their own send this (a file, a sandboxed frame) and cannot be listed: serve "
            f"them from an address, or let any page send with `beheld site set {shlex.quote(site.name)} --any-origin`"
        )
    origins = (*(site.settings.get("origins") or ()), row["origin"])
    options = " ".join(f"--origin {shlex.quote(origin)}" for origin in origins)
    return f"if it is yours, allow it with `beheld site set {shlex.quote(site.name)} {options}`"


def notices(store: Store, site: Site, since: int) -> list[Any]:
    """What was counted of this site since a time."""
    day = f"{EPOCH + since * ONE_MS:%Y-%m-%d}"
    return list(store.query(render("data_checks/notices.sql"), {"site": site.site, "since": day}))


def words_of(code: str) -> str:
    """A reason in words, where the numbers and names that belong to it are not known any more."""
    return re.sub(r"\{\w+\}", "…", REASONS.get(code, code))
