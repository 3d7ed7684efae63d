"""What the owner of the shop did with its two experiments, each on the day on which simulated visitors met it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from collector.allocation import CONTROL
from collector.demo.simulation.calendar import DAYS, TIME_ZONE
from collector.demo.simulation.experiments import (
    BAR_BEGINS,
    BAR_FOR_ALL,
    BAR_NOTED,
    BAR_PROMOTED,
    BAR_WEIGHTS,
    LOOKED,
    OCCASION,
    ONE_TEA,
    PLAIN,
    QUESTION,
    QUESTION_BEGINS,
    QUESTION_WEIGHTS,
    RAMP,
    TASTE,
    Schedule,
)
from collector.demo.simulation.layout import BAR, FINDER
from collector.experiments.documents import RUNNING
from collector.present.experiments.changes import KIND, SiteExperiments
from collector.store import Site, Store

BY = "demo"
SHOWS = {
    CONTROL: "No bar",
    PLAIN: "The order value from which shipping is free, and a link to all teas",
    ONE_TEA: "The same, with one tea to start with instead of the link",
    OCCASION: "What is the cup for?",
    TASTE: "Which taste do you like?",
}
BAR_EXPERIMENT: dict[str, Any] = {
    "name": "Free shipping bar",
    "hypothesis": "Visitors who are offered one tea to start with look at a product before leaving. In a shop this "
    "small, orders would take a year to tell; the guardrail is that there are no fewer of them.",
    "actions": [BAR],
    "primary_goal": LOOKED,
    "goals": ["purchase"],
    "guardrails": [{"goal": "purchase", "worse": "less", "margin": 0.1}],
    "planned": {"base_rate": 0.5, "lift": 0.3},
    "traffic": RAMP,
}
NOTE = "The autumn newsletter went out to all subscribers"
QUESTION_EXPERIMENT: dict[str, Any] = {
    "name": "Tea finder's question",
    "hypothesis": "A question about taste is easier to answer, and visitors who answer it buy.",
    "actions": [FINDER],
    "planned": {"base_rate": 0.2, "lift": 0.6},
}


def begin(store: Store, site: Site, schedule: Schedule) -> None:
    """Start both, and all that was done with them until something was to be decided."""
    _on(store, site, schedule, BAR_BEGINS).set(BAR, {**BAR_EXPERIMENT, "variations": _shown(BAR_WEIGHTS)})
    _on(store, site, schedule, BAR_FOR_ALL).set(BAR, {"traffic": 1})
    _on(store, site, schedule, BAR_NOTED).note(BAR, {"text": NOTE})
    question = {**QUESTION_EXPERIMENT, "variations": _shown(QUESTION_WEIGHTS)}
    _on(store, site, schedule, QUESTION_BEGINS).set(QUESTION, question)


def promote(store: Store, site: Site) -> None:
    """Promote what won, unless something was promoted before; with the evidence of that day, out of the facts."""
    bar = store.definitions(site.site, KIND).get(BAR, {})
    phases = bar.get("phases", ())
    if bar.get("state") == RUNNING and ONE_TEA in bar["variations"] and not any(one["promoted"] for one in phases):
        schedule = _schedule_since(phases[0]["from"])
        _on(store, site, schedule, BAR_PROMOTED).promote(BAR, {"variation": ONE_TEA})


def schedule_of(store: Store, site: Site, day: date) -> Schedule:
    """The experiments as they were begun; where there are none, as they would be in the days before `day`."""
    phases = store.definitions(site.site, KIND).get(BAR, {}).get("phases")
    return _schedule_since(phases[0]["from"]) if phases else Schedule(day)


def _schedule_since(begun: int) -> Schedule:
    day = datetime.fromtimestamp(begun / 1000, ZoneInfo(TIME_ZONE)).date()
    return Schedule(day + timedelta(DAYS - BAR_BEGINS))


def _on(store: Store, site: Site, schedule: Schedule, days: int) -> SiteExperiments:
    return SiteExperiments(store, site, BY, now=lambda: schedule.moment(days))


def _shown(weights: dict[str, int]) -> dict[str, dict[str, Any]]:
    return {name: {"weight": weight, "description": SHOWS[name]} for name, weight in weights.items()}
