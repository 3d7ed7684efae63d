"""How deep visitors came on a page where an action was placed, and where it stood there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from collector.reports.delivery.report import delivery
from collector.reports.depth.report import depth
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


def with_detail(shop: Shop, detail: object) -> tuple[Any, Any]:
    """Where an impression with this detail stood, and of how many it is known how near visitors came."""
    view: dict[str, Any] = {"visitor": "v", "view_id": "w", "page": "/a"}
    shop.send(
        shop.event("execute", 1, action="hero", kind="banner", **view),
        shop.event("evidence", 5, action="hero", max_fraction=0.0, reason="below_fold", detail=detail, **view),
    )
    query = ReportQuery(shop.site, DAY, DAY)
    (row,) = depth(shop.store, query).rows
    return row["stood"], delivery(shop.store, query).total["recoverable"]["measured"]


@pytest.mark.parametrize(
    "detail",
    [
        None, [], {}, 7, "low", {"top": 1}, {"top": "1", "page": 2, "deepest": 2}, {"top": 0, "page": 0, "deepest": 3},
        {"top": True, "page": 2, "deepest": 1}, {"top": None, "page": 5}, {"top": [3], "page": 5, "deepest": 4},
    ],
)  # fmt: skip
def test_what_was_not_measured_stands_nowhere(shop: Shop, detail: object) -> None:
    assert with_detail(shop, detail) == ({"measured": 0, "median": None}, 0)


@pytest.mark.parametrize(("top", "stood", "measured"), [(30, 1.0, 1), (-1, 0.0, 0), (1e300, 1.0, 1), (7, 0.35, 1)])
def test_a_place_outside_the_page_is_at_its_end(shop: Shop, top: float, stood: float, measured: int) -> None:
    detail = {"top": top, "page": 20, "deepest": 5}
    assert with_detail(shop, detail) == ({"measured": 1, "median": stood}, measured)
