"""What happened beside a baseline, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from collector.errors import BadRequest
from collector.event import SECRET, Item
from collector.reports.baseline.report import baseline
from collector.reports.query import ReportQuery
from tests.reports.building import DAY, Shop, a_line
from tests.reports.experiments.building import a_document, a_phase

FIRST = date(2026, 1, 2)
WEEKS = 24


def sold(shop: Shop, day: int, price: float, **fields: Any) -> Any:
    """An order of so much on one day after the first, as a server reports it."""
    own = {"visitor": None, "view_id": None, "trust": SECRET, "user_id": "u", **fields}
    return shop.order(day * DAY, a_line("A", price), order_id=f"{day}-{price}-{own['user_id']}", **own)


def day(number: int) -> date:
    return FIRST + timedelta(number)


@pytest.fixture
def report_query(shop: Shop) -> ReportQuery:
    """10 a day, but 20 in the last week, and 1 more in each odd week."""
    prices = {number: 20 if number >= 7 * (WEEKS - 1) else 10 + number // 7 % 2 / 7 for number in range(7 * WEEKS)}
    shop.send(*(sold(shop, number, price) for number, price in prices.items()))
    return ReportQuery(shop.site, day(7 * (WEEKS - 1)), day(7 * WEEKS - 1))


def test_a_change_beside_what_it_swings_by_itself(shop: Shop, report_query: ReportQuery) -> None:
    found = baseline(shop.store, report_query)
    total = found.total
    assert (total["revenue"], total["baseline_revenue"], total["baseline_change"]) == ("140.00", "70.00", "70.00")
    assert (total["orders"], total["baseline_orders"], total["baseline_lift"]) == (7, 7, 1.0)
    assert total["placebo_windows"] == WEEKS - 2
    assert total["placebo_low"] == pytest.approx(-1 / 71, abs=1e-6)
    assert total["placebo_high"] == pytest.approx(1 / 70, abs=1e-6)
    assert total["verdict"] == "above"
    assert found.more["causal"] is False
    assert found.more["sentence"].startswith(
        "Revenue was 140 EUR, +100 % against the 7 days before. That is above what"
    )
    assert found.more["sentence"].endswith("Not causal: it says what happened, not why.")
    assert "earn" not in found.more["sentence"]


def test_inside_of_the_range(shop: Shop, report_query: ReportQuery) -> None:
    earlier = replace(
        report_query, first_day=report_query.first_day - timedelta(7), last_day=report_query.last_day - timedelta(7)
    )
    assert baseline(shop.store, earlier).total["verdict"] == "inside"


def test_windows_with_a_known_change_are_left_out(shop: Shop, report_query: ReportQuery) -> None:
    shop.store.put_definition(1, "annotations", "n", {"at": day(80).isoformat(), "text": "New layout"})
    total = baseline(shop.store, report_query).total
    assert total["placebo_windows"] == WEEKS - 2 - 2
    shop.store.put_definition(1, "costs", "c", {"action": "a", "amount": "1", "day_from": day(100).isoformat()})
    phases = [a_phase(1, 1_767_348_000_000 + 120 * DAY * 1000)]
    shop.store.put_definition(1, "experiments", "e", a_document(id="e", phases=phases))
    total = baseline(shop.store, report_query).total
    assert total["placebo_windows"] == WEEKS - 2 - 6
    assert (total["placebo_low"], total["verdict"]) == (None, "unknown")
    assert "it takes 19 earlier windows without a known change, and there are 16" in total["placebo_says"]


def test_a_year_of_weekdays_before(shop: Shop) -> None:
    shop.send(sold(shop, 0, 10), sold(shop, 364, 15), sold(shop, 365, 100))
    found = baseline(shop.store, ReportQuery(shop.site, day(364), day(364), against="weekdays"))
    assert (found.total["baseline_revenue"], found.total["baseline_lift"]) == ("10.00", 0.5)
    assert found.more["against"] == {
        "kind": "weekdays", "name": "the same weekdays a year before", "from": "2026-01-02", "to": "2026-01-02",
    }  # fmt: skip


def test_days_that_were_set_count_in_proportion(shop: Shop, report_query: ReportQuery) -> None:
    body = {"kind": "period", "name": "January", "day_from": "2026-01-02", "day_to": "2026-01-15"}
    shop.store.put_definition(1, "baselines", "jan", body)
    total = baseline(shop.store, replace(report_query, against="jan")).total
    assert (total["baseline_revenue"], total["baseline_orders"]) == ("70.50", 7)


def test_figures_from_before_have_no_range(shop: Shop, report_query: ReportQuery) -> None:
    body = {"kind": "figures", "day_from": "2025-01-01", "day_to": "2025-01-14", "revenue": "200"}
    shop.store.put_definition(1, "baselines", "old", body)
    found = baseline(shop.store, replace(report_query, against="old", by="source"))
    assert (found.total["baseline_revenue"], found.total["baseline_orders"], found.rows) == ("100.00", None, [])
    assert (found.total["verdict"], found.total["placebo_windows"]) == ("unknown", 0)


def test_an_unknown_baseline_is_named(shop: Shop, report_query: ReportQuery) -> None:
    with pytest.raises(BadRequest, match="No baseline 'x' is set"):
        baseline(shop.store, replace(report_query, against="x"))


def test_nothing_before_is_nothing_to_compare_with(shop: Shop, report_query: ReportQuery) -> None:
    found = baseline(shop.store, replace(report_query, first_day=FIRST, last_day=FIRST))
    assert (found.total["baseline_lift"], found.total["verdict"]) == (None, "unknown")
    assert "no revenue on those days" in found.more["sentence"]


def test_windows_that_show_nothing_count_nowhere(shop: Shop) -> None:
    """Orders on every third day only: of the earlier days two in three have no day before to compare them with."""
    shop.send(*(sold(shop, 3 * number, 10) for number in range(60)))
    found = baseline(shop.store, ReportQuery(shop.site, day(3 * 59 + 1), day(3 * 59 + 1)))
    shown = [each for each in found.more["placebo"] if each["change"] is not None]
    assert 0 < len(shown) < len(found.more["placebo"])
    assert found.total["placebo_windows"] == found.more["placebo_apart"] == len(shown)


def test_by_category_and_by_source(shop: Shop) -> None:
    tea, pot = (Item("T", category="tea", price_micros=4_000_000), Item("P", category="pots", price_micros=9_000_000))
    ann = {"visitor": "ann", "view_id": "w", "page": "/?utm_source=mail"}
    shop.send(
        shop.event("page_view", 0, **ann), shop.order(60, tea, order_id="1", **ann),
        shop.order(DAY, tea, pot, order_id="2", visitor="bob", view_id="b"),
    )  # fmt: skip
    query = ReportQuery(shop.site, day(1), day(1))
    rows = baseline(shop.store, replace(query, by="category")).rows
    assert [(row["category"], row["revenue"], row["baseline_revenue"], row["orders"]) for row in rows] == [
        ("pots", "9.00", "0.00", 1), ("tea", "4.00", "4.00", 1),
    ]  # fmt: skip
    rows = baseline(shop.store, replace(query, by="source")).rows
    assert {row["source"]: row["baseline_revenue"] for row in rows}["mail"] == "4.00"


def test_a_segment_beside_all_others(shop: Shop) -> None:
    """On mail 2 and then 6, elsewhere 1 and then 2: three times as much beside twice."""
    found = []
    for number in (0, 1):
        for visitor, page, price in (("ann", "/?utm_source=mail", (2, 6)), ("bob", "/", (1, 2))):
            own = {"visitor": visitor, "view_id": f"{visitor}{number}", "page": page}
            found += [
                shop.event("page_view", number * DAY, **own),
                shop.order(number * DAY + 9, a_line("A", price[number]), order_id=f"{visitor}{number}", **own),
            ]
    shop.send(*found)
    query = ReportQuery(shop.site, day(1), day(1), segments=(("source", ("mail",)),))
    answer = baseline(shop.store, query).more["difference_in_differences"]
    assert (answer["segment_change"], answer["others_change"], answer["difference"]) == (2.0, 1.0, 0.5)
    assert answer["low"] < 0.5 < answer["high"]
    assert answer["verdict"] == "unknown"


def test_persons_who_saw_it_beside_those_who_did_not(shop: Shop) -> None:
    """Against a second computation from the orders themselves."""
    random = Random(5)
    events, spent = [], {}
    for number in range(80):
        seen = number % 2 == 0
        user = f"u{number}"
        before, during = random.randint(1, 20), random.randint(1, 30)
        spent[user] = (seen, before, during)
        events.append(sold(shop, 0, 1, user_id=user))
        events += [sold(shop, 10 + number % 3, before, user_id=user), sold(shop, 20 + number % 3, during, user_id=user)]
        if seen:
            own = {"visitor": user, "view_id": f"w{user}", "user_id": user}
            events.append(shop.event("deliver", 20 * DAY, action="hero", kind="banner", **own))
    events.append(sold(shop, 21, 500, user_id="new"))
    shop.send(*events)
    query = ReportQuery(shop.site, day(20), day(29), action="hero")
    answer = baseline(shop.store, query).more["difference_in_differences"]
    changes = {seen: [c - b for s, b, c in spent.values() if s == seen] for seen in (True, False)}
    means = {seen: sum(each) / len(each) for seen, each in changes.items()}
    assert (answer["persons_treated"], answer["persons_untreated"]) == (40, 40)
    assert answer["difference_per_person"] == pytest.approx(means[True] - means[False])
    squares = sum((c - means[seen]) ** 2 for seen, each in changes.items() for c in each)
    error = (squares / 78 * (1 / 40 + 1 / 40)) ** 0.5
    assert answer["high"] - answer["low"] == pytest.approx(2 * 1.959964 * error, rel=1e-5)
    assert answer["p_value"] < 0.001
    assert "p < 0.001)" in answer["sentence"]


def test_persons_can_be_compared_with_what_they_spent_later(shop: Shop) -> None:
    """Who saw it spent 10, and 25 on the days after the period; the others 10 and 15; nothing else counts."""
    events = []
    for number in range(60):
        user, seen = f"u{number}", number % 2 == 0
        later = 25 if seen else 15
        events += [sold(shop, at, price, user_id=user) for at, price in ((0, 1), (10, 10), (15, 99), (20, later))]
        if seen:
            own = {"visitor": user, "view_id": f"w{user}", "user_id": user}
            events.append(shop.event("deliver", 10 * DAY, action="hero", kind="banner", **own))
    shop.send(*events)
    body = {"kind": "period", "day_from": day(20).isoformat(), "day_to": day(23).isoformat()}
    shop.store.put_definition(1, "baselines", "after", body)
    query = ReportQuery(shop.site, day(10), day(13), action="hero", against="after")
    answer = baseline(shop.store, query).more["difference_in_differences"]
    assert (answer["persons_treated"], answer["persons_untreated"]) == (30, 30)
    assert (answer["difference_per_person"], answer["more_in_the_period"]) == (-10, 0)


def test_a_control_is_named(shop: Shop, report_query: ReportQuery) -> None:
    body = a_document(id="e", phases=[a_phase(1, 1_767_348_000_000)])
    shop.store.put_definition(1, "experiments", "e", body)
    assert baseline(shop.store, report_query).more["controls"] == ["e"]
