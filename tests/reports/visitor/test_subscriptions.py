"""The subscriptions of a person in the user report."""

from __future__ import annotations

from datetime import date

from tests.reports.building import Shop
from tests.reports.subscriptions.building import change


def test_those_that_run_come_first_as_they_are_now(shop: Shop) -> None:
    shop.send(
        change("ann", date(2026, 1, 3), "started", 10, plan="tea", number="s1"),
        change("ann", date(2026, 1, 9), "changed", 15, plan="teas", number="s1"),
        change("ann", date(2026, 1, 4), "started", 5, plan="cups", number="s2"),
        change("ann", date(2026, 1, 5), "cancelled", number="s2"),
        change("ann", date(2026, 1, 6), "started", number="s3"),
        change("bob", date(2026, 1, 7), "started", 9, number="s1"),
    )
    assert shop.report("ann")["subscriptions"] == [
        {"subscription_id": "s3", "plan": None, "mrr": None, "since": "2026-01-06", "until": None},
        {"subscription_id": "s1", "plan": "teas", "mrr": "15.00", "since": "2026-01-03", "until": None},
        {"subscription_id": "s2", "plan": "cups", "mrr": "5.00", "since": "2026-01-04", "until": "2026-01-05"},
    ]


def test_one_that_ended_and_began_again_runs_since_then(shop: Shop) -> None:
    shop.send(
        change("ann", date(2026, 1, 3), "started", 10), change("ann", date(2026, 1, 5), "cancelled"),
        change("ann", date(2026, 1, 9), "started"),
    )  # fmt: skip
    (found,) = shop.report("ann")["subscriptions"]
    assert (found["since"], found["until"], found["mrr"]) == ("2026-01-09", None, "10.00")
