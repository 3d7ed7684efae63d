"""What was found through widgets, by item and by position, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collector.event import PUBLIC, SECRET
from collector.reports.query import ReportQuery
from collector.reports.registry import REPORTS
from tests.reports.building import Shop

TODAY = date(2026, 1, 2)
WIDGET = {"action": "recs", "kind": "products"}


@pytest.mark.parametrize(("by", "value"), [("item", "a"), ("position", 2)])
def test_a_line_is_found_once_though_page_and_server_sent_the_click_under_one_id(
    shop: Shop, by: str, value: Any
) -> None:
    click = {"id": "click", "item": "a", **WIDGET}
    shop.send(
        shop.event("execute", 0, items=["b", "a"], **WIDGET),
        shop.event("click", 3, trust=PUBLIC, **click),
        shop.event("click", 3, trust=SECRET, **click),
        shop.order(5, "a", view_id="w2"),
    )
    found = REPORTS["recommendations"](shop.store, ReportQuery(shop.site, TODAY, TODAY, by=by))
    rows = {row.about[by]: (row["found_revenue"], row["items_sold"]) for row in found.rows}
    assert rows[value] == (found.total["found_revenue"], found.total["items_sold"]) == ("10.00", 1)
