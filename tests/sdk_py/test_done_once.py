"""Whatever the collector answers, in whatever order: every event that was taken is marked done exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from sdk_py import BeheldError, Rejection, RequestRejected, Unavailable
from sdk_py.callbacks import Callbacks
from sdk_py.events import Prepared
from sdk_py.outbox import Bounds, Entry, Outbox
from sdk_py.sender import RetryPolicy, Sender
from sdk_py.transport import Stored
from tests.examples import examples

BOUNDS = Bounds(queue_events=1_000, queue_bytes=10**9, batch_events=7, batch_bytes=2_000, interval=3600)
PLAIN = {"stored", "stored, but the answer is lost", "unreachable", "breaks"}


class Step(NamedTuple):
    """What the collector does with one batch; `which` picks events of it, for answers that are about some."""

    does: str
    status: int = 0
    which: int = 0


steps = st.one_of(
    st.builds(Step, st.sampled_from(sorted(PLAIN))),
    st.builds(Step, st.just("rejects some"), which=st.integers(0, 127)),
    st.builds(Step, st.just("not now"), status=st.sampled_from([408, 429, 500, 501, 502, 503, 504])),
    st.builds(Step, st.just("never"), status=st.sampled_from([400, 401, 403, 404, 413, 415, 422])),
)


class Playing:
    """A collector that follows a script, then stores everything. It keeps what it stored, each id once."""

    def __init__(self, script: Sequence[Step]) -> None:
        self._script = list(reversed(script))
        self.kept: set[bytes] = set()

    def send(self, context: str, events: Sequence[bytes]) -> Stored:
        """Take the next step."""
        step = self._script.pop() if self._script else Step("stored")
        if step.does == "breaks":
            raise RuntimeError("a fault in a foreign session")
        if step.does == "unreachable":
            raise Unavailable("nobody there")
        if step.does == "not now":
            raise Unavailable("not now", status=step.status, retry_after=0)
        if step.does == "never":
            raise RequestRejected("never", status=step.status)
        rejected = {at: {"props": ["too big"]} for at in range(len(events)) if step.which >> at & 1}
        receipt = self._keep([event for at, event in enumerate(events) if at not in rejected], rejected)
        if step.does == "stored, but the answer is lost":
            raise Unavailable("the connection broke off")
        return receipt

    def _keep(self, events: Sequence[bytes], rejected: dict[int, dict[str, list[str]]]) -> Stored:
        duplicates = sum(event in self.kept for event in events)
        self.kept.update(events)
        return Stored(len(events) - duplicates, duplicates, rejected)


class Counting(Outbox):
    """An outbox that counts how often each event is marked done."""

    def __init__(self) -> None:
        super().__init__(BOUNDS)
        self.times_done: Counter[str] = Counter()

    @contextmanager
    def done(self, batch: Iterable[Entry]) -> Iterator[list[Entry]]:
        """Count, too."""
        with super().done(batch) as now_done:
            self.times_done.update(entry.id for entry in now_done)
            yield now_done


@settings(max_examples=examples(100))
@given(
    script=st.lists(steps, max_size=40),
    contexts=st.lists(st.sampled_from(["", '{"user_agent":"A"}', '{"user_agent":"B"}']), min_size=1, max_size=30),
)
def test_every_event_taken_is_marked_done_exactly_once(script: list[Step], contexts: list[str]) -> None:
    ids = [f"event-{number}" for number in range(len(contexts))]
    outbox, collector = Counting(), Playing(script)
    errors: list[BeheldError] = []
    rejections: list[Rejection] = []
    callbacks = Callbacks(errors.append, rejections.append)
    for id, context in zip(ids, contexts, strict=True):
        assert outbox.put(Prepared(id, context, f'{{"id":"{id}"}}'.encode()))
    outbox.close(3600)
    Sender(outbox, collector, callbacks=callbacks, spool=None, retry_policy=RetryPolicy(0, 0, 3600)).run()

    assert outbox.times_done == Counter(ids)
    assert outbox.is_empty
    lost = Counter(id for error in errors for id in error.ids)
    rejected = Counter(rejection.id for rejection in rejections)
    stats = callbacks.stats(waiting=0)
    assert max([0, *(lost + rejected).values()]) <= 1
    assert stats.accepted + stats.duplicates + lost.total() + rejected.total() == len(ids)
    assert (stats.failed, stats.rejected, stats.unsent) == (lost.total(), rejected.total(), 0)
    silently = set(ids) - lost.keys() - rejected.keys()
    assert silently <= {event.decode()[7:-2] for event in collector.kept}
