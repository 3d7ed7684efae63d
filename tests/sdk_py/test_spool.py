"""Events in a spool outlive their process; each is adopted by one other, and the files stay small."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from sdk_py import Beheld, InvalidSetting, SpoolFailed
from sdk_py import spool as spooling
from sdk_py.events import Prepared
from sdk_py.journal import Journal
from sdk_py.spool import Spool
from tests.sdk_py.answering import PATIENCE, AnsweringServer
from tests.sdk_py.conftest import Heard, Reported
from tests.sdk_py.programs import ended, heard, started

Make = Callable[..., Beheld]

KILLED = """
beheld = client(sys.argv[1], spool=sys.argv[2])
for _ in range(int(sys.argv[3])):
    say(beheld.goal(visitor_id="ann", goal="g", context={"user_agent": "Firefox"}))
threading.Event().wait()
"""


def killed(url: str, spool: Path, count: int, processes: int = 1) -> list[str]:
    """The ids of the events that some processes took before they were killed, all at once."""
    running = [started(KILLED, url, spool, count) for _ in range(processes)]
    ids = [heard(process) for process in running for _ in range(count)]
    for process in running:
        process.kill()
        ended(process)
    return ids


def an_event(number: int = 0, size: int = 10) -> Prepared:
    id = f"00000000-0000-7000-8000-{number:012}"
    return Prepared(id, "", f'{{"id":"{id}","x":"{"x" * size}"}}'.encode())


def a_spool(directory: Path, found: list[SpoolFailed] | None = None, owner: str = "a collector and a key") -> Spool:
    return Spool(directory, owner=owner, trouble=([] if found is None else found).append)


def test_events_of_a_killed_process_are_sent_by_the_next_one(
    server: AnsweringServer, a_client: Make, tmp_path: Path
) -> None:
    server.is_down = True
    ids = killed(server.url, tmp_path, 5)
    server.is_down = False
    client = a_client(spool=tmp_path, flush_interval=0)
    server.wait_until(lambda: len(server.stored) == 5)
    assert server.stored == ids
    assert server.received[-1].batch["context"] == {"user_agent": "Firefox"}
    assert client.close(PATIENCE)
    assert client.stats().adopted == 5
    assert list(tmp_path.iterdir()) == []


def test_many_processes_that_start_at_once_adopt_each_event_once(server: AnsweringServer, tmp_path: Path) -> None:
    server.is_down = True
    ids = killed(server.url, tmp_path, 4, processes=3)
    server.is_down = False
    program = "beheld = client(sys.argv[1], spool=sys.argv[2], flush_interval=0)\nsay('up')\nsys.stdin.read()"
    processes = [started(program, server.url, tmp_path) for _ in range(4)]
    for process in processes:
        heard(process)
    server.wait_until(lambda: len(server.stored) >= len(ids))
    assert all(ended(process)[0] == 0 for process in processes)
    assert Counter(server.stored) == Counter(ids)
    assert list(tmp_path.iterdir()) == []


def test_a_living_process_keeps_its_events(server: AnsweringServer, a_client: Make, tmp_path: Path) -> None:
    server.is_down = True
    process = started(KILLED, server.url, tmp_path, 1)
    heard(process)
    assert a_spool(tmp_path, owner=f"{server.url} sk_a-key-of-this-test").adopt() is None
    process.kill()
    ended(process)
    adopted = a_spool(tmp_path, owner=f"{server.url} sk_a-key-of-this-test").adopt()
    assert adopted is not None
    assert len(adopted) == 1


def test_a_living_child_does_not_hold_back_what_its_killed_parent_left(
    server: AnsweringServer, a_client: Make, tmp_path: Path
) -> None:
    server.is_down = True
    program = """
beheld = client(sys.argv[1], spool=sys.argv[2])
say(beheld.goal(visitor_id="ann", goal="g"))
if os.fork() == 0:
    say("forked")
    sys.stdin.read()
    os._exit(0)
threading.Event().wait()
"""
    parent = started("import warnings\nwarnings.simplefilter('ignore')\n" + program, server.url, tmp_path)
    id = heard(parent)
    assert heard(parent) == "forked"
    parent.kill()
    parent.wait()
    server.is_down = False
    a_client(spool=tmp_path, flush_interval=0)
    server.wait_until(lambda: server.stored == [id])
    ended(parent)


def test_what_could_not_be_sent_before_closing_waits_for_the_next_start(
    server: AnsweringServer, a_client: Make, reported: Reported, tmp_path: Path
) -> None:
    server.is_down = True
    client = a_client(spool=tmp_path)
    id = client.goal(visitor_id="ann", goal="g")
    assert client.close(0) is False
    assert (client.stats().kept, client.stats().unsent, reported.lost) == (1, 0, [])
    server.is_down = False
    a_client(spool=tmp_path, flush_interval=0)
    server.wait_until(lambda: server.stored == [id])


def test_events_for_another_collector_or_key_are_left_alone(
    server: AnsweringServer, a_client: Make, tmp_path: Path, heard: Heard
) -> None:
    server.is_down = True
    killed(server.url, tmp_path, 1)
    (left,) = tmp_path.iterdir()
    os.utime(left, (0, 0))
    server.is_down = False
    client = a_client(spool=tmp_path, key="sk_another-key")
    client.goal(visitor_id="ann", goal="g")
    assert client.close(PATIENCE)
    assert len(server.stored) == 1
    assert list(tmp_path.iterdir()) == [left]
    heard.wait_for("1 files hold events for another url or key")


def test_a_new_process_takes_over_little_by_little(server: AnsweringServer, a_client: Make, tmp_path: Path) -> None:
    server.is_down = True
    ids = killed(server.url, tmp_path, 6, processes=2)
    client = a_client(spool=tmp_path, queue_events=10, flush_interval=0)
    server.wait_until(lambda: len(server.received) >= 2)
    assert client.stats().waiting == client.stats().adopted == 6
    server.is_down = False
    server.wait_until(lambda: len(server.stored) == 12)
    assert Counter(server.stored) == Counter(ids)


def test_a_journal_is_a_line_for_what_was_taken_and_one_for_what_is_done(tmp_path: Path) -> None:
    spool = a_spool(tmp_path)
    first, second = an_event(1), an_event(2)
    spool.add(first)
    spool.add(second)
    spool.mark_done([first.id])
    (path,) = tmp_path.iterdir()
    assert path.read_bytes() == b"+%b\t\t%b\n+%b\t\t%b\n-%b\n" % (
        first.id.encode(),
        first.event,
        second.id.encode(),
        second.event,
        first.id.encode(),
    )
    assert path.stat().st_mode & 0o777 == 0o600
    spool.close()


def test_a_record_cut_short_by_a_crash_is_passed_over(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "a.spool")
    whole = an_event(1)
    journal.write(spooling.journal.taken([whole]))
    journal.write(b"+cut short")
    journal.close()
    left = Journal.take_over(tmp_path / "a.spool")
    assert left is not None
    assert left.read() == ([whole], 0)
    left.close()


def test_a_record_cut_short_by_a_full_disk_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heard: Heard
) -> None:
    found: list[SpoolFailed] = []
    spool = a_spool(tmp_path, found)
    spool.add(an_event(1))
    really_write, room = os.write, [20]

    def write_while_there_is_room(descriptor: int, data: bytes) -> int:
        if not room[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        room[0] -= (written := really_write(descriptor, data[: room[0]]))
        return written

    with monkeypatch.context() as full:
        full.setattr(os, "write", write_while_there_is_room)
        spool.add(an_event(2))
        spool.add(an_event(3))
    spool.add(an_event(4))
    assert ["No space left" in str(error) for error in found] == [True]
    assert spool.held(an_event(number).id for number in range(5)) == {an_event(1).id, an_event(4).id}
    spool.close()
    assert a_spool(tmp_path).adopt() == [an_event(1), an_event(4)]
    heard.wait_for("1 events of an earlier process are unreadable")


def test_a_full_disk_costs_no_event_while_the_process_lives(
    server: AnsweringServer, a_client: Make, reported: Reported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    client = a_client(spool=tmp_path)
    monkeypatch.setattr(os, "write", no_room)
    ids = [client.goal(visitor_id="ann", goal="g") for _ in range(3)]
    assert client.flush(PATIENCE)
    assert server.stored == ids
    assert [type(error) for error in reported.errors] == [SpoolFailed]
    assert reported.lost == []


def test_a_journal_does_not_grow_with_what_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spooling, "SLACK_BYTES", 2_000)
    spool = a_spool(tmp_path)
    spool.add(an_event(0))
    for number in range(1, 500):
        spool.add(an_event(number, size=100))
        spool.mark_done([an_event(number).id])
        assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 3_000
    spool.close()
    assert a_spool(tmp_path).adopt() == [an_event(0)]


def test_a_journal_is_empty_when_everything_is_done_and_gone_when_closed(tmp_path: Path) -> None:
    spool = a_spool(tmp_path)
    spool.add(an_event())
    spool.mark_done([an_event().id])
    (path,) = tmp_path.iterdir()
    assert path.stat().st_size == 0
    spool.close()
    assert not path.exists()


def test_a_directory_that_cannot_be_made_is_rejected_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidSetting, match="spool"):
        Beheld("https://collector.example", "sk_a-key-of-this-test", spool=tmp_path / "file" / "spool")


def test_an_event_is_in_the_spool_before_its_call_returns(a_client: Make, tmp_path: Path) -> None:
    client = a_client(url="http://127.0.0.1:1", spool=tmp_path / "new" / "directory")
    id = client.goal(visitor_id="ann", goal="g")
    (path,) = (tmp_path / "new" / "directory").iterdir()
    assert id in path.read_text()
    assert (tmp_path / "new" / "directory").stat().st_mode & 0o777 == 0o700
