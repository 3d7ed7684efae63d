"""What the templates of reports write with: figures, numbers and days in the reader's language, addresses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask import url_for

from collector.present import formatting
from collector.present.auth import site_signed_in
from collector.present.dashboard import pieces
from collector.present.dashboard.blueprint import blueprint
from collector.present.dashboard.frame import COMPARISONS, PERIODS, WINDOWS, Frame
from collector.present.dashboard.labels import DIMENSION_LABELS, FLAG_LABELS, MODEL_LABELS, RULE_LABELS, STATE_LABELS
from collector.present.dashboard.page_reports import Answer
from collector.present.dashboard.pieces import Figure, Row, here, locale_here
from collector.present.numbers import count_text, decimal_text, difference_text, money_text, share_text
from collector.reports.metrics import METRICS
from collector.reports.segments import segment_text


@blueprint.app_template_filter("figure")
def figure(row: Row, name: str) -> Figure:
    """A figure of a row, in the currency of the site at hand."""
    site = site_signed_in()
    return pieces.figure(row, name, site.currency if site else "")


@blueprint.app_template_filter("count_text")
def count(number: float) -> str:
    """A count in the reader's language."""
    return count_text(number, locale_here())


@blueprint.app_template_filter("tenths_text")
def tenths(number: float | Decimal) -> str:
    """An estimate with one decimal in the reader's language."""
    return decimal_text(float(number), 1, locale_here())


@blueprint.app_template_filter("amount_text")
def amount(amount: Decimal) -> str:
    """An amount in the currency of the site at hand."""
    site = site_signed_in()
    return money_text(str(amount), site.currency if site else "", locale_here())


@blueprint.app_template_filter("share_text")
def share(number: float) -> str:
    """A share in the reader's language."""
    return share_text(number, locale_here())


@blueprint.app_template_filter("difference_text")
def share_difference(number: float) -> str:
    """A difference of two shares in the reader's language."""
    return difference_text(number, locale_here())


@blueprint.app_template_filter("date_text")
def date_text(day: str | date) -> str:
    """A day in the reader's language: Jan 2, 2026."""
    return formatting.date_text(day, locale_here())


@blueprint.app_template_filter("unit_text")
def unit_text(name: str) -> str:
    """A month, quarter or year, as reports name it, in the reader's language: Jan 2026."""
    return formatting.unit_text(name, locale_here())


@blueprint.app_template_filter("chart_data")
def chart_data(answer: Answer, names: Sequence[str], notes: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    """What a chart draws: days, one list of values for each figure, and what was changed when."""
    return {
        "days": [row["date"] for row in answer.rows],
        "lines": [
            {"name": name, "label": METRICS[name].title, "unit": METRICS[name].unit, "values": values_of(answer, name)}
            for name in names
        ],
        "notes": list(notes),
        "locale": locale_here().replace("_", "-"),
    }


def values_of(answer: Answer, name: str) -> list[float | None]:
    """The values of a figure, day by day."""
    return [None if row[name] is None else float(row[name]) for row in answer.rows]


@blueprint.app_template_filter("values_in")
def values_in(row: Row, names: Sequence[str]) -> list[Any]:
    """The figures of a day that are not 0, nor without a value."""
    return [row[name] for name in names if row[name] is not None and float(row[name])]


@blueprint.app_template_filter("time_text")
def time_text(moment: str, zone: str) -> str:
    """The time of a moment (RFC 3339) in a zone, in the reader's language: 2:05:09 PM."""
    return formatting.clock(moment, zone, locale_here())


@blueprint.app_template_filter("moment_text")
def moment_text(moment: str, zone: str) -> str:
    """The day and the time of a moment (RFC 3339) in a zone, in the reader's language: Jan 2, 2026, 2:05 PM."""
    at, locale = formatting.local(moment, zone), locale_here()
    return formatting.isolated(f"{date_text(at.date())}, {formatting.minute(moment, zone, locale)}", locale)


def days_text(first: str | date, last: str | date) -> str:
    """A period: Jan 2, 2026 to Jan 29, 2026."""
    return date_text(first) if first == last else f"{date_text(first)} to {date_text(last)}"


def page_with(changed: dict[str, str | list[str] | None]) -> str:
    """The address of this page with some parameters changed, or taken away."""
    return here(**changed)


def visitors_address(frame: Frame, **search: str) -> str:
    """Where the visitors of the days of a page are found who fit a search."""
    days = {"from": frame.first_day.isoformat(), "to": frame.last_day.isoformat()}
    return url_for("pages.find", **frame.own() | search | days)


@blueprint.context_processor
def written() -> dict[str, Any]:
    """What the templates of report pages name."""
    return {
        "PERIODS": PERIODS,
        "COMPARISONS": COMPARISONS,
        "MODEL_LABELS": MODEL_LABELS,
        "WINDOWS": WINDOWS,
        "DIMENSION_LABELS": DIMENSION_LABELS,
        "FLAG_LABELS": FLAG_LABELS,
        "METRICS": METRICS,
        "RULE_LABELS": RULE_LABELS,
        "STATE_LABELS": STATE_LABELS,
        "segment_text": segment_text,
        "days_text": days_text,
        "page_with": page_with,
        "visitors_address": visitors_address,
    }
