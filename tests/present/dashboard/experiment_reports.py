"""An experiment with persons in it, for pages to show."""

from __future__ import annotations

from typing import Any

from tests.reports.building import Shop
from tests.reports.experiments.building import Trial

EACH = 60
PER_DAY = 20
DAY = 86_400


def a_trial(shop: Shop, **more: Any) -> Trial:
    """The experiment `hero` of the action `banner`, judged by orders, with words for each part of its pages."""
    words = {
        "hypothesis": "A larger <picture> sells more.",
        "goals": ["call"],
        "guardrails": [{"goal": "unsubscribe", "worse": "more"}],
        "planned": {"base_rate": 0.1, "lift": 0.5, "persons": 4_000},
        "value_cap": "40.00",
        "diary": [{"at": 1_767_348_000_000, "by": "owner@shop.example", "text": "A <sale> began"}],
    }
    return Trial(shop, **words | more)


def concluded(trial: Trial) -> Trial:
    """So many persons in each arm over some days; more of those buy who got b."""
    for nth in range(EACH):
        at = nth // PER_DAY * DAY
        for arm, buys in (("control", nth % 6 == 0), ("b", nth % 3 == 0)):
            trial.took_part(f"{arm}-{nth}", arm, at)
            if buys:
                trial.bought(f"{arm}-{nth}", at + 60, 10 + nth)
    return trial.sent()
