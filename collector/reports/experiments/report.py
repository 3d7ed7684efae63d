"""The reports of experiments: one row for each, and everything about one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from collector.reports.experiments.cells import ORDER_VALUE, RAW_VALUE, VALUE, Cell
from collector.reports.experiments.chance import chances_to_be_best
from collector.reports.experiments.comparing import GOAL, Compared
from collector.reports.experiments.document import Experiment, experiments_of
from collector.reports.experiments.over_time import over_time
from collector.reports.experiments.segments import segment_rows
from collector.reports.experiments.settled import cohorts_of
from collector.reports.experiments.study import Study, total_of
from collector.reports.experiments.verdict import AHEAD, DRAFT, Verdict, words_since
from collector.reports.figures import MILLION, amount_text
from collector.reports.metrics import CONVERSION_RATE_OF_PERSONS, metrics
from collector.reports.moments import rfc3339, rfc3339_or_none
from collector.reports.result import ReportResult, ReportRow
from collector.rules import DAY_MS
from collector.store.protocol import Site, Store

IN_A_ROW = metrics("persons", "conversions", "lift", "lift_low", "lift_high")
OF_AN_ARM = (
    *metrics("persons_assigned", "persons_executed", "persons_delivered", "persons", "persons_waiting"),
    *metrics("persons_two_arms", "conversions"),
    CONVERSION_RATE_OF_PERSONS,
    *metrics("value", "orders", "value_per_person", "capped_value_per_person", "value_per_order", "chance_best"),
)
NOT_STARTED = Verdict(DRAFT, "not started yet")


def experiments(store: Store, site: Site, *, now: int) -> ReportResult:
    """A row for each experiment, those that run first, then the latest started."""
    known = sorted(experiments_of(store, site.site), key=lambda each: (each.state != "running", -(each.started or 0)))
    rows = [experiment_row(study_of(store, site, each, now=now)) for each in known]
    return ReportResult(ReportRow(figures=(), sums={}), rows, basis=basis_of(None))


def experiment(store: Store, site: Site, id: str, *, now: int) -> ReportResult | None:
    """Everything about one experiment: a row for each variation, and the rest beside; None if there is none."""
    found = next((each for each in experiments_of(store, site.site) if each.id == id), None)
    if found is None:
        return None
    study = study_of(store, site, found, now=now)
    segments = segment_rows(store, site.site, study) if found.phases else []
    return ReportResult(
        ReportRow(figures=(), sums={}),
        list(arm_rows(study)),
        basis=basis_of(study),
        more={**summary(study), **details(study), "segments": segments, "diary": list(found.diary)},
    )


def study_of(store: Store, site: Site, experiment: Experiment, *, now: int) -> Study:
    """What is known of an experiment now (epoch ms)."""
    today = datetime.fromtimestamp(now / 1000, ZoneInfo(site.time_zone)).date()
    cohorts = cohorts_of(store, site, experiment, now=now)
    return Study(experiment, now, today, cohorts.assigned, cohorts.exposed)


def experiment_row(study: Study) -> ReportRow:
    """One experiment among others: its verdict, with the lift of the variation that the verdict is about."""
    row = summary(study)
    verdict = row["verdict"]
    failed = dict.fromkeys(gate.name for gate in study.gates if not gate.passed)
    about = {name: row[name] for name in ("experiment", "name", "state", "started", "sentence")}
    more = {"verdict": verdict["verdict"], "best": study.best, "gates": ", ".join(failed) or "green"}
    found = deciding(study, verdict["variation"])
    persons = sum(cell.completed for cell in study.cells.values())
    converted = sum(cell.measures[study.primary].y for cell in study.cells.values())
    sums = {"persons": persons, "conversions": int(converted), **lift_sums(found)}
    return ReportRow(about, IN_A_ROW, sums, more=more)


def deciding(study: Study, variation: str | None) -> Compared:
    """The comparison behind the verdict on a variation: of everyone assigned where a gate failed."""
    name = variation or next(iter(study.experiment.treatments), None)
    if name is None:
        return Compared()
    comparisons = study.by_assignment if study.verdicts[name].by_assignment else study.comparisons
    return comparisons[name, study.primary]


def lift_sums(found: Compared) -> dict[str, float | None]:
    """A lift and its interval, as figures take it."""
    low, high = found.lift_interval or (None, None)
    return {"lift": found.lift, "lift_low": low, "lift_high": high}


def summary(study: Study) -> dict[str, Any]:
    """What an experiment is, and what it says, the plain sentence first."""
    verdict = with_advice(study) if study.experiment.phases else NOT_STARTED
    return {
        "sentence": verdict.sentence,
        "experiment": study.experiment.id,
        "name": study.experiment.name,
        "state": study.experiment.state,
        "started": rfc3339_or_none(study.experiment.started),
        "verdict": {
            "verdict": verdict.verdict,
            "variation": verdict.variation,
            "days_left": verdict.days_left,
            "cohort": "assigned" if verdict.by_assignment or not study.by_delivery else "delivered",
        },
    }


def with_advice(study: Study) -> Verdict:
    """The verdict, where a variation is ahead with what to do about it."""
    verdict = study.verdict
    if verdict.verdict != AHEAD or verdict.variation is None:
        return verdict
    missing = [condition for condition in study.conditions[verdict.variation] if not condition.met]
    advice = f"not yet to be promoted: {missing[0].words.removesuffix('.')}" if missing else "promote"
    if study.experiment.promoted == verdict.variation:
        advice = "promoted"
    return replace(verdict, sentence=f"{verdict.sentence}; {advice}")


def arm_rows(study: Study) -> Iterator[ReportRow]:
    """A row for each variation: how many were assigned, saw it, and what those who are counted did."""
    cells, assigned = study.cells, study.assigned_cells
    chances = chances_to_be_best(cells, study.experiment.variations, study.primary) or {}
    for name in study.experiment.variations:
        exposed, everyone = total_of(cells, name), total_of(assigned, name)
        about = {"variation": name, "is_control": name == study.experiment.control}
        yield ReportRow(about, OF_AN_ARM, arm_sums(study, exposed, everyone) | {"chance_best": chances.get(name)})


def arm_sums(study: Study, exposed: Cell, everyone: Cell) -> dict[str, Any]:
    """The sums that the figures of an arm follow from."""
    value, capped, orders = (exposed.measures.get(each) for each in (RAW_VALUE, VALUE, ORDER_VALUE))
    primary = exposed.measures.get(study.primary)
    return {
        "persons_assigned": everyone.persons,
        "persons_executed": everyone.executed,
        "persons_delivered": everyone.delivered,
        "persons": exposed.completed,
        "persons_waiting": exposed.persons - exposed.completed,
        "persons_two_arms": exposed.two_arms,
        "conversions": int(primary.y) if primary else 0,
        "value_micros": round(value.y * MILLION) if value else 0,
        "capped_micros": round(capped.y * MILLION) if capped else 0,
        "orders": int(orders.x) if orders else 0,
    }


def details(study: Study) -> dict[str, Any]:
    """Everything else about one experiment."""
    return {
        "verdicts": {name: asdict(verdict) for name, verdict in study.verdicts.items()},
        "comparisons": [comparison_row(*key, found) for key, found in study.comparisons.items()],
        "intention_to_treat": [comparison_row(*key, found) for key, found in study.by_assignment.items()],
        "gates": [asdict(gate) for gate in study.gates],
        "promotion": {
            name: {"allowed": study.may_be_promoted(name), "conditions": [asdict(each) for each in conditions]}
            for name, conditions in study.conditions.items()
        },
        "over_time": [
            {"date": rfc3339(stand.day_ms)[:10], "variation": stand.variation, "persons": stand.found.persons}
            | lift_sums(stand.found)
            for stand in over_time(study)
        ],
        "after_promotion": after_promotion(study),
    }


def comparison_row(variation: str, measure: str, found: Compared) -> dict[str, Any]:
    """One variation beside control in one measure; means of money are exact decimals."""
    both = found.difference
    return {
        "variation": variation,
        "measure": measure,
        "persons": found.persons,
        "control": _mean(measure, both and both.control),
        "treatment": _mean(measure, both and both.treatment),
        **lift_sums(found),
    }


def _mean(measure: str, mean: float | None) -> float | str | None:
    return mean if mean is None or measure.startswith(GOAL) else amount_text(mean * MILLION)


def after_promotion(study: Study) -> Mapping[str, Any] | None:
    """What the promoted variation has brought since, over those who stayed in control; None before a promotion."""
    found, phase = study.after_promotion(), study.promoted_phase
    if found is None or phase is None or phase.promoted is None:
        return None
    sentence = words_since(phase.promoted, found.lift_interval)
    since = rfc3339(phase.begin)
    return {
        "variation": phase.promoted, "since": since, "persons": found.persons, **lift_sums(found), "sentence": sentence
    }  # fmt: skip


def basis_of(study: Study | None) -> dict[str, str]:
    """The rules that were applied, in words."""
    words = {
        "persons": "Persons who saw it or, in control, would have seen it, from the first delivery on, in the arm "
        "first delivered; each once, when the window after it is over. Persons who saw two arms are left out and "
        "counted.",
        "intervals": "They hold no matter which day you look (95 %, shared by all variations compared).",
        "phases": "A change of weights starts a new phase; only persons of the same phase are compared.",
        "bots": "Bots, testers with an override, and persons held out are left out.",
        "chance_best": "For information; nothing is decided by it.",
    }
    if study is None:
        return words
    if not study.by_delivery:
        words["persons"] = "Everyone assigned, from the first assignment on: this experiment has no actions to be seen."
    days = study.experiment.window_ms // DAY_MS
    words["window"] = f"{days} days after the first exposure."
    words["goal"] = f"Decided by {study.experiment.primary_goal}."
    if study.experiment.planned_end:
        end = study.experiment.planned_end.isoformat()
        words["intervals"] += f" A fifth of the error is for any day, the rest for one look on {end}."
    return words
