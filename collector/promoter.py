"""The thread that promotes winners of experiments that are to be promoted without a hand, beside the one of facts."""

from __future__ import annotations

import logging
import threading

from collector.clock import now_ms
from collector.store.protocol import Store

FIRST_LOOK_SECONDS = 60.0
LOOK_SECONDS = 3_600.0
LAST_LOOK_SECONDS = 5.0

_log = logging.getLogger("beheld.experiments")


class Promoter:
    """Looks once an hour. Several processes may: a promotion is made once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Look from now on; does nothing if it does already."""
        if self._thread is None or not self._thread.is_alive():
            self._stopping.clear()
            self._thread = threading.Thread(target=self._run, name="beheld-promoter", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Look no more. A look under way is waited for only shortly: a promotion is made as a whole or not at all."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(LAST_LOOK_SECONDS)
            self._thread = None

    def look(self) -> None:
        """Promote what may be promoted now; what goes wrong is logged, and tried again with the next look.

        What this takes is imported here: most processes that have a promoter end before its first look.
        """
        try:
            from collector.present.experiments.automatic import promote_winners

            for promotion in promote_winners(self._store, now=now_ms()):
                site, experiment, variation = promotion
                _log.info("promoted", extra={"site": site, "experiment": experiment, "variation": variation})
        except Exception:
            _log.exception("experiments could not be looked at; again in %.0f s", LOOK_SECONDS)

    def _run(self) -> None:
        seconds = FIRST_LOOK_SECONDS
        while not self._stopping.wait(seconds):
            self.look()
            seconds = LOOK_SECONDS
