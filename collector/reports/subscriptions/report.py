"""Subscriptions: what recurs each month, what moved it from the begin of a period to its end, and who stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite, sqrt
from typing import Any

from collector.reports.figures import MILLION, Nothing
from collector.reports.metrics import metrics
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.retention.units import MONTHS, Unit, named, units_of
from collector.reports.sql import run
from collector.reports.stats.intervals import Z95, ratio_variance, wilson
from collector.reports.subscriptions.basis import basis_of
from collector.reports.subscriptions.first_delivered import BY as FIRST_DELIVERED
from collector.reports.subscriptions.first_delivered import by_first_delivered
from collector.reports.subscriptions.months import a_month, months_of
from collector.reports.subscriptions.survival import Survival, curve_of, model_of, survival_of
from collector.store.protocol import Store

PLAN = "plan"
PARTS = (PLAN, FIRST_DELIVERED)
MIN_SUBSCRIBERS = 30
"""Below so many at the begin, churn of money has no interval: its sums vary too much for one."""
BRIDGE = (
    "mrr_start", "new_mrr", "expansion_mrr", "reactivated_mrr", "contraction_mrr", "churned_mrr", "mrr", "net_new_mrr",
)  # fmt: skip
CHURN = (
    "subscribers_start", "subscribers_lost", "customer_churn", "customer_churn_low", "customer_churn_high",
)  # fmt: skip
MONEY_CHURN = ("gross_churn", "gross_churn_low", "gross_churn_high", "net_churn", "net_churn_low", "net_churn_high")
FIGURES = metrics(
    *BRIDGE, "subscribers", "new_subscribers", "reactivated_subscribers", "churned_subscribers", *CHURN, *MONEY_CHURN,
    "monthly_churn", "arpu", "ltv", "ltv_low", "ltv_high",
)  # fmt: skip
TOTAL = (*FIGURES, *metrics("ltv_model", "subscriptions_excluded"))
PLAN_FIGURES = metrics(
    "mrr_start", "started_mrr", "expansion_mrr", "moved_in_mrr", "contraction_mrr", "moved_out_mrr", "ended_mrr", "mrr",
    "subscribers", *CHURN, "arpu",
)  # fmt: skip


def subscriptions(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each unit of time; with `by` for each plan, value of a dimension, or action delivered first."""
    whole = replace(query, by=None)
    survival = survival_of(run(store, "subscriptions/lives.sql", whole), query.last_day, query.unit)
    (excluded,) = run(store, "subscriptions/excluded.sql", whole)
    found = subscriptions_total(store, whole)
    sums = {
        **found.sums,
        "ltv_model": ltv_model(found.sums, survival, query),
        "subscriptions_excluded": excluded["subscriptions"],
    }
    total = ReportRow({}, TOTAL, Nothing(sums))
    margin = query.site.settings.get("margin")
    more = {
        "unit": query.unit,
        "margin": None if margin is None else float(margin),
        "survival": curve_of(survival),
        "survival_model": model_of(survival),
    }
    return ReportResult(total, rows_of(store, query), basis=basis_of(query, survival), more=more)


def subscriptions_total(store: Store, query: ReportQuery) -> ReportRow:
    """The figures of the whole period, without what is modelled."""
    found = run(store, "subscriptions/sums.sql", replace(query, by=None))
    return ReportRow({}, FIGURES, measured(found[0], query) if found else Nothing())


def rows_of(store: Store, query: ReportQuery) -> Sequence[ReportRow]:
    """The rows that the query asks for."""
    if query.by == FIRST_DELIVERED:
        return by_first_delivered(store, query)
    if query.by == PLAN:
        return [plan_row(row) for row in run(store, "subscriptions/plans.sql", replace(query, by=None))]
    if query.by:
        found = run(store, "subscriptions/sums.sql", query)
        return [ReportRow({query.by: row["by_value"]}, FIGURES, measured(row, query)) for row in found]
    units = units_of(query.first_day, query.last_day, query.unit)[1:]
    return [unit_row(store, query, nth, unit) for nth, unit in enumerate(units, start=1)]


def unit_row(store: Store, query: ReportQuery, nth: int, unit: Unit) -> ReportRow:
    """One month, quarter or year, or the part of it that lies in the period: the rows add up to the total."""
    first_day, last_day = max(unit.first_day, query.first_day), min(unit.last_day, query.last_day)
    total = subscriptions_total(store, replace(query, first_day=first_day, last_day=last_day))
    whole = first_day == unit.first_day and last_day == unit.last_day
    days = {"unit_from": first_day.isoformat(), "unit_to": last_day.isoformat()}
    return replace(total, about={"nth": nth}, more={"name": named(unit, query.unit), "complete": whole} | days)


def measured(row: Record, query: ReportQuery) -> dict[str, Any]:
    """The sums of one row, with intervals of churn and what follows from it."""
    sums: dict[str, Any] = dict(row)  # type: ignore[call-overload]  # both kinds of rows have names
    sums |= {
        "end_micros_times_subscribers": sums["end_micros"],
        "subscribers_squares": sums["subscribers"],
        **customer_churn(sums),
        **money_churn(sums, "gross_churn", "lost_micros", low=0.0),
        **money_churn(sums, "net_churn", "net_lost_micros", low=None),
    }
    return {**sums, **lifetime_value(sums, query)}


def customer_churn(sums: Mapping[str, Any]) -> dict[str, float | None]:
    """The interval of the share of subscribers who were lost (Wilson's); None where there were none."""
    if not sums["subscribers_start"]:
        return {"customer_churn_low": None, "customer_churn_high": None}
    low, high = wilson(sums["subscribers_lost"], sums["subscribers_start"])
    return {"customer_churn_low": low, "customer_churn_high": high}


def money_churn(sums: Mapping[str, Any], name: str, lost: str, *, low: float | None) -> dict[str, float | None]:
    """The interval of a share of MRR that was lost, by the delta method over persons; None of too few of them."""
    start = sums["start_micros"]
    if sums["subscribers_start"] < MIN_SUBSCRIBERS or not start:
        return {f"{name}_low": None, f"{name}_high": None}
    variance = ratio_variance(
        numerator=float(sums[lost]),
        denominator=float(start),
        squares=float(sums[f"{lost}_squares"]),
        products=float(sums[f"{lost}_times_start_micros"]),
        others=float(sums["start_micros_squares"]),
    )
    reach, share = Z95 * sqrt(max(0.0, variance)), float(sums[lost] / start)
    lower = share - reach if low is None else max(low, share - reach)
    return {f"{name}_low": lower, f"{name}_high": min(1.0, share + reach)}


def lifetime_value(sums: Mapping[str, Any], query: ReportQuery) -> dict[str, float | None]:
    """ARPU x margin / churn of a month, in units of the currency; the interval is that of churn. None where nobody was
    lost: the formula would have them stay for ever."""
    months = months_of(query.first_day, query.last_day)
    at_start, lost = sums["subscribers_start"], sums["subscribers_lost"]
    churn = a_month(lost / at_start, months) if at_start else None
    found: dict[str, float | None] = {"monthly_churn": churn, "ltv": None, "ltv_low": None, "ltv_high": None}
    if not churn or not sums["subscribers"]:
        return found
    worth = float(sums["end_micros"] / sums["subscribers"]) / MILLION * margin_of(query)
    low, high = (a_month(share, months) for share in wilson(lost, at_start))
    values = {"ltv": worth / churn, "ltv_low": worth / high, "ltv_high": worth / low if low else None}
    return found | {name: value for name, value in values.items() if value is not None and isfinite(value)}


def ltv_model(sums: Mapping[str, Any], survival: Survival, query: ReportQuery) -> float | None:
    """What a new subscriber is expected to bring: ARPU x margin x the payments that the model expects, discounted."""
    if survival.model is None or not sums["subscribers"] or not query.discount_rate:
        return None
    months = MONTHS[query.unit]
    discount = (1 + query.discount_rate) ** (months / 12) - 1
    arpu = float(sums["end_micros"] / sums["subscribers"]) / MILLION
    return float(arpu * margin_of(query) * months * survival.model.lifetime(discount))


def margin_of(query: ReportQuery) -> float:
    """The site's margin; 1 where none is set."""
    margin = query.site.settings.get("margin")
    return 1.0 if margin is None else float(margin)


def plan_row(row: Record) -> ReportRow:
    """One plan: what its subscriptions brought, and what moved between it and other plans."""
    sums = dict(row)  # type: ignore[call-overload]
    sums |= {"end_micros_times_subscribers": sums["end_micros"], "subscribers_squares": sums["subscribers"]}
    return ReportRow({PLAN: row[PLAN]}, PLAN_FIGURES, sums | customer_churn(sums))
