"""Reports as pages ask them: each by itself and within a time, so that one that fails leaves the page standing."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import url_for

from collector.errors import CollectorError, EngineError
from collector.present.dashboard.frame import Frame
from collector.present.report_answers import report_answer
from collector.present.report_parameters import MAX_ROWS
from collector.reports.definitions import Registered, registered
from collector.store.protocol import Store

SECONDS = 10.0
"""How long a page waits for one report."""

_log = logging.getLogger("beheld.pages")


@dataclass(frozen=True)
class Answer:
    """What a report answered, as the API has it, and what it was asked; `problem` says why it did not answer."""

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
    def api(self) -> str:
        """The address at which the API answers the same."""
        return url_for("reports_api.report", name=self.report, **self.parameters)

    @property
    def csv(self) -> str:
        """The address at which it is to be had as CSV."""
        return url_for("reports_api.report", name=self.report, **self.parameters, format="csv", limit=MAX_ROWS)


class Asker:
    """Asks the reports of one page, each question once; `now` in epoch ms."""

    def __init__(self, store: Store, frame: Frame, now: int) -> None:
        self._store, self._frame, self._now = store, frame, now
        self._answers: dict[str, Answer] = {}

    def ask(self, report: str, **more: Any) -> Answer:
        """The answer of a report in the page's frame, with further parameters of it."""
        parameters = self._frame.parameters(report, **more)
        question = json.dumps([report, parameters])
        if question not in self._answers:
            self._answers[question] = self._answered(report, parameters)
        return self._answers[question]

    def name_of(self, action: str) -> str:
        """What the site calls an action: its id, unless it is registered by a name."""
        return str(self._registered.actions.get(action, {}).get("name") or action)

    @cached_property
    def _registered(self) -> Registered:
        return registered(self._store, self._frame.site.site)

    def _answered(self, report: str, parameters: dict[str, Any]) -> Answer:
        given = {name: value if isinstance(value, list) else str(value) for name, value in parameters.items()}
        try:
            with self._store.within(SECONDS):
                body = report_answer(
                    self._store, self._frame.site, report, given | {"limit": str(MAX_ROWS)}, now=self._now
                )
            return Answer(report, parameters, body)
        except CollectorError as error:
            return Answer(report, parameters, problem=error.message)
        except EngineError:
            _log.exception("report_failed", extra={"where": report})
            return Answer(report, parameters, problem="It failed here; the server's log says why.")
