"""Whether what a site sends makes sense: mistakes in markup and data as owners make them, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from collector.finding import OK, WARNING, Finding
from collector.reports.data_checks.arrivals import erased_again, left_out, nobodys_ids, notices, rejected_origins
from collector.reports.data_checks.drops import drops
from collector.reports.data_checks.orders import contradictions, refunds, shared_accounts, shared_devices
from collector.reports.data_checks.public_values import public_values
from collector.reports.data_checks.subscriptions import subscriptions
from collector.reports.definitions import registered
from collector.reports.moments import EPOCH, ONE_MS
from collector.reports.query import ReportQuery
from collector.reports.sql import render
from collector.reports.wording import percent_words
from collector.rules import DAY_MS
from collector.store.protocol import Site, Store

DAYS = 30
LATEST_EVENTS = 100_000
FEW, SOME, MANY = 0.01, 0.05, 0.3


def data_checks(store: Store, site: Site, now: int) -> list[Finding]:
    """All checks of one site over the last thirty days, today included; `now` in epoch ms."""
    today = (EPOCH + now * ONE_MS).astimezone(ZoneInfo(site.time_zone)).date()
    query = ReportQuery(site, today - timedelta(DAYS - 1), today)
    bound = query.bound()
    noticed = notices(store, site, bound["from_ts"])
    return [
        *rejected_origins(store, site, now),
        *left_out(noticed),
        *nobodys_ids(noticed),
        *erased_again(noticed),
        *placements(store, bound),
        *sold_items(store, bound),
        *orders(store, bound),
        *public_values(store, site, bound),
        *contradictions(store, bound),
        *refunds(store, site, bound),
        *subscriptions(store, site, bound),
        *shared_accounts(store, bound),
        *shared_devices(store, bound),
        *clocks(store, bound),
        *drops(store.query(render("data_checks/daily.sql"), bound), last_day=last_day(bound["from_ts"]), day_ms=DAY_MS),
        *bots(store, bound),
        *goals(store, site, bound),
    ]


def last_day(from_ts: int) -> int:
    """When the last whole day of the period begins, in days of 24 hours from its beginning."""
    return from_ts + (DAYS - 2) * DAY_MS


def placements(store: Store, bound: dict[str, Any]) -> Iterator[Finding]:
    """What was done in, or delivered of, actions without a placement."""
    row = store.query(render("data_checks/placements.sql"), bound)[0]
    yield judged(
        "interactions without a placement",
        affected=row["only_done"],
        of=row["impressions"],
        max_share=FEW,
        found="impressions",
        advice="send `execute` with the same visitor, view and action; with the snippet, put data-bh-action on the "
        f"element that is clicked{example(row['done_by'])}",
    )
    yield judged(
        "deliveries without a placement",
        affected=row["only_delivered"],
        of=row["impressions"],
        max_share=FEW,
        found="impressions",
        advice=f"send `execute` when the action is placed, before `deliver`{example(row['delivered_to'])}",
    )


def sold_items(store: Store, bound: dict[str, Any]) -> Iterator[Finding]:
    """What was sold never stands in a widget: two schemes of item ids."""
    row = store.query(render("data_checks/sold_items.sql"), bound)[0]
    check = "items of orders and widgets"
    if not row["items_shown"] or not row["lines"]:
        yield Finding(check, OK, "orders or widgets had no items in this period")
    elif row["shown"]:
        yield Finding(
            check, OK, f"{row['shown']:,} of {row['lines']:,} order lines are for an item that a widget showed"
        )
    else:
        yield Finding(
            check,
            WARNING,
            f"none of {row['lines']:,} order lines is for one of the {row['items_shown']:,} items that widgets showed",
            "use the same ids in widgets and orders (data-bh-item and purchase items; data-bh-group and group for the "
            f"parent product). Sold, for example: {row['example']}",
        )


def orders(store: Store, bound: dict[str, Any]) -> Iterator[Finding]:
    """Currencies without a rate, and orders sent more than once."""
    rows = store.query(render("data_checks/orders.sql"), bound)
    unrated = [(row["currency"], row["excluded"]) for row in rows if row["excluded"]]
    if not unrated:
        yield Finding("currencies", OK, "every order is in the site's currency, or has a rate")
    for currency, count in unrated:
        yield Finding(
            "currencies",
            WARNING,
            f"{count:,} orders in {currency} have no rate and are left out of money",
            f"beheld rate set {currency} 0.92 --from 2026-01-01 (its worth in the site's currency)",
        )
    repeated = sum(row["repeated"] for row in rows)
    yield judged(
        "orders sent more than once",
        affected=repeated,
        of=sum(row["orders"] for row in rows),
        max_share=SOME,
        found="orders",
        advice="send `purchase` once: not on every load of the thank-you page, and not from both page and server "
        f"(one report of an order counts){example(next((row['example'] for row in rows if row['example']), None))}",
    )


def clocks(store: Store, bound: dict[str, Any]) -> Iterator[Finding]:
    """Events that come long after they say they happened."""
    row = store.query(render("data_checks/clocks.sql"), bound | {"looked_at": LATEST_EVENTS, "late_ms": DAY_MS})[0]
    yield judged(
        "clocks",
        affected=row["late"],
        of=row["events"],
        max_share=SOME,
        found="recent events of browsers say they happened more than a day before they came",
        advice="send `sent_at` with each batch, so that a wrong clock is corrected; the snippet does",
    )


def bots(store: Store, bound: dict[str, Any]) -> Iterator[Finding]:
    """How much of the traffic is not people."""
    row = store.query(render("data_checks/bots.sql"), bound)[0]
    yield judged(
        "bots",
        affected=row["bots"],
        of=row["sessions"],
        max_share=MANY,
        found="visits are by bots, which no figure counts",
        advice="if that is unexpected, look at the visitors: your own monitoring, or a user agent mistaken for a bot's",
    )


def goals(store: Store, site: Site, bound: dict[str, Any]) -> Iterator[Finding]:
    """Goals that are registered, or are a campaign's, and that nobody reaches."""
    known = registered(store, site.site)
    goals = set(known.goals) | {known.goal_of(campaign) for campaign in known.campaigns}
    reached = {row["goal"] for row in store.query(render("data_checks/goals_reached.sql"), bound)}
    unused = sorted(goals - reached)
    if not unused:
        yield Finding("goals", OK, "every registered goal was reached" if goals else "no goal is registered")
    for goal in unused:
        yield Finding(
            "goals",
            WARNING,
            f"{goal} was never reached in {DAYS} days",
            f'send it (beheld("goal", {{goal: "{goal}"}})), or delete it: beheld goal delete {goal}',
        )


def judged(check: str, *, affected: int, of: int, max_share: float, found: str, advice: str) -> Finding:
    """A warning if more than this share is affected; `found` says of what, as `interactions`."""
    if of == 0:
        return Finding(check, OK, f"no {found} in this period")
    share = affected / of
    found_words = f"{affected:,} of {of:,} {found} ({percent_words(share, 1)})"
    return Finding(check, WARNING, found_words, advice) if share > max_share else Finding(check, OK, found_words)


def example(name: str | None) -> str:
    """Somebody to look at."""
    return f"; look at {name}" if name else ""
