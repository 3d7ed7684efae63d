"""The text of a question is cut down to what is asked, and answers the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from collector import reports
from collector.reports.asked import DIMENSIONS, Asked
from collector.reports.questions import only_asked, question
from tests.reports.building import Shop

FOLDER = Path(reports.__file__).parent
ABOUT_A_PERIOD = sorted(
    str(file.relative_to(FOLDER).with_suffix(""))
    for file in FOLDER.glob("*/*.sql")
    if "asked_" in file.read_text() and file.parent.name != "shared"
)
DAY = date(2026, 1, 2)


@pytest.fixture
def visited(shop: Shop) -> Shop:
    """A shop with two visits that differ in all that one can ask for."""
    for visitor, path in (("ann", "/a?utm_source=mail"), ("bob", "/b")):
        own: dict[str, Any] = {"visitor": visitor, "view_id": visitor, "page": path}
        widget = {"action": "recs", "kind": "products", "campaign": f"{visitor}-sale"}
        read = {"action": "reads", "kind": "articles"}
        shop.send(
            shop.event("page_view", 0, **own),
            shop.event("execute", 1, items=["A", "B"], **own, **widget),
            shop.event("deliver", 2, items=["A"], **own, **widget),
            shop.event("click", 3, item="A", **own, **widget),
            shop.event("execute", 4, **own, **read),
            shop.event("click", 5, item="X", **own, **read),
            shop.event("page_view", 6, visitor=visitor, view_id=f"{visitor}-2"),
            shop.event("execute", 7, **own, action="late", kind="banner"),
            shop.event("evidence", 8, **own, action="late", max_fraction=0.0, reason="below_fold", detail={"top": 9}),
            shop.event("skip", 9, **own, action="popup", reason="error"),
            shop.event("cart_add", 10, **own, item="A"),
            shop.event("purchase", 11, **own, currency="EUR", items=[("A", None, 1, 5_000_000)], order_id=visitor),
            shop.event("goal", 12, **own, name="call"),
        )
    return shop


def rows_of(shop: Shop, text: str, bound: dict[str, Any]) -> list[tuple[Any, ...]]:
    return sorted(map(tuple, shop.store.query(text, bound)), key=repr)


@pytest.mark.parametrize("name", ABOUT_A_PERIOD)
def test_what_is_left_out_changes_no_answer(name: str, visited: Shop) -> None:
    plain = Asked(visited.site, DAY, DAY)
    segments = [Asked(visited.site, DAY, DAY, segments=((dimension, ("/a",)),)) for dimension in DIMENSIONS]
    parts = [Asked(visited.site, DAY, DAY, by=dimension) for dimension in DIMENSIONS]
    for asked in (plain, *segments, *parts, Asked(visited.site, DAY, DAY, action="recs", campaign="ann-sale")):
        bound = asked.bound() | {"most": 20}
        nothing = frozenset(name for name, value in bound.items() if value is None)
        text = only_asked(name, asked.by, nothing)
        assert rows_of(visited, text, bound) == rows_of(visited, question(name), bound), asked


def test_a_plain_question_has_nothing_to_do_with_sessions() -> None:
    nothing = frozenset((*DIMENSIONS, "by", "action", "campaign"))
    text = only_asked("placements/placements", None, nothing)
    assert "null as by_value" in text
    assert " is null or " not in text
    assert not any(line.strip().startswith(("and (s.", "and coalesce(s.")) for line in text.splitlines())


def test_the_dimension_asked_for_is_the_one_left() -> None:
    text = only_asked("visits/visits", "device", frozenset())
    assert "s.device as by_value" in text
    assert "case :by" not in text
