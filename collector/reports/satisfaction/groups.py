"""Respondents beside each other: by variation, by the arm of an experiment, and by what they had seen before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from collector.reports.metrics import metrics
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportRow
from collector.reports.satisfaction.scores import MEAN, SCORED, change_between, sums_of
from collector.reports.sql import run
from collector.reports.stats.gates import equal_proportions_p_value, holm
from collector.rules import DAY_MS
from collector.store.protocol import Store

VARIATION, ARM, SEEN = "variation", "arm", "seen"
PARTS = (VARIATION, ARM, SEEN)
FILES = {
    VARIATION: ("satisfaction/responses_by_variation.sql", "satisfaction/scores_by_variation.sql"),
    ARM: ("satisfaction/responses_by_arm.sql", "satisfaction/scores_by_arm.sql"),
}
SUBJECTS = {VARIATION: "action", ARM: "experiment"}
RESPONSE = metrics("delivered", "responses", "response_rate")
FIGURES = (*SCORED, *MEAN, *RESPONSE)
SEEN_MS = 7 * DAY_MS
ALPHA = 0.05
CONTROL = "control"
NOT_COMPARABLE = (
    "The response rates of the variations differ: scores depend on who answers, and say nothing about the variation."
)
SEEN_WARNING = (
    "People who had seen an action differ from those who had not: this compares two kinds of respondents. Only a test "
    "with a control tells what an action does to satisfaction."
)
Key = tuple[str, str]


def by_variation(store: Store, query: ReportQuery, by: str) -> tuple[list[dict[str, Any]], list[ReportRow]]:
    """First whether the same part of each variation answered, then a row for each variation and its difference from
    control, or from the first."""
    responses, scores_by_person = FILES[by]
    counts = run(store, responses, query)
    delivered = {(row["subject"], row["variation"]): row for row in counts}
    checks = response_checks(delivered)
    unequal = {each["subject"] for each in checks if not each["comparable"]}
    found: dict[tuple[str, int, str], dict[str, list[Record]]] = {}
    for row in run(store, scores_by_person, query):
        group = found.setdefault((row["instrument"], row["scale"], row["subject"]), {})
        group.setdefault(row["variation"], []).append(row)
    rows: list[ReportRow] = []
    for (instrument, scale, subject), variations in found.items():
        about = {"instrument": instrument, "scale": scale, SUBJECTS[by]: subject}
        sums = {
            name: sums_of(scores) | responses_of(delivered.get((subject, name))) for name, scores in variations.items()
        }
        rows += variation_rows(about, sums, comparable=subject not in unequal)
    return checks, rows


def responses_of(row: Record | None) -> dict[str, int]:
    """How often it was delivered and answered then."""
    return {name: row[name] if row else 0 for name in ("delivered", "responses")}


def response_checks(delivered: Mapping[Key, Record]) -> list[dict[str, Any]]:
    """For each survey or experiment whether the same part of the persons asked answered in each variation; of all pairs
    with the first, adjusted for how many there are (Holm), the least p-value."""
    variations: dict[str, list[str]] = {}
    for subject, variation in delivered:
        variations.setdefault(subject, []).append(variation)
    return [
        {"subject": subject, "p_value": found, "comparable": found >= ALPHA}
        for subject, names in variations.items()
        if (found := unequal_p_value([delivered[subject, name] for name in first_control(names)])) is not None
    ]


def unequal_p_value(rows: list[Record]) -> float | None:
    """None of fewer than two."""
    if len(rows) < 2:
        return None
    first, *others = rows
    found = {
        str(nth): equal_proportions_p_value(
            row["persons_answered"], row["persons"], first["persons_answered"], first["persons"]
        )
        for nth, row in enumerate(others)
    }
    return min(holm(found).values())


def first_control(names: Iterable[str]) -> list[str]:
    """Control first, then by name."""
    return sorted(names, key=lambda name: (name != CONTROL, name))


def variation_rows(
    about: Mapping[str, Any], sums: Mapping[str, Mapping[str, Any]], *, comparable: bool
) -> Iterable[ReportRow]:
    """A row for each variation; no difference where they cannot be compared."""
    first, *_ = names = first_control(sums)
    for name in names:
        change = change_between(about["instrument"], sums[name], sums[first]) if comparable and name != first else None
        more = {
            "comparable": comparable,
            "against": first if change else None,
            **difference_of(change),
            "warning": None if comparable else NOT_COMPARABLE,
        }
        yield ReportRow({**about, "variation": name}, FIGURES, sums[name], more=more)


def difference_of(change: Any) -> dict[str, float | None]:
    """A difference as rows show it."""
    names = ("difference", "low", "high", "p_value")
    keys = ("difference", "difference_low", "difference_high", "p_value")
    return {key: getattr(change, name) if change else None for key, name in zip(keys, names, strict=True)}


def by_seen(store: Store, query: ReportQuery) -> list[ReportRow]:
    """A row for each action that respondents had seen within seven days before: they, and all others."""
    found: dict[tuple[str, int], dict[str | None, list[Record]]] = {}
    for row in run(store, "satisfaction/scores_by_seen.sql", query, seen_ms=SEEN_MS):
        found.setdefault((row["instrument"], row["scale"]), {}).setdefault(row["seen"], []).append(row)
    rows = []
    for (instrument, scale), actions in sorted(found.items()):
        everybody = actions.pop(None)
        for action, scores in sorted((str(name), scores) for name, scores in actions.items()):
            seen, others = sums_of(scores), sums_of(without(everybody, scores))
            rows.append(
                ReportRow(
                    {"instrument": instrument, "scale": scale, "action": action},
                    groups={
                        "seen": ReportRow(figures=(*SCORED, *MEAN), sums=seen),
                        "not_seen": ReportRow(figures=(*SCORED, *MEAN), sums=others),
                    },
                    more={**difference_of(change_between(instrument, seen, others)), "warning": SEEN_WARNING},
                )
            )
    return rows


def without(everybody: Iterable[Record], some: Iterable[Record]) -> list[dict[str, Any]]:
    """Counts by score of those who are not among some."""
    less = {row["score"]: row["respondents"] for row in some}
    return [
        {**{name: row[name] for name in ("instrument", "scale", "score")}, "answers": left, "respondents": left}
        for row in everybody
        if (left := row["respondents"] - less.get(row["score"], 0))
    ]
