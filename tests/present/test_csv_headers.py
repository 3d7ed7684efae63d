"""A file of CSV has the header that it has with rows, also where there is no row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from collector.present.report_answers import NAMES
from collector.reports.registry import PARTS
from tests.present.dashboard.experiment_reports import a_trial, concluded
from tests.present.desk import Desk
from tests.present.reading import a_visit
from tests.reports.building import a_line

DAYS, DAYS_BEFORE = "from=2026-01-01&to=2026-01-31", "from=2020-01-01&to=2020-01-31"
WITHOUT_DIMENSIONS = ("series", "incremental", "roi")
QUESTIONS = [
    *((name, "") for name in NAMES),
    *(
        (name, f"by={by}")
        for name in NAMES
        if name not in WITHOUT_DIMENSIONS
        for by in ("device", *PARTS.get(name, ()))
    ),
]
NPS = {"instrument": "nps", "scale": 10, "score": 9}
NOT_COMPARED = ("baseline", "series", "incremental", "roi")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """After something of everything that has rows."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    shop, bob = desk.shop, {"visitor": "bob", "view_id": "b1"}
    a_visit(shop)
    shop.send(
        shop.event("execute", 1, action="more", kind="articles", items=["x"], **bob),
        shop.event("evidence", 9, action="more", max_fraction=1.0, visible_ms=2000, **bob),
        shop.event("execute", 1, action="asked", kind="survey", variation="b", campaign="c", **bob),
        shop.event("evidence", 9, action="asked", max_fraction=1.0, visible_ms=2000, **bob),
        shop.event("survey", 20, action="asked", variation="b", **NPS, comment="x", **bob),
        shop.order(700, a_line("A", 5), order_id="7", **bob),
        shop.from_server(
            "subscription", 0, user_id="u17", subscription_id="s", status="started", plan="p",
            amount_micros=9_000_000, currency="EUR",
        ),
        shop.event("survey", 9_000, visitor="b-0", view_id="b-0-1", **NPS),
    )  # fmt: skip
    concluded(a_trial(shop))
    cost = {"campaign": "c", "amount": "100", "day_from": "2026-01-01", "day_to": "2026-01-31"}
    desk.store.put_definition(1, "costs", "1", cost)
    yield desk
    desk.close()


def header_and_rows(desk: Desk, report: str, parameters: str) -> tuple[str, int]:
    answer = desk.ask(f"reports/{report}?format=csv&{parameters}")
    assert answer.status_code == 200, answer.text
    header, *rows = answer.text.splitlines()
    return header, len(rows)


@pytest.mark.parametrize(("report", "by"), QUESTIONS)
def test_the_header_is_the_same_without_rows(desk: Desk, report: str, by: str) -> None:
    for compared in ("", *(() if report in NOT_COMPARED else ("compare=previous",))):
        with_rows, rows = header_and_rows(desk, report, f"{DAYS}&{by}&{compared}".replace("&&", "&").rstrip("&"))
        assert rows
        before = f"{DAYS_BEFORE}&{by}&{compared}".replace("&&", "&").rstrip("&")
        assert header_and_rows(desk, report, before)[0] == with_rows


@pytest.mark.parametrize("margin", [None, "0.4"])
def test_campaigns_without_rows_have_net_where_there_is_a_margin(desk: Desk, margin: str | None) -> None:
    desk.store.set_settings(1, {"margin": margin} if margin else {})
    with_rows, _ = header_and_rows(desk, "campaigns", DAYS)
    assert ("net,roi" in with_rows) is bool(margin)
    assert header_and_rows(desk, "campaigns", DAYS_BEFORE) == (with_rows, 0)


def test_comments_and_experiments_without_rows(desk: Desk) -> None:
    comments = desk.ask(f"comments?format=csv&{DAYS}").text.splitlines()
    assert len(comments) > 1
    assert desk.ask(f"comments?format=csv&{DAYS_BEFORE}").text.splitlines() == comments[:1]
    experiments = desk.ask("reports/experiments?format=csv").text.splitlines()
    assert len(experiments) == 2
    desk.store.delete_definition(1, "experiments", "hero")
    assert desk.ask("reports/experiments?format=csv").text.splitlines() == experiments[:1]
