"""An experiment as the registry keeps it, read for its report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from collector.allocation import BUCKETS
from collector.experiments.documents import DEFAULTS, compared
from collector.reports.figures import MILLION
from collector.rules import DAY_MS
from collector.store.protocol import Store

KIND = "experiments"


@dataclass(frozen=True)
class Phase:
    """A time in which who gets what stayed the same: from `begin` until before `end` (epoch ms; None: it goes on).

    `shares` are the parts of all visitors that variations get; `promoted` is the variation that had been promoted.
    """

    number: int
    begin: int
    end: int | None
    shares: Mapping[str, float]
    promoted: str | None


@dataclass(frozen=True)
class Guardrail:
    """A goal that must not get worse: `worse` is "more" or "less", by more than `margin` of control."""

    goal: str
    worse: str
    margin: float


@dataclass(frozen=True)
class Experiment:
    """What a report needs to know of an experiment; `planned_persons` are over all of its variations, which are those
    that got a share in some phase, control first."""

    id: str
    name: str
    state: str
    actions: tuple[str, ...]
    variations: tuple[str, ...]
    primary_goal: str
    goals: tuple[str, ...]
    guardrails: tuple[Guardrail, ...]
    window_ms: int
    planned_persons: int | None
    planned_lift: float | None
    planned_end: date | None
    cap_micros: int | None
    phases: tuple[Phase, ...]
    promoted: str | None
    diary: tuple[Mapping[str, Any], ...]

    @property
    def control(self) -> str:
        """What the others are compared with: the variation `control`, else the first; empty before there is any."""
        return self.variations[0] if self.variations else ""

    @property
    def treatments(self) -> tuple[str, ...]:
        """The variations that are compared with it."""
        return self.variations[1:]

    @property
    def all_goals(self) -> tuple[str, ...]:
        """Every goal that is counted, the primary one first, each once."""
        guarded = (guardrail.goal for guardrail in self.guardrails)
        return tuple(dict.fromkeys((self.primary_goal, *self.goals, *guarded)))

    @property
    def started(self) -> int | None:
        """When it first ran; None: never yet."""
        return self.phases[0].begin if self.phases else None

    def running_ms(self, now: int) -> int:
        """How long it has run, before any promotion."""
        return sum((phase.end or now) - phase.begin for phase in self.phases if not phase.promoted)


def experiments_of(store: Store, site: int) -> list[Experiment]:
    """All experiments of a site, by id."""
    return [experiment_from(id, body) for id, body in sorted(store.definitions(site, KIND).items())]


def experiment_from(id: str, document: Mapping[str, Any]) -> Experiment:
    """One experiment from its document; what the document leaves out is as the registry takes it."""
    planned = document.get("planned") or {}
    phases = tuple(_phase(each) for each in document.get("phases") or ())
    had = {name for phase in phases for name in phase.shares}
    control, treatments = compared(had or document.get("variations") or ())
    end = planned.get("end")
    return Experiment(
        id=id,
        name=document.get("name") or id,
        state=document.get("state") or DEFAULTS["state"],
        actions=tuple(document.get("actions") or ()),
        variations=tuple(name for name in (control, *treatments) if name is not None),
        primary_goal=document.get("primary_goal") or DEFAULTS["primary_goal"],
        goals=tuple(document.get("goals") or ()),
        guardrails=tuple(
            Guardrail(each["goal"], each["worse"], float(each.get("margin") or 0))
            for each in document.get("guardrails") or ()
        ),
        window_ms=int(document.get("window_days") or DEFAULTS["window_days"]) * DAY_MS,
        planned_persons=planned.get("persons"),
        planned_lift=planned.get("lift"),
        planned_end=date.fromisoformat(end) if end else None,
        cap_micros=_micros(document.get("value_cap")),
        phases=phases,
        promoted=(document.get("promoted") or {}).get("variation"),
        diary=tuple(document.get("diary") or ()),
    )


def _phase(phase: Mapping[str, Any]) -> Phase:
    shares: dict[str, float] = {}
    for begin, end, variation in phase.get("buckets") or ():
        if begin < end:
            shares[variation] = shares.get(variation, 0.0) + (end - begin) / BUCKETS
    return Phase(phase["allocation"], phase["from"], phase.get("until"), shares, phase.get("promoted"))


def _micros(amount: str | None) -> int | None:
    return None if amount is None else int(Decimal(amount) * MILLION)
