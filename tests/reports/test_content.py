"""What was read through widgets with articles, by hand: of each widget, and of each article in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collector.event import Page
from collector.reports.comparison import compared
from collector.reports.query import ReportQuery
from collector.reports.registry import REPORTS
from tests.reports.building import CRAWLER, DAY, Shop

TODAY = date(2026, 1, 2)
MORE = {"action": "more", "kind": "articles"}


def article(item: str, title: str | None = None) -> Page:
    """The page of an article; titled by its item, unless said otherwise."""
    return Page(url=f"https://shop.example/{item}", title=title or item.upper(), item=item)


def read(shop: Shop, who: str, item: str, at: float, *, scroll: float, engaged_ms: int, title: str = "") -> list[Any]:
    """Somebody clicks an article in the view `who` and is on its page for five seconds."""
    page = {"visitor": who, "view_id": f"{who}-{item}", "page": article(item, title)}
    return [
        shop.event("click", at, visitor=who, view_id=who, item=item, **MORE),
        shop.event("page_view", at + 1, **page),
        shop.event("page_leave", at + 6, **page, scroll=scroll, engaged_ms=engaged_ms),
    ]


@pytest.fixture
def read_shop(shop: Shop) -> Shop:
    """Ann reads two articles, one to the end, and reaches a goal; bob reads one of them to the end; c reads none."""
    for who in ("ann", "bob"):
        shop.send(
            shop.event("page_view", 0, visitor=who, view_id=who, page="/"),
            shop.event("execute", 1, visitor=who, view_id=who, items=["a", "b", "c"], **MORE),
            shop.event("deliver", 2, visitor=who, view_id=who, items=["a", "b"], **MORE),
        )
    shop.send(
        *read(shop, "ann", "a", 10, scroll=1.0, engaged_ms=4000),
        *read(shop, "ann", "b", 20, scroll=0.5, engaged_ms=1000),
        shop.event("goal", 30, visitor="ann", view_id="ann-b", name="call"),
        *read(shop, "bob", "a", 40, scroll=0.9, engaged_ms=3000, title="A, revised"),
    )
    return shop


def rows(shop: Shop, *names: str, by: str | None = None) -> dict[tuple[Any, ...], list[Any]]:
    """These figures of each row, by what it is about."""
    found = REPORTS["content"](shop.store, ReportQuery(shop.site, TODAY, TODAY, by=by)).rows
    return {tuple(row.about.values()): [row[name] for name in names] for row in found}


def test_a_widget_is_read_to_the_end_as_often_as_its_articles_are(read_shop: Shop) -> None:
    names = ("delivered", "clicks", "reads", "finished", "finished_rate", "engaged_ms", "mean_engaged_s")
    assert rows(read_shop, *names) == {("more",): [2, 2, 3, 2, 2 / 3, 8000, 8 / 3]}


def test_an_article_has_its_own_reads_the_most_finished_first(read_shop: Shop) -> None:
    names = ("executed", "delivered", "clicks", "ctr", "reads", "finished", "finished_rate", "mean_engaged_s")
    found = rows(read_shop, *names, by="item")
    assert list(found.items()) == [
        (("more", "a", "A, revised"), [2, 2, 2, 1.0, 2, 2, 1.0, 3.5]),
        (("more", "b", "B"), [2, 2, 1, 0.5, 1, 0, 0.0, 1.0]),
        (("more", "c", None), [2, 0, 0, None, 0, 0, None, None]),
    ]


def test_pages_and_goals_count_after_the_first_read_of_each_article(read_shop: Shop) -> None:
    names = ("pages_after", "goals_after")
    assert rows(read_shop, *names) == {("more",): [1, 1]}
    assert list(rows(read_shop, *names, by="item").values()) == [[1, 1], [0, 1], [0, 0]]


@pytest.mark.parametrize("name", ["reads", "finished", "engaged_ms"])
def test_articles_add_up_to_their_widget(read_shop: Shop, name: str) -> None:
    (of_widget,) = rows(read_shop, name).values()
    assert [sum(number for (number,) in rows(read_shop, name, by="item").values())] == of_widget


def test_the_total_is_that_of_the_widgets_also_by_item(read_shop: Shop) -> None:
    query = ReportQuery(read_shop.site, TODAY, TODAY)
    by_item = REPORTS["content"](read_shop.store, ReportQuery(read_shop.site, TODAY, TODAY, by="item"))
    assert by_item.total.shown() == REPORTS["content"](read_shop.store, query).total.shown()


def test_an_article_meets_itself_of_the_day_before_also_under_another_title(read_shop: Shop) -> None:
    read_shop.send(
        read_shop.event("execute", -DAY, visitor="cid", view_id="cid", items=["a"], **MORE),
        *read(read_shop, "cid", "a", -DAY + 1, scroll=0.2, engaged_ms=1000, title="An older title"),
    )
    query = ReportQuery(read_shop.site, TODAY, TODAY, by="item")
    report = REPORTS["content"]
    _, (first, *_others) = compared(report(read_shop.store, query), report(read_shop.store, query.previous()))
    assert (first["title"], first["prior"]["reads"], first["prior"]["finished_rate"]) == ("A, revised", 1, 0.0)
    assert first["change"]["finished_rate"] == 1.0


def test_what_a_bot_calls_an_article_is_not_its_title(read_shop: Shop) -> None:
    page = {"visitor": "bot", "view_id": "bot", "page": article("c", "Crawled"), "context": CRAWLER}
    read_shop.send(read_shop.event("page_view", 50, **page))
    assert ("more", "c", None) in rows(read_shop, by="item")
