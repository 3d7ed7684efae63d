"""Several processes on one file: a repeat is found across them, each has its turn, and any of them may die."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from collector.event import Page
from collector.store import SqliteStore
from collector.store.sqlite.locks import WriteLock
from tests.store.events import an_event, rows, stored_ids
from tests.store.threads import PATIENCE, together

ROOT = Path(__file__).parents[2]


def programs(count: int, url: str, *numbers: int) -> list[subprocess.Popen[str]]:
    """That many appending programs, ready to go."""
    return [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.appending", url, f"process-{n}", *map(str, numbers)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(count)
    ]


def finish(process: subprocess.Popen[str]) -> dict[str, int]:
    """Let a program go, and what it was told in the end."""
    printed: dict[str, int] = json.loads(process.communicate("go\n", timeout=PATIENCE)[0])
    return printed


def test_processes_that_open_a_new_file_at_once_store_and_count_everything_once(
    url: str, opened: Callable[..., SqliteStore]
) -> None:
    answers = together(*(lambda p=p: finish(p) for p in programs(4, url, 200, 200)))
    assert sum(answer["accepted"] for answer in answers) == 4 * 200 + 200
    assert all(answer["accepted"] + answer["duplicates"] == 400 for answer in answers)
    store = opened()
    assert len(stored_ids(store)) == len(set(stored_ids(store))) == 4 * 200 + 200
    numbers = [migration["number"] for migration in rows(store, "migrations")]
    assert numbers == sorted(set(numbers))


def test_two_stores_of_one_process_share_a_file(opened: Callable[..., SqliteStore]) -> None:
    one, other = opened(), opened()
    assert one.append([an_event("a"), an_event("b")]).accepted == 2
    assert other.append([an_event("b"), an_event("c")]) == (1, 1)
    assert stored_ids(one) == stored_ids(other) == ["a", "b", "c"]


def test_a_page_that_another_process_has_erased_is_stored_again(opened: Callable[..., SqliteStore]) -> None:
    one, other = opened(), opened()
    page = Page("https://shop.example/private")
    one.append([an_event("a", page=page)])
    other.erase(1, ["ann"])
    assert rows(other, "pages") == []
    one.append([an_event("b", visitor="bob", page=page)])
    assert [row["url"] for row in rows(one, "pages")] == ["https://shop.example/private"]


def test_the_turn_of_a_process_that_was_killed_passes_on(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from collector.store.sqlite.locks import WriteLock\n"
        "WriteLock(Path(sys.argv[1]), 60).__enter__(); print('mine', flush=True); sys.stdin.read()"
    )
    database = tmp_path / "beheld.db"
    with subprocess.Popen(
        [sys.executable, "-c", script, database], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "mine\n"
        lock = WriteLock(database, PATIENCE)
        holder.kill()
        with lock:
            pass
        lock.close()


def test_a_process_forked_after_opening_learns_what_to_change(url: str) -> None:
    script = (
        "import os, sys; from collector.store import open_store\n"
        "store = open_store(sys.argv[1]); store.sites()\n"
        "calls = store.sites, store.connect, lambda: store.append([None])\n"
        "def told(call):\n"
        "    try: call()\n"
        "    except Exception as error: return error\n"
        "if not os.fork():\n"
        "    said = ['lazy-apps' in str(told(call)) for call in calls] + [store.ready().ready]\n"
        "    store.close(); os.write(1, str(said).encode()); os._exit(0)\n"
        "os.wait(); store.close()"
    )
    run = subprocess.run([sys.executable, "-c", script, url], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "[True, True, True, False]"
