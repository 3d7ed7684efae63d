"""Simulated visitors at a real collector: sent once, whatever is run how often."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from collector.demo.run import populate
from collector.demo.shop.pages import KEPT_KEY
from collector.demo.simulation.layout import BAR, HERO, KINDS
from collector.demo.site import SIMULATED, NotOursError, demo_site, next_simulation, read_key
from collector.facts.refresh import refresh
from tests.browser import RunningCollector

COUNT = 12


def people(collector: RunningCollector) -> int:
    while refresh(collector.store):
        pass
    seen = "select count(distinct person) as persons from sessions"
    return int(collector.store.query(seen, {})[0]["persons"])


def populated(collector: RunningCollector, visitors: int = COUNT, **options: bool) -> int:
    return populate(collector.store, collector.origin, visitors=visitors, progress=False, **options)


def test_everything_that_is_simulated_is_stored_as_it_was_received(collector: RunningCollector) -> None:
    accepted = populated(collector)
    assert accepted == len(collector.events()) > 200
    assert not collector.store.query("select 1 from events where received_at <> ts", {})
    places = collector.store.query("select distinct country from contexts where country is not null", {})
    assert len(places) > 2


def test_a_second_run_adds_nobody(collector: RunningCollector) -> None:
    populated(collector)
    before = len(collector.events())
    assert populated(collector) == 0
    assert len(collector.events()) == before


def test_asking_for_more_visitors_adds_only_those_that_are_missing(collector: RunningCollector) -> None:
    populated(collector, 5)
    before = len(collector.events())
    more = populated(collector, COUNT)
    assert more == len(collector.events()) - before > 0
    assert people(collector) == COUNT


def test_what_was_interrupted_is_gone_on_with_and_nothing_counts_twice(collector: RunningCollector) -> None:
    looks = itertools.count()
    populate(collector.store, collector.origin, visitors=COUNT, progress=False, stopped=lambda: next(looks) > 3)
    assert people(collector) < COUNT
    populated(collector)
    assert people(collector) == COUNT
    latest = demo_site(collector.store).settings[SIMULATED]
    assert [entry["visitors"] for entry in latest] == [COUNT]


def test_again_adds_as_many_other_people(collector: RunningCollector) -> None:
    populated(collector)
    assert populated(collector, again=True) > 0
    entries = demo_site(collector.store).settings[SIMULATED]
    assert [entry["visitors"] for entry in entries] == [COUNT, COUNT]
    assert people(collector) >= 2 * COUNT, "who has two devices may sign in on one of them only"


def test_on_a_later_day_the_same_days_are_meant_without_again(collector: RunningCollector) -> None:
    populated(collector)
    site = demo_site(collector.store)
    later = date(2099, 1, 1)
    meant = next_simulation(site, seed=5, visitors=COUNT + 1, again=False, today=later)
    assert (meant.begin, meant.end, meant.day < later) == (COUNT, COUNT + 1, True)
    asked = next_simulation(site, seed=5, visitors=COUNT, again=True, today=later)
    assert (asked.begin, asked.end, asked.day) == (0, COUNT, later)


def test_what_the_shop_offers_has_names_and_what_was_set_since_stays(collector: RunningCollector) -> None:
    populated(collector, 0)
    site = demo_site(collector.store).site
    assert collector.store.definitions(site, "actions").keys() == {*KINDS, "restock-letter", "parcel-question"}
    assert collector.store.definitions(site, "campaigns")["tea-club"]["primary_goal"] == "tea_club"
    assert collector.store.definitions(site, "goals")["newsletter"]["value"] == "2.50"
    (banner,) = (
        each for each in collector.store.definitions(site, "annotations").values() if each.get("action") == HERO
    )
    assert banner["at"].endswith("-12")
    bar, pictures = (costs for _, costs in sorted(collector.store.definitions(site, "costs").items()))
    assert (bar["action"], pictures["campaign"]) == (BAR, "autumn-picking")
    collector.store.put_definition(site, "actions", HERO, {"name": "Ours"})
    populated(collector, again=True)
    assert collector.store.definitions(site, "actions")[HERO] == {"name": "Ours"}


def test_nobody_who_was_erased_comes_back(collector: RunningCollector) -> None:
    looks = itertools.count()
    populate(collector.store, collector.origin, visitors=COUNT, progress=False, stopped=lambda: next(looks) > 3)
    erased = next(event["visitor"] for event in collector.events() if event["visitor"])
    collector.store.erase(demo_site(collector.store).site, [erased])
    populated(collector)
    assert erased not in {event["visitor"] for event in collector.events()}


def test_no_key_that_can_send_in_the_shops_name_is_left_behind(collector: RunningCollector) -> None:
    populated(collector)
    keys = collector.store.keys(demo_site(collector.store).site)
    assert [key.kind for key in keys if key.revoked_at is None] == ["public"]


def test_two_demos_have_a_read_key_each_and_end_their_own(collector: RunningCollector) -> None:
    (first, hint), (second, _) = read_key(collector.store), read_key(collector.store)
    collector.store.revoke_key(demo_site(collector.store).site, hint)
    assert collector.store.key(first) is None
    holder = collector.store.key(second)
    assert holder is not None
    assert (holder.site.name, holder.kind) == ("demo", "read")


def test_a_public_key_that_was_revoked_is_replaced(collector: RunningCollector) -> None:
    site = demo_site(collector.store)
    collector.store.revoke_key(site.site, collector.store.keys(site.site)[0].hint)
    renewed = demo_site(collector.store).settings[KEPT_KEY]
    assert renewed != site.settings[KEPT_KEY]
    assert collector.store.key(renewed)


def test_a_site_of_the_same_name_that_is_not_ours_is_left_alone(collector: RunningCollector) -> None:
    collector.store.add_site("demo", time_zone="UTC", currency="EUR")
    with pytest.raises(NotOursError, match="store of its own"):
        populated(collector)
    assert not collector.events()
