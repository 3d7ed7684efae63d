"""What a change would bring, against numbers worked out by hand."""

from __future__ import annotations

from decimal import Decimal

from collector.reports.calculators import Earned, MoreDelivered, earned, more_contribution, more_delivered


def test_more_delivered_impressions_convert_as_those_there_were() -> None:
    more = more_delivered(1000, 400, Decimal(8), Decimal("200.00"), rate=Decimal("0.5"))
    assert more == MoreDelivered(Decimal(100), Decimal(2), Decimal(50))
    fewer = more_delivered(1000, 400, Decimal(8), Decimal(200), rate=Decimal("0.3"))
    assert fewer is not None
    assert fewer.value == -50
    assert more_delivered(1000, 0, Decimal(0), Decimal(0), rate=Decimal(1)) is None


def test_more_contribution_is_of_the_same_revenue() -> None:
    assert more_contribution(Decimal(1000), Decimal(120), contribution=Decimal("0.15")) == 30


def test_it_pays_from_where_the_margin_covers_the_cost() -> None:
    found = earned(Decimal(1000), Decimal(20), cost=Decimal(100), margin=Decimal("0.4"), caused=Decimal("0.5"))
    assert found == Earned(
        gross=Decimal(200),
        net=Decimal(100),
        roi=Decimal(1),
        break_even=Decimal(500),
        break_even_conversions=Decimal(10),
    )


def test_nothing_covers_a_cost_without_a_margin_and_nothing_is_returned_on_no_cost() -> None:
    lost = earned(Decimal(1000), Decimal(20), cost=Decimal(100), margin=Decimal(0), caused=Decimal(1))
    assert (lost.net, lost.roi, lost.break_even, lost.break_even_conversions) == (-100, -1, None, None)
    free = earned(Decimal(0), Decimal(0), cost=Decimal(0), margin=Decimal("0.4"), caused=Decimal(1))
    assert (free.net, free.roi, free.break_even, free.break_even_conversions) == (0, None, 0, None)
