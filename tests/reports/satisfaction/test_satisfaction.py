"""What surveys were answered, worked out by hand, and again by another way over random answers."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from collector.event import Context
from collector.reports.query import ReportQuery
from collector.reports.satisfaction.report import satisfaction, satisfaction_total
from tests.reports.building import CRAWLER, DAY, Shop
from tests.reports.satisfaction.building import answer, shown

JANUARY = date(2026, 1, 1), date(2026, 1, 31)
PHONE = Context(
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari"
)


@pytest.fixture
def report_query(shop: Shop) -> ReportQuery:
    return ReportQuery(shop.site, *JANUARY)


def figures(row: Any, *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def test_nps_and_csat_beside_each_other(shop: Shop, report_query: ReportQuery) -> None:
    csat = {"instrument": "csat", "action": "smile"}
    shop.send(
        *(answer(shop, f"v{nth}", score) for nth, score in enumerate((10, 9, 9, 8, 6))),
        *(answer(shop, f"c{nth}", score, **csat) for nth, score in enumerate((5, 4, 3, 1))),
    )
    found = satisfaction(shop.store, report_query)
    nps, smile = found.rows
    assert figures(nps, "instrument", "scale", "action") == ("nps", 10, "ask")
    assert figures(nps, "respondents", "promoters", "passives", "detractors", "nps") == (5, 3, 1, 1, pytest.approx(40))
    assert nps["nps_low"] < 40 < nps["nps_high"]
    assert figures(nps, "csat", "mean_score") == (None, pytest.approx(8.4))
    assert figures(smile, "instrument", "scale", "action", "csat", "nps") == ("csat", 5, "smile", 0.5, None)
    assert smile["mean_score"] == pytest.approx(3.25)
    assert figures(found.total, "answers", "respondents", "nps", "csat") == (9, 9, pytest.approx(40), 0.5)
    assert found.more["distributions"] == [
        {"instrument": "csat", "scale": 5, "respondents": [0, 1, 0, 1, 1, 1]},
        {"instrument": "nps", "scale": 10, "respondents": [0, 0, 0, 0, 0, 0, 1, 0, 1, 2, 1]},
    ]


def test_a_person_counts_once_by_the_latest_answer(shop: Shop, report_query: ReportQuery) -> None:
    shop.send(
        answer(shop, "ann", 2), answer(shop, "ann", 9, 5 * DAY), answer(shop, "ann", 1, action="other", at=DAY),
        answer(shop, "crawler", 0, context=CRAWLER), answer(shop, "bob", 9, 200 * DAY),
    )  # fmt: skip
    found = satisfaction(shop.store, report_query)
    assert [figures(row, "action", "answers", "respondents", "nps") for row in found.rows] == [
        ("ask", 2, 1, 100.0), ("other", 1, 1, -100.0),
    ]  # fmt: skip
    assert figures(found.total, "answers", "respondents", "nps") == (3, 1, 100.0)


def test_of_answers_at_the_same_moment_the_greater_id_is_the_latest(shop: Shop, report_query: ReportQuery) -> None:
    shop.send(answer(shop, "ann", 2, view_id="w1", id="b"), answer(shop, "ann", 9, view_id="w2", id="c"))
    (row,) = satisfaction(shop.store, report_query).rows
    assert figures(row, "answers", "respondents", "promoters") == (2, 1, 1)


def test_the_response_rate_is_of_delivered_surveys(shop: Shop, report_query: ReportQuery) -> None:
    shop.send(
        *(event for nth in range(4) for event in shown(shop, f"v{nth}")), answer(shop, "v0", 9),
        *shown(shop, "held", variation="control"), *shown(shop, "v9", action="silent"),
        shop.from_server("survey", 50, visitor="v8", action="ask", instrument="nps", score=9),
    )  # fmt: skip
    found = satisfaction(shop.store, report_query)
    assert [figures(row, "action", "instrument", "delivered", "responses", "response_rate") for row in found.rows] == [
        ("ask", "nps", 4, 1, 0.25), ("silent", None, 1, 0, 0.0),
    ]  # fmt: skip
    assert figures(found.total, "respondents", "delivered", "responses") == (2, 5, 1)


def test_of_a_mailing_with_one_id_only_who_answered_did(shop: Shop, report_query: ReportQuery) -> None:
    mailing = {"view_id": "mailing-1", "action": "ask"}
    shop.send(
        *(shop.from_server("deliver", 0, user_id=user, kind="survey", **mailing) for user in ("u1", "u2", "u3")),
        shop.from_server("survey", 60, user_id="u2", instrument="nps", score=9, **mailing),
    )
    (row,) = satisfaction(shop.store, report_query).rows
    assert figures(row, "delivered", "responses", "response_rate") == (3, 1, pytest.approx(1 / 3))


def test_what_names_no_action_is_of_the_page_it_was_given_on(shop: Shop, report_query: ReportQuery) -> None:
    for path, score in (("/thanks", 10), ("/help", 3)):
        view = shop.event("page_view", 0, page=path, visitor=path, view_id=path)
        shop.send(view, answer(shop, path, score, action=None, view_id=path))
    assert [row["action"] for row in satisfaction(shop.store, report_query).rows] == [None]
    rows = satisfaction(shop.store, replace(report_query, by="page")).rows
    assert sorted(figures(row, "page", "nps") for row in rows) == [("/help", -100.0), ("/thanks", 100.0)]
    only = replace(report_query, segments=(("page", ("/help",)),))
    assert satisfaction(shop.store, only).total["nps"] == -100.0


def test_by_device_with_its_own_response_rate(shop: Shop, report_query: ReportQuery) -> None:
    for visitor, context in (("ann", {"context": PHONE}), ("bob", {})):
        shop.send(shop.event("page_view", 97, visitor=visitor, view_id=f"{visitor}100", **context))
        shop.send(*shown(shop, visitor, **context))
    shop.send(answer(shop, "ann", 9, context=PHONE))
    rows = satisfaction(shop.store, replace(report_query, by="device")).rows
    assert [figures(row, "device", "nps", "delivered", "response_rate") for row in rows] == [("phone", 100.0, 1, 1.0)]


def test_an_action_alone(shop: Shop, report_query: ReportQuery) -> None:
    shop.send(answer(shop, "ann", 9), answer(shop, "bob", 0, action="other"))
    assert satisfaction_total(shop.store, replace(report_query, action="other"))["nps"] == -100.0


def test_week_by_week(shop: Shop, report_query: ReportQuery) -> None:
    # the second of January 2026 is a Friday
    shop.send(answer(shop, "ann", 9), answer(shop, "ann", 0, 2 * DAY), answer(shop, "bob", 9, 3 * DAY))
    weeks = satisfaction(shop.store, report_query).more["over_time"]
    assert [(each["week"], each["respondents"], each["score"]) for each in weeks] == [
        ("2025-12-29", 1, -100.0), ("2026-01-05", 1, 100.0),
    ]  # fmt: skip


def test_variations_are_compared_where_the_same_part_answered(shop: Shop, report_query: ReportQuery) -> None:
    events = []
    for nth in range(120):
        visitor, variation = f"v{nth}", ("a", "b")[nth % 2]
        events += shown(shop, visitor, variation=variation)
        if nth % 4 < 2:
            events.append(answer(shop, visitor, 9 if nth % 8 < 4 or variation == "b" else 2))
    shop.send(*events)
    found = satisfaction(shop.store, replace(report_query, by="variation"))
    first, second = found.rows
    assert figures(first, "action", "variation", "respondents", "nps", "response_rate") == ("ask", "a", 30, 0.0, 0.5)
    assert figures(second, "variation", "nps", "against", "comparable", "warning") == ("b", 100.0, "a", True, None)
    assert second["difference"] == 100.0
    assert 0 < second["difference_low"] < 100 < second["difference_high"]
    assert found.more["responses_compared"] == [{"subject": "ask", "p_value": 1.0, "comparable": True}]


def test_scores_are_not_compared_where_others_answered(shop: Shop, report_query: ReportQuery) -> None:
    events = []
    for nth in range(120):
        visitor, variation = f"v{nth}", ("a", "b")[nth % 2]
        events += shown(shop, visitor, variation=variation)
        if variation == "a" or nth % 8 == 1:
            events.append(answer(shop, visitor, nth % 11))
    shop.send(*events)
    found = satisfaction(shop.store, replace(report_query, by="variation"))
    (check,) = found.more["responses_compared"]
    assert check["p_value"] < 1e-6
    assert [figures(row, "comparable", "difference") for row in found.rows] == [(False, None)] * 2
    assert all("say nothing" in row["warning"] for row in found.rows)


def test_arms_of_an_experiment_are_those_assigned_before(shop: Shop, report_query: ReportQuery) -> None:
    for visitor, variation, at in (("ann", "control", 0), ("bob", "b", 0), ("cid", "b", 500)):
        shop.send(
            shop.event("assign", at, visitor=visitor, view_id="x", name="hero", variation=variation),
            *shown(shop, visitor), answer(shop, visitor, 9 if variation == "b" else 0),
        )  # fmt: skip
    rows = satisfaction(shop.store, replace(report_query, by="arm")).rows
    assert [figures(row, "experiment", "variation", "respondents", "nps", "delivered") for row in rows] == [
        ("hero", "control", 1, -100.0, 1), ("hero", "b", 1, 100.0, 1),
    ]  # fmt: skip


def test_by_what_they_had_seen_before(shop: Shop, report_query: ReportQuery) -> None:
    seen = {"action": "hero", "view_id": "h", "kind": "banner"}
    shop.send(
        shop.event("deliver", 10, visitor="ann", **seen), shop.event("deliver", 200, visitor="bob", **seen),
        shop.event("deliver", 10, visitor="cid", variation="control", **seen),
        shop.event("deliver", -8 * DAY, visitor="dora", **seen), *shown(shop, "ann"),
        answer(shop, "ann", 9), answer(shop, "bob", 0), answer(shop, "cid", 7), answer(shop, "dora", 0),
    )  # fmt: skip
    (row,) = satisfaction(shop.store, replace(report_query, by="seen")).rows
    assert (row["instrument"], row["action"]) == ("nps", "hero")
    assert figures(row["seen"], "respondents", "nps") == (1, 100.0)
    assert figures(row["not_seen"], "respondents", "nps") == (3, pytest.approx(-200 / 3))
    assert row["difference"] == pytest.approx(500 / 3)
    assert "test with a control" in row["warning"]


def test_before_and_since_a_day(shop: Shop, report_query: ReportQuery) -> None:
    before = [answer(shop, f"v{nth}", 10 if nth % 3 else 7, nth * DAY / 6) for nth in range(60)]
    shop.send(*before, *(answer(shop, f"w{nth}", 9 if nth % 3 else 3, (10 + nth / 6) * DAY) for nth in range(60)))
    days = date(2026, 1, 12), date(2026, 1, 1), date(2026, 2, 2)
    (said_row,) = satisfaction(shop.store, replace(report_query, moments=days)).more["around"]
    assert (said_row["day"], said_row["instrument"], said_row["verdict"]) == ("2026-01-12", "nps", "fell")
    assert said_row["difference"] < 0 > said_row["high"]
    assert said_row["p_value"] == said_row["adjusted_p_value"] < 0.05
    both = satisfaction(shop.store, replace(report_query, moments=(date(2026, 1, 12), date(2026, 1, 11)))).more[
        "around"
    ]
    assert both[1]["adjusted_p_value"] >= 2 * min(each["p_value"] for each in both) - 1e-12


def test_few_answers_give_no_verdict(shop: Shop, report_query: ReportQuery) -> None:
    shop.send(answer(shop, "ann", 10), answer(shop, "bob", 0, 5 * DAY))
    (said_row,) = satisfaction(shop.store, replace(report_query, moments=(date(2026, 1, 5),))).more["around"]
    assert (said_row["verdict"], said_row["difference"], said_row["adjusted_p_value"]) == ("too_few", None, None)
    assert (said_row["before"]["score"], said_row["since"]["score"]) == (100.0, -100.0)


@pytest.mark.parametrize("seed", range(4))
def test_the_same_by_another_way(shop: Shop, report_query: ReportQuery, seed: int) -> None:
    chance, events, last = random.Random(seed), [], {}
    for nth in range(150):
        visitor, action = f"v{chance.randrange(40)}", chance.choice(("ask", "other"))
        instrument, scale = chance.choice((("nps", 10), ("csat", 5), ("csat", 7)))
        at, score = float(nth), chance.randint(0, scale)
        more = {"action": action, "instrument": instrument, "scale": scale}
        events.append(answer(shop, visitor, score, at, **more))
        last[visitor, instrument, scale, action] = score
    chance.shuffle(events)
    shop.send(*events)
    rows = satisfaction(shop.store, report_query).rows
    assert len(rows) == 6
    for row in rows:
        key = figures(row, "instrument", "scale", "action")
        scores = [score for (_, *survey), score in last.items() if tuple(survey) == key]
        assert row["respondents"] == len(scores)
        assert row["mean_score"] == pytest.approx(sum(scores) / len(scores))
        if row["instrument"] == "nps":
            net = sum((score >= 9) - (score <= 6) for score in scores)
            assert row["nps"] == pytest.approx(100 * net / len(scores))
        else:
            assert row["csat"] == pytest.approx(sum(score >= row["scale"] - 1 for score in scores) / len(scores))
