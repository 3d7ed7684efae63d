"""The SDK and the real collector together: every event arrives, whatever happens to the collector meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sdk_py import Beheld, Item, Settings, Unauthorized
from tests.sdk_py.collector_process import CollectorProcess
from tests.sdk_py.conftest import Reported
from tests.sdk_py.programs import ended, heard, started
from tests.sdk_py.test_client import CALLS

WEIGHTS = {"A": 1, "control": 1}
SOON = Settings(backoff_initial=0.05, backoff_max=0.2, flush_interval=0.05, batch_events=20, exit_timeout=30)


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CollectorProcess]:
    """A collector that serves for all tests of this module."""
    directory = tmp_path_factory.mktemp("collector")
    running = CollectorProcess(directory, purchases_need_secret=True)
    running.start()
    running.set_experiment("hero", WEIGHTS)
    yield running
    running.stop()


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[CollectorProcess]:
    """A collector that a test may kill."""
    running = CollectorProcess(tmp_path)
    running.start()
    yield running
    running.kill()


def test_every_event_arrives_exactly_once_though_the_collector_is_killed_under_load(mortal: CollectorProcess) -> None:
    beheld = Beheld(mortal.url, mortal.keys["secret"], settings=SOON)
    taken: list[str] = []

    def shop(count: int) -> None:
        taken.extend(beheld.goal(visitor_id="ann", goal="g", value="1.50", currency="EUR") for _ in range(count))

    for _ in range(3):
        before = beheld.stats().accepted
        shop(300)
        while beheld.stats().accepted < before + 40:
            beheld.flush(0.01)
        mortal.kill()
        shop(50)
        mortal.start()
    assert beheld.close(30)
    mortal.stop()

    stored = [event["id"] for event in mortal.stored()]
    assert sorted(stored) == sorted(taken)
    stats = beheld.stats()
    assert stats.retries > 0
    assert stats.accepted + stats.duplicates == stats.taken == 1_050


KILLED = """
beheld = client(sys.argv[1], sys.argv[2])
say(beheld.refund(order_id="1001"))
sys.stdin.read()
"""


def test_an_event_survives_the_death_of_the_collector_and_then_of_its_sender(
    mortal: CollectorProcess, tmp_path: Path
) -> None:
    mortal.kill()
    program = KILLED.replace("client(", "Beheld(").replace("sys.argv[2])", "sys.argv[2], spool=sys.argv[3])")
    sender = started(program, mortal.url, mortal.keys["secret"], tmp_path / "spool")
    id = heard(sender)
    sender.kill()
    ended(sender)
    mortal.start()
    with Beheld(mortal.url, mortal.keys["secret"], spool=tmp_path / "spool", settings=SOON) as beheld:
        while beheld.stats().accepted < 1:
            beheld.flush(0.05)
    mortal.stop()
    assert [event["id"] for event in mortal.stored()] == [id]


@pytest.mark.parametrize("type", CALLS)
def test_every_type_of_event_is_stored(type: str, collector: CollectorProcess, reported: Reported) -> None:
    callbacks = {"on_error": reported.errors.append, "on_rejected": reported.rejections.append}
    with Beheld(collector.url, collector.keys["secret"], **callbacks) as beheld:
        id = getattr(beheld, type)(visitor_id=f"visitor-{type}", **CALLS[type])
        assert beheld.flush(30)
    assert (reported.errors, reported.rejections) == ([], [])
    (stored,) = [event for event in collector.stored() if event["id"] == id]
    assert (stored["type"], stored["visitor"], stored["trust"]) == (type, f"visitor-{type}", 1)


def test_an_event_sent_twice_with_its_own_id_is_stored_once(collector: CollectorProcess) -> None:
    with Beheld(collector.url, collector.keys["secret"]) as beheld:
        id = beheld.refund(order_id="1001")
        beheld.flush(30)
        beheld.refund(order_id="1001", id=id)
        beheld.flush(30)
        assert (beheld.stats().accepted, beheld.stats().duplicates) == (1, 1)
    assert [event["id"] for event in collector.stored()].count(id) == 1


def test_what_the_collector_rejects_is_reported_with_its_reason(
    collector: CollectorProcess, reported: Reported
) -> None:
    with Beheld(collector.url, collector.keys["public"], on_rejected=reported.rejections.append) as beheld:
        good = beheld.goal(visitor_id="ann", goal="g")
        bad = beheld.purchase(visitor_id="ann", currency="EUR", items=[Item("a", price="1")])
        assert beheld.flush(30)
        assert (beheld.stats().accepted, beheld.stats().rejected) == (1, 1)
    (rejection,) = reported.rejections
    assert rejection.id == bad
    assert "secret key" in str(rejection.errors)
    assert good in [event["id"] for event in collector.stored()]


def test_an_unknown_key_is_reported_as_unauthorized(collector: CollectorProcess, reported: Reported) -> None:
    with Beheld(collector.url, "sk_nobody-knows-this-key", on_error=reported.errors.append) as beheld:
        id = beheld.goal(visitor_id="ann", goal="g")
        assert beheld.flush(30)
    (error,) = reported.errors
    assert isinstance(error, Unauthorized)
    assert error.ids == (id,)
    assert error.code == "unknown_key"


@pytest.mark.parametrize("kind", ["secret", "public"])
def test_a_variation_follows_the_weights_of_the_site_and_is_stored(kind: str, collector: CollectorProcess) -> None:
    visitor = f"visitor-{kind}"
    with Beheld(collector.url, collector.keys[kind]) as beheld:
        variation = beheld.variation("hero", visitor)
        assert variation in WEIGHTS
        assert beheld.variation("footer", visitor) is None
        assert beheld.flush(30)
    (stored,) = [event for event in collector.stored() if event["visitor"] == visitor]
    assert (stored["type"], stored["name"], stored["variation"]) == ("assign", "hero", variation)


def test_the_report_of_a_visitor_shows_what_was_sent(collector: CollectorProcess) -> None:
    with Beheld(collector.url, collector.keys["secret"], read_key=collector.keys["read"]) as beheld:
        who = {"visitor_id": "reader", "view_id": "w1"}
        beheld.page_view(**who, page={"url": "https://shop.example/"})
        beheld.purchase(**who, order_id="2001", currency="EUR", items=[Item("sku-1", price="19.90", quantity=2)])
        assert beheld.flush(30)
        collector.wait_for_facts()
        (found,) = beheld.visitors(q="2001")["visitors"]
        assert found["visitor_ids"] == ["reader"]
        report = beheld.visitor("reader")
        assert (report["orders"], report["revenue"], report["currency"]) == (1, "39.80", "EUR")
