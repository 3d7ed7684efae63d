"""The pages of experiments: all of them with their verdicts, and one from its plain sentence to its diary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from flask import Response, request, url_for

from collector.allocation import BUCKETS, CONTROL
from collector.errors import BadRequest
from collector.experiments.documents import HOLDOUT
from collector.present.auth import current_store, require, shareable, site_with
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.intervals import GREATEST_REACH, Drawn, drawn
from collector.present.dashboard.labels import DIMENSION_LABELS, STATE_LABELS
from collector.present.dashboard.page_reports import Answer
from collector.present.dashboard.pieces import Column, Table, lines_of
from collector.present.experiment_answers import experiments_answer
from collector.present.experiments.changes import KIND, SiteExperiments
from collector.present.experiments.form import settings_of
from collector.reports.experiments.verdict import AHEAD, BEHIND
from collector.store.accounts import VIEWER
from collector.store.protocol import Site, Store

PARTS = (
    ("", "Result"),
    ("time", "Over time"),
    ("segments", "Segments"),
    ("delivery", "Delivery and gates"),
    ("revenue", "Revenue"),
    ("diary", "Diary"),
)
ALL = (Column("persons"), Column("conversions"), Column("lift"), Column("lift_low"), Column("lift_high"))
RESULT = (Column("persons"), Column("conversions"), Column("conversion_rate", bar=True), Column("chance_best"))
DELIVERY = (
    Column("persons_assigned"), Column("persons_executed"), Column("persons_delivered"), Column("persons"),
    Column("persons_waiting"), Column("persons_two_arms"),
)  # fmt: skip
REVENUE = (
    Column("persons"), Column("value"), Column("orders"), Column("value_per_person"),
    Column("capped_value_per_person"), Column("value_per_order"),
)  # fmt: skip
MEASURE_LABELS = {
    "value": "Value per person, capped",
    "raw_value": "Value per person",
    "order_value": "Value per order",
}


@dataclass(frozen=True)
class ExperimentAnswer(Answer):
    """An answer on experiments, which have addresses of their own: on all, or on the one with this id."""

    id: str | None = None

    @property
    def api(self) -> str:
        """The address at which the API answers the same."""
        return self._address()

    @property
    def csv(self) -> str:
        """The address at which it is to be had as CSV."""
        return self._address(format="csv")

    def _address(self, **parameters: Any) -> str:
        if self.id is None:
            return url_for("reports_api.experiments_report", **parameters)
        return url_for("reports_api.experiment_report", id=self.id, **parameters)


def answer_on(frame: Frame, documents: Mapping[str, Any], id: str | None = None) -> ExperimentAnswer:
    """What the report says of all experiments, or of one; it depends on what is known of them (`documents`)."""
    found = reports_of(frame).answered_by(_answer, KIND, {"id": id or "", "documents": documents})
    return ExperimentAnswer(KIND, {}, found.body, found.problem, id)


def _answer(store: Store, site: Site, report: str, given: Mapping[str, Any], *, now: int) -> dict[str, Any]:
    return experiments_answer(store, site, {}, id=given["id"] or None, now=now)


@blueprint.get("/experiments")
@shareable
@require(VIEWER)
def experiments() -> Response:
    """All experiments with their verdicts."""
    frame = frame_here()
    answer = answer_on(frame, current_store().definitions(frame.site.site, KIND))
    lines = lines_of(
        answer.rows,
        lambda row: row["name"] or row["experiment"],
        link=lambda row: frame.link("dashboard.experiment", experiment=row["experiment"]),
        chips=lambda row: (STATE_LABELS[row["state"]],),
        flags=lambda row: () if row["gates"] == "green" else (f"gate failed: {row['gates']}",),
        note=lambda row: row["sentence"],
    )
    table = Table(KIND, "Experiments, running ones first", "Experiment", ALL, lines, answer)
    return report_page("experiments/all.html", frame, answer=answer, table=table)


@blueprint.get("/experiments/one")
@shareable
@require(VIEWER)
def experiment() -> Response:
    """One experiment, a part of it at a time: the plain sentence and what can be done stand above each."""
    frame, part = frame_here(), request.args.get("part", "")
    id = request.args.get("experiment", "")
    if not id:
        raise BadRequest("Say which experiment, as ?experiment=ID.", fields={"experiment": ["An experiment id."]})
    if part not in dict(PARTS):
        raise BadRequest(f"There is no part {part!r}.", fields={"part": [f"One of {', '.join(dict(PARTS))}."]})
    document = SiteExperiments(current_store(), frame.site, "").one(id)
    answer = answer_on(frame, document, id)
    shown = PART_OF[part](answer, document) if not answer.problem else {}
    return report_page(
        "experiments/one.html", frame, id=id, part=part, parts=PARTS, answer=answer, document=document,
        is_holdout=id == HOLDOUT, shares_of=shares_of, **shown,
    )  # fmt: skip


def _result(answer: Answer, document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "table": _arms(answer, document, RESULT, "Variations, by the primary goal"),
        "exposed": _compared(answer.body["comparisons"], goals_of(document)),
        "everyone": _compared(answer.body["intention_to_treat"], goals_of(document)[:1]),
    }


def _over_time(answer: Answer, document: Mapping[str, Any]) -> dict[str, Any]:
    by_variation: dict[str, list[dict[str, Any]]] = {}
    for row in answer.body["over_time"]:
        by_variation.setdefault(row["variation"], []).append(row)
    return {"bands": {name: Answer(KIND, {}, {"rows": narrow_enough(rows)}) for name, rows in by_variation.items()}}


def narrow_enough(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The days from the first one on whose interval can be drawn beside the others; all, if there is none."""
    first = next((n for n, row in enumerate(rows) if (row["lift_high"] or inf) <= GREATEST_REACH), 0)
    return rows[first:]


def _segments(answer: Answer, document: Mapping[str, Any]) -> dict[str, Any]:
    rows = answer.body["segments"]
    return {"segments": drawn(rows, lambda row: f"{DIMENSION_LABELS[row['dimension']]}: {row['value'] or 'not known'}")}


def _delivery(answer: Answer, document: Mapping[str, Any]) -> dict[str, Any]:
    return {"table": _arms(answer, document, DELIVERY, "From assigned to counted")}


def _revenue(answer: Answer, document: Mapping[str, Any]) -> dict[str, Any]:
    measures = list(MEASURE_LABELS)
    return {
        "table": _arms(answer, document, REVENUE, "What persons bought in their windows"),
        "exposed": _compared(answer.body["comparisons"], measures),
        "everyone": _compared(answer.body["intention_to_treat"], measures[:1]),
    }


def _diary(answer: Answer, document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "diary": list(reversed(document["diary"])),
        "phases": document["phases"],
        "settings": [] if document["id"] == HOLDOUT else settings_of(document),
    }


PART_OF = {
    "": _result,
    "time": _over_time,
    "segments": _segments,
    "delivery": _delivery,
    "revenue": _revenue,
    "diary": _diary,
}


def goals_of(document: Mapping[str, Any]) -> list[str]:
    """The measures of the goals of an experiment, what decides first."""
    rails = (rail["goal"] for rail in document["guardrails"])
    return [f"goal:{goal}" for goal in dict.fromkeys((document["primary_goal"], *document["goals"], *rails))]


def shares_of(phase: Mapping[str, Any]) -> list[tuple[str, float, int]]:
    """Of all visitors, the share that gets each variation in a phase, and in which revision."""
    shares: dict[str, float] = {}
    for begin, end, variation in phase["buckets"]:
        shares[variation] = shares.get(variation, 0.0) + (end - begin) / BUCKETS
    return [(name, share, phase.get("variations", {}).get(name, 1)) for name, share in sorted(shares.items())]


def _compared(rows: Iterable[Mapping[str, Any]], measures: Iterable[str]) -> list[Drawn]:
    """The comparisons in some measures, on one scale."""
    wanted = list(measures)
    chosen = sorted((row for row in rows if row["measure"] in wanted), key=lambda row: wanted.index(row["measure"]))
    goals = current_store().definitions(site_with(VIEWER).site, "goals")
    return drawn(chosen, lambda row: MEASURE_LABELS.get(row["measure"]) or goal_name(row["measure"], goals))


def goal_name(measure: str, goals: Mapping[str, Any]) -> str:
    """What the goal of a measure is called."""
    id = measure.partition(":")[2]
    return str(goals.get(id, {}).get("name") or id)


def _arms(answer: Answer, document: Mapping[str, Any], columns: tuple[Column, ...], caption: str) -> Table:
    lines = lines_of(
        answer.rows,
        lambda row: row["variation"],
        chips=lambda row: chips_of(row, document, answer.body["verdicts"]),
        flags=lambda row: failed_gates(row["variation"], answer.body["gates"]),
        note=lambda row: document["variations"].get(row["variation"], {}).get("description") or "",
    )
    return Table("variations", caption, "Variation", columns, lines, answer, empty="It has not started yet.")


def chips_of(row: Mapping[str, Any], document: Mapping[str, Any], verdicts: Mapping[str, Any]) -> list[str]:
    """What a variation is to the others: what they are compared with, promoted, ahead or behind."""
    name = row["variation"]
    chips = ["control"] if row["is_control"] and name != CONTROL else []
    if document["promoted"] and document["promoted"]["variation"] == name:
        chips.append("promoted")
    verdict = verdicts.get(name, {}).get("verdict")
    return [*chips, verdict] if verdict in (AHEAD, BEHIND) else chips


def failed_gates(variation: str, gates: Iterable[Mapping[str, Any]]) -> list[str]:
    """The gates that failed for one variation, by name."""
    failed = [gate["name"] for gate in gates if not gate["passed"] and gate["variation"] == variation]
    return [f"gate failed: {name}" for name in dict.fromkeys(failed)]
