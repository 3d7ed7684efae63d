"""What a change would bring, worked out from a site's own figures: modelled, never measured. Pure arithmetic.

Amounts are exact decimals in the site's currency, shares are 0 to 1. All take what there was for granted: that whoever
is reached in addition would do as those did who were reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class MoreDelivered:
    """Impressions, conversions and value that a higher delivery rate would add."""

    impressions: Decimal
    conversions: Decimal
    value: Decimal


def more_delivered(
    executed: int, delivered: int, conversions: Decimal, value: Decimal, *, rate: Decimal
) -> MoreDelivered | None:
    """What would be added if `rate` of what was executed were delivered; None if nothing was delivered to go by."""
    if not delivered:
        return None
    added = executed * rate - delivered
    return MoreDelivered(added, conversions * added / delivered, value * added / delivered)


def more_contribution(revenue: Decimal, found_revenue: Decimal, *, contribution: Decimal) -> Decimal:
    """What would be found through recommendations in addition, if they contributed this share of the same revenue."""
    return revenue * contribution - found_revenue


@dataclass(frozen=True)
class Earned:
    """Whether it pays: what is left of the value by the margin, less the cost, and how that compares with the cost."""

    gross: Decimal
    net: Decimal
    roi: Decimal | None
    break_even: Decimal | None
    """The value at which the cost is covered; None where no value would cover it."""
    break_even_conversions: Decimal | None


def earned(value: Decimal, conversions: Decimal, *, cost: Decimal, margin: Decimal, caused: Decimal) -> Earned:
    """Return on investment: (value * caused * margin - cost) / cost; break-even: cost / (margin * caused).

    `caused` is the share of the value that would not have come without it. Source of both formulas: the usual
    definitions of marketing ROI and of the break-even point.
    """
    kept = margin * caused
    gross = value * kept
    break_even = cost / kept if kept else None
    per_conversion = value / conversions if conversions else Decimal()
    return Earned(
        gross=gross,
        net=gross - cost,
        roi=(gross - cost) / cost if cost else None,
        break_even=break_even,
        break_even_conversions=break_even / per_conversion if break_even is not None and per_conversion else None,
    )
