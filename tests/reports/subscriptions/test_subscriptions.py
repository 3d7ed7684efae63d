"""The report of subscriptions, worked out by hand and against a second computation."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from collector.event import Event
from collector.reports.comparison import compared
from collector.reports.query import ReportQuery
from collector.reports.series import series
from collector.reports.subscriptions.report import subscriptions, subscriptions_total
from collector.store.protocol import Store
from tests.reports.building import Shop, a_store
from tests.reports.subscriptions.building import change

MARCH = date(2026, 3, 1), date(2026, 3, 31)
PERSONS, DAYS = 60, 120


def on(month: int, day: int) -> date:
    return date(2026, month, day)


@pytest.fixture
def march(shop: Shop) -> ReportQuery:
    """Ann grows, bob shrinks, cid leaves, dora comes, eve comes back, fay tries for nine days; gil is as he was."""
    shop.send(
        change("ann", on(1, 5), "started", 10, plan="tea"), change("ann", on(3, 5), "changed", 16, plan="teas"),
        change("bob", on(1, 6), "started", 20, plan="teas"), change("bob", on(3, 6), "changed", 15),
        change("cid", on(2, 7), "started", 30, plan="teas"), change("cid", on(3, 7), "cancelled"),
        change("dora", on(3, 8), "started", 8, plan="tea"),
        change("eve", on(1, 9), "started", 5, plan="tea"), change("eve", on(2, 9), "cancelled"),
        change("eve", on(3, 9), "started", 7, plan="tea"),
        change("fay", on(3, 10), "started", 100, plan="tea"), change("fay", on(3, 19), "cancelled"),
        change("gil", on(2, 28), "started", 40, plan="teas"), change("hal", on(3, 1), "started"),
    )  # fmt: skip
    return ReportQuery(shop.site._replace(settings={"margin": "0.5"}), *MARCH)


def test_the_bridge_of_a_month(shop: Shop, march: ReportQuery) -> None:
    total = subscriptions(shop.store, march).total
    bridge = ("mrr_start", "new_mrr", "expansion_mrr", "reactivated_mrr", "contraction_mrr", "churned_mrr", "mrr")
    assert [total[name] for name in bridge] == ["100.00", "108.00", "6.00", "7.00", "5.00", "130.00", "86.00"]
    assert total["net_new_mrr"] == "-14.00"
    assert (total["new_subscribers"], total["reactivated_subscribers"], total["churned_subscribers"]) == (2, 1, 2)
    assert (total["subscribers_start"], total["subscribers"]) == (4, 5)
    assert total["subscriptions_excluded"] == 1


def test_churn_is_of_those_who_were_there_at_the_begin(shop: Shop, march: ReportQuery) -> None:
    total = subscriptions(shop.store, march).total
    assert (total["subscribers_lost"], total["customer_churn"]) == (1, 0.25)
    assert total["gross_churn"] == pytest.approx(0.35)  # cid's 30 and bob's 5, of 100
    assert total["net_churn"] == pytest.approx(0.29)  # less ann's 6
    assert (total["gross_churn_low"], total["net_churn_high"]) == (None, None)  # of four persons


def test_arpu_and_lifetime_value(shop: Shop, march: ReportQuery) -> None:
    total = subscriptions(shop.store, march).total
    assert (total["arpu"], total["ltv"]) == ("17.20", "34.40")  # 86 / 5; x 0.5 / 0.25 a month
    assert float(total["ltv_low"]) < 34.4 < float(total["ltv_high"])
    assert total["ltv_model"] is None


def test_without_anybody_lost_there_is_no_lifetime_value(shop: Shop) -> None:
    shop.send(change("ann", on(1, 5), "started", 10))
    total = subscriptions(shop.store, ReportQuery(shop.site, *MARCH)).total
    assert (total["customer_churn"], total["ltv"], total["arpu"]) == (0.0, None, "10.00")
    assert total["customer_churn_high"] > 0.5


def test_months_add_up_to_the_period(shop: Shop, march: ReportQuery) -> None:
    report_query = replace(march, first_day=on(1, 8), last_day=on(3, 10))
    found = subscriptions(shop.store, report_query)
    assert [(row["name"], row["complete"]) for row in found.rows] == [
        ("2026-01", False), ("2026-02", True), ("2026-03", False),
    ]  # fmt: skip
    for before, after in zip(found.rows, found.rows[1:], strict=False):
        assert before["mrr"] == after["mrr_start"]
    assert (found.rows[0]["mrr_start"], found.rows[-1]["mrr"]) == (found.total["mrr_start"], found.total["mrr"])
    assert [row["name"] for row in subscriptions(shop.store, replace(report_query, unit="quarter")).rows] == ["2026 Q1"]


def test_what_moves_between_plans_left_one_and_came_to_the_other(shop: Shop, march: ReportQuery) -> None:
    found = subscriptions(shop.store, replace(march, by="plan"))
    rows = {row["plan"]: row for row in found.rows}
    names = (
        *("mrr_start", "started_mrr", "expansion_mrr", "moved_in_mrr", "contraction_mrr", "moved_out_mrr"),
        *("ended_mrr", "mrr", "subscribers", "subscribers_lost"),
    )
    assert [rows["tea"][name] for name in names] == [
        "10.00", "115.00", "0.00", "0.00", "0.00", "10.00", "100.00", "15.00", 2, 0,
    ]  # fmt: skip
    assert [rows["teas"][name] for name in names] == [
        "90.00", "0.00", "0.00", "16.00", "5.00", "0.00", "30.00", "71.00", 3, 1,
    ]  # fmt: skip
    assert set(rows) == {"tea", "teas"}


def test_a_subscriber_belongs_to_the_session_they_subscribed_in(shop: Shop) -> None:
    shop.send(
        shop.event("page_view", 0, user_id="ann", page="/?utm_source=mail"),
        change("ann", on(1, 2), "started", 10)._replace(ts=shop.event("page_view", 60).ts),
        change("bob", on(1, 2), "started", 5),
    )
    report_query = ReportQuery(shop.site, on(1, 1), on(1, 31))
    rows = {row["source"]: row["mrr"] for row in subscriptions(shop.store, replace(report_query, by="source")).rows}
    assert rows == {"mail": "10.00", None: "5.00"}
    narrowed = replace(report_query, segments=(("source", ("mail",)),))
    assert subscriptions(shop.store, narrowed).total["mrr"] == "10.00"
    (plan,) = subscriptions(shop.store, replace(narrowed, by="plan")).rows
    assert (plan["plan"], plan["mrr"]) == (None, "10.00")


def test_beside_the_control_of_what_was_delivered_first(shop: Shop) -> None:
    def saw(visitor: str, variation: str | None) -> list[Event]:
        own = {"visitor": visitor, "user_id": visitor, "view_id": visitor}
        return [shop.event("deliver", 0, action="club", variation=variation, **own)]

    shop.send(
        *saw("ann", "b"), *saw("bob", "b"), *saw("cid", "control"), *saw("dora", "control"),
        change("ann", on(1, 3), "started", 10), change("cid", on(1, 4), "started", 6),
        change("cid", on(1, 5), "cancelled"),
        change("dora", on(1, 1), "started", 99),
    )  # fmt: skip
    report_query = ReportQuery(shop.site, on(1, 1), on(1, 31), by="first_delivered")
    (row,) = subscriptions(shop.store, report_query).rows
    assert (row["action"], row["compared_with"], row["warning"]) == ("club", "control", None)
    names = ("persons_delivered", "new_subscribers", "subscribers", "mrr", "mrr_per_person")
    assert [row["seen"][name] for name in names] == [2, 1, 1, "10.00", "5.00"]
    assert [row["control"][name] for name in names] == [2, 1, 0, "0.00", "0.00"]  # dora subscribed before


def test_compared_with_the_month_before(shop: Shop, march: ReportQuery) -> None:
    total, _ = compared(subscriptions(shop.store, march), subscriptions(shop.store, march.previous()))
    assert (total["prior"]["mrr"], total["change"]["mrr"]) == ("100.00", "-14.00")
    assert total["noise"]["mrr"] is None
    assert total["noise"]["customer_churn"] is True


def test_nobody_subscribed(shop: Shop) -> None:
    found = subscriptions(shop.store, ReportQuery(shop.site, *MARCH))
    assert (found.total["mrr"], found.total["arpu"], found.total["ltv"]) == ("0.00", None, None)
    assert (found.total["customer_churn"], found.total["customer_churn_low"]) == (None, None)
    assert found.more["survival_model"]["shown"] is False
    assert subscriptions(shop.store, ReportQuery(shop.site, *MARCH, by="plan")).rows == []


def test_each_day_of_a_series_has_the_mrr_of_its_end(shop: Shop, march: ReportQuery) -> None:
    rows = series(shop.store, replace(march, first_day=on(3, 4), last_day=on(3, 8)), "subscriptions").rows
    assert [row["mrr"] for row in rows] == ["100.00", "106.00", "101.00", "71.00", "79.00"]


class Lives:
    """A second computation: each person's MRR at the end of each day, from what was said, day by day."""

    def __init__(self, fields: Iterable[tuple[str, str, date, str, int | None, str | None]]) -> None:
        self.by_day: dict[date, list[Any]] = defaultdict(list)
        for each in fields:
            self.by_day[each[2]].append(each)

    def ends(self) -> Mapping[date, dict[tuple[str, str], tuple[int, str | None]]]:
        """The running subscriptions at the end of each day, with amount and plan."""
        running: dict[tuple[str, str], tuple[int, str | None]] = {}
        amounts: dict[tuple[str, str], tuple[int, str | None]] = {}
        ended: set[tuple[str, str]] = set()
        found = {}
        for nth in range(-1, DAYS):
            today = FIRST + timedelta(nth)
            for user, number, _, status, mrr, plan in self.by_day[today]:
                key = (user, number)
                if status == "cancelled":
                    ended.add(key)
                    running.pop(key, None)
                    continue
                if status == "started" or key not in ended:
                    ended.discard(key)
                    before = amounts.get(key, (0, None))
                    running[key] = amounts[key] = (before[0] if mrr is None else mrr, plan or before[1])
            found[today] = dict(running)
        return found


FIRST = date(2026, 1, 1)


def some_lives(chance: Random) -> list[tuple[str, str, date, str, int | None, str | None]]:
    """Random statuses of a few dozen persons over four months, in order of time."""
    fields = []
    for nth in range(DAYS):
        for user in range(PERSONS):
            if chance.random() < 0.03:
                status = chance.choices(("started", "changed", "cancelled"), (5, 4, 3))[0]
                number = f"{user}-{chance.choice((1, 1, 2))}"
                mrr = chance.choice((0, 5, 9, 9, 14)) if status == "started" else chance.choice((None, 5, 9, 20))
                plan = chance.choice((None, "tea", "teas"))
                fields.append((f"u{user}", number, FIRST + timedelta(nth), status, mrr, plan))
    return fields


@pytest.mark.parametrize("seed", range(3))
def test_python_finds_the_same(seed: int) -> None:
    chance = Random(seed)
    fields = some_lives(chance)
    # who was never heard an amount of has none; the report would exclude them
    heard: set[tuple[str, str]] = set()
    fields = [each for each in fields if each[4] is not None or each[:2] in heard or heard.add(each[:2])]  # type: ignore[func-returns-value]
    ends = Lives(fields).ends()
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder))
        shop = Shop(store, site=store.sites()[0])
        shop.send(
            *(
                change(user, day, status, mrr, number=number, **({"plan": plan} if plan else {}))
                for user, number, day, status, mrr, plan in fields
            )
        )
        for first, last in ((0, DAYS - 1), (30, 59), (chance.randrange(60), 60 + chance.randrange(50)), (77, 77)):
            report_query = ReportQuery(shop.site, FIRST + timedelta(first), FIRST + timedelta(last))
            check(subscriptions(store, report_query), ends, report_query)
            check_plans(subscriptions(store, replace(report_query, by="plan")), ends, report_query)
            check_days(store, report_query)
            check_days(store, replace(report_query, segments=(("device", ("",)),)))
        store.close()


def check_days(store: Store, report_query: ReportQuery) -> None:
    """The series, which adds up what moved, against the report of each day by itself."""
    for day, row in zip(report_query.each_day(), series(store, report_query, "subscriptions").rows, strict=True):
        alone = dict(subscriptions_total(store, day))
        assert list(row) == ["date", *alone]
        for name, value in alone.items():
            assert row[name] == (pytest.approx(value) if isinstance(value, float) else value), (day.first_day, name)


def by_person(state: Mapping[tuple[str, str], tuple[int, str | None]]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for (user, _), (mrr, _) in state.items():
        sums[user] += mrr
    return sums


def check(found: Any, ends: Any, report_query: ReportQuery) -> None:
    before, after = by_person(ends[report_query.first_day - timedelta(1)]), by_person(ends[report_query.last_day])
    start = [user for user, mrr in before.items() if mrr]
    total = {name: Fraction(str(value)) for name, value in found.total.items() if value is not None}
    assert (total["mrr_start"], total["mrr"]) == (sum(before.values()), sum(after.values()))
    assert (total["subscribers_start"], total["subscribers"]) == (len(start), sum(mrr > 0 for mrr in after.values()))
    assert total["subscribers_lost"] == sum(not after[user] for user in start)
    lost = sum(max(0, before[user] - after[user]) for user in start)
    net = sum(before[user] - after[user] for user in start)
    if start:
        assert found.total["gross_churn"] == pytest.approx(lost / sum(before.values()))
        assert found.total["net_churn"] == pytest.approx(net / sum(before.values()))
    moved = movements(ends, report_query)
    for name in ("new", "expansion", "reactivated", "contraction", "churned"):
        assert total[f"{name}_mrr"] == moved[name]
    grown = total["new_mrr"] + total["expansion_mrr"] + total["reactivated_mrr"]
    assert total["mrr_start"] + grown - total["contraction_mrr"] - total["churned_mrr"] == total["mrr"]
    for name in ("new_mrr", "churned_mrr", "net_new_mrr", "churned_subscribers"):
        assert sum(Fraction(str(row[name])) for row in found.rows) == total[name]


def movements(ends: Any, report_query: ReportQuery) -> Counter[str]:
    """What each person's MRR moved by from day to day, within the period."""
    found: Counter[str] = Counter()
    ever: set[str] = set()
    day = FIRST
    while day <= report_query.last_day:
        before, after = by_person(ends[day - timedelta(1)]), by_person(ends[day])
        for user in before.keys() | after.keys():
            was, now = before[user], after[user]
            kind = ("expansion" if now > was else "contraction") if was and now else "churned" if was else "new"
            kind = "reactivated" if kind == "new" and user in ever else kind
            if day >= report_query.first_day:
                found[kind] += abs(now - was)
            if now:
                ever.add(user)
        day += timedelta(1)
    return found


def check_plans(found: Any, ends: Any, report_query: ReportQuery) -> None:
    after: Counter[str | None] = Counter()
    for mrr, plan in ends[report_query.last_day].values():
        after[plan] += mrr
    assert {row["plan"]: Fraction(row["mrr"]) for row in found.rows if Fraction(row["mrr"])} == {
        plan: mrr for plan, mrr in after.items() if mrr
    }
    for row in found.rows:
        amount = {name: Fraction(str(row[name])) for name in row if name.endswith("mrr") or name == "mrr_start"}
        grown = amount["started_mrr"] + amount["expansion_mrr"] + amount["moved_in_mrr"]
        shrunk = amount["contraction_mrr"] + amount["moved_out_mrr"] + amount["ended_mrr"]
        assert amount["mrr_start"] + grown - shrunk == amount["mrr"]
    moved_in, moved_out = (sum(Fraction(row[f"moved_{way}_mrr"]) for row in found.rows) for way in ("in", "out"))
    assert (moved_in > 0) == (moved_out > 0)
