"""The weights of a site's experiments: fetched from the collector, cached, and renewed in the background."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from time import monotonic

from sdk_py.assign import variation_of
from sdk_py.callbacks import log
from sdk_py.errors import BeheldError
from sdk_py.responses import json_of
from sdk_py.transport import Transport

Weights = Mapping[str, Mapping[str, float]]


class Experiments:
    """Caches the weights for `fresh_for` seconds, and uses older ones until new ones have arrived."""

    def __init__(self, transport: Transport, *, fresh_for: float) -> None:
        self._transport = transport
        self._fresh_for = fresh_for
        self._weights: Weights | None = None
        self._ask_again_at = 0.0
        self._reset_after_fork()

    def _reset_after_fork(self) -> None:
        self._process = os.getpid()
        self._asking = threading.Lock()

    def variation(self, experiment: str, visitor_id: str) -> str | None:
        """The visitor's variation; None if the experiment does not exist or its weights could not be fetched yet."""
        known = self._weights  # read before it is renewed, so that whoever renews it is answered as the others are
        if monotonic() >= self._ask_again_at:
            self._renew()
        weights = (known or self._weights or {}).get(experiment)
        return variation_of(experiment, visitor_id, weights) if weights else None

    def _renew(self) -> None:
        if self._process != os.getpid():
            self._reset_after_fork()  # a thread that was fetching exists in the parent only
        if self._weights is None:
            with self._asking:
                if monotonic() >= self._ask_again_at:
                    self._ask()
        elif self._asking.acquire(blocking=False):
            threading.Thread(target=self._ask_and_release, name="beheld-experiments", daemon=True).start()

    def _ask_and_release(self) -> None:
        try:
            self._ask()
        finally:
            self._transport.close()
            self._asking.release()

    def _ask(self) -> None:
        try:
            experiments = json_of(self._transport.get("/v1/config"))["experiments"]
            self._weights = {name: {v: float(w) for v, w in of.items()} for name, of in experiments.items()}
        except (BeheldError, LookupError, TypeError, ValueError, AttributeError) as error:
            log.warning("cannot fetch the experiments%s: %s", "" if self._weights is None else " again", error)
        self._ask_again_at = monotonic() + self._fresh_for
