"""The background thread that keeps facts up to date while a server runs."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from collector.errors import CollectorError
from collector.facts.rebuild import rebuild_outdated
from collector.facts.refresh import FactsWriter
from collector.store.turn import facts_turn

if TYPE_CHECKING:
    from collector.store.protocol import Store

PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 30.0
RULES_CHECK_SECONDS = 5.0
LONGEST_REST_SECONDS = 0.2
REFUSALS_KEPT = 10_000
TRACES_AGAIN_SECONDS = 600.0

log = logging.getLogger("beheld.facts")


class Refresher:
    """Computes facts of new events soon after they come in. Of several processes on a file, one does it at a time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.stopping = threading.Event()
        self.thread: threading.Thread | None = None
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
            self.thread.join()
            self.thread = None

    def run(self) -> None:
        """Until stopped: keep up; after an error (a full disk, say) wait longer each time."""
        pause = PAUSE_SECONDS
        while not self.stopping.is_set():
            try:
                self.keep_up()
                pause = PAUSE_SECONDS
            except Exception:
                log.exception("facts are not being kept up to date; trying again in %.1f s", pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            self.stopping.wait(pause)

    def keep_up(self) -> None:
        """Compute facts as events come, until stopped. Between bursts another process may have its turn."""
        writer = FactsWriter(self.store)
        try:
            while not self.stopping.is_set():
                with facts_turn(self.store.path, wait=False) as ours:
                    if ours:
                        self.remove_traces()
                        self.catch_up(writer)
                self.stopping.wait(PAUSE_SECONDS)
        finally:
            writer.close()

    def remove_traces(self) -> None:
        """Have the last traces of erasures removed when it is time; facts do not wait for a disk that has no room."""
        if time.monotonic() < self.traces_again_at:
            return
        try:
            self.store.rewrite_after_erasures()
        except (CollectorError, self.store.database_error) as error:
            log.warning("pages that may hold traces of who was erased could not be written anew: %s", error)
            self.traces_again_at = time.monotonic() + TRACES_AGAIN_SECONDS

    def catch_up(self, writer: FactsWriter) -> None:
        """Compute facts of all events that are there. The caller has the turn.

        It rests as long as it worked, so that those who take events in find the file and a processor free.
        """
        if time.monotonic() - self.rules_checked_at > RULES_CHECK_SECONDS:
            rebuild_outdated(writer, stopping=self.stopping)
            self.store.prune_rejected(REFUSALS_KEPT)
            self.rules_checked_at = time.monotonic()
        while not self.stopping.is_set():
            began = time.monotonic()
            if not writer.step():
                return
            self.stopping.wait(min(time.monotonic() - began, LONGEST_REST_SECONDS))
