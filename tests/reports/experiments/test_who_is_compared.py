"""Who is compared: each rule in a stream small enough to work out by hand."""

from __future__ import annotations

import pytest

from tests.reports.building import CRAWLER, TEN_O_CLOCK, Shop
from tests.reports.experiments.building import DAY, START, Trial, a_phase


@pytest.fixture
def trial(shop: Shop) -> Trial:
    return Trial(shop)


def converted(trial: Trial, variation: str, *, by_delivery: bool = True) -> float:
    return trial.arm(variation, by_delivery=by_delivery).measures["goal:purchase"].y


def test_persons_count_from_their_first_delivery_and_control_by_its_ghosts(trial: Trial) -> None:
    trial.took_part("ann").took_part("cid", "control").saw("ann", at=DAY)
    trial.bought("ann", 2 * DAY)
    trial.sent()
    b, control = trial.arm("b"), trial.arm("control")
    assert (b.persons, b.completed, control.persons, control.completed) == (1, 1, 1, 1)
    assert (converted(trial, "b"), converted(trial, "control")) == (1, 0)


def test_what_was_placed_and_not_seen_counts_only_among_everyone_assigned(trial: Trial) -> None:
    trial.assigned("ann").placed("ann").assigned("bob")
    trial.bought("ann", 60)
    trial.sent()
    assert trial.arm("b").persons == 0
    everyone = trial.arm("b", by_delivery=False)
    assert (everyone.persons, everyone.executed, everyone.delivered) == (2, 1, 0)
    assert (everyone.undelivered, everyone.undelivered_converted) == (2, 1)


def test_the_window_is_closed_at_both_ends(trial: Trial) -> None:
    for who, at in (("before", 0.5), ("first", 1), ("last", 1 + 7 * DAY), ("late", 1.001 + 7 * DAY)):
        trial.took_part(who)
        trial.bought(who, at)
    trial.sent()
    assert trial.arm("b").completed == 4
    assert converted(trial, "b") == 2


def test_only_persons_whose_window_is_over_are_counted(trial: Trial) -> None:
    trial.took_part("ann").took_part("bob", at=DAY)
    trial.bought("ann", 60)
    trial.bought("bob", DAY + 60)
    trial.sent()
    arm = trial.arm("b", days=7.5)
    assert (arm.persons, arm.completed, arm.measures["goal:purchase"].y) == (2, 1, 1)
    assert trial.arm("b", days=8.5).completed == 2


def test_two_arms_are_counted_and_left_out(trial: Trial) -> None:
    trial.took_part("ann").took_part("phone", user_id="u1").took_part("laptop", "control", at=60, user_id="u1")
    trial.bought("ann", 90)
    trial.sent()
    b, control = trial.arm("b"), trial.arm("control")
    assert (b.persons, b.completed, b.two_arms) == (1, 1, 1)
    assert (control.persons, control.two_arms) == (0, 0)
    everyone = trial.arm("b", by_delivery=False)
    assert (everyone.persons, trial.arm("control", by_delivery=False).persons) == (2, 0)  # u1 was in b first


def test_testers_and_bots_are_out_of_everything(trial: Trial) -> None:
    trial.took_part("ann").took_part("tester").assigned("tester", "control", at=5, override=True)
    trial.took_part("bot", context=CRAWLER)
    trial.sent()
    assert trial.arm("b").persons == 1
    assert trial.arm("b", by_delivery=False).persons == 1


def test_persons_in_the_holdout_are_no_control(trial: Trial) -> None:
    trial.took_part("ann", "control").assigned("held", "control", name="holdout").saw("held", "control")
    trial.assigned("free", "personalized", name="holdout").took_part("free", at=2)
    trial.sent()
    assert trial.arm("control").persons == 1
    assert trial.arm("b").persons == 1


def test_money_is_net_of_refunds_that_come_later_and_capped(shop: Shop) -> None:
    trial = Trial(shop, value_cap="25.00")
    trial.took_part("ann").took_part("bob")
    order = trial.bought("ann", 60, price=30)
    trial.bought("ann", 90, price=5)
    trial.bought("bob", 60, price=20)
    trial.sent()
    assert (trial.arm("b").measures["raw_value"].y, trial.arm("b").measures["value"].y) == (55, 45)
    trial.events.append(shop.from_server("refund", 20 * DAY, order_id=order))
    trial.sent()
    sums = trial.arm("b").measures
    assert (sums["raw_value"].y, sums["raw_value"].yy) == (25, 5**2 + 20**2)
    assert (sums["order_value"].y, sums["order_value"].x) == (25, 3)
    assert converted(trial, "b") == 2  # whatever came back: it was an order


def test_an_order_without_a_rate_is_a_conversion_without_money(trial: Trial) -> None:
    trial.took_part("ann")
    trial.bought("ann", 60, currency="USD")
    trial.sent()
    assert (converted(trial, "b"), trial.arm("b").measures["order_value"].x) == (1, 0)


def test_a_conversion_that_arrives_late_counts_at_its_own_time(trial: Trial) -> None:
    trial.took_part("ann").sent()
    assert converted(trial, "b") == 0
    trial.bought("ann", 6 * DAY)
    trial.sent()
    assert converted(trial, "b") == 1


def test_the_past_is_of_28_days_before_the_first_exposure(shop: Shop) -> None:
    trial = Trial(shop)
    trial.took_part("ann").took_part("bob")
    trial.bought("ann", 1 - 28 * DAY, price=7)
    trial.bought("bob", 0.999 - 28 * DAY)
    trial.bought("ann", 60, price=10)
    trial.sent()
    money, goal = (trial.arm("b").measures[name] for name in ("raw_value", "goal:purchase"))
    assert (money.y, money.x, money.xx, money.xy) == (10, 7, 49, 70)
    assert (goal.y, goal.x, goal.xx, goal.xy) == (1, 1, 1, 1)


def strata(trial: Trial, *, by_delivery: bool = True) -> list[tuple[str, tuple[int, int], int]]:
    return [(each.variation, each.stratum, each.cell.persons) for each in trial.cells(by_delivery=by_delivery)]


@pytest.fixture
def ramp(shop: Shop) -> Trial:
    """An experiment whose weights were changed ten days after it began."""
    change = START + 10 * DAY * 1000
    return Trial(shop, phases=[a_phase(1, end=change), a_phase(2, change, b=8_000)])


LATER = 11 * DAY


def test_a_person_is_of_the_phase_whose_allocation_they_had(ramp: Trial) -> None:
    ramp.took_part("ann", allocation=1)
    ramp.took_part("bob", at=LATER, allocation=2)
    ramp.saw("cid", at=5)  # of whose assignment nobody knows: the phase whose time it was
    ramp.saw("dan", at=LATER)
    ramp.sent()
    assert strata(ramp) == [("b", (1, 0), 2), ("b", (2, 0), 2)]


def test_persons_from_before_a_phase_are_not_compared_with_those_who_came_in_it(ramp: Trial) -> None:
    """A share that new weights open takes the returning ones into one arm, and new ones into all."""
    ramp.events.append(ramp.shop.event("page_view", 0, visitor="returning"))
    ramp.assigned("undelivered", allocation=1).took_part("undelivered", at=LATER, allocation=2)
    ramp.took_part("returning", at=LATER, allocation=2).took_part("new", at=LATER, allocation=2)
    ramp.sent()
    assert strata(ramp) == [("b", (2, 0), 1), ("b", (2, 1), 1), ("b", (2, 2), 1)]
    assert strata(ramp, by_delivery=False) == [("b", (1, 0), 1), ("b", (2, 0), 1), ("b", (2, 1), 1)]


def test_persons_moved_by_new_weights_stay_with_what_they_saw_first(ramp: Trial) -> None:
    """To leave them out would take the returning ones out of the arm that shrinks, and of no other."""
    ramp.took_part("moved", "control", allocation=1).took_part("moved", "b", at=LATER, allocation=2)
    ramp.sent()
    assert [(each.variation, each.cell.persons, each.cell.two_arms) for each in ramp.cells()] == [("control", 1, 0)]
    (everyone,) = ramp.cells(by_delivery=False)
    assert (everyone.variation, everyone.cell.delivered) == ("control", 1)


def test_an_experiment_without_actions_counts_from_the_assignment(shop: Shop) -> None:
    phase = a_phase(buckets=[[0, 500, "control"], [500, 10_000, "personalized"]])
    trial = Trial(shop, id="holdout", actions=[], phases=[phase])
    trial.assigned("ann", "personalized").assigned("bob", "control")
    trial.bought("ann", 60)
    trial.sent()
    report = trial.report()
    assert report["verdict"]["cohort"] == "assigned"
    arms = report["arms"]
    assert [(name, arm["persons"], arm["conversions"]) for name, arm in arms.items()] == [
        ("control", 1, 0),
        ("personalized", 1, 1),
    ]
    assert {gate["name"] for gate in report["gates"]} == {"sample ratio"}


def test_nothing_before_the_start_or_after_the_stop_counts(shop: Shop) -> None:
    trial = Trial(shop, state="stopped", phases=[a_phase(1, end=TEN_O_CLOCK + DAY * 1000)])
    trial.took_part("early", at=-7200).took_part("ann").took_part("late", at=2 * DAY)
    trial.sent()
    assert trial.arm("b").persons == 1
    assert trial.arm("b", by_delivery=False).persons == 1
