"""The experiments of a site: fetched from the collector, cached, and renewed in the background."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from time import monotonic
from typing import NamedTuple

from sdk_py.assign import Experiment
from sdk_py.callbacks import log
from sdk_py.errors import BeheldError
from sdk_py.responses import json_of
from sdk_py.served import read_experiments
from sdk_py.targeting import Situation
from sdk_py.transport import Transport

HOLDOUT, CONTROL = "holdout", "control"
TOO_OLD = 60.0


class Assignment(NamedTuple):
    """A variation that a visitor got, to be recorded."""

    experiment: str
    variation: str
    allocation: int | None


class Answer(NamedTuple):
    """The variation of a visitor, and what there is to record of it."""

    variation: str | None
    assignments: list[Assignment]


def answer_of(experiments: Mapping[str, Experiment], id: str, visitor_id: str, situation: Situation) -> Answer:
    """The variation of a visitor: `control` of all experiments, of which none is recorded, for those held out."""
    holdout = _assignment(experiments, HOLDOUT, visitor_id, situation)
    if id != HOLDOUT and holdout and holdout.variation == CONTROL:
        return Answer(CONTROL if id in experiments else None, [holdout])
    own = _assignment(experiments, id, visitor_id, situation)
    found = [holdout, own] if id != HOLDOUT else [holdout]
    return Answer(own.variation if own else None, [assignment for assignment in found if assignment])


def _assignment(
    experiments: Mapping[str, Experiment], id: str, visitor_id: str, situation: Situation
) -> Assignment | None:
    experiment = experiments.get(id)
    variation = experiment.variation(visitor_id, situation) if experiment else None
    return Assignment(id, variation, experiment.allocation) if experiment and variation is not None else None


class Experiments:
    """Caches the experiments for `fresh_for` seconds, and uses older ones until new ones have arrived."""

    def __init__(self, transport: Transport, *, fresh_for: float) -> None:
        self._transport = transport
        self._fresh_for = fresh_for
        self._known: Mapping[str, Experiment] | None = None
        self._ask_again_at = 0.0
        self._too_old_at = 0.0
        self._reset_after_fork()

    def _reset_after_fork(self) -> None:
        self._process = os.getpid()
        self._asking = threading.Lock()

    def now(self) -> Mapping[str, Experiment]:
        """The experiments; none if they could not be fetched yet.

        Who asks first, or after more than a minute in which nobody did, waits for them. Others never do.
        """
        known = self._known  # read before it is renewed, so that whoever renews it is answered as the others are
        if monotonic() < self._ask_again_at:
            return known or {}
        if self._process != os.getpid():
            self._reset_after_fork()  # a thread that was fetching exists in the parent only
        if known is None or monotonic() >= self._too_old_at:
            known = None
            self._renew_here()
        elif self._asking.acquire(blocking=False):
            threading.Thread(target=self._renew_and_release, name="beheld-experiments", daemon=True).start()
        return known or self._known or {}

    def _renew_here(self) -> None:
        with self._asking:
            if monotonic() >= self._ask_again_at:
                self._renew()

    def _renew_and_release(self) -> None:
        try:
            self._renew()
        finally:
            self._transport.close()
            self._asking.release()

    def _renew(self) -> None:
        try:
            self._known = read_experiments(json_of(self._transport.get("/v1/config"))["experiments"])
        except (BeheldError, LookupError, TypeError, ValueError, AttributeError) as error:
            log.warning("cannot fetch the experiments%s: %s", "" if self._known is None else " again", error)
        self._ask_again_at = monotonic() + self._fresh_for
        self._too_old_at = self._ask_again_at + TOO_OLD
