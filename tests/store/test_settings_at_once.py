"""Settings that several processes change at once: each change is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from collector.store import SqliteStore
from tests.store.threads import PATIENCE

ROOT = Path(__file__).parents[2]
CHANGING = """
import sys
from collector.store import open_store
store = open_store(sys.argv[1], busy_seconds=60)
print("ready", flush=True)
sys.stdin.readline()
for n in range(25):
    store.change_settings(1, lambda settings: {**settings, f"{sys.argv[2]}-{n}": n})
store.close()
"""


def program(*arguments: str) -> subprocess.Popen[str]:
    """A Python program that was begun."""
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_what_four_processes_change_at_once_is_all_kept(store: SqliteStore, url: str) -> None:
    programs = [program("-c", CHANGING, url, f"process{p}") for p in range(4)]
    for each in programs:
        assert each.stdout
        assert each.stdout.readline() == "ready\n"
    for each in programs:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in programs:
        each.communicate(timeout=PATIENCE)
        assert each.returncode == 0
    assert len(store.sites()[0].settings) == 4 * 25


def test_what_commands_set_at_once_is_all_kept(store: SqliteStore, url: str) -> None:
    options = (["--consent", "pending"], ["--origin", "https://a.example"], ["--nobody-id", "guest"])
    begin = ("-m", "collector", "--store", url, "site", "set", "shop")
    programs = [program(*begin, *option) for option in (*options, ["--purchases-need-secret"])]
    for each in programs:
        each.communicate(timeout=PATIENCE)
        assert each.returncode == 0
    assert store.sites()[0].settings == {
        "consent": "pending",
        "origins": ["https://a.example"],
        "nobody_ids": ["guest"],
        "purchases_need_secret": True,
    }
