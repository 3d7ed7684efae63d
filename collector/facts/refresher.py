"""The background thread that keeps facts up to date while a server runs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from collector.errors import CollectorError, EngineError
from collector.facts.rebuild import rebuild_outdated
from collector.facts.refresh import FactsWriter
from collector.store.protocol import REJECTED_KEPT

if TYPE_CHECKING:
    from collector.store.protocol import Store

PAUSE_SECONDS = 0.2
MAX_PAUSE_SECONDS = 30.0
RULES_CHECK_SECONDS = 5.0
MAX_REST_SECONDS = 0.2
SHORT_STEP_SECONDS = 1.0
TRACES_AGAIN_SECONDS = 600.0

log = logging.getLogger("beheld.facts")


class Refresher:
    """Computes facts of new events soon after they come in. Of several processes on a file, one does it at a time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.stopping = threading.Event()
        self.thread: threading.Thread | None = None
        self.rebuilding: Iterator[None] | None = None
        self.troubled = False
        self.rules_checked_at = self.traces_again_at = float("-inf")

    def start(self) -> None:
        """Begin; does nothing if it runs already."""
        if self.thread is None or not self.thread.is_alive():
            self.stopping.clear()
            self.thread = threading.Thread(target=self.run, name="beheld-facts", daemon=True)
            self.thread.start()

    def stop(self) -> None:
        """End after the step under way; facts go on from there when someone starts again."""
        self.stopping.set()
        if self.thread is not None:
            self.thread.join(SHORT_STEP_SECONDS)
            while self.thread.is_alive():
                self.excuse()
                self.thread.join(SHORT_STEP_SECONDS)
            self.thread = None

    def excuse(self) -> None:
        """Delete the note of what is being computed: whoever stops us may kill us, and that is nobody's fault."""
        with suppress(CollectorError, EngineError):
            self.store.excuse_facts()

    def run(self) -> None:
        """Until stopped: keep up; after an error (such as a full disk) wait longer each time."""
        pause = PAUSE_SECONDS
        while not self.stopping.is_set():
            try:
                self.keep_up()
                pause = PAUSE_SECONDS
            except Exception:
                self.troubled = True
                log.exception("facts are not being kept up to date; trying again in %.1f s", pause)
                pause = min(pause * 2, MAX_PAUSE_SECONDS)
            self.stopping.wait(pause)

    def keep_up(self) -> None:
        """Compute facts as events come, until stopped.

        The turn is given back after every step, so that an erasure or a report never waits for traffic to end. It rests
        as long as it worked, so that those who take events in find the file and a processor free.
        """
        writer = FactsWriter(self.store)
        self.rebuilding = None
        try:
            while not self.stopping.is_set():
                began = time.monotonic()
                with self.store.facts_lock(wait=False) as ours:
                    worked = ours and self.work(writer)
                worked_for = time.monotonic() - began
                self.stopping.wait(min(worked_for, MAX_REST_SECONDS) if worked else PAUSE_SECONDS)
        finally:
            writer.close()

    def work(self, writer: FactsWriter) -> bool:
        """Do one piece of what there is to do; whether there was any. The caller has the turn."""
        if self.troubled:
            self.store.excuse_facts()
            self.troubled = False
        self.remove_traces()
        self.check_rules(writer)
        stepped = writer.step() > 0
        return self.go_on_rebuilding() or stepped

    def remove_traces(self) -> None:
        """Have the last traces of erasures removed when it is time; facts do not wait for a disk that has no room."""
        if time.monotonic() < self.traces_again_at:
            return
        try:
            self.store.rewrite_after_erasures()
        except (CollectorError, EngineError) as error:
            log.warning("pages that may hold traces of erased persons could not be written anew: %s", error)
            self.traces_again_at = time.monotonic() + TRACES_AGAIN_SECONDS

    def check_rules(self, writer: FactsWriter) -> None:
        """Every few seconds: see whether the rules of a site have changed, and delete the oldest rejected events."""
        if time.monotonic() - self.rules_checked_at < RULES_CHECK_SECONDS:
            return
        self.store.prune_rejected(REJECTED_KEPT)
        self.rebuilding = self.rebuilding or rebuild_outdated(writer)
        self.rules_checked_at = time.monotonic()

    def go_on_rebuilding(self) -> bool:
        """Compute one part of a site again whose rules have changed; whether there was one."""
        for _ in self.rebuilding or ():
            return True
        self.rebuilding = None
        return False
