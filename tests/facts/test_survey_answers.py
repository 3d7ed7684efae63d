"""What was answered to surveys: once in a view, with what it is of."""

from __future__ import annotations

import json
from typing import Any

from collector.event import Context, Event
from collector.store import SqliteStore
from tests.facts.streams import CRAWLER, MINUTE, START, a_view, an_event, facts_of


def answered(minutes: float, score: int, *, instrument: str = "nps", **fields: Any) -> Event:
    """An answer of `ann` in view `w1` to the survey `ask`; `scale`, `comment` and `answers` are as they were sent."""
    body = {"instrument": instrument, "score": score}
    body |= {name: fields.pop(name) for name in ("scale", "comment", "answers") if name in fields}
    return an_event("survey", minutes, **{"view_id": "w1", "action": "ask", "body": json.dumps(body)} | fields)


def answers(store: SqliteStore, *events: Event) -> list[dict[str, Any]]:
    return sorted(facts_of(store, *events)["survey_answers"], key=lambda row: (row["ts"], row["instrument"]))


def test_all_that_is_known_of_an_answer(store: SqliteStore) -> None:
    sent = answered(2, 9, comment="Good", answers={"why": ["tea"]}, variation="b")
    (row,) = answers(store, a_view(0, path="/thanks"), sent)
    assert row == {
        "site": 1, "person": "v:ann", "event_id": sent.id, "trust": sent.trust, "visitor": "ann", "view_id": "w1",
        "action": "ask", "variation": "b", "instrument": "nps", "score": 9, "scale": 10, "comment_text": "Good",
        "answers_json": '{"why":["tea"]}', "ts": START + 2 * MINUTE, "local_day": row["local_day"], "page": "/thanks",
        "session_visitor": "ann", "session_started_at": START, "bot": 0,
    }  # fmt: skip


def test_of_several_in_one_view_the_last_counts(store: SqliteStore) -> None:
    rows = answers(store, a_view(0), answered(3, 9, comment="No, well"), answered(1, 2), answered(2, 5))
    assert [(row["score"], row["comment_text"]) for row in rows] == [(9, "No, well")]


def test_another_view_survey_or_instrument_is_another_answer(store: SqliteStore) -> None:
    rows = answers(
        store, answered(1, 1), answered(2, 2, view_id="w2"), answered(3, 3, action="other"),
        answered(4, 4, instrument="csat"), answered(5, 5, action=None), answered(6, 6, visitor="bob"),
    )  # fmt: skip
    assert [row["score"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row["action"] for row in rows][-2:] == ["", "ask"]
    assert [row["scale"] for row in rows] == [10, 10, 10, 5, 10, 10]


def test_answers_without_a_view_stand_for_themselves(store: SqliteStore) -> None:
    rows = answers(store, *(answered(minute, 7, visitor=None, user_id="u1", view_id=None) for minute in (1, 2)))
    assert [(row["person"], row["view_id"]) for row in rows] == [("u:u1", None), ("u:u1", None)]


def test_an_answer_that_names_no_variation_is_of_the_one_its_view_had(store: SqliteStore) -> None:
    shown = [an_event("deliver", 0, view_id="w1", action="ask", variation=name) for name in ("control", "b")]
    assert [row["variation"] for row in answers(store, *shown, answered(1, 9))] == ["b"]


def test_without_any_variation_it_has_none(store: SqliteStore) -> None:
    shown = an_event("deliver", 0, view_id="w1", action="ask")
    assert [row["variation"] for row in answers(store, shown, answered(1, 9))] == [""]


def test_in_one_view_people_come_before_bots(store: SqliteStore) -> None:
    (row,) = answers(store, answered(1, 9), answered(2, 0, context=Context(CRAWLER)))
    assert (row["score"], row["bot"]) == (9, 0)


def test_what_was_stored_without_a_score_is_no_answer(store: SqliteStore) -> None:
    assert answers(store, an_event("survey", 0, body=None), an_event("survey", 1, body='{"instrument":"nps"}')) == []
