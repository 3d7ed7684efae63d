"""Incremental revenue of a period: of actions, of campaigns, and of all personalization, each from its control."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from collector.reports.campaigns.costs import Cost, micros_within
from collector.reports.campaigns.report import homes_of
from collector.reports.experiments.comparing import ALPHA
from collector.reports.experiments.document import Experiment, experiments_of
from collector.reports.experiments.report import study_of
from collector.reports.figures import MILLION
from collector.reports.incremental.increment import Together
from collector.reports.incremental.measured import DELIVERED, Measured
from collector.reports.incremental.subjects import ACTION, ALL, CAMPAIGN, Names, Subject, has_control, subjects_of
from collector.reports.incremental.words import sentence_of
from collector.reports.margins import margin_of
from collector.reports.metrics import metrics
from collector.reports.moments import day_ms, end_of, start_of
from collector.reports.query import ReportQuery
from collector.reports.result import ReportResult, ReportRow
from collector.reports.wording import percent_words
from collector.store.protocol import Store

INCREMENT = metrics(
    *("persons_treated", "persons_control", "incremental_revenue", "incremental_low", "incremental_high"),
)
FIGURES = (
    *INCREMENT,
    *metrics("incremental_raw", "incremental_margin", "cost", "incremental_roi", "incremental_roi_low"),
    *metrics("incremental_roi_high", "treated_value", "control_value", "treated_value_capped"),
    *metrics("control_value_capped", "incremental_per_person", "persons_waiting", "persons_unmatched"),
)
BOTH = "both"
"""Where some experiments are measured by delivery, and others by intention to treat."""


def incremental(store: Store, query: ReportQuery, *, now: int) -> ReportResult:
    """A row for all personalization, each campaign and each action that had a control in the period, as of `now`
    (epoch ms); of one campaign or action where it is named."""
    subjects = list(requested_subjects(store, query))
    costs = list(store.definitions(query.site.site, "costs").values())
    experiments = {each.id: each for subject in subjects for each in subject.experiments}
    measured = {id: measure(store, query, each, now=now) for id, each in experiments.items()}
    margin = margin_of(store, query)
    rows = [
        row_of(
            subject,
            [measured[each.id] for each in subject.experiments],
            Paid(cost_of(subject, costs, query), margin),
            query,
        )
        for subject in subjects
    ]
    return ReportResult(ReportRow(), rows, basis=basis_of(query, margin))


def requested_subjects(store: Store, query: ReportQuery) -> Iterator[Subject]:
    """What there is a row for."""
    zone, site = query.site.time_zone, query.site.site
    begin, end = start_of(query.first_day, zone), end_of(query.last_day, zone)
    known = [each for each in experiments_of(store, site) if has_control(each, begin, end)]
    if known:
        actions = store.definitions(site, "actions")
        homes = homes_of(store, query, actions, (action for each in known for action in each.actions))
        yield from subjects_of(query, known, Names(actions, store.definitions(site, "campaigns"), homes))


def measure(store: Store, query: ReportQuery, experiment: Experiment, *, now: int) -> Measured:
    """One experiment in the period."""
    study = study_of(store, query.site, experiment, now=now)
    return Measured(study, day_ms(query.first_day), day_ms(query.last_day))


def cost_of(subject: Subject, costs: Sequence[Cost], query: ReportQuery) -> Fraction:
    """What it cost in the period, in millionths: its own costs, and those of all actions it is about."""
    return sum(
        (
            micros_within(cost, query.first_day, query.last_day)
            for cost in costs
            if subject.scope == ALL
            or cost.get("action") in subject.actions
            or (subject.scope == CAMPAIGN and cost.get("campaign") == subject.id)
        ),
        Fraction(0),
    )


class Paid(NamedTuple):
    """What something cost in the period (millionths), and the margin."""

    cost: Fraction
    margin: Fraction | None


def row_of(subject: Subject, measured: Sequence[Measured], paid: Paid, query: ReportQuery) -> ReportRow:
    """One row."""
    deciding = Together(tuple(part.deciding for part in measured))
    everyone = Together(tuple(part.by_assignment for part in measured))
    cohorts = {part.cohort for part in measured}
    about = {"scope": subject.scope, "id": subject.id, "name": subject.name}
    sums = sums_of(deciding) | money_sums(deciding, *paid)
    more = {
        "sentence": sentence_of(measured, deciding, query.site.currency),
        "conclusive": deciding.conclusive,
        "agrees": agrees(deciding, everyone) if cohorts == {DELIVERED} else None,
        "cohort": cohorts.pop() if len(cohorts) == 1 else BOTH,
        "experiments": [part.experiment.id for part in measured],
        "gates_failed": [f"{part.experiment.id}: {name}" for part in measured for name in part.failed],
        "together_with": sorted(subject.actions - {subject.id}) if subject.scope == ACTION else [],
        "control_needed": deciding.parts[0].needed if len(measured) == 1 else None,
    }
    group = ReportRow(figures=INCREMENT, sums=sums_of(everyone))
    return ReportRow(about, FIGURES, sums, groups={"intention_to_treat": group}, more=more)


def sums_of(together: Together) -> dict[str, Any]:
    """What the figures of one cohort follow from."""
    bounds, found = together.interval, together.compared
    low, high = bounds or (None, None)
    return {
        "persons_treated": sum(part.persons for part in together.parts),
        "persons_control": sum(part.control_persons for part in together.parts),
        "persons_waiting": sum(part.waiting for part in together.parts),
        "persons_unmatched": sum(part.unmatched for part in together.parts),
        "incremental_revenue": sum(part.total for part in found) if found else None,
        "incremental_low": low,
        "incremental_high": high,
        "incremental_raw": sum(part.raw_total for part in found) if found else None,
        "treated_value": together.mean(lambda part: part.raw_treated),
        "control_value": together.mean(lambda part: part.raw_control),
        "treated_value_capped": together.mean(lambda part: part.found.treatment if part.found else 0.0),
        "control_value_capped": together.mean(lambda part: part.found.control if part.found else 0.0),
        "incremental_per_person": together.mean(lambda part: part.found.estimate if part.found else 0.0),
    }


def money_sums(together: Together, cost: Fraction, margin: Fraction | None) -> dict[str, Any]:
    """What it cost, and whether that pays: None without a margin, or without a cost."""
    spent = float(cost / MILLION)
    kept = None if margin is None else float(margin)
    bounds = together.interval
    revenue = None if bounds is None else sum(part.total for part in together.compared)
    low, high = bounds or (None, None)
    return {
        "cost_micros": cost,
        "incremental_margin": None if revenue is None or kept is None else revenue * kept,
        "incremental_roi": roi(revenue, spent, kept),
        "incremental_roi_low": roi(low, spent, kept),
        "incremental_roi_high": roi(high, spent, kept),
    }


def roi(revenue: float | None, cost: float, margin: float | None) -> float | None:
    """(revenue x margin - cost) / cost: 1 is twice the cost come back."""
    return None if revenue is None or margin is None or cost <= 0 else (revenue * margin - cost) / cost


def agrees(delivered: Together, everyone: Together) -> bool | None:
    """Whether what those say who saw it, and everyone assigned, can both hold: their intervals overlap."""
    one, other = delivered.interval, everyone.interval
    return None if one is None or other is None else one[0] <= other[1] and other[0] <= one[1]


def basis_of(query: ReportQuery, margin: Fraction | None) -> dict[str, str]:
    """The rules that were applied, in words."""
    return {
        "period": f"Persons who first saw it, or were first assigned to the holdout, on these days in "
        f"{query.site.time_zone}, and whose window is over. Persons who came before are not in it.",
        "measured": "Incremental revenue: the difference per person between those who got it and its control, which "
        "is shown nothing, times those who got it. For all personalization, the control is the site-wide holdout.",
        "modelled": "Incremental margin and ROI assume that incremental revenue has the site's margin, and that costs, "
        "spread evenly over their days, are for the persons counted.",
        "interval": f"For capped values, no matter which day you look ({percent_words(1 - ALPHA)}); for several "
        "experiments together, all their intervals hold at once. Uncapped sums have no interval.",
        "agrees": "Whether the interval of everyone assigned (intention to treat) overlaps that of those who saw it.",
        "gates": "Where a gate failed, the figure is that of everyone assigned.",
        "cost": "Costs of all actions that the experiments are about; for a campaign, its own too.",
        "margin": "No margin is set: no ROI is worked out." if margin is None else f"{float(margin):g} of revenue.",
        "money": f"Net in {query.site.currency}: price x quantity - discount, less refunds, without tax and shipping.",
        "bots": "Bots and testers with an override are left out.",
    }
