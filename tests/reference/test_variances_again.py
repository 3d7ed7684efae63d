"""How uncertain figures are, worked out once more: persons are independent of each other, what one does is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from math import inf
from typing import Any

import pytest

from collector.reports.figures import Count, Money, Ratio
from collector.reports.query import ReportQuery
from collector.reports.registry import REPORTS as BUILT
from collector.reports.result import ReportRow
from tests.reference.chance import DAY
from tests.reference.figures import Reports
from tests.reference.sessions import Session
from tests.reference.side_by_side import SideBySide
from tests.reference.stream import Stream

SEEDS = (2, 5, 9)
FIRST, LAST = "2025-01-01", "2025-12-30"


@pytest.fixture(scope="module", params=SEEDS)
def side_by_side(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterable[SideBySide]:
    made = SideBySide(Stream(request.param), tmp_path_factory.mktemp("variances"))
    yield made
    made.store.close()


def variances(row: ReportRow) -> dict[str, float]:
    """Of all figures of a row that have one, but for mere counts."""
    clustered = (m for m in row.figures if isinstance(m, Money | Ratio) or (isinstance(m, Count) and m.clustered))
    return {metric.name: metric.variance(row.sums) for metric in clustered}


def both(side_by_side: SideBySide, report: str) -> tuple[Any, Reports]:
    report_query = ReportQuery(
        side_by_side.store.sites()[0], date.fromisoformat(FIRST), date.fromisoformat(LAST), window_ms=7 * DAY
    )
    wanted = Reports(side_by_side.stream.events, side_by_side.question(first=FIRST, last=LAST, window=7 * DAY))
    return BUILT[report](side_by_side.store, report_query), wanted


def sums(things: Iterable[Any], person: Callable[[Any], str], amount: Callable[[Any], float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for thing in things:
        found[person(thing)] = found.get(person(thing), 0) + amount(thing)
    return found


def of_ratio(above: Mapping[str, float], below: Mapping[str, float]) -> float:
    """The linearised variance of a ratio of sums: that of the residuals of the units."""
    whole = sum(below.values())
    if not whole:
        return float("inf")
    ratio = sum(above.values()) / whole
    residuals = (above.get(unit, 0) - ratio * below.get(unit, 0) for unit in above.keys() | below.keys())
    return sum(residual**2 for residual in residuals) / whole**2


def of_sessions(sessions: list[Session]) -> dict[str, float]:
    """The variances of what is told of a group of sessions."""

    def each(amount: Callable[[Session], float]) -> dict[str, float]:
        return sums(sessions, lambda session: session.person, amount)

    count, pages = each(lambda session: 1), each(lambda session: len(session.page_views))
    seconds = each(lambda session: session.duration / 1000)
    return {
        "sessions": sum(number**2 for number in count.values()),
        "page_views": sum(number**2 for number in pages.values()),
        "pages_per_visit": of_ratio(pages, count),
        "mean_duration_s": of_ratio(seconds, count),
    }


def test_the_variances_of_visits(side_by_side: SideBySide) -> None:
    answer, wanted = both(side_by_side, "visits")
    assert variances(answer.total) == pytest.approx(of_sessions(wanted.visited), abs=1e-9)
    assert answer.total.sums["bounces"] == sum(session.bounce for session in wanted.visited)


def test_the_variances_of_sessions_that_saw_an_action_and_of_the_others(side_by_side: SideBySide) -> None:
    answer, wanted = both(side_by_side, "engagement")
    for row in answer.rows:
        saw = {one.session for one in wanted.impressions if one.action == row["action"] and wanted.plainly_seen(one)}
        seen = [session for session in wanted.visited if session in saw]
        others = [session for session in wanted.visited if session not in saw]
        for name, group in (("seen", seen), ("not_seen", others)):
            assert variances(row.groups[name]) == pytest.approx(of_sessions(group), abs=1e-9)


def test_the_variances_of_what_was_found_through_widgets(side_by_side: SideBySide) -> None:
    answer, wanted = both(side_by_side, "recommendations")
    orders = [order for order in wanted.orders if wanted.query.within(order.ts) and order.rate is not None]
    spent = sums(orders, lambda order: order.event["_person"], lambda order: order.net / 1e6)
    found = wanted.found(orders, wanted.in_window(wanted.query.window))
    for row in answer.rows:
        mine = [(order, line) for order, line, event in found if event["action"] == row["action"]]
        gained = sums(mine, lambda pair: pair[0].event["_person"], lambda pair: pair[1].net / 1e6)
        pieces = sums(mine, lambda pair: pair[0].event["_person"], lambda pair: float(pair[1].quantity))
        expected = {
            "found_revenue": sum(amount**2 for amount in gained.values()),
            "contribution": of_ratio(gained, spent),
            "items_sold": sum(number**2 for number in pieces.values()),
            "revenue_per_1000_delivered": inf,
        }
        shown = [one for one in wanted.impressions if wanted.is_widget(one, row["action"]) and one.state == "delivered"]
        if shown:
            delivered = sums(shown, lambda impression: impression.person, lambda impression: 1)
            expected["revenue_per_1000_delivered"] = of_ratio(gained, delivered) * 1000**2
        assert variances(row) == pytest.approx(expected, abs=1e-6)


def test_the_variances_of_credit(side_by_side: SideBySide) -> None:
    answer, wanted = both(side_by_side, "attribution")
    conversions = wanted.conversions()
    for row in answer.rows:
        mine = [one for one in conversions if row["action"] in wanted.candidates(one)]
        expected = {"conversions": len(mine), "value": sum((one.value / 1e6) ** 2 for one in mine)}
        assert variances(row) == pytest.approx(expected)
    values = {n: one.value / 1e6 for n, one in enumerate(conversions)}
    influenced = sum(Fraction(str(one.value)) for one in conversions if wanted.candidates(one)) / 10**6
    assert Fraction(answer.total["influenced"]) == influenced
    credited = {n: value * len(wanted.candidates(conversions[n])) for n, value in values.items()}
    assert variances(answer.total) == pytest.approx(
        {
            "conversions": len(conversions),
            "value": sum(value**2 for value in values.values()),
            "influenced": sum(value**2 for n, value in values.items() if wanted.candidates(conversions[n])),
            "credited": sum(value**2 for value in credited.values()),
            "over_credit": of_ratio(credited, values),
        }
    )


def test_the_variances_of_goals(side_by_side: SideBySide) -> None:
    answer, wanted = both(side_by_side, "goals")
    for row in answer.rows:
        report_query = side_by_side.question(first=FIRST, last=LAST, goal=row["goal"])
        reports = Reports(side_by_side.stream.events, report_query)
        made = reports.conversions()
        value = sum((one.value / 1e6) ** 2 for one in made)
        assert variances(row) == pytest.approx({"conversions": len(made), "value": value})
        reached = {one.event["_session"] for one in made} & set(reports.visited)
        assert row.sums["sessions"] == len(wanted.visited)
        assert row.sums["sessions_converted"] == len(reached)
