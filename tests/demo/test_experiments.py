"""The demo's experiments: run through the registry, met by simulated visitors, found out by the report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from collector.demo import VISITORS
from collector.demo.definitions import register
from collector.demo.experiments import BY, NOTE, promote, schedule_of
from collector.demo.history import read_events
from collector.demo.run import SEED
from collector.demo.simulation.calendar import DAYS
from collector.demo.simulation.experiments import LOOKED, ONE_TEA, QUESTION, Schedule, plans
from collector.demo.simulation.layout import BAR, FINDER
from collector.demo.simulation.simulate import events_of
from collector.demo.site import demo_site
from collector.facts.refresh import refresh
from collector.present.experiment_answers import experiments_answer
from collector.present.experiments.changes import SiteExperiments
from collector.store import Store, open_store

DAY = date(2026, 3, 29)
SCHEDULE = Schedule(DAY)
NOW = SCHEDULE.moment(DAYS)
AT_ONCE = 3_000


def concerns_experiments(event: dict[str, Any]) -> bool:
    """Whether the report of an experiment would be another without it."""
    types = ("assign", "purchase", "identify")
    return event["type"] in types or event.get("action") in (BAR, FINDER) or event.get("goal") == LOOKED


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo's site after its three months, with as much of them as experiments are about."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('experiments')}/beheld.db")
    site = demo_site(store)
    register(store, site, DAY)
    persons = (events_of(SEED, number, day=DAY, shop="https://shop.example/demo/") for number in range(VISITORS))
    events = (event for person in persons for event in person if concerns_experiments(event))
    found = list(read_events(events, site.site))
    for start in range(0, len(found), AT_ONCE):
        store.append(found[start : start + AT_ONCE])
    while refresh(store):
        pass
    promote(store, site)
    yield store
    store.close()


def document(store: Store, id: str) -> dict[str, Any]:
    return SiteExperiments(store, demo_site(store), BY).one(id)


def report(store: Store, id: str) -> dict[str, Any]:
    return experiments_answer(store, demo_site(store), {}, id=id, now=NOW)


@pytest.mark.parametrize("id", [BAR, QUESTION])
def test_what_is_registered_is_what_visitors_were_assigned_by(store: Store, id: str) -> None:
    registered = document(store, id)
    assert registered["salt"] == id
    phases = [(phase["from"], [tuple(one) for one in phase["buckets"]]) for phase in registered["phases"]]
    assert phases == [(SCHEDULE.moment(phase.day), phase.buckets) for phase in plans()[id].phases]


def test_the_report_names_what_won_with_all_gates_green(store: Store) -> None:
    found = report(store, BAR)
    assert (found["verdict"]["verdict"], found["verdict"]["variation"]) == ("ahead", ONE_TEA)
    assert [gate for gate in found["gates"] if not gate["passed"]] == []
    assert not found["promotion"]["plain"]["allowed"]
    (lift,) = (row for row in found["comparisons"] if (row["variation"], row["measure"]) == (ONE_TEA, f"goal:{LOOKED}"))
    assert lift["lift_low"] > 0.05, "on another day it would be found too"


def test_it_was_promoted_when_that_was_allowed_and_five_percent_stay_in_control(store: Store) -> None:
    bar = document(store, BAR)
    evidence = bar["promoted"]["evidence"]
    assert (bar["state"], bar["promoted"]["variation"]) == ("promoted", ONE_TEA)
    assert evidence["sentence"].endswith("; promote")
    assert all(evidence["conditions"].values())
    assert bar["phases"][-1]["buckets"][0] == [0, 500, "control"]
    diary = [entry["text"] for entry in bar["diary"]]
    assert diary == ["Started", "Changed traffic from 0.25 to 1", NOTE, "Promoted tea"]


def test_the_running_one_says_how_many_days_are_left(store: Store) -> None:
    found = report(store, QUESTION)
    assert found["verdict"]["verdict"] == "collecting"
    assert 14 < found["verdict"]["days_left"] < 120
    assert "nothing to see yet" in found["sentence"]


def test_visitors_of_a_later_simulation_meet_the_experiments_that_were_begun(store: Store) -> None:
    assert schedule_of(store, demo_site(store), DAY + timedelta(40)) == SCHEDULE


def test_an_owner_who_took_the_promotion_back_is_not_overruled(store: Store) -> None:
    site = demo_site(store)
    SiteExperiments(store, site, "owner").undo(BAR)
    promote(store, site)
    assert document(store, BAR)["state"] == "running"
