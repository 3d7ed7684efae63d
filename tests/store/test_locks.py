"""The write lock: everybody's turn comes, in the order it was asked for."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from collector.store.sqlite.locks import ThreadTurns, WriteLock
from tests.store.threads import PATIENCE, together


def test_threads_get_the_lock_in_the_order_they_came() -> None:
    turns, order = ThreadTurns(), []

    def wait_for_turn(name: int) -> None:
        turns.acquire()
        order.append(name)
        turns.release()

    turns.acquire()
    threads = [threading.Thread(target=wait_for_turn, args=(name,)) for name in range(5)]
    for number, thread in enumerate(threads, 1):
        thread.start()
        while turns.waiting < number:
            pass
    turns.release()
    for thread in threads:
        thread.join(PATIENCE)
    assert order == [0, 1, 2, 3, 4]


def test_only_one_thread_at_a_time_holds_it(tmp_path: Path) -> None:
    locks = [WriteLock(tmp_path / "beheld.db", PATIENCE) for _ in range(2)]
    inside: list[int] = []

    def count(number: int) -> None:
        for _ in range(200):
            with locks[number % 2]:
                inside.append(1)
                assert len(inside) == 1
                inside.pop()

    together(*(lambda n=n: count(n) for n in range(4)))
    for lock in locks:
        lock.close()


def test_a_process_that_hangs_in_its_turn_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    hanging, ours = (WriteLock(tmp_path / "beheld.db", 0.05) for _ in range(2))
    hanging.__enter__()
    for _ in range(2):
        with ours:
            pass
    hanging.__exit__()
    hanging.close()
    ours.close()


def test_an_error_inside_gives_the_lock_back(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "beheld.db", 1)
    with pytest.raises(RuntimeError), lock:
        raise RuntimeError
    with lock:
        pass
    lock.close()
    with pytest.raises(ValueError, match="closed"):
        lock.__enter__()
