"""The query of a report, and how it is bound to SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from collector.reports.moments import day_ms, end_of, start_of
from collector.rules import CREDIT_WINDOW_MS
from collector.store.protocol import Site

DIMENSIONS = (
    "page", "referrer", "landing_page", "device", "browser", "os", "country", "city", "source", "medium",
    "utm_campaign", "new_or_returning",
)  # fmt: skip
FILTERS = ("action", "campaign", "goal")
UNITS = ("month", "quarter", "year")
COHORTS = ("first_order", "first_visit", "first_delivered")
MODELS = ("influenced", "last_touch", "first_touch", "linear", "time_decay", "position", "last_click")


class ExperimentShape(NamedTuple):
    """The same of a query about an experiment: whether persons count from their first delivery or from their
    assignment, and how many actions, variations, goals and phases there are."""

    by_delivery: bool = True
    actions: int = 1
    variations: int = 2
    goals: int = 1
    phases: int = 1


class Shape(NamedTuple):
    """What the text of a query depends on: all of a report's parameters, but for the values.

    `segments` are (dimension, how many values) pairs; `filters` are those of FILTERS that have a value; `thresholds`
    says whether impressions are judged by thresholds instead of as facts judged them; `campaign_actions` is how many
    actions are registered in the campaign. `experiment` is for queries about one; `units` is into how many units of
    time a report on retention divides what it reads, and `cohort` what its cohorts begin with. `reasons` is how many
    reasons why something was not seen are looked for, 0 for all.
    """

    by: str | None = None
    segments: tuple[tuple[str, int], ...] = ()
    filters: tuple[str, ...] = ()
    thresholds: bool = False
    campaign_actions: int = 0
    experiment: ExperimentShape = ExperimentShape()
    units: int = 2
    cohort: str = "first_order"
    reasons: int = 0


@dataclass(frozen=True, eq=False)
class Part:
    """One of the values of the dimension that a report is divided by; None where nothing is known. `found` is shared by
    all of them: the rows of queries that were run once for all values, by query and value."""

    by: str
    value: str | None
    values: tuple[str | None, ...]
    found: dict[Any, Mapping[str | None, list[Any]]]


@dataclass(frozen=True)
class ReportQuery:
    """One question: a site's period of whole days, both ends included, and how it is narrowed down.

    `goal_named`: the goal is a parameter of the request. `window_ms` is how long before a conversion or an order
    something may lie; `segments` are (dimension, values) pairs that must all hold, by any of their values, where an
    empty value means that nothing is known. `campaign_actions` are those registered in the campaign: theirs are the
    impressions that were sent with none. `variances` says whether the answer will be compared with another, so that
    the sums of squares matter: working them out takes as long as all the rest. `against` is what
    a report on a baseline compares with; `moments` are days on which something changed, before and since which
    satisfaction is compared. `part` says which value this is about, where a report is divided by a dimension.
    """

    site: Site
    first_day: date
    last_day: date
    window_ms: int = CREDIT_WINDOW_MS
    goal: str = "purchase"
    goal_named: bool = False
    goal_value_micros: int = 0
    model: str = "influenced"
    by: str | None = None
    segments: tuple[tuple[str, tuple[str, ...]], ...] = ()
    action: str | None = None
    campaign: str | None = None
    campaign_actions: tuple[str, ...] = ()
    min_fraction: float = 0.0
    min_ms: int = 0
    variances: bool = True
    discount_rate: float = 0.1
    unit: str = "month"
    cohort: str = "first_order"
    against: str = "previous"
    moments: tuple[date, ...] = ()
    part: Part | None = field(default=None, compare=False, repr=False)

    @property
    def whole(self) -> bool:
        """Whether all that happened in the period is meant, as facts judged it: no part, no segment, no threshold."""
        return not (self.by or self.segments or self.campaign or self.min_fraction or self.min_ms)

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.last_day - self.first_day).days + 1

    def shape(self) -> Shape:
        """What the text of its queries depends on."""
        named = {"action": self.action is not None, "campaign": self.campaign is not None, "goal": self.goal_named}
        return Shape(
            by=self.by,
            segments=tuple((dimension, len(values)) for dimension, values in sorted(self.segments)),
            filters=tuple(name for name in FILTERS if named[name]),
            thresholds=bool(self.min_fraction or self.min_ms),
            campaign_actions=len(self.campaign_actions) if self.campaign is not None else 0,
        )

    def in_campaign(self, action: str, campaign: str | None) -> bool:
        """Whether what an action did belongs to the campaign that is named, if one is: as sent, else as registered."""
        if self.campaign is None:
            return True
        return campaign == self.campaign or (campaign is None and action in self.campaign_actions)

    def bound(self) -> dict[str, Any]:
        """The values that report SQL names. The values of a segment are `device`, `device_1` and so on."""
        zone = self.site.time_zone
        segments = {
            f"{dimension}_{nth}" if nth else dimension: value
            for dimension, either in self.segments
            for nth, value in enumerate(either)
        }
        actions = {f"campaign_action_{nth}": action for nth, action in enumerate(self.campaign_actions)}
        return (
            segments
            | actions
            | {
                "site": self.site.site,
                "from_ts": start_of(self.first_day, zone),
                "until_ts": end_of(self.last_day, zone),
                "window_ms": self.window_ms,
                "goal": self.goal,
                "goal_value_micros": self.goal_value_micros,
                "action": self.action,
                "campaign": self.campaign,
                "min_fraction": self.min_fraction,
                "min_ms": self.min_ms,
                "variances": int(self.variances),
                "from_day": day_ms(self.first_day),
                "until_day": day_ms(self.last_day),
            }
        )

    def previous(self) -> ReportQuery:
        """The same question for the same number of days just before."""
        return replace(self, first_day=self.first_day - timedelta(self.days), last_day=self.first_day - timedelta(1))

    def year_before(self) -> ReportQuery:
        """The same question for the same days a year before; the 29th of February becomes the 28th."""
        return replace(self, first_day=a_year_before(self.first_day), last_day=a_year_before(self.last_day))

    def each_day(self) -> list[ReportQuery]:
        """The same question for each day of the period."""
        days = (self.first_day + timedelta(n) for n in range(self.days))
        return [replace(self, first_day=day, last_day=day) for day in days]


def a_year_before(day: date) -> date:
    """The same day a year earlier."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
