"""Reading reports: what is asked for, what comes back, and what is raised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from sdk_py import Beheld, BeheldError, NotFound, RequestRejected, Unauthorized, Unavailable
from tests.sdk_py.answering import Answer, AnsweringServer

Make = Callable[..., Beheld]
READ_KEY = "rk_a-read-key"


@pytest.fixture
def reader(a_client: Make) -> Beheld:
    """A client that may read."""
    return a_client(read_key=READ_KEY)


def request_of(server: AnsweringServer) -> tuple[str, dict[str, list[str]]]:
    """The path and the parameters of the last request."""
    parts = urlsplit(server.received[-1].path)
    return parts.path, parse_qs(parts.query)


def test_a_visitors_report_is_requested_with_the_read_key(server: AnsweringServer, reader: Beheld) -> None:
    server.will_answer(Answer(200, {"id": "a/b", "sessions": []}))
    assert reader.visitor("a/b") == {"id": "a/b", "sessions": []}
    assert request_of(server) == ("/api/v1/visitor", {"id": ["a/b"]})
    assert server.received[0].headers["Authorization"] == f"Bearer {READ_KEY}"


def test_visitors_are_found_page_by_page(server: AnsweringServer, reader: Beheld) -> None:
    server.will_answer(Answer(200, {"visitors": [], "next": None}))
    assert reader.visitors(q="17", from_=date(2026, 1, 6), to="2026-02-04", cursor="c")["next"] is None
    query = {"q": ["17"], "from": ["2026-01-06"], "to": ["2026-02-04"], "cursor": ["c"]}
    assert request_of(server) == ("/api/v1/visitors", query)


def test_a_report_takes_what_the_api_takes(server: AnsweringServer, reader: Beheld) -> None:
    server.will_answer(Answer(200, {"rows": []}))
    day = datetime(2026, 1, 6, 12, tzinfo=UTC)
    segments = ["device:mobile", "country:AT"]
    reader.report("actions", day, "2026-02-04", compare="previous", segment=segments, min_fraction=0.5, goal="signup")
    assert request_of(server) == (
        "/api/v1/reports/actions",
        {
            "from": ["2026-01-06"],
            "to": ["2026-02-04"],
            "compare": ["previous"],
            "segment": segments,
            "min_fraction": ["0.5"],
            "goal": ["signup"],
        },
    )


def test_the_report_of_an_experiment_takes_no_days(server: AnsweringServer, reader: Beheld) -> None:
    server.will_answer(Answer(200, {"sentence": "not started yet"}))
    assert reader.report("experiments/hero test")["sentence"] == "not started yet"
    assert request_of(server) == ("/api/v1/reports/experiments/hero%20test", {})


def test_a_report_may_be_had_as_csv(server: AnsweringServer, reader: Beheld) -> None:
    server.will_answer(Answer(200, "action,ctr\r\nGröße,0.5\r\n".encode(), {"Content-Type": "text/csv"}))
    dropped = reader.report("actions", "2026-01-06", "2026-02-04", format="csv")
    assert dropped == "action,ctr\r\nGröße,0.5\r\n"
    assert request_of(server)[1]["format"] == ["csv"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, RequestRejected),
        (401, Unauthorized),
        (403, Unauthorized),
        (404, NotFound),
        (302, RequestRejected),
        (429, Unavailable),
        (500, Unavailable),
        (503, Unavailable),
    ],
)
def test_what_goes_wrong_is_raised_in_the_words_of_the_collector(
    status: int, kind: type[BeheldError], server: AnsweringServer, reader: Beheld
) -> None:
    error = {"code": "some_code", "message": "Do it like this.", "fields": {"from": ["is no date"]}}
    server.will_answer(Answer(status, {"error": error}, {"Retry-After": "7"}))
    with pytest.raises(kind) as raised:
        reader.report("actions", "yesterday", "today")
    assert raised.value.status == status  # type: ignore[attr-defined]
    if isinstance(raised.value, Unavailable):
        assert raised.value.retry_after == 7
    elif status != 302 and isinstance(raised.value, RequestRejected):
        assert raised.value.fields == {"from": ["is no date"]}
        assert "Do it like this." in str(raised.value)


def test_a_collector_that_is_not_there_is_unavailable(a_client: Make) -> None:
    with pytest.raises(Unavailable, match=r"127\.0\.0\.1:1: ConnectionError: .*refused"):
        a_client(url="http://127.0.0.1:1", read_key=READ_KEY).visitor("ann")


def test_half_an_answer_is_unavailable(server: AnsweringServer, reader: Beheld) -> None:
    server.will_answer(Answer(200, b'{"rows": ['))
    with pytest.raises(Unavailable):
        reader.report("actions", "2026-01-06", "2026-02-04")


def test_reading_takes_a_read_key(a_client: Make) -> None:
    with pytest.raises(Unauthorized, match="read_key"):
        a_client().visitor("ann")


def test_comments_are_read_page_by_page_or_as_csv(server: AnsweringServer, reader: Beheld) -> None:
    server.will_answer(Answer(200, {"comments": [], "next": None}))
    assert reader.comments(date(2026, 1, 6), "2026-02-04", action="ask", cursor="c", limit=5)["next"] is None
    query = {"from": ["2026-01-06"], "to": ["2026-02-04"], "action": ["ask"], "cursor": ["c"], "limit": ["5"]}
    assert request_of(server) == ("/api/v1/comments", query)
