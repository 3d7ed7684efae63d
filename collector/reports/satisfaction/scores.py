"""What counts of scores come to: the sums that figures follow from, and how two groups of respondents differ. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from collector.reports.figures import nps_counts_of
from collector.reports.metrics import metrics
from collector.reports.result import Record
from collector.reports.stats.intervals import wilson
from collector.reports.stats.satisfaction import (
    PASSIVE,
    PROMOTER,
    Change,
    adjusted_wald,
    is_satisfied,
    scores_change,
    shares_change,
)

NPS, CSAT = "nps", "csat"
SUMMED = ("answers", "respondents", "promoters", "passives", "detractors", "satisfied", "csat_respondents", "score_sum")
SCORED = metrics(
    "answers", "respondents", "nps", "nps_low", "nps_high", "promoters", "passives", "detractors", "csat", "csat_low",
    "csat_high", "satisfied",
)  # fmt: skip
MEAN = metrics("mean_score")
POINTS = 100


def sums_of(rows: Iterable[Record]) -> dict[str, Any]:
    """The sums of some rows of counts by instrument, scale and score, with the intervals of what they come to."""
    sums: dict[str, Any] = dict.fromkeys(SUMMED, 0)
    squares = 0
    for row in rows:
        count, score = row["respondents"], row["score"]
        sums["answers"] += row["answers"]
        sums["respondents"] += count
        sums["score_sum"] += count * score
        squares += count * score * score
        for name in counted_as(row["instrument"], score, row["scale"]):
            sums[name] += count
    sums |= {
        "answers_squares": sums["answers"],
        "score_sum_squares": squares,
        "score_sum_times_respondents": sums["score_sum"],
        "respondents_squares": sums["respondents"],
    }
    return sums | intervals_of(sums)


def counted_as(instrument: str, score: int, scale: int) -> tuple[str, ...]:
    """In which sums a respondent counts."""
    if instrument == NPS:
        return ("promoters" if score >= PROMOTER else "passives" if score >= PASSIVE else "detractors",)
    return ("csat_respondents", "satisfied") if is_satisfied(score, scale) else ("csat_respondents",)


def intervals_of(sums: Mapping[str, Any]) -> dict[str, float | None]:
    """The intervals of 95 % of NPS, in points, and of CSAT; None where nobody answered."""
    counts = nps_counts_of(sums)
    nps = [POINTS * bound for bound in adjusted_wald(counts)] if counts.answers else (None, None)
    csat = wilson(sums["satisfied"], sums["csat_respondents"]) if sums["csat_respondents"] else (None, None)
    return {"nps_low": nps[0], "nps_high": nps[1], "csat_low": csat[0], "csat_high": csat[1]}


def score_of(instrument: str, sums: Mapping[str, Any]) -> dict[str, Any]:
    """The score of one instrument with its interval: points of NPS, a share of CSAT."""
    figures = {metric.name: metric for metric in SCORED}
    return {
        "respondents": sums["respondents"],
        "score": figures[instrument].value(sums),
        "low": sums[f"{instrument}_low"],
        "high": sums[f"{instrument}_high"],
    }


def change_between(instrument: str, now: Mapping[str, Any], before: Mapping[str, Any]) -> Change | None:
    """How the score of one group differs from that of another, in points of NPS or as a share of CSAT; None where one
    of them has no respondents."""
    if not now["respondents"] or not before["respondents"]:
        return None
    if instrument == CSAT:
        groups = (now["satisfied"], now["csat_respondents"], before["satisfied"], before["csat_respondents"])
        return shares_change(*groups)
    found = scores_change(nps_counts_of(now), nps_counts_of(before))
    return Change(POINTS * found.difference, POINTS * found.low, POINTS * found.high, found.p_value)
