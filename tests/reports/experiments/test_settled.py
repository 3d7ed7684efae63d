"""Settled experiments are read once in a while; what can still change is read each time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest

from collector.reports.experiments.report import experiments
from collector.reports.experiments.settled import KEPT_MS, is_settled
from collector.store import Store
from tests.reports.building import Shop
from tests.reports.experiments.building import DAY_MS, START, Trial, a_phase

END = START + 5 * DAY_MS
SETTLED = END + 21 * DAY_MS
"""A window of 7 days, and 14 days for refunds."""


class Counted:
    """A store that counts the cohorts that are read from it."""

    def __init__(self, shop: Shop) -> None:
        self.store, self.shop, self.read = shop.store, shop, 0
        self.definitions, self.latest_erasure = shop.store.definitions, shop.store.latest_erasure

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> list[Any]:
        self.read += "judged as (" in sql
        return self.store.query(sql, params)

    def rows(self, now: int) -> list[Any]:
        """The report of all experiments at a moment."""
        return list(experiments(cast(Store, self), self.shop.site, now=now).rows)


@pytest.fixture
def trial(shop: Shop) -> Trial:
    made = Trial(shop, state="stopped", phases=[a_phase(end=END)])
    made.took_part("ann").took_part("bob", "control").bought("ann", 60)
    return made.sent()


def test_a_settled_one_is_read_once_in_some_minutes(shop: Shop, trial: Trial) -> None:
    counted = Counted(shop)
    first = counted.rows(SETTLED)[0].shown()
    assert counted.read == 2
    assert counted.rows(SETTLED + KEPT_MS - 1)[0].shown() == first
    assert (counted.read, first["persons"]) == (2, 2)
    counted.rows(SETTLED + KEPT_MS)
    assert counted.read == 4


def test_what_can_still_change_is_read_each_time(shop: Shop, trial: Trial) -> None:
    counted = Counted(shop)
    for _ in range(2):
        counted.rows(SETTLED - 1)
    assert counted.read == 4


def test_an_erasure_and_a_change_of_it_show_at_once(shop: Shop, trial: Trial) -> None:
    counted = Counted(shop)
    assert counted.rows(SETTLED)[0]["persons"] == 2
    shop.store.erase(1, ["ann"], [])
    trial.sent()
    assert counted.rows(SETTLED)[0]["persons"] == 1
    shop.store.put_definition(1, "experiments", "hero", trial.document | {"actions": ["other"]})
    assert counted.rows(SETTLED)[0]["persons"] == 0


@pytest.mark.parametrize(
    ("phases", "settled"),
    [([], False), ([a_phase()], False), ([a_phase(end=END)], True), ([a_phase(end=END), a_phase(2, END)], False)],
)
def test_it_is_settled_when_nobody_comes_any_more(shop: Shop, phases: list[Any], settled: bool) -> None:
    assert is_settled(Trial(shop, phases=phases).experiment, SETTLED) is settled
