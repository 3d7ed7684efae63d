"""Checks of each site: what would keep it from being measured well, and what was rejected of it."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from collector.cli.checks import Check, CheckContext
from collector.finding import FAILED, OK, WARNING, Finding
from collector.reports.data_checks.checks import data_checks
from collector.store import Site, Store

REJECTED_LOOKED_AT = 10_000
REASONS_SHOWN = 5
WEEK_MS = timedelta(days=7) // timedelta(milliseconds=1)


def sites(context: CheckContext) -> Iterator[Finding]:
    """The keys and the origins of each site."""
    every = context.store.sites()
    if not every:
        yield Finding("sites", WARNING, "no site yet", "beheld site add NAME --time-zone UTC --currency EUR")
    for site in every:
        yield keys_of(context.store, site)
        yield origins_of(site)


def keys_of(store: Store, site: Site) -> Finding:
    """A site needs a key to be written to, and one to be read."""
    kinds = Counter(key.kind for key in store.keys(site.site) if key.revoked_at is None)
    check = f"keys of {site.name}"
    found = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "none in use"
    for kind, lack in (("public", "pages cannot send"), ("read", "nobody can read its reports")):
        if not kinds[kind]:
            return Finding(check, WARNING, f"{found}: {lack}", f"beheld key new {kind} --site {shlex.quote(site.name)}")
    return Finding(check, OK, found)


def origins_of(site: Site) -> Finding:
    """Without origins, anyone's page may send with the public key, which every page shows."""
    origins = site.settings.get("origins") or []
    check = f"origins of {site.name}"
    if origins:
        return Finding(check, OK, ", ".join(origins))
    advice = f"beheld site set {shlex.quote(site.name)} --origin https://shop.example (its own address)"
    return Finding(check, WARNING, "any web page may send with its public key", advice)


def rejected(context: CheckContext) -> Iterator[Finding]:
    """What was rejected in the last seven days, by reason, the most frequent first."""
    since = context.now_ms - WEEK_MS
    for site in context.store.sites():
        recent = [row for row in context.store.rejected(site.site, REJECTED_LOOKED_AT) if row.received_at > since]
        counts = Counter(reason for row in recent for reason in reasons(row.errors))
        check = f"rejected by {site.name}"
        if not counts:
            yield Finding(check, OK, "nothing in the last 7 days")
        for reason, count in counts.most_common(REASONS_SHOWN):
            yield Finding(check, WARNING, f"{count:,} in the last 7 days: {reason}", "correct it where it is sent")


def reasons(errors: str) -> Iterator[str]:
    """The reasons in one rejection, each with the field it is about; positions in lists do not matter here."""
    for path, messages in json.loads(errors).items():
        field = ".".join(part for part in path.split(".") if not part.isdigit())
        for message in messages:
            yield f"{field} {message}"


def data_of(name: str) -> Check:
    """A check of what this site sent in the last thirty days."""

    def data(context: CheckContext) -> Iterator[Finding]:
        site = context.store.site_named(name)
        if site is None:
            advice = "beheld site list shows them all"
            yield Finding(f"data of {name}", FAILED, "there is no such site", advice)
            return
        for found in data_checks(context.store, site, context.now_ms):
            yield Finding(f"{found.check} of {name}", found.state, found.found, found.advice)

    return data
