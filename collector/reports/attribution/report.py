"""Which actions are credited for the conversions of a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any, NamedTuple

from collector.reports.attribution_models import CREDIT, Candidate
from collector.reports.figures import Sums, summed
from collector.reports.metrics import metrics
from collector.reports.query import MODELS, ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.sql import run
from collector.rules import CREDIT_WINDOW_MS
from collector.store.protocol import Store

Place = tuple[str, Any]


class Credited(NamedTuple):
    """What an action is credited with: conversions and value in millionths, and the sums of their squares."""

    conversions: Fraction | float
    value_micros: Fraction | float
    conversions_squares: float
    value_micros_squares: float

    def sums(self) -> Sums:
        """As figures take them: conversions are independent of each other, and worth what they are worth."""
        return self._asdict()


NOTHING_CREDITED = Credited(0, 0, 0.0, 0.0)
FIGURES = metrics("conversions", "value")
TOTALS = metrics(
    "conversions", "value", "before_any_delivery", "influenced", "influenced_rate", "influenced_conversions",
    "credited", "over_credit",
)  # fmt: skip


@dataclass(frozen=True)
class Conversion:
    """A conversion with its candidates, and what the report may show of them: (segment, whether it is in the query)."""

    ts: int
    value_micros: int
    candidates: tuple[Candidate, ...]
    places: Mapping[str, tuple[Any, bool]]


def attribution(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each action (with `by`, and segment) that is credited; with model `all`, for each model."""
    whole = run(store, "attribution/conversions.sql", query)[0]
    conversions = candidates_of(store, query)
    models = MODELS if query.model == "all" else (query.model,)
    rows = [row for model in models for row in model_rows(conversions, model, query)]
    credited_micros = sum(found.value_micros for found in credit(conversions, models[0]).values())
    over_conversions = squares_of_credit(conversions, models[0]) if query.variances else {}
    total = {
        "conversions": whole["conversions"],
        "conversions_squares": whole["conversions"],
        "before_any_delivery": whole["conversions"] - len(conversions),
        **influenced_sums(conversions),
        "credited_micros": credited_micros,
        **over_conversions,
        "value_micros": whole["value_micros"],
        "value_micros_squares": whole["value_squares"],
    }
    return ReportResult(ReportRow(figures=TOTALS, sums=total), rows)


def influenced_sums(conversions: Iterable[Conversion]) -> Sums:
    """Of the conversions before which an action of the query was seen, each once, whoever is credited."""
    influenced = [one for one in conversions if any(in_query for _, in_query in one.places.values())]
    values = [conversion.value_micros for conversion in influenced]
    return {
        "influenced_conversions": len(influenced),
        "influenced_micros": sum(values),
        "influenced_micros_squares": sum(float(value) ** 2 for value in values),
    }


def squares_of_credit(conversions: Iterable[Conversion], model: str) -> Sums:
    """What the actions of the query are credited with together, squared over conversions."""
    credited = (
        {
            "credited_micros": sum(found.value_micros for found in credit([conversion], model).values()),
            "value_micros": conversion.value_micros,
        }
        for conversion in conversions
    )
    return summed(credited, "credited_micros", "value_micros", products=[("credited_micros", "value_micros")])


def candidates_of(store: Store, query: ReportQuery) -> list[Conversion]:
    """The conversions of the period that have candidates."""
    name = "attribution/candidates_as_kept.sql" if kept(query) else "attribution/candidates.sql"
    rows = run(store, name, query)
    return list(conversions_in(rows, query))


def kept(query: ReportQuery) -> bool:
    """Whether the candidates that facts keep are those of the query."""
    return query.whole and query.window_ms == CREDIT_WINDOW_MS


def conversions_in(rows: Iterable[Record], query: ReportQuery) -> Iterator[Conversion]:
    """Rows of one conversion stand together."""
    for _, group in groupby(rows, key=lambda row: (row["event_id"], row["trust"])):
        same = list(group)
        yield Conversion(
            same[0]["ts"],
            same[0]["value_micros"],
            tuple(
                Candidate(row["action"], row["first_delivered_at"], row["last_delivered_at"], row["last_clicked_at"])
                for row in same
            ),
            {row["action"]: (row["by_value"], bool(row["in_segment"]) and shown(row, query)) for row in same},
        )


def shown(row: Record, query: ReportQuery) -> bool:
    """Whether the query is about this action. Others still take their share of the credit."""
    return query.action in (None, row["action"]) and query.in_campaign(row["action"], row["campaign"])


def credit(conversions: Iterable[Conversion], model: str) -> dict[Place, Credited]:
    """What each (action, segment) of the query is credited with."""
    share_out = CREDIT[model]
    credited: dict[Place, Credited] = {}
    for conversion in conversions:
        for action, share in share_out(conversion.candidates, conversion.ts).items():
            by_value, in_query = conversion.places[action]
            if in_query:
                so_far = credited.get((action, by_value), NOTHING_CREDITED)
                credited[action, by_value] = with_share(so_far, share, conversion.value_micros)
    return credited


def with_share(so_far: Credited, share: Fraction | float, value_micros: int) -> Credited:
    """One more conversion, of which this share is credited."""
    value = share * value_micros
    return Credited(
        so_far.conversions + share,
        so_far.value_micros + value,
        so_far.conversions_squares + float(share) ** 2,
        so_far.value_micros_squares + float(value) ** 2,
    )


def model_rows(conversions: Iterable[Conversion], model: str, query: ReportQuery) -> list[ReportRow]:
    """The rows of one model, most credited first."""
    return [
        ReportRow(about(place, model, query), FIGURES, found.sums())
        for place, found in sorted(credit(conversions, model).items(), key=most_credited_first)
    ]


def about(place: Place, model: str, query: ReportQuery) -> dict[str, Any]:
    """What a row is about."""
    action, by_value = place
    named = {"action": action, **({query.by: by_value} if query.by else {})}
    return named | ({"model": model} if query.model == "all" else {})


def most_credited_first(item: tuple[Place, Credited]) -> tuple[Any, ...]:
    """A total order of rows."""
    (action, by_value), found = item
    return -found.value_micros, -found.conversions, action, by_value is None, str(by_value)
