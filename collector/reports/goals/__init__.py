"""The goals of a period: how often each was reached, by how many, and what that was worth."""

from __future__ import annotations

from collector.reports.answer import Answer, amount_text, rate
from collector.reports.asked import Asked
from collector.reports.questions import question
from collector.reports.visits import visits
from collector.store.protocol import Store


def goals(store: Store, asked: Asked) -> Answer:
    """A row for each goal that was reached, the most frequent first; its rate is of the period's sessions."""
    found = store.query(question("goals/goals"), asked.bound())
    sessions = visits(store, asked).total["sessions"]
    rows = [
        {
            "goal": row["goal"],
            "conversions": row["conversions"],
            "persons": row["persons"],
            "value": amount_text(row["value_micros"]),
            "conversion_rate": rate(row["sessions"], sessions),
        }
        for row in found
    ]
    value = sum(row["value_micros"] for row in found)
    return Answer({"conversions": sum(row["conversions"] for row in rows), "value": amount_text(value)}, rows)
