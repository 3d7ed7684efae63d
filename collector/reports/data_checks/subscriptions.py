"""Checks of subscriptions: events of one that contradict each other, and amounts that count nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from collector.finding import OK, WARNING, Finding
from collector.reports.sql import render
from collector.reports.wording import money_words
from collector.store.protocol import Site, Store

CHECK = "subscriptions"
WHY = {
    "never_began": (
        "end a subscription that never began, so they end nothing",
        "send `started` first, and `cancelled` with the same user and subscription_id",
    ),
    "had_ended": (
        "change a subscription that had ended, so they change nothing",
        "send `started` when it begins again",
    ),
    "no_rate": (
        "are in a currency without a rate, so the subscriptions run but bring nothing",
        "beheld rate set CURRENCY RATE --from DAY (its worth in the site's currency)",
    ),
    "other_currency": (
        "name another currency than before, and are counted at the rate of their day",
        "bill a subscription in one currency, or end it and start another",
    ),
    "began_twice": (
        "start a subscription that is running already, with other values, so they count as a change",
        "send `changed` for another plan or price, `cancelled` before it starts again, or give each subscription an id "
        "of its own",
    ),
}


def subscriptions(store: Store, site: Site, bound: dict[str, Any]) -> Iterator[Finding]:
    """Events of subscriptions that contradict earlier ones, and ids that several persons have, with their money."""
    rows = store.query(render("data_checks/contradicted_subscriptions.sql"), bound)
    found = [_contradicted(row, site) for row in rows]
    (shared,) = store.query(render("data_checks/shared_subscriptions.sql"), bound)
    if shared["subscriptions"]:
        money = _money(shared["mrr_micros"], site.currency)
        words = f"subscription ids that several persons have: {shared['subscriptions']:,}{money}, such as "
        advice = "send the same user with every event; until then, each person's counts as a subscription of its own"
        found.append(Finding(CHECK, WARNING, words + shared["example"], advice))
    yield from found or [Finding(CHECK, OK, "no event of a subscription contradicts an earlier one")]


def _contradicted(row: Any, site: Site) -> Finding:
    what, advice = WHY[row["why"]]
    money = _money(row["micros"], row["currency"] or site.currency)
    words = f"events of subscriptions that {what}: {row['events']:,}{money}, such as of {row['example']}"
    return Finding(CHECK, WARNING, words, advice)


def _money(micros: int, currency: str) -> str:
    return f", {money_words(micros, currency)} a month in all" if micros else ""
