"""The report of incremental revenue: an experiment, the holdout, gates, costs, small enough to work out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from collector.reports.experiments.document import experiment_from
from collector.reports.incremental.measured import Measured
from collector.reports.incremental.report import Paid, incremental, row_of
from collector.reports.incremental.subjects import Names, Subject, has_control, subjects_of
from collector.reports.query import ReportQuery
from collector.store import Site
from tests.reports.building import TEN_O_CLOCK, Shop
from tests.reports.experiments.building import DAY, DAY_MS, START, Trial, a_document, a_phase
from tests.reports.experiments.crowds import FIRST_DAY, a_study, crowd

FIRST, LAST = date(2026, 1, 2), date(2026, 1, 8)
NOW = TEN_O_CLOCK + 30 * DAY_MS
SITE = Site(1, "shop", "UTC", "EUR", {})
NAMES = Names({"banner": {"name": "Big banner"}}, {}, {"banner": "winter", "form": "spring", "popup": "winter"})


@pytest.fixture
def trial(shop: Shop) -> Trial:
    """In control 10 and 0 are spent, in b 30, 20 and 10: 5 and 20 a person."""
    made = Trial(shop)
    for who, variation, price in (
        ("c1", "control", 10), ("c2", "control", 0), ("b1", "b", 30), ("b2", "b", 20), ("b3", "b", 10),
    ):  # fmt: skip
        made.took_part(who, variation)
        if price:
            made.bought(who, 60, price)
    return made.sent()


def rows(shop: Shop, *, now: int = NOW, **report_query: Any) -> dict[tuple[str, str | None], dict[str, Any]]:
    """The rows of the report by what they are about."""
    query = ReportQuery(shop.site, FIRST, LAST)
    found = incremental(shop.store, replace(query, **report_query), now=now).rows
    return {(row["scope"], row["id"]): row.shown() for row in found}


def test_an_action_earned_what_its_control_says(shop: Shop, trial: Trial) -> None:
    row = rows(shop)["action", "banner"]
    assert (row["persons_treated"], row["persons_control"], row["cohort"]) == (3, 2, "delivered")
    assert (row["treated_value"], row["control_value"]) == ("20.00", "5.00")
    assert (row["incremental_per_person"], row["incremental_revenue"]) == ("15.00", "45.00")
    assert float(row["incremental_low"]) < 45 < float(row["incremental_high"])
    assert row["experiments"] == ["hero"]
    assert row["agrees"] is True
    assert row["intention_to_treat"]["incremental_revenue"] == "45.00"
    assert (row["incremental_margin"], row["incremental_roi"], row["conclusive"]) == (None, None, False)
    assert row["sentence"].startswith("cannot tell yet: control has 2 persons; it would take about")


def test_the_cap_holds_for_the_interval_and_is_beside_what_was_really_spent(shop: Shop) -> None:
    made = Trial(shop, value_cap="20.00")
    for who, variation, price in (("c1", "control", 10), ("c2", "control", 10), ("b1", "b", 90), ("b2", "b", 10)):
        made.took_part(who, variation).bought(who, 60, price)
    made.sent()
    row = rows(shop)["action", "banner"]
    assert (row["treated_value"], row["treated_value_capped"]) == ("50.00", "15.00")
    assert (row["incremental_revenue"], row["incremental_raw"]) == ("10.00", "80.00")


def test_persons_of_other_days_or_with_an_open_window_are_not_counted(shop: Shop, trial: Trial) -> None:
    trial.took_part("late", at=8 * DAY).took_part("last", at=6 * DAY).sent()
    assert rows(shop)["action", "banner"]["persons_treated"] == 4
    soon = rows(shop, now=TEN_O_CLOCK + 10 * DAY_MS)["action", "banner"]
    assert (soon["persons_treated"], soon["persons_waiting"]) == (3, 1)
    before = rows(shop, now=TEN_O_CLOCK + DAY_MS)["action", "banner"]
    assert before["incremental_revenue"] is None
    assert before["sentence"] == "cannot tell yet: nobody who can be compared has a window that is over"


def test_all_personalization_is_measured_by_the_holdout(shop: Shop) -> None:
    buckets = [[0, 500, "control"], [500, 10_000, "personalized"]]
    made = Trial(shop, id="holdout", actions=[], phases=[a_phase(buckets=buckets)])
    for who, variation, price in (
        ("h1", "control", 4), ("h2", "control", 8), ("p1", "personalized", 10), ("p2", "personalized", 8),
    ):  # fmt: skip
        made.assigned(who, variation).bought(who, 60, price)
    made.sent()
    found = rows(shop)
    assert list(found) == [("all", None)]
    row = found["all", None]
    assert (row["incremental_revenue"], row["cohort"], row["agrees"]) == ("6.00", "assigned", None)
    assert row["sentence"].startswith("cannot tell yet: the holdout has 2 persons; it would take about")
    assert rows(shop, action="banner") == {}


def test_costs_and_the_margin_make_a_return_with_its_interval(shop: Shop, trial: Trial) -> None:
    """Of 14 days of costs the period has 7: 10 of 20. 45 x 0.4 = 18; (18 - 10) / 10."""
    shop.store.put_definition(1, "costs", "a", {
        "action": "banner", "amount": "20", "day_from": "2026-01-02", "day_to": "2026-01-15",
    })  # fmt: skip
    shop.store.put_definition(1, "costs", "c", {"campaign": "winter", "amount": "5", "day_from": "2026-01-02"})
    shop.store.put_definition(1, "actions", "banner", {"campaign": "winter"})
    site = shop.store.set_settings(1, {"margin": "0.4"})
    query = ReportQuery(site, FIRST, LAST)
    found = {row["scope"]: row.shown() for row in incremental(shop.store, query, now=NOW).rows}
    action, campaign = found["action"], found["campaign"]
    assert (action["cost"], action["incremental_margin"], action["incremental_roi"]) == ("10.00", "18.00", 0.8)
    low = float(action["incremental_low"])
    assert action["incremental_roi_low"] == pytest.approx((low * 0.4 - 10) / 10, rel=1e-6)
    assert (campaign["id"], campaign["cost"]) == ("winter", "15.00")
    assert campaign["incremental_roi"] == pytest.approx((18 - 15) / 15)
    assert campaign["incremental_revenue"] == action["incremental_revenue"]
    one = incremental(shop.store, replace(query, campaign="winter"), now=NOW).rows
    assert [row["scope"] for row in one] == ["campaign", "action"]
    assert not incremental(shop.store, replace(query, campaign="summer"), now=NOW).rows
    assert [row["scope"] for row in incremental(shop.store, replace(query, action="banner"), now=NOW).rows] == [
        "action"
    ]


def increment_row(*, gate_fails: bool, **more: Any) -> dict[str, Any]:
    """A row on 5,000 persons in each arm who saw it, of 10,000 assigned; a failed gate: half as many in control did."""
    of_control = 2_500 if gate_fails else 5_000
    exposed = [crowd("control", of_control, of_control // 20), crowd("b", 5_000, 500)]
    assigned = [crowd("control", 10_000, 400, delivered=of_control), crowd("b", 10_000, 650, delivered=5_000)]
    study = a_study(*exposed, assigned=assigned, **more)
    measured = Measured(study, FIRST_DAY, FIRST_DAY + 20 * DAY_MS)
    subject = Subject("action", "banner", "Banner", (study.experiment,), frozenset({"banner", "form"}))
    return row_of(subject, [measured], Paid(Fraction(0), None), ReportQuery(SITE, FIRST, LAST)).shown()


def test_clear_differences_are_conclusive_and_agree_with_intention_to_treat() -> None:
    row = increment_row(gate_fails=False)
    assert row["incremental_revenue"] == "5000.00"  # 0.05 more orders of 20 for 5,000 persons
    assert row["intention_to_treat"]["incremental_revenue"] == "5000.00"
    assert (row["conclusive"], row["agrees"], row["gates_failed"]) == (True, True, [])
    assert row["sentence"].startswith("+3,383 EUR to ")
    assert row["sentence"].endswith(" from 5,000 persons")
    assert row["together_with"] == ["form"]


def test_a_failed_gate_names_itself_and_the_figure_is_that_of_everyone_assigned() -> None:
    row = increment_row(gate_fails=True)
    assert row["gates_failed"] == ["hero: delivery"]
    assert (row["cohort"], row["persons_treated"], row["incremental_revenue"]) == ("assigned", 10_000, "5000.00")
    assert row["sentence"].startswith("gate failed in hero: delivery; by intention to treat: +3,088 EUR to ")
    assert row["agrees"] is None


def test_there_is_a_row_for_whatever_has_a_control_in_the_period() -> None:
    known = [
        experiment_from(id, a_document(id=id, actions=actions))
        for id, actions in (("hero", ["banner", "form"]), ("pop", ["popup"]))
    ]
    query = ReportQuery(SITE, FIRST, LAST)
    found = {(each.scope, each.id): each for each in subjects_of(query, known, NAMES)}
    assert list(found) == [
        ("campaign", "spring"), ("campaign", "winter"), ("action", "banner"), ("action", "form"), ("action", "popup"),
    ]  # fmt: skip
    assert [each.id for each in found["campaign", "winter"].experiments] == ["hero", "pop"]
    assert found["campaign", "spring"].actions == {"banner", "form"}  # what one earned cannot be told apart
    assert found["action", "banner"].name == "Big banner"
    named = subjects_of(replace(query, campaign="winter"), known, NAMES)
    assert [each.id for each in named] == ["winter", "banner", "popup"]


@pytest.mark.parametrize(
    ("document", "has"),
    [
        ({}, True),
        ({"phases": []}, False),
        ({"phases": [a_phase(end=START + 1)]}, False),
        ({"phases": [a_phase(buckets=[[0, 5_000, "a"], [5_000, 10_000, "b"]])]}, False),
        ({"phases": [a_phase(buckets=[[0, 10_000, "control"]])]}, False),
        ({"actions": []}, False),
    ],
)
def test_a_control_is_what_is_shown_nothing_while_it_runs(document: dict[str, Any], has: bool) -> None:
    assert has_control(experiment_from("hero", a_document(**document)), START + 10, START + 20) is has
