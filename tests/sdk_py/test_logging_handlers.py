"""A logging handler that sends what is logged through the SDK hears nothing of the SDK itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest

from sdk_py import Beheld
from tests.sdk_py.answering import Answer, AnsweringServer, Request, receipt

Make = Callable[..., Beheld]


class Tracking(logging.Handler):
    """Tracks each line of the log."""

    def __init__(self) -> None:
        super().__init__()
        self.client: Beheld | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Track a line."""
        if self.client:
            self.client.custom(name="log", visitor_id="server", props={"line": record.getMessage()})


@pytest.fixture
def tracking() -> Iterator[Tracking]:
    """Such a handler, for everything that is logged in this process."""
    handler, root = Tracking(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel("DEBUG")
    yield handler
    handler.client = None
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_line_of_the_application_is_sent_and_nothing_follows_from_it(
    server: AnsweringServer, a_client: Make, tracking: Tracking
) -> None:
    client = tracking.client = a_client()
    logging.getLogger("shop").warning("out of stock")
    assert client.flush(20)
    assert client.flush(20)
    assert client.stats().waiting == 0
    assert [event["props"]["line"] for requests in server.received for event in requests.batch["events"]] == [
        "out of stock"
    ]
    assert client.stats().echoes > 0  # urllib3 has its say at each request


def test_a_line_that_is_rejected_is_not_followed_by_another(
    server: AnsweringServer, a_client: Make, tracking: Tracking
) -> None:
    def rejecting(requests: Request) -> Answer:
        return Answer(202, receipt(requests, rejected=(0,)))

    server.will_answer(*[rejecting] * 5)
    client = tracking.client = a_client()
    logging.getLogger("shop").warning("out of stock")
    assert client.flush(20)
    assert client.flush(20)
    assert (len(server.received), client.stats().rejected, client.stats().waiting) == (1, 1, 0)


def test_a_full_queue_does_not_call_itself(a_client: Make, tracking: Tracking) -> None:
    client = tracking.client = a_client(queue_events=1)
    for _ in range(3):
        logging.getLogger("shop").warning("out of stock")
    assert (client.stats().taken, client.stats().full) == (1, 2)


def test_an_event_that_is_invalid_does_not_call_itself(a_client: Make, tracking: Tracking) -> None:
    client = tracking.client = a_client(raise_invalid=False)
    client.track({"type": "nothing"})
    client.goal(goal="g", visitor_id="v", colour="red")
    assert (client.stats().invalid, client.stats().taken, client.stats().left_out) == (1, 1, 1)


def test_a_handler_that_fails_costs_no_event(server: AnsweringServer, a_client: Make) -> None:
    class Failing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise RuntimeError("on purpose")

    handler, logger = Failing(), logging.getLogger("beheld.sdk")
    logger.addHandler(handler)
    client = a_client()
    client.goal(goal="g", visitor_id="v", colour="red")
    assert client.flush(20)
    logger.removeHandler(handler)
    assert len(server.ids) == 1
