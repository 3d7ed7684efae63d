"""The parameters of a report in the address of a request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from collector.errors import BadRequest
from collector.present.parameters import MAX_CURSOR_LENGTH, Day, Parameters, Text, checked, described
from collector.reports.definitions import Registered
from collector.reports.query import COHORTS, DIMENSIONS, MODELS, UNITS, ReportQuery
from collector.reports.registry import PARTS
from collector.reports.segments import CLOSED, impossible, values_of
from collector.reports.series import OF
from collector.rules import CREDIT_WINDOW_MS, DAY_MS, HOUR_MS, MAX_SPAN_MS
from collector.store.protocol import Site

MAX_DAYS = 3 * 366
WINDOW = re.compile(r"([1-9][0-9]{0,3})([dh])")
MAX_VALUES = 50
DEFAULT_ROWS, MAX_ROWS = 2_000, 10_000

OF_IMPRESSIONS = frozenset(("action", "campaign", "min_fraction", "min_ms"))
OF_CONVERSIONS = frozenset(("goal", "window", "model"))
USED = {
    "actions": OF_IMPRESSIONS | OF_CONVERSIONS,
    "attribution": OF_IMPRESSIONS | OF_CONVERSIONS,
    "campaigns": frozenset(("goal", "window", "min_fraction", "min_ms")),
    "delivery": OF_IMPRESSIONS,
    "depth": OF_IMPRESSIONS,
    "recommendations": OF_IMPRESSIONS | {"window"},
    "content": OF_IMPRESSIONS,
    "engagement": OF_IMPRESSIONS | {"goal"},
    "visits": frozenset[str](),
    "goals": frozenset(("goal",)),
    "incremental": frozenset(("action", "campaign")),
    "roi": frozenset(("action", "campaign", "goal", "window")),
    "customers": frozenset(("discount_rate",)),
    "retention": frozenset(("unit", "cohort", "action")),
    "baseline": frozenset(("against", "action", "campaign")),
    "subscriptions": frozenset(("unit", "discount_rate")),
    "satisfaction": frozenset(("action", "moment")),
}
"""Which parameters each report can use, beside NARROWED, and those that all can."""
NARROWED = frozenset(("compare", "by", "segment"))
NARROWED_OF = {
    "series": frozenset(("of", "segment")),
    "incremental": frozenset[str](),
    "roi": frozenset[str](),
    "baseline": frozenset(("by", "segment")),
}
"""What else reports can use, where that is not NARROWED: who is in an experiment is no matter of segments, and a
baseline is what a period is compared with."""
USED_IN_SERIES = {"retention": frozenset(("unit",))}
"""What a series can use of a report, where that is less than the report can."""
OF_PARTS = tuple(dict.fromkeys(part for parts in PARTS.values() for part in parts))
"""Parts of a widget, and the like: what only some reports can have a row for each of."""
ALWAYS = frozenset(("from", "to", "format", "limit", "cursor"))
SERIES_OF = "visits"


def all_but(parameter: str) -> str:
    """The reports that cannot use one of NARROWED, as descriptions name them: `a`, `b` and `c`."""
    *others, last = (f"`{report}`" for report, usable in NARROWED_OF.items() if parameter not in usable)
    return f"{', '.join(others)} and {last}"


class Window(fields.Field[int]):
    """How long before a conversion something may lie: 30d or 24h. Loads milliseconds."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        found = WINDOW.fullmatch(value.strip())
        if not found:
            raise ValidationError("Not a window: write days or hours, such as 30d or 24h.")
        length = int(found[1]) * (DAY_MS if found[2] == "d" else HOUR_MS)
        if length > 366 * DAY_MS:
            raise ValidationError("Longer than 366d.")
        return length


class Moments(fields.Field[tuple[date, ...]]):
    """Days with commas between them: 2026-11-12,2026-11-20."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[date, ...]:
        texts = value.split(",")
        if len(texts) > MAX_VALUES:
            raise ValidationError(f"More than {MAX_VALUES} days.")
        try:
            return tuple(date.fromisoformat(text.strip()) for text in texts)
        except ValueError:
            raise ValidationError("Not days: write 2026-01-31, and a comma between two.") from None


class Segment(fields.Field[tuple[str, tuple[str, ...]]]):
    """DIMENSION:VALUE or DIMENSION:VALUE|VALUE for either, where the value (none) means that nothing is known."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[str, tuple[str, ...]]:
        dimension, colon, values = value.partition(":")
        if not colon or dimension not in DIMENSIONS:
            raise ValidationError(f"Write DIMENSION:VALUE with one of {', '.join(DIMENSIONS)}.")
        either = values_of(values)
        if len(either) > MAX_VALUES:
            raise ValidationError(f"More than {MAX_VALUES} values.")
        if never := impossible(dimension, either):
            known = ", ".join(CLOSED[dimension])
            raise ValidationError(f"{dimension} is never {never[0][:64]!r}: it is one of {known}.")
        return dimension, either


class PeriodParameters(Parameters):
    """Of all that is about some days, in a segment."""

    day_from = Day(data_key="from", required=True, metadata=described("The first day, in the site's time zone."))
    day_to = Day(data_key="to", required=True, metadata=described("The last day, which is included."))
    segment = fields.List(
        Segment(),
        load_default=list,
        metadata=described("DIMENSION:VALUE, only these; DIMENSION:VALUE|VALUE for either. (none): nothing is known."),
    )
    action = Text(metadata=described("Only this action."))
    format = fields.String(load_default="json", validate=validate.OneOf(("json", "csv")))
    cursor = Text(max_length=MAX_CURSOR_LENGTH, metadata=described("The `next` of the previous answer."))

    @validates_schema
    def _in_order(self, given: Mapping[str, Any], **_: Any) -> None:
        begin, end = given.get("day_from"), given.get("day_to")
        if begin and end and begin > end:
            raise ValidationError("Lies before `from`.", "to")
        if begin and end and end - begin > timedelta(MAX_DAYS):
            raise ValidationError(f"More than {MAX_DAYS} days after `from`.", "to")

    @validates_schema
    def _each_dimension_once(self, given: Mapping[str, Any], **_: Any) -> None:
        named = [dimension for dimension, _ in given.get("segment", ())]
        for dimension in dict.fromkeys(named):
            if named.count(dimension) > 1:
                raise ValidationError(
                    f"{dimension} is given more than once: for either of two values write {dimension}:VALUE|VALUE.",
                    "segment",
                )


class ReportParameters(PeriodParameters):
    """Of every report."""

    compare = fields.String(
        validate=validate.OneOf(("previous", "year")),
        metadata=described(
            "With the same number of days just before, or with the same days a year before. Not of "
            f"{all_but('compare')}."
        ),
    )
    by = fields.String(
        validate=validate.OneOf((*DIMENSIONS, *OF_PARTS)),
        metadata=described(
            "A row for each value of this dimension; `item`: for each item of a widget (`recommendations`, `content`), "
            "`position`: for each of its positions (`recommendations`); `first_delivered`: for each action that was "
            "delivered to persons first of all, beside its control (`customers`, `subscriptions`); `category`: of what "
            "was bought (`baseline`); `plan`: for each plan (`subscriptions`); `variation` of a survey or action, "
            "`arm` of an experiment, `seen`: each action that was seen before the answer (`satisfaction`). Not of "
            f"{all_but('by')}."
        ),
    )
    segment = fields.List(
        Segment(),
        load_default=list,
        metadata=described(
            "DIMENSION:VALUE, only these; DIMENSION:VALUE|VALUE for either. (none): nothing is known. Not of "
            f"{all_but('segment')}."
        ),
    )
    campaign = Text(metadata=described("Only this campaign."))
    goal = Text(
        metadata=described("What counts as a conversion; by default the campaign's primary goal, or `purchase`.")
    )
    window = Window(
        load_default=CREDIT_WINDOW_MS,
        metadata=described("How long before a conversion or an order something may lie: 30d, 24h."),
    )
    model = fields.String(
        load_default="influenced",
        validate=validate.OneOf((*MODELS, "all")),
        metadata=described("Who is credited; `all` for the report `attribution` only."),
    )
    min_fraction = fields.Float(
        load_default=0.0,
        validate=validate.Range(0, 1),
        metadata=described("Seen: at least this much of it was visible."),
    )
    min_ms = fields.Integer(
        load_default=0,
        validate=validate.Range(0, MAX_SPAN_MS),
        metadata=described("Seen: visible for this long without a break."),
    )
    discount_rate = fields.Float(
        load_default=0.1,
        validate=validate.Range(0, 1),
        metadata=described("Of `customers` and `subscriptions`: how much less, per year, later money is worth."),
    )
    unit = fields.String(
        load_default="month",
        validate=validate.OneOf(UNITS),
        metadata=described("Of `retention` and `subscriptions`: how time is divided."),
    )
    cohort = fields.String(
        load_default="first_order",
        validate=validate.OneOf(COHORTS),
        metadata=described("Of `retention`: what cohorts begin with; `action` then is the one delivered first."),
    )
    against = Text(
        load_default="previous",
        metadata=described(
            "Of `baseline`: `previous`, as many days just before; `weekdays`, the same 364 days before; or the id of a "
            "baseline that was set."
        ),
    )
    moment = Moments(
        load_default=(),
        metadata=described("Of `satisfaction`: days to compare answers before and since, a comma between two."),
    )
    of = fields.String(validate=validate.OneOf(OF), metadata=described("For `series`: which report."))
    limit = fields.Integer(
        load_default=DEFAULT_ROWS,
        validate=validate.Range(1, MAX_ROWS),
        metadata=described("Maximum number of rows."),
    )


def check_usable(report: str, given: Mapping[str, Any], loaded: Mapping[str, Any]) -> None:
    """BadRequest for a parameter that this report would ignore."""
    of = (loaded.get("of") or SERIES_OF) if report == "series" else report
    used = USED_IN_SERIES.get(of, USED[of]) if report == "series" else USED[of]
    usable = used | NARROWED_OF.get(report, NARROWED)
    ignored = sorted(given.keys() - usable - ALWAYS)
    by = loaded.get("by")
    if by in OF_PARTS and by not in PARTS.get(of, ()):
        able = " and ".join(f"`{name}`" for name, parts in PARTS.items() if by in parts)
        raise BadRequest(f"by={by} is only for {able}.", fields={"by": ["Not here."]})
    if loaded["model"] == "all" and report != "attribution":
        raise BadRequest("model=all is for the report `attribution` only.", fields={"model": ["Not here."]})
    if ignored:
        where = f"series of {of}" if report == "series" else report
        raise BadRequest(
            f"The report `{where}` cannot use {', '.join(ignored)}. It can use: {', '.join(sorted(usable | ALWAYS))}.",
            fields={name: ["Not here."] for name in ignored},
        )


def query_of(
    site: Site, report: str, given: Mapping[str, Any], known: Registered
) -> tuple[ReportQuery, dict[str, Any]]:
    """What these parameters ask of a report, and the parameters as they were understood; `segment` is a list."""
    loaded = checked(ReportParameters, given)
    check_usable(report, given, loaded)
    goal = loaded.get("goal") or known.goal_of(loaded.get("campaign"))
    names = (
        "model", "by", "action", "campaign", "min_fraction", "min_ms", "discount_rate", "unit", "cohort",
        "against",
    )  # fmt: skip
    query = ReportQuery(
        site,
        loaded["day_from"],
        loaded["day_to"],
        window_ms=loaded["window"],
        goal=goal,
        goal_named=loaded.get("goal") is not None,
        goal_value_micros=known.value_micros(goal),
        segments=tuple(loaded["segment"]),
        moments=loaded["moment"],
        campaign_actions=known.actions_of(loaded.get("campaign")),
        **{name: loaded[name] for name in names if loaded.get(name) is not None},
    )
    return query, loaded
