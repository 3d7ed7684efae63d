"""The customers of a period: what they bought, how concentrated that is, which categories they branch into, and what
they are worth by three formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from collector.reports.customers.basis import basis_of
from collector.reports.customers.branches import branches
from collector.reports.customers.expectations import (
    HALF_YEAR_DAYS,
    Expected,
    Models,
    expected_of,
    lifespan_days,
    models_of,
    simple_micros,
)
from collector.reports.customers.first_delivered import BY, by_first_delivered
from collector.reports.figures import MILLION, Nothing
from collector.reports.margins import margin_of
from collector.reports.metrics import metrics
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.sql import run
from collector.rules import DAY_MS
from collector.store.protocol import Store

PARTS = (BY,)
MEASURED = metrics(
    "customers", "new_customers", "repeat_rate", "orders", "revenue", "aov", "orders_per_customer", "median_gap_s",
    "full_price_share", "bargain_hunters", "top_20_share", "clv_so_far",
)  # fmt: skip
FIGURES = (*MEASURED, *metrics("clv_simple", "clv_model", "expected_orders", "alive"))
TOTAL = (*FIGURES, *metrics("orders_excluded"))
TENTHS = 10
STEPS = 100
"""For their model, values are distinguished by a hundredth of the usual one."""


@dataclass(frozen=True)
class Worth:
    """What the worth of customers is worked out with: the models of the site, how long customers stay (days), and the
    margin of what was bought, if it is known."""

    models: Models
    lifespan: float
    margin: float | None = None


def customers(store: Store, query: ReportQuery) -> ReportResult:
    """One row for all customers, or for each value of a dimension; with `by=first_delivered`, for each action."""
    whole = replace(query, by=None)
    worth = worth_of(store, whole)
    (excluded,) = run(store, "customers/excluded.sql", whole)
    found = next(iter(rows_of(store, whole, worth)), ReportRow({}, FIGURES, Nothing()))
    total = ReportRow({}, TOTAL, Nothing({**found.sums, **excluded}))
    basis = basis_of(query, worth.models, worth.lifespan, worth.margin)
    more = {
        "model": worth.models.parameters,
        "margin": worth.margin,
        "concentration": concentration(total.sums.get("tenths", ())),
        "branches": branches(store, whole),
    }
    if query.by == BY:
        rows: Sequence[ReportRow] = by_first_delivered(store, query)
    else:
        rows = [found] if query.by is None else rows_of(store, query, worth)
    return ReportResult(total, rows, basis=basis, more=more)


def customers_total(store: Store, query: ReportQuery) -> ReportRow:
    """What was measured of all customers, without any model: for charts."""
    whole = replace(query, by=None)
    return next(iter(rows_of(store, whole, None)), ReportRow({}, MEASURED, Nothing()))


def worth_of(store: Store, query: ReportQuery) -> Worth:
    """Fit the models to all customers of the site until the end of the period."""
    rows = run(store, "customers/all_histories.sql", query)
    again = [row for row in rows if row["frequency"] > 0]
    times = sum(row["frequency"] * row["customers"] for row in again)
    step = max(1, int(sum(row["worth_micros"] for row in again) / times / STEPS)) if times else 1
    values = run(store, "customers/values.sql", query, step_micros=step)
    end = query.bound()["until_ts"]
    days = {"half_ts": end - HALF_YEAR_DAYS * DAY_MS, "year_ts": end - 2 * HALF_YEAR_DAYS * DAY_MS}
    (churn,) = run(store, "customers/churn.sql", query, **days)
    known_days = max((row["age_ms"] for row in rows), default=0) / DAY_MS
    margin = margin_of(store, query)
    return Worth(
        models_of(rows, values, step),
        lifespan_days(churn, known_days=known_days),
        None if margin is None else float(margin),
    )


def rows_of(store: Store, query: ReportQuery, worth: Worth | None) -> list[ReportRow]:
    """A row for each value of the dimension, most customers first; without one, of all, if there are any."""
    found = run(store, "customers/sums.sql", query)
    tenths = {row["by_value"]: tenths_of(row) for row in run(store, "customers/concentration.sql", query)}
    gaps = {row["by_value"]: row for row in run(store, "customers/gaps.sql", query)}
    expected = expectations(store, query, worth) if worth and found else {}
    rows = []
    for row in found:
        value = row["by_value"]
        sums = measured(row, tenths[value], gaps.get(value))
        about = {query.by: value} if query.by else {}
        if worth:
            sums |= modelled(sums, expected.get(value), worth)
        rows.append(ReportRow(about, FIGURES if worth else MEASURED, sums))
    return rows


def expectations(store: Store, query: ReportQuery, worth: Worth) -> Mapping[str | None, Expected]:
    """What the customers of each value are expected to bring."""
    if worth.models.purchases is None:
        return {}
    return expected_of(
        worth.models,
        run(store, "customers/histories.sql", query),
        margin=1.0 if worth.margin is None else worth.margin,
        discount_rate=query.discount_rate,
    )


def measured(row: Record, tenths: Sequence[int], gaps: Record | None) -> dict[str, Any]:
    """The sums of one row, with what they need to be compared."""
    sums = {name: row[name] for name in SUMS}
    return {
        **sums,
        "customers_squares": row["customers"],
        "orders_times_customers": row["orders"],
        "history_micros_times_customers": row["history_micros"],
        "top_20_share": float(tenths[1] / row["revenue_micros"]) if row["revenue_micros"] else None,
        "tenths": tenths,
        "median_gap_s": (gaps["low_ms"] + gaps["high_ms"]) / 2_000 if gaps else None,
    }


SUMS = (
    "customers", "new_customers", "repeating", "hunting", "orders", "revenue_micros", "full_price_micros",
    "history_micros", "history_days", "age_ms", "orders_squares", "revenue_micros_squares",
    "revenue_micros_times_orders", "full_price_micros_squares", "full_price_micros_times_revenue_micros",
    "history_micros_squares",
)  # fmt: skip


def modelled(sums: Mapping[str, Any], expected: Expected | None, worth: Worth) -> dict[str, Any]:
    """The figures of one row that are concluded, a customer's on average."""
    simple, count = simple_micros(sums, worth.lifespan), sums["customers"]
    return {
        "clv_simple": None if simple is None else simple / MILLION,
        "clv_model": expected.worth_micros / count / MILLION if expected else None,
        "expected_orders": expected.orders / count if expected else None,
        "alive": expected.alive / expected.again if expected and expected.again else None,
    }


def tenths_of(row: Record) -> list[int]:
    """What the tenth of customers brought who spent most, the first two tenths, and so on to all; millionths."""
    return [row[f"tenth_{tenth}"] for tenth in range(1, TENTHS + 1)]


def concentration(tenths: Sequence[int]) -> list[dict[str, Any]]:
    """The same as parts of the revenue, beside the part of customers."""
    if not tenths or not tenths[-1]:
        return []
    return [
        {"customers": nth / TENTHS, "revenue": float(micros / tenths[-1])} for nth, micros in enumerate(tenths, start=1)
    ]
