"""Run as a program: keeps facts, or rebuilds them, and is killed whenever it computes the visitor `mallory`.

Whoever computes the visitor `snail` says so, and never ends.

Usage: deadly.py serve|rebuild DATABASE DEATHS. For each death a line is added to the file DEATHS. `serve` runs until
its input ends.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from collector import serve_facts
from collector.config import Config
from collector.facts import rebuild as rebuilding
from collector.store import open_store
from collector.store.sqlite.scope import loading

load_harmless = loading.load


def load_or_die(connection: Any, *rest: Any, **named: Any) -> None:
    load_harmless(connection, *rest, **named)
    if connection.execute("select 1 from scoped_events where visitor = 'mallory'").fetchone():
        with Path(sys.argv[3]).open("a") as deaths:
            deaths.write("killed\n")
        os.kill(os.getpid(), signal.SIGKILL)
    if connection.execute("select 1 from scoped_events where visitor = 'snail'").fetchone():
        print("snail", flush=True)
        threading.Event().wait()


# Also in processes that this one starts, by fork or by spawn.
loading.load = load_or_die
serve_facts.BEFORE_ANOTHER_SECONDS = 0.05
rebuilding.EVENTS_A_PART = 5

if __name__ == "__main__":
    url = f"sqlite:///{sys.argv[2]}"
    if sys.argv[1] == "serve":
        with serve_facts.facts_kept(Config(store=url)):
            os.read(0, 1)  # not sys.stdin, whose lock a forked process would wait for
    else:
        store = open_store(url)
        rebuilding.rebuild(store, processes=2)
        store.close()
