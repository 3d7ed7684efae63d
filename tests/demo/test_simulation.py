"""What simulated visitors do: the same for the same seed, and much as real ones do."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from collector.demo import VISITORS
from collector.demo.run import SEED
from collector.demo.shop.catalogue import catalogue
from collector.demo.simulation import parcels
from collector.demo.simulation.calendar import (
    DAY_MS,
    DAYS,
    DAYS_SINCE_CARRIER,
    DAYS_SINCE_MOVE,
    TIME_ZONE,
    Calendar,
    edited_on,
)
from collector.demo.simulation.experiments import LOOKED, QUESTION, Schedule, plans
from collector.demo.simulation.layout import BAR, CLUB, FINDER, HERO, PAIRS
from collector.demo.simulation.simulate import ONE_IN, events_of
from collector.demo.simulation.view import APPEALS
from collector.event import Context
from collector.reports.satisfaction.moments import MIN_RESPONDENTS
from collector.reports.stats.satisfaction import is_satisfied, shares_change
from sdk_py.assign import bucket_of
from sdk_py.event_shapes import SHAPES

DAY = date(2026, 3, 29)
ANOTHER_SUNDAY = date(2026, 11, 29)
"""as far from the 12th as that one"""
SHOP = "http://127.0.0.1/demo/"
IDS = {"id", "ts", "visitor_id", "view_id", "user_id", "order_id", "subscription_id"}

Event = dict[str, Any]


def simulated(seed: int, count: int, day: date = DAY) -> list[list[Event]]:
    return [events_of(seed, number, day=day, shop=SHOP) for number in range(count)]


@pytest.fixture(scope="module")
def persons() -> list[list[Event]]:
    return simulated(SEED, VISITORS)


@pytest.fixture(scope="module")
def events(persons: list[list[Event]]) -> list[Event]:
    return [event for person in persons for event in person]


def of(events: list[Event], type: str, **fields: object) -> list[Event]:
    return [event for event in events if event["type"] == type and fields.items() <= event.items()]


def views(events: list[Event], type: str, action: str) -> set[str]:
    return {event["view_id"] for event in of(events, type, action=action)}


def test_the_same_seed_behaves_alike_on_every_such_day() -> None:
    first = [event for person in simulated(7, 40) for event in person]
    later = [event for person in simulated(7, 40, ANOTHER_SUNDAY) for event in person]
    assert _without_ids(first) == _without_ids(later)
    shift = (ANOTHER_SUNDAY - DAY).days * DAY_MS
    assert [event["ts"] + shift for event in first] == [event["ts"] for event in later]


def _without_ids(events: list[Event]) -> list[Event]:
    return [{name: value for name, value in event.items() if name not in IDS} for event in events]


def test_the_same_simulation_has_the_same_ids_and_another_days_has_none_of_them() -> None:
    ids = [
        [event["id"] for person in simulated(7, 20, day) for event in person] for day in (DAY, DAY, date(2026, 3, 30))
    ]
    assert ids[0] == ids[1]
    assert not set(ids[0]) & set(ids[2])


def test_another_seed_is_other_people() -> None:
    assert _without_ids(simulated(7, 3)[2]) != _without_ids(simulated(8, 3)[2])


def test_every_event_has_an_id_of_its_own_and_lies_in_the_three_months_before(events: list[Event]) -> None:
    assert len({event["id"] for event in events}) == len(events)
    end = datetime(DAY.year, DAY.month, DAY.day, tzinfo=ZoneInfo(TIME_ZONE)).timestamp() * 1000
    assert min(event["ts"] for event in events) >= end - DAYS * DAY_MS
    assert max(event["ts"] for event in events) < end


def test_all_event_types_occur(events: list[Event]) -> None:
    assert {event["type"] for event in events} == set(SHAPES) - {"wishlist_remove"}


@pytest.mark.parametrize(
    ("action", "least", "most"),
    [
        ("home-hero", 0.96, 0.995),
        ("home-recs", 0.48, 0.6),
        ("footer-club", 0.25, 0.4),
        ("restock-letter", 0.25, 0.75),
    ],
)
def test_actions_are_seen_as_often_as_their_place_allows(
    events: list[Event], action: str, least: float, most: float
) -> None:
    assert least < len(views(events, "deliver", action)) / len(views(events, "execute", action)) < most


def test_click_rates_are_what_shops_know(events: list[Event]) -> None:
    calendar = Calendar(DAY)
    events = [
        event
        for event in events
        if event.get("variation") != "control"
        and not (event.get("action") == HERO and calendar.has_new_picture(event["ts"] - calendar.began_at))
    ]
    for action in sorted(APPEALS.keys() - {"order-survey"}):
        share = len(views(events, "click", action)) / len(views(events, "deliver", action))
        assert 0.003 <= share <= 0.09, (action, share)


def test_the_exit_pop_up_is_for_desktops(events: list[Event]) -> None:
    agents = {event["context"].user_agent for event in of(events, "execute", action="exit-offer")}
    assert agents
    assert not [agent for agent in agents if "Mobile" in agent or "iPad" in agent]
    reasons = Counter(event["reason"] for event in of(events, "skip", action="exit-offer"))
    assert reasons.keys() == {"device_excluded", "exit_intent_not_fired", "frequency_capped"}


def test_what_was_not_seen_has_its_reason_and_what_was_seen_has_none(events: list[Event]) -> None:
    seen = {(event["view_id"], event["action"]) for event in of(events, "deliver")}
    for event in of(events, "evidence"):
        assert ((event["view_id"], event["action"]) in seen) != ("reason" in event)
        assert (event["max_fraction"] > 0) == ("reason" not in event)
        assert event["longest_ms"] <= event["visible_ms"]


def test_below_the_fold_means_that_nobody_scrolled_that_far(events: list[Event]) -> None:
    below = of(events, "evidence", reason="below_fold")
    assert below
    for event in below:
        assert event["detail"]["deepest"] <= event["detail"]["top"] < event["detail"]["page"]


def test_some_are_opened_in_a_tab_that_nobody_looks_at_and_some_are_never_measured(events: list[Event]) -> None:
    assert of(events, "evidence", reason="tab_hidden")
    placed = {(event["view_id"], event["action"]) for event in of(events, "execute")}
    found = {(event["view_id"], event["action"]) for type in ("deliver", "evidence") for event in of(events, type)}
    assert 0 < len(placed - found) / len(placed) < 0.05


def would_be_assigned(experiment: str, event: Event, ts: int) -> tuple[str, int] | None:
    """By the ranges of the phase that ran at that time, as the snippet computes it."""
    bucket, schedule = bucket_of(experiment, event["visitor_id"]), Schedule(DAY)
    phases = enumerate(plans()[experiment].phases, start=1)
    running = [(number, phase.buckets) for number, phase in phases if ts >= schedule.moment(phase.day)]
    number, ranges = running[-1] if running else (0, [])
    return next(((name, number) for begin, until, name in ranges if begin <= bucket < until), None)


@pytest.mark.parametrize(("experiment", "action"), [(BAR, BAR), (QUESTION, FINDER)])
def test_each_browser_has_the_variation_that_the_snippet_would_give_it(
    events: list[Event], experiment: str, action: str
) -> None:
    opened = {event["view_id"]: event["ts"] for event in of(events, "page_view")}
    for event in (event for event in events if event.get("action") == action):
        assigned = would_be_assigned(experiment, event, opened[event["view_id"]])
        assert event.get("variation") == (assigned and assigned[0])


@pytest.mark.parametrize("experiment", [BAR, QUESTION])
def test_visitors_in_an_experiment_report_it_with_the_phase(events: list[Event], experiment: str) -> None:
    assigned = of(events, "assign", experiment=experiment)
    assert assigned
    for event in assigned:
        assert (event["variation"], event["allocation"]) == would_be_assigned(experiment, event, event["ts"])


def test_nobody_meets_a_variation_without_being_assigned_to_it(persons: list[list[Event]]) -> None:
    for person in persons:
        met = {(event["visitor_id"], event["variation"]) for event in of(person, "execute", action=BAR)
               if "variation" in event}  # fmt: skip
        found = {(event["visitor_id"], event["variation"]) for event in of(person, "assign", experiment=BAR)}
        assert met <= found


def test_the_goal_of_the_experiment_is_reached_once_in_a_browser_on_a_product(events: list[Event]) -> None:
    looked = of(events, "goal", goal=LOOKED)
    assert len({event["visitor_id"] for event in looked}) == len(looked) > VISITORS / 2
    products = {event["view_id"] for event in of(events, "page_view") if "/p/" in event["page"].url}
    assert {event["view_id"] for event in looked} <= products


def test_nobody_uses_what_is_not_there(events: list[Event]) -> None:
    assert not of(events, "click", action=BAR, variation="control")


def test_a_page_view_begins_each_view_and_a_click_on_a_product_leads_to_it(persons: list[list[Event]]) -> None:
    for person in persons:
        clicked = None
        for event in (event for event in person if event["type"] in ("page_view", "click")):
            if event["type"] == "click" and event.get("item") in catalogue().by_item:
                clicked = event["item"]
            elif event["type"] == "page_view" and clicked:
                group = catalogue().by_item[clicked][0].group
                assert event["page"].url.startswith(f"{SHOP}p/{group}")
                clicked = None
        assert clicked is None


def test_what_is_bought_was_in_the_cart(persons: list[list[Event]]) -> None:
    for person in persons:
        put_in = {event["item"] for type in ("cart_add", "quick_add") for event in of(person, type)}
        bought = {line.item for event in of(person, "purchase") for line in event["items"]}
        assert bought <= put_in


def test_refunds_name_an_order_and_give_no_more_back_than_was_paid(events: list[Event]) -> None:
    orders = {event["order_id"]: event for event in of(events, "purchase")}
    refunds = of(events, "refund")
    assert refunds
    for event in refunds:
        order = orders[event["order_id"]]
        assert event["ts"] > order["ts"]
        prices = {line.item: line.price for line in order["items"]}
        for line in event.get("items", ()):
            assert float(line.amount) <= float(prices[line.item])


def test_orders_and_people_are_like_a_small_shops(persons: list[list[Event]], events: list[Event]) -> None:
    assert 150 <= len(of(events, "purchase")) <= 350
    devices = [len({event["visitor_id"] for event in of(person, "page_view")}) for person in persons]
    assert devices.count(2) >= 5
    assert len({event["context"].language for event in of(events, "page_view")}) >= 6


def test_bots_come_too_and_say_so(persons: list[list[Event]]) -> None:
    bots = [person for number, person in enumerate(persons) if number % ONE_IN == ONE_IN - 1]
    assert len(bots) == VISITORS // ONE_IN
    for person in bots:
        context: Context = person[0]["context"]
        assert context.automated or "bot" in str(context.user_agent).lower() or "Headless" in str(context.user_agent)


def test_asking_for_more_visitors_leaves_those_there_are_as_they_were() -> None:
    assert simulated(7, 5) == simulated(7, 8)[:5]


def test_no_week_is_much_quieter_than_the_others_and_trade_grows(events: list[Event]) -> None:
    first = Calendar(DAY).began_at
    weeks = Counter((event["ts"] - first) // (7 * DAY_MS) for event in of(events, "page_view"))
    whole = [weeks[nth] for nth in range(DAYS // 7)]
    assert min(whole) > 0.6 * sum(whole) / len(whole)
    assert sum(whole[-6:]) > sum(whole[:6])


def test_weekends_are_busier() -> None:
    busyness = Calendar(DAY).busyness
    assert len(busyness) == DAYS
    saturday, friday = busyness[-1], busyness[-2]
    assert saturday > friday


@pytest.mark.parametrize(
    ("day", "edited"),
    [
        (date(2026, 11, 29), date(2026, 11, 12)),
        (date(2026, 11, 24), date(2026, 11, 12)),
        (date(2026, 11, 23), date(2026, 10, 12)),
        (date(2026, 1, 2), date(2025, 12, 12)),
        (date(2026, 1, 23), date(2025, 12, 12)),
    ],
)
def test_the_banner_was_edited_on_the_last_12th_that_lies_far_enough_back(day: date, edited: date) -> None:
    assert edited_on(day) == edited
    begins = (DAYS - (day - edited).days) * DAY_MS
    assert [Calendar(day).has_new_picture(at) for at in (begins - 1, begins)] == [False, True]


def test_since_it_was_edited_the_banner_is_clicked_clearly_more_often(events: list[Event]) -> None:
    calendar = Calendar(DAY)
    rates = []
    for edited in (False, True):
        some = [event for event in events if calendar.has_new_picture(event["ts"] - calendar.began_at) is edited]
        rates.append(len(views(some, "click", HERO)) / len(views(some, "deliver", HERO)))
    assert rates[1] > 2 * rates[0]


def test_since_the_clubs_banner_stands_higher_it_is_seen_more_and_the_widget_below_it_less(
    events: list[Event],
) -> None:
    moved_at = Calendar(DAY).began_at + (DAYS - DAYS_SINCE_MOVE) * DAY_MS
    on_products = {event["view_id"] for event in of(events, "execute", action=PAIRS)}
    rates: dict[str, list[float]] = {CLUB: [], PAIRS: []}
    for moved in (False, True):
        some = [event for event in events if (event["ts"] >= moved_at) is moved and event.get("view_id") in on_products]
        for action, of_action in rates.items():
            of_action.append(len(views(some, "deliver", action)) / len(views(some, "execute", action)))
    assert rates[CLUB][1] > 1.5 * rates[CLUB][0]
    assert rates[PAIRS][1] < 0.6 * rates[PAIRS][0]


def test_since_another_carrier_brings_parcels_customers_are_less_satisfied_and_write_why(
    persons: list[list[Event]],
) -> None:
    began = Calendar(DAY).began_at
    since = began + (DAYS - DAYS_SINCE_CARRIER) * DAY_MS
    shown = began + (DAYS - 90) * DAY_MS
    buyers = sum(bool(of(person, "purchase")) for person in persons)
    answered = [answers for person in persons if (answers := of(person, "survey", instrument="csat"))]
    assert 0.1 < len(answered) / buyers <= 0.3
    sides = [
        [latest for answers in answered for latest in [one for one in answers if begin <= one["ts"] < end][-1:]]
        for begin, end in ((shown, since), (since, began + DAYS * DAY_MS))
    ]
    before, now = ([is_satisfied(answer["score"], parcels.SCALE) for answer in side] for side in sides)
    assert min(len(before), len(now)) >= MIN_RESPONDENTS
    change = shares_change(sum(now), len(now), sum(before), len(before))
    assert change.high < -0.1
    assert change.p_value < 0.005
    written = {answer["comment"] for answer in sides[1] if "comment" in answer}
    assert any("carrier" in comment for comment in written)
    assert not any("carrier" in answer.get("comment", "") for answer in sides[0])


def test_visitors_come_from_places_that_fit_their_language(events: list[Event]) -> None:
    contexts = {event["context"] for event in of(events, "page_view")}
    assert {context.country for context in contexts if context.language == "de-AT"} == {"AT"}
    assert {context.city for context in contexts if context.country == "PT"} == {"Lisbon", "Porto"}
