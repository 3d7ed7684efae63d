"""How deep visitors came on a page where an action was placed, and where it stood there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from collector.reports.depth.report import depth, height_of
from collector.reports.query import ReportQuery
from tests.reports.building import Shop

DAY = datetime(2026, 1, 2, tzinfo=UTC).date()


def placed(shop: Shop, nth: int, *, scroll: float | None, top: int | None, page: str = "/a") -> None:
    """One view of a page on which the action stands, left at a depth; `top` if it was below the fold, of 1,000 px."""
    view: dict[str, Any] = {"visitor": f"v{nth}", "view_id": f"w{nth}", "page": page}
    seen: dict[str, Any] = {"max_fraction": 1.0, "visible_ms": 2000}
    unseen = {"max_fraction": 0.0, "reason": "below_fold", "detail": {"top": top, "deepest": 10, "page": 1000}}
    shop.send(
        shop.event("page_view", 0, **view),
        shop.event("execute", 1, action="hero", kind="banner", **view),
        shop.event("evidence", 5, action="hero", **view, **(seen if top is None else unseen)),
        *([shop.event("page_leave", 6, scroll=scroll, engaged_ms=1, **view)] if scroll is not None else []),
    )


def test_each_page_says_how_deep_its_views_came_and_where_the_action_stood(shop: Shop) -> None:
    for nth, (scroll, top) in enumerate([(1.0, None), (0.3, 500), (0.5, 600), (None, 800)]):
        placed(shop, nth, scroll=scroll, top=top)
    placed(shop, 9, scroll=0.2, top=None, page="/b")
    first, second = depth(shop.store, ReportQuery(shop.site, DAY, DAY)).rows
    assert (first["action"], first["page"], first["executed"], first["delivered"]) == ("hero", "/a", 4, 1)
    came = {part["of_the_page"]: part["impressions"] for part in first["depth"]["came_to"]}
    assert first["depth"]["measured"] == 3
    assert (came[0.05], came[0.3], came[0.35], came[0.5], came[0.55], came[1.0]) == (3, 3, 2, 2, 1, 1)
    assert first["stood"] == {"measured": 3, "median": 0.6}
    assert (second["page"], second["executed"], second["stood"]) == ("/b", 1, {"measured": 0, "median": None})


@pytest.mark.parametrize("detail", [None, [], {}, {"top": 1}, {"top": "1", "page": 2}, {"top": 1, "page": 0}])
def test_what_was_not_measured_stands_nowhere(detail: object) -> None:
    assert height_of(detail) is None


def test_a_place_outside_the_page_is_at_its_end() -> None:
    assert (height_of({"top": 30, "page": 20}), height_of({"top": -1, "page": 20})) == (1.0, 0.0)
