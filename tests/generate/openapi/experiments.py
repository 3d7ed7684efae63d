"""What the report of an experiment answers."""

from __future__ import annotations

from collector.reports.experiments.verdict import VERDICTS
from tests.generate.openapi.shapes import (
    ANY_OBJECT,
    COUNT,
    CURRENCY,
    DAY,
    FIGURES,
    FLAG,
    MOMENT,
    NUMBER,
    TEXT,
    Shape,
    described,
    listed,
    or_null,
    record,
    ref,
)

LIFT = {name: FIGURES[name] for name in ("lift", "lift_low", "lift_high")}
OF_ANY_EXPERIMENT: dict[str, Shape] = {
    "report": TEXT,
    "site": TEXT,
    "currency": CURRENCY,
    "basis": described({"type": "object", "additionalProperties": TEXT}, "The rules that were applied, in words."),
    "fresh_to": described(MOMENT, "Up to when the answer is complete."),
}
OF_AN_EXPERIMENT: dict[str, Shape] = {
    "sentence": described(TEXT, "The result so far, in plain words."),
    "experiment": TEXT,
    "name": TEXT,
    "state": TEXT,
    "started": or_null(MOMENT),
}
ARM_FIGURES = (
    *("persons_assigned", "persons_executed", "persons_delivered", "persons", "persons_waiting", "persons_two_arms"),
    *("conversions", "conversion_rate", "value", "orders", "value_per_person", "capped_value_per_person"),
    *("value_per_order", "chance_best"),
)
VERDICT = record(
    "",
    verdict={"enum": list(VERDICTS)},
    variation=or_null(TEXT),
    days_left=or_null(described(COUNT, "About how many more days it takes at the present rate.")),
    cohort=described({"enum": ["delivered", "assigned"]}, "Who was compared; `assigned` is intention to treat."),
)
EXPERIMENT_PARTS: dict[str, Shape] = {
    "verdict": VERDICT,
    "verdicts": described({"type": "object", "additionalProperties": ANY_OBJECT}, "By variation."),
    "rows": listed(
        record("A variation.", variation=TEXT, is_control=FLAG, **{name: FIGURES[name] for name in ARM_FIGURES})
    ),
    "comparisons": listed(ref("Comparison"), description="Persons who saw it or, in control, would have seen it."),
    "intention_to_treat": listed(ref("Comparison"), description="Everyone assigned."),
    "gates": listed(
        record(
            "What must hold before a winner is named.",
            name=TEXT,
            passed=FLAG,
            words=TEXT,
            variation=or_null(described(TEXT, "The variation it concerns; null: all.")),
            p_value=or_null(NUMBER),
        )
    ),
    "promotion": {
        "type": "object",
        "description": "By variation: whether it may be promoted, and why not.",
        "additionalProperties": record(
            "", allowed=FLAG, conditions=listed(record("", condition=TEXT, met=FLAG, words=TEXT))
        ),
    },
    "over_time": listed(record("As it stood when the day was over.", date=DAY, variation=TEXT, persons=COUNT, **LIFT)),
    "segments": listed(
        record(
            "The same within a segment; p-values are adjusted for the number of segments.",
            dimension=TEXT,
            value=or_null(TEXT),
            variation=TEXT,
            persons=COUNT,
            **LIFT,
            p_value=NUMBER,
            differs=FLAG,
            exploratory={"const": True},
        )
    ),
    "after_promotion": or_null(
        record(
            "The lift since the promotion, over persons who stayed in control.",
            variation=TEXT,
            since=MOMENT,
            persons=COUNT,
            **LIFT,
            sentence=TEXT,
        )
    ),
    "diary": listed(ANY_OBJECT),
}
