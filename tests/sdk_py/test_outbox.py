"""The order in which events leave the outbox."""

from __future__ import annotations

import pytest

from sdk_py.events import Prepared
from sdk_py.outbox import Bounds, Entry, Outbox


def an_outbox(batch_events: int = 2) -> Outbox:
    """An outbox whose batches are cut at once."""
    return Outbox(Bounds(queue_events=100, queue_bytes=10**6, batch_events=batch_events, batch_bytes=10**6, interval=0))


def put(outbox: Outbox, *named: str) -> None:
    """Put events; the first letter of a name is its context."""
    for name in named:
        assert outbox.put(Prepared(name, name[0], name.encode()))


def cut(outbox: Outbox) -> list[Entry]:
    """The next batch."""
    batch = outbox.cut()
    assert batch is not None
    return batch


def ids(batch: list[Entry]) -> list[str]:
    return [entry.id for entry in batch]


def test_each_browser_gets_its_turn() -> None:
    outbox = an_outbox()
    put(outbox, "a1", "a2", "a3", "a4", "a5", "b1")
    assert [ids(cut(outbox)) for _ in range(4)] == [["a1", "a2"], ["b1"], ["a3", "a4"], ["a5"]]


def test_what_is_tried_again_goes_first_and_in_order() -> None:
    outbox = an_outbox()
    put(outbox, "a1", "a2", "a3", "b1")
    outbox.again(cut(outbox))
    assert [ids(cut(outbox)) for _ in range(3)] == [["a1", "a2"], ["b1"], ["a3"]]


def test_what_breaks_the_collector_goes_last() -> None:
    outbox = an_outbox()
    put(outbox, "a1", "a2", "a3", "b1")
    outbox.again_last(cut(outbox))
    assert [ids(cut(outbox)) for _ in range(3)] == [["b1"], ["a3", "a1"], ["a2"]]


def test_an_event_shares_its_batch_with_no_more_than_its_limit() -> None:
    outbox = an_outbox(batch_events=10)
    put(outbox, "a1", "a2", "a3", "a4")
    batch = cut(outbox)
    for entry in batch[:2]:
        entry.batch_limit = 1
    outbox.again(batch)
    assert [ids(cut(outbox)) for _ in range(3)] == [["a1"], ["a2"], ["a3", "a4"]]


def test_what_was_given_up_on_the_way_does_not_come_back() -> None:
    outbox = an_outbox()
    put(outbox, "a1", "a2")
    on_the_way = cut(outbox)
    outbox.close(3600)
    with outbox.done(outbox.clear()) as given_up:
        assert ids(given_up) == ["a1", "a2"]
    outbox.again(on_the_way)
    assert outbox.cut() is None
    with outbox.done(on_the_way) as done:
        assert done == []


def test_a_closed_outbox_ends_when_its_time_is_over() -> None:
    outbox = an_outbox()
    put(outbox, "a1")
    outbox.again(cut(outbox), wait=3600, required=True)
    outbox.close(0)
    assert outbox.cut() is None
    assert not outbox.is_empty


@pytest.mark.parametrize("inside", [True, False])
def test_waiting_for_an_event_waits_for_its_result(inside: bool) -> None:
    outbox = an_outbox()
    put(outbox, "a1")
    with outbox.done(cut(outbox)):
        if inside:
            assert outbox.flush(0) is False
    assert outbox.flush(0) is True
