"""Actions in the reference, against a pencil: surveys, confirmation pages, groups of items, reads, rates."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reference.recorded import NOON, Recorded

PLACED = [{"item": "a-1", "group": "a"}, {"item": "a-1", "group": "aa"}, {"item": "b"}, "c"]


def test_an_answered_survey_was_seen() -> None:
    recorded = Recorded()
    recorded.record("execute", NOON, view_id="1", action="ask", kind="survey")
    recorded.record("survey", NOON + 5, view_id="1", action="ask", instrument="nps", score=9)
    row = recorded.reports().actions()["ask"]
    assert (row["delivered"], row["viewable"]) == (1, 1)


@pytest.mark.parametrize(
    ("begun", "used", "led"),
    [
        (-10_000, None, 1),
        (-9_999, None, 0),
        (0, None, 0),
        (-92, ("click", 0), 1),
        (-92, ("survey", -1), 1),
        (-92, ("dismiss", -92), 1),
        (-92, ("click", 1), 0),
    ],
)
@pytest.mark.parametrize("goal", ["purchase", "contact"])
def test_what_stands_on_a_confirmation_page_led_to_nothing(begun: int, used: Any, led: int, goal: str) -> None:
    recorded = Recorded()
    recorded.record("deliver", NOON + begun, view_id="thanks", action="hero")
    if used:
        recorded.record(used[0], NOON + used[1], view_id="thanks", action="hero", item="b")
    if goal == "purchase":
        recorded.buy(NOON, view_id="thanks")
    else:
        recorded.record("goal", NOON, view_id="thanks", goal=goal)
    reports = recorded.reports(goal=goal)
    assert reports.attribution()["total"]["before_any_delivery"] == 1 - led
    assert reports.actions()["hero"]["persons_converted"] == led


def test_what_was_seen_on_another_page_led_to_the_order() -> None:
    recorded = Recorded()
    recorded.record("deliver", NOON, view_id="other", action="hero")
    recorded.buy(NOON + 1, view_id="thanks")
    recorded.buy(NOON + 1)
    assert recorded.reports().attribution()["total"]["before_any_delivery"] == 0


@pytest.mark.parametrize(
    ("clicked", "bought", "found"),
    [
        ({"item": "a-1"}, {"item": "a-9", "group": "aa"}, 1),
        ({"item": "a-1"}, {"item": "a-9", "group": "a"}, 0),
        ({"item": "a-1", "group": "a"}, {"item": "a-9", "group": "a"}, 1),
        ({"item": "a-1"}, {"item": "a-1"}, 1),
        ({"item": "a-1"}, {"item": "a-1", "group": "other"}, 0),
        ({"item": "b"}, {"item": "b", "group": "other"}, 1),
        ({"item": "c"}, {"item": "c", "group": "c"}, 1),
    ],
)
def test_a_click_counts_by_the_group_its_item_was_placed_with(clicked: Any, bought: Any, found: int) -> None:
    recorded = Recorded()
    recorded.record("execute", NOON, view_id="1", action="recs", kind="products", items=PLACED[1:])
    recorded.record("deliver", NOON, view_id="1", action="recs", items=PLACED[:1])
    recorded.record("execute", NOON, view_id="2", action="recs", items=[{"item": "a-1", "group": "z"}])
    recorded.record("click", NOON, view_id="1", action="recs", **clicked)
    recorded.buy(NOON + 9, items=[{"price": "1", **bought}])
    assert recorded.reports().recommendations()["total"]["found_orders"] == found


def test_a_double_click_reads_once_and_a_second_widget_reads_for_itself() -> None:
    recorded = Recorded()
    for action in ("blog", "more"):
        for late in (0, 1):
            recorded.record("click", NOON + late, view_id="1", action=action, kind="articles", item="art")
    recorded.record("page_view", NOON + 5, view_id="2", page={"url": "https://shop.example/art", "item": "art"})
    recorded.record("page_leave", NOON + 9, view_id="2", engaged_ms=1000, scroll=1)
    rows = recorded.reports().content()
    assert {(row["reads"], row["finished"], row["engaged_ms"]) for row in rows.values()} == {(1, 1, 1000)}


def test_placement_rate_is_null_of_nothing() -> None:
    recorded = Recorded()
    recorded.record("execute", NOON, "ann", action="popup")
    for who in ("bea", "cid", "dan"):
        recorded.record("skip", NOON, who, action="popup", reason="frequency_capped")
    recorded.record("execute", NOON, "eve", action="ghost", variation="control")
    rows = recorded.reports().actions()
    assert (rows["popup"]["placement_rate"], rows["ghost"]["placement_rate"]) == (0.25, None)


def test_items_have_a_rate_of_all_and_a_rate_of_the_measured() -> None:
    recorded = Recorded()
    for view, named in (("1", ["a"]), ("2", ["b"]), ("3", None)):
        recorded.record("execute", NOON, view_id=view, action="recs", kind="products", items=["a"])
        recorded.record("deliver", NOON, view_id=view, action="recs", items=named)
    row = recorded.reports().by_item("item")["recs", "a"]
    assert (row["delivery_rate"], row["measured_delivery_rate"]) == (pytest.approx(1 / 3), 0.5)
