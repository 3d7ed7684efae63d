"""Which actions are credited for the conversions of a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from collector.reports.answer import Answer, Record, amount_text, count_number, rate
from collector.reports.asked import MODELS, Asked
from collector.reports.credit import CREDIT, Candidate
from collector.reports.questions import question
from collector.store.protocol import Store

Credited = dict[tuple[str, Any], tuple[Fraction | float, Fraction | float]]


@dataclass(frozen=True)
class Conversion:
    """A conversion with its candidates, and what the report may show of them: (segment, whether it was asked for)."""

    ts: int
    value_micros: int
    candidates: tuple[Candidate, ...]
    places: Mapping[str, tuple[Any, bool]]


def attribution(store: Store, asked: Asked) -> Answer:
    """A row for each action (with `by`, and segment) that is credited; with model `all`, for each model."""
    whole = store.query(question("attribution/conversions"), asked.bound())[0]
    conversions = candidates_of(store, asked)
    models = MODELS if asked.model == "all" else (asked.model,)
    rows = [row for model in models for row in model_rows(conversions, model, asked)]
    shown = asked.model if asked.model != "all" else "influenced"
    credited = sum(value for _, value in credit(conversions, shown).values())
    total = {
        "conversions": whole["conversions"],
        "value": amount_text(whole["value_micros"]),
        "before_any_delivery": whole["conversions"] - len(conversions),
        "credited": amount_text(credited),
        "over_credit": rate(float(credited), whole["value_micros"]),
    }
    return Answer(total, rows)


def candidates_of(store: Store, asked: Asked) -> list[Conversion]:
    """The conversions of the period that have candidates."""
    rows = store.query(question("attribution/candidates"), asked.bound())
    return list(conversions_in(rows, asked))


def conversions_in(rows: Iterable[Record], asked: Asked) -> Iterator[Conversion]:
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
            {row["action"]: (row["by_value"], bool(row["in_segment"]) and shown(row, asked)) for row in same},
        )


def shown(row: Record, asked: Asked) -> bool:
    """Whether the report is asked about this action. Others still take their share of the credit."""
    return (asked.action in (None, row["action"])) and (asked.campaign in (None, row["campaign"]))


def credit(conversions: Iterable[Conversion], model: str) -> Credited:
    """Conversions and value in millionths that each (action, segment) is credited with."""
    share_out = CREDIT[model]
    counts: dict[tuple[str, Any], Fraction | float] = defaultdict(Fraction)
    values: dict[tuple[str, Any], Fraction | float] = defaultdict(Fraction)
    for conversion in conversions:
        for action, share in share_out(conversion.candidates, conversion.ts).items():
            by_value, wanted = conversion.places[action]
            if wanted:
                counts[action, by_value] += share
                values[action, by_value] += share * conversion.value_micros
    return {place: (count, values[place]) for place, count in counts.items()}


def model_rows(conversions: Iterable[Conversion], model: str, asked: Asked) -> Iterator[dict[str, Any]]:
    """The rows of one model, most credited first."""
    credited = credit(conversions, model)
    for (action, by_value), (count, value) in sorted(credited.items(), key=most_credited_first):
        row: dict[str, Any] = {"action": action}
        if asked.by:
            row[asked.by] = by_value
        if asked.model == "all":
            row["model"] = model
        yield {**row, "conversions": count_number(count), "value": amount_text(value)}


def most_credited_first(item: tuple[tuple[str, Any], tuple[Fraction | float, Fraction | float]]) -> tuple[Any, ...]:
    """A total order of rows."""
    (action, by_value), (count, value) = item
    return -value, -count, action, by_value is None, str(by_value)
