"""What must hold of the reference whatever the stream: amounts add up, and models share out no more than there is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reference.chance import DAY
from tests.reference.figures import Reports
from tests.reference.question import MODELS, Question
from tests.reference.selling import RATES
from tests.reference.stream import VALUED, Stream

SEEDS = range(20)


@pytest.fixture(scope="module", params=SEEDS)
def reports(request: pytest.FixtureRequest) -> Reports:
    return reports_over(Stream(request.param))


def reports_over(stream: Stream, **more: Any) -> Reports:
    usual: dict[str, Any] = {"first": "2025-01-01", "last": "2025-12-30", "time_zone": stream.time_zone}
    return Reports(stream.events, Question(**usual | {"rates": RATES, "valued": VALUED} | more))


def test_what_was_taken_back_and_what_is_left_is_what_was_sold(reports: Reports) -> None:
    for order in reports.refunded:
        assert all(0 <= line.net <= line.sold for line in order.lines)
        assert all(0 <= line.pieces <= line.quantity for line in order.lines)
        assert order.net + sum(part for _, part in order.booked) == sum(line.sold for line in order.lines)
        assert all(part >= 0 for _, part in order.booked)
        assert order.net == 0 or not order.cancelled


def test_no_model_but_influenced_credits_more_than_there_is(reports: Reports) -> None:
    answer = reports.attribution()
    reached = answer["total"]["conversions"] - answer["total"]["before_any_delivery"]
    for model in MODELS[1:]:
        rows = answer["models"][model].values()
        conversions = sum(row["conversions"] for row in rows)
        assert conversions <= reached + 1e-9
        assert sum(row["value"] for row in rows) <= answer["total"]["value"] + 1e-9
        if model != "last_click":
            assert conversions == pytest.approx(reached)


def test_what_was_placed_was_delivered_or_not_or_not_measured(reports: Reports) -> None:
    for row in reports.actions().values():
        assert row["executed"] == row["delivered"] + row["undelivered"] + row["unmeasured"]
        assert row["viewable"] <= row["delivered"]
        assert row["persons_converted"] <= row["persons_delivered"]


def test_no_more_was_found_than_was_bought(reports: Reports) -> None:
    answer = reports.recommendations()
    assert sum(row["found_revenue"] for row in answer["rows"].values()) <= answer["total"]["revenue"] + 1e-9
    for rule in answer["sensitivity"].values():
        assert rule["found_revenue"] <= answer["total"]["revenue"] + 1e-9
        assert rule["found_orders"] <= answer["total"]["orders"]


@pytest.mark.parametrize("seed", range(0, 20, 4))
def test_nothing_depends_on_the_order_of_arrival(seed: int) -> None:
    stream = Stream(seed)
    stream.events = list({(event["id"], event.get("_key")): event for event in stream.events}.values())
    forward = reports_over(stream, window=7 * DAY)
    stream.events = stream.events[::-1]
    backward = reports_over(stream, window=7 * DAY)
    for name in ("attribution", "actions", "recommendations", "content", "visits", "goals"):
        assert getattr(forward, name)() == getattr(backward, name)()
