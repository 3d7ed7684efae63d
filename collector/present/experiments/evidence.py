"""What a promotion is decided on: kept with it, so that it can be looked at when the true lift is known."""

from __future__ import annotations

from typing import Any

from collector.present.experiment_answers import experiments_answer
from collector.store.protocol import Site, Store


def evidence_for(store: Store, site: Site, id: str, variation: str, *, now: int) -> dict[str, Any]:
    """The comparison of a variation with control on the primary goal, and the conditions of its promotion, at `now`."""
    answer = experiments_answer(store, site, {}, id=id, now=now)
    compared = [row for row in answer["comparisons"] if row["variation"] == variation]
    promotion = answer["promotion"].get(variation, {})
    conditions = {each["condition"]: each["met"] for each in promotion.get("conditions", ())}
    return {"sentence": answer["sentence"], "comparison": next(iter(compared), None), "conditions": conditions}
