"""How events get to the collector, and what each of its answers means for them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from time import monotonic

import pytest

from sdk_py import Beheld, NotSent, QueueFull, RequestRejected, Unauthorized
from tests.sdk_py.answering import PATIENCE, Answer, AnsweringServer, Request, receipt
from tests.sdk_py.conftest import KEY, Heard, Reported

Make = Callable[..., Beheld]


def some_goals(client: Beheld, count: int = 3) -> list[str]:
    return [client.goal(visitor_id="ann", goal=f"goal {number}") for number in range(count)]


def test_events_of_one_moment_travel_together_with_the_key_in_the_header(
    server: AnsweringServer, a_client: Make
) -> None:
    client = a_client()
    ids = some_goals(client)
    assert client.flush(PATIENCE)
    (received,) = server.received
    assert received.path == "/v1/events"
    assert received.headers["Authorization"] == f"Bearer {KEY}"
    assert received.headers["Content-Type"] == "application/json"
    assert received.ids == ids
    assert KEY.encode() not in received.body
    assert client.stats().accepted == 3


def test_a_batch_is_sent_as_soon_as_it_is_full(server: AnsweringServer, a_client: Make) -> None:
    some_goals(a_client(batch_events=2), 4)
    assert [len(received.ids) for received in server.wait_for(2)] == [2, 2]


def test_a_batch_is_sent_when_its_bytes_are_enough(server: AnsweringServer, a_client: Make) -> None:
    client = a_client(batch_bytes=1_000)
    for _ in range(4):
        client.custom(visitor_id="ann", name="big", props={"text": "x" * 450})
    client.flush(PATIENCE)
    assert [len(received.ids) for received in server.received] == [1, 1, 1, 1]


def test_a_lone_event_waits_no_longer_than_the_flush_interval(server: AnsweringServer, a_client: Make) -> None:
    some_goals(a_client(flush_interval=0.01), 1)
    server.wait_for(1)


def test_each_attempt_says_when_it_was_made(server: AnsweringServer, a_client: Make) -> None:
    server.will_answer(Answer(503))
    client = a_client()
    some_goals(client, 1)
    before = datetime.now(UTC).timestamp() * 1000
    client.flush(PATIENCE)
    first, second = (received.batch["sent_at"] for received in server.received)
    assert int(before) <= first <= second


def test_a_big_body_is_compressed_and_a_small_one_is_not(server: AnsweringServer, a_client: Make) -> None:
    client = a_client()
    some_goals(client, 1)
    client.flush(PATIENCE)
    some_goals(client, 100)
    client.flush(PATIENCE)
    small, big = server.received
    assert "Content-Encoding" not in small.headers
    assert big.headers["Content-Encoding"] == "gzip"
    assert len(big.body) < 50 * 100


def test_events_of_different_browsers_travel_apart(server: AnsweringServer, a_client: Make) -> None:
    client = a_client()
    for browser in ("Firefox", "Safari", "Firefox"):
        client.goal(visitor_id=browser, goal="g", context={"user_agent": browser})
    client.goal(visitor_id="nobody", goal="g")
    client.flush(PATIENCE)
    found = [(received.batch.get("context"), len(received.ids)) for received in server.received]
    assert found == [({"user_agent": "Firefox"}, 2), ({"user_agent": "Safari"}, 1), (None, 1)]


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_what_can_succeed_later_is_sent_again_with_the_same_ids(
    status: int, server: AnsweringServer, a_client: Make, reported: Reported
) -> None:
    server.will_answer(Answer(status), Answer(status))
    client = a_client(batch_events=1)
    ids = some_goals(client, 1)
    assert client.flush(PATIENCE)
    assert server.ids == ids * 3
    assert reported.lost == []
    assert (client.stats().accepted, client.stats().retries, client.stats().requests) == (1, 2, 3)


def test_a_connection_that_breaks_off_is_tried_again(server: AnsweringServer, a_client: Make) -> None:
    server.will_answer(Answer(hang_up=True))
    client = a_client()
    ids = some_goals(client)
    assert client.flush(PATIENCE)
    assert server.ids == ids * 2


def test_an_answer_that_takes_too_long_is_not_waited_for(server: AnsweringServer, a_client: Make) -> None:
    answered_at_last = threading.Event()
    server.will_answer(Answer(after=answered_at_last))
    client = a_client(timeout=1)
    ids = some_goals(client)
    assert client.flush(PATIENCE)
    answered_at_last.set()
    assert server.ids == ids * 2


@pytest.mark.parametrize("body", [b"<html>Sign in to the network</html>", {"hello": 1}, [], {"accepted": "x"}, b"{"])
def test_a_2xx_of_something_that_is_no_collector_counts_for_nothing(
    body: object, server: AnsweringServer, a_client: Make
) -> None:
    server.will_answer(Answer(200, body))
    client = a_client()
    ids = some_goals(client)
    assert client.flush(PATIENCE)
    assert server.ids == ids * 2


def _in_seconds(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("asked_for", ["3600", _in_seconds(3600)], ids=["seconds", "date"])
def test_retry_after_is_honoured_even_when_flushing(
    asked_for: str, server: AnsweringServer, a_client: Make, reported: Reported, heard: Heard
) -> None:
    server.will_answer(Answer(429, headers={"Retry-After": asked_for}))
    client = a_client(batch_events=3)
    ids = some_goals(client)
    heard.wait_for("will retry")
    assert client.flush(0.1) is False
    assert len(server.received) == 1
    assert client.close(0) is False
    assert reported.lost == ids


def test_a_rest_of_its_own_is_cut_short_by_a_flush(server: AnsweringServer, a_client: Make, heard: Heard) -> None:
    server.will_answer(Answer(503))
    client = a_client(backoff_initial=3600, backoff_max=3600, batch_events=3)
    some_goals(client)
    heard.wait_for("will retry")
    assert client.flush(PATIENCE)


@pytest.mark.parametrize("passed", [_in_seconds(-3600), "0", "soon", "-5", "1.5"], ids=range(5))
def test_a_retry_after_that_is_over_or_means_nothing_delays_nothing(
    passed: str, server: AnsweringServer, a_client: Make
) -> None:
    server.will_answer(Answer(503, headers={"Retry-After": passed}))
    client = a_client()
    some_goals(client)
    assert client.flush(PATIENCE)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, Unauthorized), (403, Unauthorized), (404, RequestRejected), (415, RequestRejected)],
)
def test_what_never_succeeds_is_reported_and_done(
    status: int, kind: type[RequestRejected], server: AnsweringServer, a_client: Make, reported: Reported
) -> None:
    words = {"error": {"code": "unknown_key", "message": "This key is not known here.", "fields": {}}}
    server.will_answer(Answer(status, words))
    client = a_client()
    ids = some_goals(client)
    assert client.flush(PATIENCE)
    (error,) = reported.errors
    assert isinstance(error, kind)
    assert (error.status, error.code) == (status, "unknown_key")
    assert "This key is not known here." in str(error)
    assert reported.lost == ids
    assert client.stats().failed == 3
    assert len(server.received) == 1


def test_a_redirect_is_not_followed_since_the_key_would_go_with_it(
    server: AnsweringServer, a_client: Make, reported: Reported
) -> None:
    server.will_answer(Answer(308, headers={"Location": "https://elsewhere.example/v1/events"}))
    client = a_client()
    some_goals(client)
    assert client.flush(PATIENCE)
    assert "https://elsewhere.example/v1/events" in str(reported.errors[0])
    assert len(server.received) == 1


def _takes_at_most(most: int, status: int) -> Callable[[Request], Answer]:
    return lambda received: Answer(status) if len(received.ids) > most else Answer()


@pytest.mark.parametrize("status", [413, 400])
def test_a_batch_that_is_too_large_is_parted_until_it_fits(
    status: int, server: AnsweringServer, a_client: Make, reported: Reported
) -> None:
    server.will_answer(*[_takes_at_most(3, status)] * 50)
    client = a_client()
    ids = some_goals(client, 10)
    assert client.flush(PATIENCE)
    stored = [received.ids for received in server.received if len(received.ids) <= 3]
    assert [id for some in stored for id in some] == ids
    assert reported.lost == []


def test_one_rejected_event_does_not_cost_its_batch(
    server: AnsweringServer, a_client: Make, reported: Reported
) -> None:
    client = a_client()
    ids = some_goals(client, 10)
    server.will_answer(*[lambda received: Answer(400 if ids[4] in received.ids else 202)] * 50)
    assert client.flush(PATIENCE)
    assert reported.lost == [ids[4]]
    assert client.stats().accepted == 9


def test_an_event_that_breaks_the_collector_lets_all_others_pass(
    server: AnsweringServer, a_client: Make, reported: Reported
) -> None:
    server.will_answer(*[lambda received: Answer(500 if b'"goal 2"' in received.body else 202)] * 200)
    client = a_client(batch_events=4)
    ids = some_goals(client, 20)
    client.flush(0)
    server.wait_until(lambda: set(server.ids) == set(ids) and server.ids[-2:] == [ids[2]] * 2)
    assert client.close(0) is False
    assert client.stats().accepted == 19
    assert reported.lost == [ids[2]]


def test_an_event_that_breaks_the_collector_for_too_long_is_given_up(
    server: AnsweringServer, a_client: Make, reported: Reported
) -> None:
    server.will_answer(*[Answer(500)] * 3)
    client = a_client(give_up_after=0)
    ids = some_goals(client, 1)
    assert client.flush(PATIENCE)
    assert reported.lost == ids


def test_a_rejected_event_has_its_reasons(server: AnsweringServer, a_client: Make, reported: Reported) -> None:
    server.will_answer(lambda received: Answer(202, receipt(received, rejected=(1,))))
    client = a_client()
    ids = some_goals(client)
    assert client.flush(PATIENCE)
    (rejection,) = reported.rejections
    assert rejection.id == ids[1]
    assert rejection.errors == {"props": ["is too big"]}
    assert rejection.event["goal"] == "goal 1"
    assert "goal 1" not in repr(rejection)
    assert (client.stats().accepted, client.stats().rejected) == (2, 1)


def test_a_full_queue_is_reported_and_not_raised(server: AnsweringServer, a_client: Make, reported: Reported) -> None:
    client = a_client(queue_events=2)
    ids = some_goals(client, 4)
    assert all(isinstance(error, QueueFull) for error in reported.errors)
    assert reported.lost == ids[2:]
    assert client.stats().full == 2
    assert client.flush(PATIENCE)
    assert server.ids == ids[:2]


def test_a_queue_is_bounded_by_bytes_too(a_client: Make, reported: Reported) -> None:
    client = a_client(queue_bytes=1_000)
    some_goals(client, 20)
    assert 0 < client.stats().waiting < 10
    assert client.stats().waiting + client.stats().full == 20


def test_what_cannot_be_sent_before_closing_is_reported(a_client: Make, reported: Reported) -> None:
    client = a_client(url="http://127.0.0.1:1")
    ids = some_goals(client)
    assert client.close(0) is False
    assert reported.lost == ids
    assert isinstance(reported.errors[0], NotSent)
    assert client.stats().unsent == 3


def test_closing_sends_what_there_is_and_takes_nothing_more(
    server: AnsweringServer, a_client: Make, reported: Reported
) -> None:
    client = a_client()
    ids = some_goals(client)
    assert client.close(PATIENCE) is True
    late = some_goals(client, 1)
    assert client.close(PATIENCE) is True
    assert server.ids == ids
    assert reported.lost == late
    assert "closed" in str(reported.errors[0])


def test_leaving_a_with_block_sends_what_there_is(server: AnsweringServer, a_client: Make) -> None:
    with a_client(exit_timeout=10) as client:
        ids = some_goals(client)
    assert server.ids == ids


def test_a_flush_does_not_wait_for_what_comes_after_it(server: AnsweringServer, a_client: Make) -> None:
    client = a_client()
    assert client.flush(0)
    some_goals(client)
    started = monotonic()
    assert client.flush()
    assert monotonic() - started < 3600


def test_a_callback_that_fails_costs_nothing(
    server: AnsweringServer, a_client: Make, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("a fault of the application")

    server.will_answer(Answer(401))
    client = a_client(on_error=fail)
    some_goals(client)
    assert client.flush(PATIENCE)
    some_goals(client)
    assert client.flush(PATIENCE)
    assert client.stats().accepted == 3
    assert "a callback given to Beheld failed" in caplog.text


def test_a_callback_may_send_events_even_when_the_queue_is_full(a_client: Make) -> None:
    client = a_client(queue_events=1, on_error=lambda error: some_goals(client, 1))
    some_goals(client, 3)
    assert client.stats().full == 4


def test_no_key_is_shown(
    a_client: Make, server: AnsweringServer, reported: Reported, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server.will_answer(Answer(503), Answer(401))
    client = a_client(read_key="rk_" + "secret" * 5)
    some_goals(client)
    client.flush(PATIENCE)
    shown = repr(client) + repr(vars(client)) + caplog.text + repr(reported.errors)
    assert KEY not in shown
    assert "secretsecret" not in shown
