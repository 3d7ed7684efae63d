"""What customers answer in surveys: NPS and CSAT, how many answered, and what that goes with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from collector.reports.moments import EPOCH, ONE_MS
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.satisfaction.groups import (
    FIGURES,
    PARTS,
    RESPONSE,
    SEEN,
    by_seen,
    by_variation,
)
from collector.reports.satisfaction.moments import MIN_RESPONDENTS, around_moments
from collector.reports.satisfaction.scores import SCORED, score_of, sums_of
from collector.reports.sql import run
from collector.store.protocol import Store

TOTALS = (*SCORED, *RESPONSE)
BASIS = {
    "respondents": "Of several answers to a survey in one view, the last counts; of a person's answers in the period, "
    "or in what is compared, the latest. An answer belongs to the person, the session and the page it came from.",
    "nps": "Promoters gave 9 or 10, passives 7 or 8, detractors 0 to 6. The interval is the adjusted Wald: three "
    "answers are added, 3/4 of them promoters and 3/4 detractors.",
    "csat": "Top-two box: one of the two best scores of the scale; on a scale of fewer than four, the best one. The "
    "interval is Wilson's. The mean is of one scale only.",
    "response_rate": "Deliveries of actions of kind survey that were answered in the same view. Answers given "
    "elsewhere (through the SDK, or from an e-mail) are in no rate.",
    "seen": "Actions delivered to the person in the seven days before the answer, other surveys left out.",
    "arms": "Where the share of persons asked who answered differs between variations (two proportions, Holm, p below "
    "0.05), scores are not compared.",
    "around": f"Respondents since a day against those before it, within the period; from {MIN_RESPONDENTS} on each "
    "side, with p-values adjusted for the number of days and instruments tested (Holm).",
}


def satisfaction(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each survey, instrument and scale; with `by`, for each value of a dimension, each variation of a
    survey, each arm of an experiment, or each action that respondents had seen before."""
    whole = replace(query, by=None)
    scores = run(store, "satisfaction/scores_of_all.sql", whole)
    checks: list[dict[str, Any]] = []
    if query.by == SEEN:
        rows: list[ReportRow] = by_seen(store, whole)
    elif query.by in PARTS:
        checks, rows = by_variation(store, whole, str(query.by))
    else:
        rows = rows_of(store, query)
    more = {
        "responses_compared": checks,
        "distributions": distributions(scores),
        "over_time": over_time(run(store, "satisfaction/scores_by_week.sql", whole)),
        "around": around_moments(store, whole),
    }
    return ReportResult(total_of(store, whole, scores), rows, basis=BASIS, more=more)


def satisfaction_total(store: Store, query: ReportQuery) -> ReportRow:
    """The total alone: for charts."""
    whole = replace(query, by=None)
    return total_of(store, whole, run(store, "satisfaction/scores_of_all.sql", whole))


def total_of(store: Store, query: ReportQuery, scores: Iterable[Record]) -> ReportRow:
    """All surveys together."""
    responses = run(store, "satisfaction/responses.sql", query)
    sums = {name: sum(row[name] for row in responses) for name in ("delivered", "responses")}
    return ReportRow({}, TOTALS, sums_of(scores) | sums)


def rows_of(store: Store, query: ReportQuery) -> list[ReportRow]:
    """A row for each survey and scale, or for each value of a dimension and scale; most respondents first. A survey
    that nobody answered has no instrument."""
    groups: dict[tuple[str, int, Any], list[Record]] = {}
    for row in run(store, "satisfaction/scores.sql", query):
        groups.setdefault((row["instrument"], row["scale"], row["group_value"]), []).append(row)
    responses = run(store, "satisfaction/responses.sql", query)
    instruments = instruments_by_survey(groups) if query.by is None else instruments_of(store, query)
    rows = []
    for (instrument, scale, value), scores in groups.items():
        own = [
            row
            for row in responses
            if belongs(row, query, value, instruments.get(row["action"], ()), (instrument, scale))
        ]
        sums = {name: sum(row[name] for row in own) for name in ("delivered", "responses")}
        about = {"instrument": instrument, "scale": scale, query.by or "action": value or None}
        rows.append(ReportRow(about, FIGURES, sums_of(scores) | sums))
    if query.by is None:
        rows += [unanswered(row) for row in responses if row["action"] not in instruments]
    return sorted(rows, key=lambda row: -int(row.sums["respondents"]))


Instruments = dict[str, set[tuple[str, int]]]


def instruments_by_survey(groups: Iterable[tuple[str, int, str]]) -> Instruments:
    """With which instruments and scales each survey asked, as far as it was answered."""
    instruments: Instruments = {}
    for instrument, scale, action in groups:
        instruments.setdefault(action, set()).add((instrument, scale))
    return instruments


def instruments_of(store: Store, query: ReportQuery) -> Instruments:
    """The same, where rows are not of surveys."""
    rows = run(store, "satisfaction/scores.sql", replace(query, by=None))
    return instruments_by_survey((row["instrument"], row["scale"], row["group_value"]) for row in rows)


def belongs(
    row: Record, query: ReportQuery, value: Any, instruments: Iterable[tuple[str, int]], own: tuple[str, int]
) -> bool:
    """Whether deliveries of a survey are those of a row."""
    return (row["action"] == value if query.by is None else row["by_value"] == value) and own in instruments


def unanswered(row: Record) -> ReportRow:
    """A survey that was delivered, and that nobody answered."""
    sums = sums_of(()) | {"delivered": row["delivered"], "responses": row["responses"]}
    return ReportRow({"instrument": None, "scale": None, "action": row["action"]}, FIGURES, sums)


def distributions(scores: Iterable[Record]) -> list[dict[str, Any]]:
    """For each instrument and scale how many respondents gave each score, from 0 to the scale."""
    found: dict[tuple[str, int], list[int]] = {}
    for row in scores:
        counts = found.setdefault((row["instrument"], row["scale"]), [0] * (row["scale"] + 1))
        counts[row["score"]] += row["respondents"]
    return [
        {"instrument": instrument, "scale": scale, "respondents": counts}
        for (instrument, scale), counts in found.items()
    ]


def over_time(rows: Iterable[Record]) -> list[dict[str, Any]]:
    """The score of each instrument in each week that has answers, by its Monday."""
    weeks: dict[tuple[str, int], list[Record]] = {}
    for row in rows:
        weeks.setdefault((row["instrument"], row["monday"]), []).append(row)
    return [
        {
            "instrument": instrument,
            "week": (EPOCH + monday * ONE_MS).date().isoformat(),
            **score_of(instrument, sums_of(scores)),
        }
        for (instrument, monday), scores in weeks.items()
    ]
