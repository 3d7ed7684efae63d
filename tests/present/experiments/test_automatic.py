"""A variation that won is promoted without a hand where that is asked for, once, and with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from collector.present.experiments.automatic import AUTOMATIC, Promotion, promote_winners
from collector.present.experiments.changes import SiteExperiments
from collector.promoter import Promoter
from collector.store import SqliteStore, open_store
from collector.store.protocol import Site
from tests.reports.building import TEN_O_CLOCK, Shop
from tests.reports.experiments.building import DAY_MS, Trial

EACH = 320
LATER = TEN_O_CLOCK + 60 * DAY_MS


@pytest.fixture(scope="module")
def won(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """All of b's persons buy, a third of control's."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('won') / 'beheld.db'}")
    trial = Trial(Shop(store), promotion=AUTOMATIC, planned={"persons": 2 * EACH})
    for nth in range(EACH):
        for arm, buys in (("control", nth % 3 == 0), ("b", True)):
            trial.took_part(f"{arm}-{nth}", arm, nth)
            if buys:
                trial.bought(f"{arm}-{nth}", nth + 60)
    yield trial.sent()
    store.close()


@pytest.fixture
def store(won: Trial) -> SqliteStore:
    """The experiment as it was before anything was promoted."""
    won.shop.store.put_definition(1, "experiments", "hero", won.document)
    return won.shop.store


def kept(store: SqliteStore) -> dict[str, Any]:
    return store.definitions(1, "experiments")["hero"]


def test_what_may_be_promoted_is_once_and_says_why(store: SqliteStore) -> None:
    assert list(promote_winners(store, now=LATER)) == [Promotion("shop", "hero", "b")]
    promoted = kept(store)["promoted"]
    assert (promoted["variation"], promoted["by"], promoted["at"]) == ("b", AUTOMATIC, LATER)
    assert promoted["evidence"]["comparison"]["lift_low"] > 0
    assert all(promoted["evidence"]["conditions"].values())
    assert list(promote_winners(store, now=LATER + DAY_MS)) == []


def test_before_two_weeks_are_over_nothing_is(store: SqliteStore) -> None:
    assert list(promote_winners(store, now=TEN_O_CLOCK + 13 * DAY_MS)) == []


@pytest.mark.parametrize("changed", [{"promotion": "by_hand"}, {"state": "stopped"}, {"state": "draft"}])
def test_only_a_running_one_that_asks_for_it_is(won: Trial, store: SqliteStore, changed: dict[str, Any]) -> None:
    store.put_definition(1, "experiments", "hero", {**won.document, **changed})
    assert list(promote_winners(store, now=LATER)) == []


def test_what_people_took_back_is_left_to_people(store: SqliteStore) -> None:
    list(promote_winners(store, now=LATER))
    site: Site = store.sites()[0]
    SiteExperiments(store, site, "owner", now=lambda: LATER).undo("hero")
    assert kept(store)["state"] == "running"
    assert list(promote_winners(store, now=LATER + DAY_MS)) == []


def test_the_server_s_thread_looks_and_goes_on_after_an_error(
    won: Trial, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    store.put_definition(1, "experiments", "hero", {**won.document, "phases": ["spoilt"]})
    Promoter(store).look()
    assert "could not be looked at" in caplog.text
    store.put_definition(1, "experiments", "hero", won.document)
    Promoter(store).look()
    assert kept(store)["state"] == "promoted"
