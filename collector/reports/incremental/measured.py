"""One experiment in one period: what those who saw it brought, what everyone assigned did, and which of both holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from collector.reports.experiments.document import Experiment
from collector.reports.experiments.study import Study
from collector.reports.incremental.increment import Increment, increment_of

DELIVERED, ASSIGNED = "delivered", "assigned"


@dataclass(frozen=True)
class Measured:
    """`first_day` and `last_day` are those of the period, as facts write days."""

    study: Study
    first_day: int
    last_day: int

    @property
    def experiment(self) -> Experiment:
        """Which one."""
        return self.study.experiment

    @property
    def has_deliveries(self) -> bool:
        """Whether it has deliveries: a holdout has none of its own."""
        return self.study.by_delivery

    @cached_property
    def failed(self) -> list[str]:
        """The gates that failed in it, by name."""
        return list(dict.fromkeys(gate.name for gate in self.study.gates if not gate.passed))

    @property
    def cohort(self) -> str:
        """Of whom the figure is: everyone assigned where there is no delivery, or a gate failed."""
        return DELIVERED if self.has_deliveries and not self.failed else ASSIGNED

    @cached_property
    def by_delivery(self) -> Increment:
        """Of those who saw it beside those in control who would have."""
        return increment_of(self.experiment, self.study.exposed, self.first_day, self.last_day)

    @cached_property
    def by_assignment(self) -> Increment:
        """Of everyone assigned: intention to treat."""
        return increment_of(self.experiment, self.study.assigned, self.first_day, self.last_day)

    @property
    def deciding(self) -> Increment:
        """The one that is the figure."""
        return self.by_delivery if self.cohort == DELIVERED else self.by_assignment
