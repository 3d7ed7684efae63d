"""The bar that stays: what an address says, what reports are asked, and the address that says it in short."""

from __future__ import annotations

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from collector.errors import BadRequest
from collector.present.dashboard.frame import Frame, frame_of
from collector.store.protocol import Site

TODAY = date(2026, 3, 10)
SITE = Site(1, "shop", "Europe/Vienna", "EUR", *([None] * (len(Site._fields) - 4)))


def frame(*parameters: tuple[str, str]) -> Frame:
    return frame_of(SITE, MultiDict(parameters), TODAY)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("7d", date(2026, 3, 3), date(2026, 3, 9)),
        ("28d", date(2026, 2, 10), date(2026, 3, 9)),
        ("90d", date(2025, 12, 10), date(2026, 3, 9)),
        ("month", date(2026, 3, 1), TODAY),
        ("last_month", date(2026, 2, 1), date(2026, 2, 28)),
    ],
)
def test_periods_are_whole_days_that_are_over_but_for_this_month_s(period: str, first: date, last: date) -> None:
    found = frame(("period", period))
    assert (found.first_day, found.last_day) == (first, last)


def test_days_of_one_s_own() -> None:
    found = frame(("from", "2026-01-01"), ("to", "2026-01-31"))
    assert (found.period, found.first_day, found.last_day) == ("days", date(2026, 1, 1), date(2026, 1, 31))
    assert found.prior == (date(2025, 12, 1), date(2025, 12, 31))
    assert frame(("compare", "year"), ("period", "7d")).prior == (date(2025, 3, 3), date(2025, 3, 9))
    assert frame(("compare", "none")).prior is None


def test_a_report_gets_the_parameters_that_it_takes() -> None:
    found = frame(("period", "7d"), ("model", "linear"), ("window", "7d"), ("segment", "device:phone|tablet"))
    days = {"from": "2026-03-03", "to": "2026-03-09"}
    segment = {"segment": ["device:phone|tablet"]}
    compared = {"compare": "previous"}
    assert found.parameters("visits") == days | segment | compared
    assert found.parameters("actions", by="page") == days | segment | compared | {
        "model": "linear",
        "window": "7d",
        "by": "page",
    }
    assert found.parameters("series", of="visits") == days | segment | {"of": "visits"}


def test_a_frame_reads_what_it_says() -> None:
    days = ("period", "days"), ("from", "2026-01-01"), ("to", "2026-01-31")
    chosen = (*days, ("compare", "none"), ("model", "linear"))
    found = frame(*chosen, ("segment", "device:phone"), ("segment", "country:"))
    again = MultiDict(found.own())
    assert frame_of(SITE, again, TODAY) == found
    assert frame().own() == {}


def test_a_segment_replaces_the_one_of_its_dimension() -> None:
    found = frame(("segment", "device:phone"), ("add_dimension", "device"), ("add_value", "tablet"))
    assert found.segments == (("device", ("tablet",)),)
    assert frame(("add_dimension", "country")).segments == (("country", ("",)),)
    assert found.without_segment("device") == {}
    assert found.with_segment("country", None) == {"segment": ["device:tablet", "country:(none)"]}
    assert frame(("add_dimension", "source"), ("add_value", "a|b")).segments == (("source", ("a", "b")),)


def test_a_value_with_a_bar_in_it_stays_one() -> None:
    found = frame().with_segment("utm_campaign", "brand|search")
    assert frame(("segment", found["segment"][0])).segments == (("utm_campaign", ("brand|search",)),)


@pytest.mark.parametrize(
    ("name", "value"),
    [("period", "forever"), ("compare", "mars"), ("segment", "shoe:42"), ("model", "all"), ("from", "yesterday")],
)
def test_impossible_values_are_named(name: str, value: str) -> None:
    with pytest.raises(BadRequest) as problem:
        frame((name, value))
    assert any(field.startswith(name) for field in problem.value.fields)


def test_days_in_the_wrong_order_are_named() -> None:
    with pytest.raises(BadRequest):
        frame(("from", "2026-01-02"), ("to", "2026-01-01"))
    with pytest.raises(BadRequest):
        frame(("period", "days"), ("from", "2026-01-02"))
