"""Checks of orders and refunds: reports that contradict each other, and money given back that nothing matches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from collector.finding import OK, WARNING, Finding
from collector.reports.sql import render
from collector.reports.wording import money_words
from collector.rules import MAX_ORDERS, MAX_TIED
from collector.store.protocol import Site, Store

WHY = {
    "unknown_order": (
        "name an order that was never reported",
        "send the order's own number, exactly as in `purchase`",
    ),
    "unknown_item": (
        "name an item that the order does not have",
        "send the item ids of the order, exactly as in `purchase`",
    ),
    "nothing_left": (
        "pay back more than was left of the order",
        "send each refund once, with a refund_id, and for no more than was paid",
    ),
}


def contradictions(store: Store, bound: dict[str, Any]) -> Iterator[Finding]:
    """Orders of which two reports say different things; named from the first."""
    row = store.query(render("data_checks/conflicts.sql"), bound)[0]
    check = "orders reported differently"
    if not row["conflicting"]:
        yield Finding(check, OK, f"{row['orders']:,} orders, none reported in two ways")
        return
    yield Finding(
        check,
        WARNING,
        f"orders whose reports name different lines, totals or persons: {row['conflicting']:,} of {row['orders']:,}, "
        f"such as {row['example']}",
        "send the same lines, prices and person from page and server, or send from only one of them; the secret key's "
        "report counts before the public key's, then the earlier one",
    )


def refunds(store: Store, site: Site, bound: dict[str, Any]) -> Iterator[Finding]:
    """Refunds that lowered nothing, or less than they name, with their money."""
    rows = store.query(render("data_checks/unmatched_refunds.sql"), bound)
    check = "refunds without their order"
    if not rows:
        yield Finding(check, OK, "every refund was taken off its order")
    for row in rows:
        what, advice = WHY[row["why"]]
        money = f", {money_words(row['lost_micros'], site.currency)} in all" if row["lost_micros"] else ""
        found = f"refunds that {what}: {row['refunds']:,}{money}, such as of {row['example']}"
        yield Finding(check, WARNING, found, advice)


def shared_devices(store: Store, bound: dict[str, Any]) -> Iterator[Finding]:
    """Visitors that name so many users or orders that they tie nobody together."""
    rows = store.query(
        render("data_checks/shared_devices.sql"), bound | {"max_tied": MAX_TIED, "max_orders": MAX_ORDERS}
    )
    if not rows:
        yield Finding("shared devices", OK, f"no visitor names more than {MAX_TIED} users or {MAX_ORDERS} orders")
    for row in rows:
        visitor = row["name"].removeprefix("v:")
        yield Finding(
            "shared devices",
            WARNING,
            f"visitor {visitor} names {row['names']:,} {row['kind']}, so it ties none of them together",
            "fine for a till or a tablet in a shop; otherwise somebody guesses ids: beheld erase removes its events",
        )


def shared_accounts(store: Store, bound: dict[str, Any]) -> Iterator[Finding]:
    """Users whom so many visitors name that they tie nobody together."""
    rows = store.query(render("data_checks/shared_accounts.sql"), bound | {"max_tied": MAX_TIED})
    if not rows:
        yield Finding("shared accounts", OK, f"no user is named by more than {MAX_TIED} visitors")
    for row in rows:
        yield Finding(
            "shared accounts",
            WARNING,
            f"user {row['name'].removeprefix('u:')} is named by {row['visitors']:,} visitors, so it ties none together",
            "send the id of one human as user_id, not of a till, a family or a default value; "
            "beheld site set --nobody-id ID leaves an id out",
        )
