"""By which margin the worth of customers and of subscribers is worked out, and that this is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from collector.event import Item
from collector.reports.customers.basis import basis_of
from collector.reports.customers.expectations import Models
from collector.reports.customers.report import customers
from collector.reports.query import ReportQuery
from collector.reports.subscriptions.report import subscriptions
from tests.reports.building import Shop, a_store

TEA, POT = (Item(name, None, 1_000_000, euros * 1_000_000, 0, None, name) for name, euros in (("tea", 30), ("pot", 10)))
JANUARY = date(2026, 1, 1), date(2026, 1, 31)


@pytest.mark.parametrize(
    ("settings", "margin", "fields"),
    [
        ({}, None, "net revenue (no margin is known)"),
        ({"margin": "0.4"}, 0.4, "x 40.0 % (the margin of the site)"),
        ({"margin": "0.4", "category_margins": {"tea": "0.6"}}, 0.55, "x 55.0 % (the margin of what was bought"),
        ({"category_margins": {"tea": "0.6"}}, None, "no margin is known"),
    ],
)
def test_that_of_categories_where_they_have_their_own(
    tmp_path: Path, settings: dict[str, Any], margin: float | None, fields: str
) -> None:
    store = a_store(tmp_path)
    shop = Shop(store, site=store.sites()[0])
    shop.send(shop.order(100, TEA, POT))
    query = ReportQuery(shop.site._replace(settings=settings), *JANUARY)
    assert customers(shop.store, query).more["margin"] == pytest.approx(margin)
    assert fields in basis_of(query, Models(), 1.0, margin)["clv_model"]
    assert subscriptions(shop.store, query).more["margin"] == (0.4 if "margin" in settings else None)
    shop.store.close()
