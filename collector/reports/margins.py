"""What is left of revenue: the site's margin, or that of what was bought, by its categories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from collector.reports.query import ReportQuery
from collector.reports.result import Record
from collector.reports.sql import run
from collector.store.protocol import Store


def margin_of(store: Store, query: ReportQuery) -> Fraction | None:
    """The share of net revenue that is left of the period; None where that is not known."""
    settings = query.site.settings
    usual = None if settings.get("margin") is None else Fraction(str(settings["margin"]))
    by_category = {name: Fraction(str(share)) for name, share in (settings.get("category_margins") or {}).items()}
    if not by_category:
        return usual
    return blended(run(store, "category_revenue.sql", query), by_category, usual)


def blended(rows: Iterable[Record], by_category: Mapping[str, Fraction], usual: Fraction | None) -> Fraction | None:
    """The margin of all that was bought, each category by its own, others by the usual one; the usual one where nothing
    was bought. None where something was bought of which neither is known."""
    bought: list[tuple[str | None, int]] = [
        (row["category"], row["revenue_micros"]) for row in rows if row["revenue_micros"] > 0
    ]
    if not bought:
        return usual
    left = Fraction(0)
    for category, micros in bought:
        margin = by_category.get(category or "", usual)
        if margin is None:
            return None
        left += micros * margin
    return left / sum(micros for _, micros in bought)
