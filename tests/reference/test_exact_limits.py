"""The collector and the reference agree where something happens exactly on a limit, and a pencil agrees with both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reference.chance import DAY
from tests.reference.question import Question
from tests.reference.recorded import Recorded
from tests.reference.sessions import HALF_HOUR
from tests.reference.side_by_side import SideBySide

FROM = 1_743_030_000_000  # 2025-03-27 00:00 in Berlin, three days before its clocks change
UNTIL = 1_743_544_800_000  # 2025-04-02 00:00 there


class Limits:
    """One stream in a collector, and what it and the reference say."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.recorded = folder, Recorded()
        self.side_by_side: SideBySide | None = None

    def ask(self, report: str, **question: Any) -> dict[str, Any]:
        """What the collector says; the reference says the same."""
        self.side_by_side = self.side_by_side or SideBySide(self.recorded, self.folder)  # type: ignore[arg-type]
        query: Question = self.side_by_side.question(**question)
        assert self.side_by_side.differences(query) == []
        return dict(self.side_by_side.found(query)[report])


@pytest.fixture
def limits(tmp_path: Path) -> Iterator[Limits]:
    made = Limits(tmp_path)
    yield made
    if made.side_by_side:
        made.side_by_side.store.close()


def test_a_period_begins_with_its_first_midnight_and_ends_before_its_last(limits: Limits) -> None:
    for number, ts in enumerate((FROM - 1, FROM, UNTIL - 1, UNTIL)):
        limits.recorded.record("deliver", ts, f"visitor-{number}", action="hero")
        limits.recorded.record("skip", ts, f"visitor-{number}", action="hero", reason="no_consent")
        limits.recorded.record("goal", ts, f"visitor-{number}", goal="contact")
        limits.recorded.record("quick_add", ts, f"visitor-{number}", action="recs", kind="products", item="b")
        limits.recorded.buy(ts, f"visitor-{number}")
    actions = limits.ask("actions")
    assert (actions["hero"]["delivered"], actions["hero"]["skipped"], actions["hero"]["conversions"]) == (2, 2, 2)
    assert limits.ask("visits")["sessions"] == 2
    assert limits.ask("engagement")["hero"]["seen"]["sessions"] == 2
    assert limits.ask("recommendations")["total"]["sessions_added_to_cart"] == 2
    assert limits.ask("goals")["contact"]["conversions"] == 2


@pytest.mark.parametrize(
    ("clicked", "added", "sessions"),
    [
        ({"item": "shirt-s", "group": "shirt"}, {"item": "shirt-m", "group": "shirt"}, 1),
        ({"item": "shirt-s"}, {"item": "shirt-s", "group": "shirt"}, 1),
        ({"item": "shirt-s", "group": "shirt"}, {"item": "shirt-s"}, 1),
        ({"item": "shirt-s", "group": "shirt"}, {"item": "shirt-s", "group": "sale"}, 0),
        ({"item": "shirt-s"}, {"item": "shirt-m", "group": "shirt"}, 0),
    ],
)
def test_the_same_product_in_the_cart_is_of_the_same_group_else_the_same_item(
    limits: Limits, clicked: dict[str, str], added: dict[str, str], sessions: int
) -> None:
    limits.recorded.record("click", FROM + 1000, action="recs", kind="products", **clicked)
    limits.recorded.record("cart_add", FROM + 2000, **added)
    assert limits.ask("recommendations")["total"]["sessions_added_to_cart"] == sessions


def test_what_was_in_the_cart_before_the_click_does_not_come_from_it(limits: Limits) -> None:
    limits.recorded.record("cart_add", FROM, item="shirt-s", group="shirt")
    limits.recorded.record("click", FROM + 1000, action="recs", kind="products", item="shirt-s", group="shirt")
    assert limits.ask("recommendations")["total"]["sessions_added_to_cart"] == 0


@pytest.mark.parametrize(("late", "converted"), [(0, 1), (1, 0)])
def test_a_window_includes_its_last_millisecond(limits: Limits, late: int, converted: int) -> None:
    limits.recorded.record("click", FROM, action="recs", kind="products", item="b")
    limits.recorded.buy(FROM + DAY + late)
    assert limits.ask("actions", window=DAY)["recs"]["persons_converted"] == converted
    assert limits.ask("attribution", window=DAY)["total"]["before_any_delivery"] == 1 - converted
    assert limits.ask("recommendations", window=DAY)["total"]["found_orders"] == converted
    assert limits.ask("recommendations")["sensitivity"]["24h"]["found_orders"] == converted


@pytest.mark.parametrize(("gap", "sessions"), [(HALF_HOUR, 1), (HALF_HOUR + 1, 2)])
def test_half_an_hour_is_no_gap_and_a_millisecond_more_is(limits: Limits, gap: int, sessions: int) -> None:
    limits.recorded.record("page_view", FROM, page={"url": "https://shop.example/"})
    limits.recorded.record("page_view", FROM + gap, page={"url": "https://shop.example/"})
    assert limits.ask("visits")["sessions"] == sessions


@pytest.mark.parametrize(("late", "inside"), [(0, 1), (1, 0)])
def test_an_order_of_the_server_belongs_to_a_visit_for_half_an_hour(limits: Limits, late: int, inside: int) -> None:
    limits.recorded.record("click", FROM, action="recs", kind="products", item="b")
    limits.recorded.buy(FROM + HALF_HOUR + late)
    assert limits.ask("recommendations")["rows"]["recs"]["sessions_purchased"] == inside
    assert limits.ask("recommendations")["sensitivity"]["session"]["found_orders"] == inside


def test_an_impression_of_which_only_evidence_arrived_was_seen_at_the_first_of_it(limits: Limits) -> None:
    for ts in (FROM, FROM + 2000):
        limits.recorded.record("evidence", ts, view_id="w", action="hero", max_fraction=0.5, longest_ms=1)
    limits.recorded.buy(FROM + 1000)
    assert limits.ask("attribution")["total"]["before_any_delivery"] == 0


def test_clicks_only_looks_at_the_latest_click(limits: Limits) -> None:
    limits.recorded.record("click", FROM, action="early", kind="products", item="b")
    limits.recorded.record("click", FROM + 3 * DAY, action="late", kind="products", item="b")
    limits.recorded.buy(FROM + 4 * DAY)
    found = limits.ask("recommendations", window=2 * DAY)["sensitivity"]
    assert found["clicks_only"]["found_orders"] == 1
    assert limits.ask("recommendations", action="early")["sensitivity"]["clicks_only"]["found_orders"] == 0


def test_a_campaigns_widgets_are_those_of_the_window_before_too(limits: Limits) -> None:
    limits.recorded.record("click", FROM - DAY, action="recs", kind="products", campaign="summer", item="b")
    limits.recorded.record("click", FROM - DAY, action="other", kind="products", item="d")
    limits.recorded.buy(FROM)
    limits.recorded.buy(FROM, item="d", who="bea")
    found = limits.ask("recommendations", campaign="summer", window=DAY)["total"]
    assert (found["orders"], found["found_orders"]) == (2, 1)


def test_the_same_item_put_on_the_wish_list_in_two_places_counts_twice(limits: Limits) -> None:
    for number in range(2):
        here = {"view_id": f"w{number}", "action": "recs"}
        limits.recorded.record("execute", FROM, **here, kind="products", items=["b"])
        limits.recorded.record("wishlist_add", FROM + number, **here, item="b")
    assert limits.ask("actions")["recs"]["wishlist_adds"] == 2


def test_examples_of_what_was_not_seen_are_the_latest(limits: Limits) -> None:
    for number in range(2):
        limits.recorded.record(
            "evidence", FROM + number, view_id=f"w{number}", action="hero", max_fraction=0, reason="hidden"
        )
    assert limits.ask("delivery") == {"hero": {"hidden": 2}}
    assert limits.side_by_side
    (row,) = limits.side_by_side.ask("delivery", **{"from": "2025-03-27", "to": "2025-04-01"})["rows"]
    assert [example["view_id"] for example in row["examples"]] == ["w1"]


def test_examples_are_of_the_three_latest_persons_on_whichever_pages(limits: Limits) -> None:
    for number, who in enumerate(("ann", "ben", "cid", "dan", "dan")):
        limits.recorded.record(
            "page_view", FROM + number, who, view_id=f"w{number}", page={"url": f"https://shop.example/{number % 2}"}
        )
        limits.recorded.record(
            "evidence", FROM + number, who, view_id=f"w{number}", action="hero", max_fraction=0, reason="hidden"
        )
    assert limits.ask("delivery") == {"hero": {"hidden": 5}}
    assert limits.side_by_side
    (row,) = limits.side_by_side.ask("delivery", **{"from": "2025-03-27", "to": "2025-04-01"})["rows"]
    assert row["examples"] == [
        {"visitor_id": "dan", "view_id": "w4"},
        {"visitor_id": "cid", "view_id": "w2"},
        {"visitor_id": "ben", "view_id": "w1"},
    ]


def test_control_is_credited_with_nothing_that_is_sent_from_it(limits: Limits) -> None:
    limits.recorded.record("deliver", FROM, action="recs", kind="products", variation="A")
    limits.recorded.record("click", FROM + 1, action="recs", kind="products", variation="control", item="b")
    limits.recorded.buy(FROM + 2)
    assert limits.ask("recommendations")["total"]["found_orders"] == 0
    assert limits.ask("attribution")["models"].get("last_click", {}) == {}
    assert limits.ask("actions")["recs"]["ghost_executed"] == 1


def test_a_visitor_who_signs_in_between_seeing_and_clicking_still_reads(limits: Limits) -> None:
    limits.recorded.record(
        "execute", FROM, view_id="w1", user_id="ann", action="blog", kind="articles", items=["art-1"]
    )
    limits.recorded.record("click", FROM + 1, view_id="w1", user_id="bea", action="blog", item="art-1")
    limits.recorded.record("click", FROM + 2, view_id="w1", user_id="bea", action="blog", item="art-1")
    page = {"url": "https://shop.example/art-1", "item": "art-1"}
    limits.recorded.record("page_view", FROM + 3, view_id="w2", page=page)
    limits.recorded.record("page_leave", FROM + 4, view_id="w2", engaged_ms=5000, scroll=0.9)
    read = limits.ask("content")["blog"]
    assert (read["reads"], read["finished"], read["engaged_ms"]) == (1, 1, 5000)


def test_stricter_thresholds_leave_undelivered_what_was_undelivered(limits: Limits) -> None:
    limits.recorded.record("evidence", FROM, view_id="w1", action="hero", reason="below_fold")
    limits.recorded.record("deliver", FROM, view_id="w2", action="hero")
    strict = limits.ask("actions", min_fraction=0.5)["hero"]
    assert (strict["delivered"], strict["undelivered"], strict["unmeasured"]) == (0, 1, 1)
    assert limits.ask("engagement", min_fraction=0.5) == {}
