"""Reports as pages read them: each by itself and within a time, so that one that fails leaves the page standing."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import url_for

from collector.errors import CollectorError
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.kept_answers import KeptAnswers
from collector.present.report_answers import report_answer
from collector.present.report_parameters import MAX_ROWS, query_of
from collector.reports.definitions import Registered, registered
from collector.reports.delivery.reasons import main_reasons
from collector.store.protocol import Site, Store

SECONDS = 10.0
"""How long a page waits for one report."""
MAX_ROWS_KEPT = 1_000
MORE_DEFINITIONS = ("costs", "baselines", "annotations")
"""Definitions that some reports depend on, beside those of names."""
COMPARED = ("prior", "change", "noise")
"""What the figures of a row have of another period."""
Work = Callable[..., dict[str, Any]]
"""What answers: as `report_answer` does."""

_log = logging.getLogger("beheld.pages")


@dataclass(frozen=True)
class Answer:
    """What a report answered, as the API has it, and its parameters; `problem` says why it did not answer."""

    report: str
    parameters: dict[str, Any]
    body: dict[str, Any] = field(default_factory=dict)
    problem: str | None = None

    @property
    def total(self) -> dict[str, Any]:
        """Its total; without figures where it did not answer."""
        total: dict[str, Any] = self.body.get("total", {})
        return total

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Its rows; none where it did not answer."""
        rows: list[dict[str, Any]] = self.body.get("rows", [])
        return rows

    @property
    def data_from(self) -> str | None:
        """The day of the first data, if those of the days it is compared with are not whole: nothing is comparable."""
        day: str | None = self.body.get("data_from")
        return day

    @property
    def api(self) -> str:
        """The address at which the API answers the same."""
        return url_for("reports_api.report", name=self.report, **self.parameters)

    @property
    def csv(self) -> str:
        """The address at which it is to be had as CSV."""
        return url_for("reports_api.report", name=self.report, **self.parameters, format="csv", limit=MAX_ROWS)


def without_changes(body: dict[str, Any]) -> dict[str, Any]:
    """An answer without changes, as the days it is compared with were not measured as a whole; if not at all, without
    prior values too."""
    measured = body["data_from"] <= body["compared_with"]["to"]
    return {name: _without(part, ("change", "noise") if measured else COMPARED) for name, part in body.items()}


def _without(part: Any, names: tuple[str, ...]) -> Any:
    if isinstance(part, list):
        return [_without(each, names) for each in part]
    if not isinstance(part, dict):
        return part
    compared = COMPARED if "prior" in part else ()
    within = {name: each if name in compared else _without(each, names) for name, each in part.items()}
    return within | {name: dict.fromkeys(part[name]) for name in compared if name in names}


class PageReports:
    """The reports of one page, each read once; `now` in epoch ms."""

    def __init__(self, store: Store, frame: Frame, now: int, kept: KeptAnswers[Answer]) -> None:
        self._store, self._frame, self._now, self._kept = store, frame, now, kept
        self._answers: dict[str, Answer] = {}

    def answer(self, report: str, **more: Any) -> Answer:
        """The answer of a report in the page's frame, with further parameters of it."""
        parameters = self._frame.parameters(report, **more)
        question = json.dumps([report, parameters])
        if question not in self._answers:
            self._answers[question] = self.answered_by(report_answer, report, parameters)
        return self._answers[question]

    def main_reasons(self) -> dict[str, str]:
        """The most frequent reason why each action was not seen; none where that took too long."""
        parameters = self._frame.parameters("delivery", compare=None)
        answer = self.answered_by(self._reasons, "main reasons", parameters)
        reasons: dict[str, str] = answer.body.get("reasons", {})
        return reasons

    def answered_by(self, work: Work, report: str, parameters: dict[str, Any]) -> Answer:
        """What this work answers, or answered to the same parameters shortly before; in time, or why not."""
        question = json.dumps([self._state, report, parameters])
        if answer := self._kept.find(question):
            return answer
        begin = time.thread_time()
        answer = self._answered(report, parameters, work)
        if not answer.problem and len(answer.rows) <= MAX_ROWS_KEPT:
            self._kept.keep(question, answer, time.thread_time() - begin)
        return answer

    def name_of(self, action: str) -> str:
        """What the site calls an action: its id, unless it is registered by a name."""
        return str(self._registered.actions.get(action, {}).get("name") or action)

    @cached_property
    def _registered(self) -> Registered:
        return registered(self._store, self._frame.site.site)

    @cached_property
    def _state(self) -> str:
        """What answers depend on beside events: another one ends what is kept."""
        site, store = self._frame.site, self._store
        more = [store.definitions(site.site, kind) for kind in MORE_DEFINITIONS]
        return json.dumps([site, store.latest_erasure(), vars(self._registered), more])

    def _answered(self, report: str, parameters: dict[str, Any], work: Work) -> Answer:
        given = {name: value if isinstance(value, list) else str(value) for name, value in parameters.items()}
        given["limit"] = str(MAX_ROWS)
        try:
            with self._store.within(SECONDS):
                body = work(self._store, self._frame.site, report, given, now=self._now)
            return Answer(report, parameters, without_changes(body) if body.get("data_from") else body)
        except CollectorError as error:
            return Answer(report, parameters, problem=error.message)
        except Exception:  # a fault in one report is no reason to take away the others
            _log.exception("report_failed", extra={"where": report})
            return Answer(report, parameters, problem="It failed here; the server's log says why.")

    def _reasons(self, store: Store, site: Site, _: str, given: dict[str, Any], *, now: int) -> dict[str, Any]:
        query, _loaded = query_of(site, "delivery", given, self._registered)
        return {"reasons": main_reasons(store, query)}
