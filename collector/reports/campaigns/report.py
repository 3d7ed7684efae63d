"""The campaigns of a period: what their actions brought together, each conversion once, beside what they cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import Any

from collector.reports.campaigns.costs import micros_within
from collector.reports.definitions import Definitions
from collector.reports.figures import Metric
from collector.reports.margins import margin_of
from collector.reports.metrics import metrics
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.sql import run
from collector.store.protocol import Store

MEASURED = metrics("executed", "delivered", "clicks", "ctr", "influenced_conversions", "influenced")
COST = metrics("cost")
MODELLED = metrics("net", "roi")
COUNTED = ("executed", "delivered", "clicks")
BASIS = {
    "campaign": "The campaign that an impression was sent with, otherwise the one its action is registered in.",
    "influenced": "A conversion counts once for each campaign with an action seen before it; that proves no cause.",
}
MAX_ALONE = 3
"""Where so few actions are wanted, each is read alone, which takes a part of the time that all of them do."""
Value = tuple[int, frozenset[str]]
"""What a conversion is worth in millionths, and the campaigns that were seen before it."""


@dataclass(frozen=True)
class Money:
    """What is known of a site's money: the costs by campaign, in millionths, and the margin, if it was set."""

    costs: Mapping[str, Fraction]
    margin: Fraction | None


def campaigns(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each campaign that was placed, seen before a conversion, or has a cost; most influenced value first.

    Costs are no part's: of a segment, neither they nor what follows from them is known.
    """
    actions = store.definitions(query.site.site, "actions")
    placed = [(campaign_of(row, actions), row) for row in placed_in(store, query)]
    values = list(values_of(run(store, "attribution/candidates.sql", query), actions))
    money = money_of(store, query, home_of([row for _, row in placed], actions))
    placed_of, influenced_by = defaultdict[str, list[Record]](list), defaultdict[str, list[int]](list)
    for campaign, row in placed:
        if campaign:
            placed_of[campaign].append(row)
    for value, seen in values:
        for name in seen:
            influenced_by[name].append(value)
    figures = figures_of(query, money)
    known = store.definitions(query.site.site, "campaigns")
    rows = [
        ReportRow(
            {"campaign": name, "name": known.get(name, {}).get("name") or name},
            figures,
            sums_of(placed_of[name], influenced_by[name], money.costs.get(name, Fraction(0)), money.margin),
        )
        for name in placed_of.keys() | influenced_by.keys() | money.costs.keys()
    ]
    rows.sort(key=lambda row: (-row.sums["influenced_micros"], -row.sums["delivered"], row.about["campaign"]))
    whole = [row for campaign, row in placed if campaign]
    influenced = [value for value, seen in values if seen]
    total = sums_of(whole, influenced, sum(money.costs.values(), Fraction(0)), money.margin)
    return ReportResult(ReportRow(figures=figures, sums=total), rows, basis=BASIS | money_words(query, money))


def placed_in(store: Store, query: ReportQuery) -> Sequence[Record]:
    """A row for each action and campaign that its events name."""
    return run(store, "campaigns/placed_by_day.sql" if query.whole else "campaigns/placed.sql", query)


def figures_of(query: ReportQuery, money: Money) -> tuple[Metric, ...]:
    """The figures that can be known."""
    if query.segments:
        return MEASURED
    return MEASURED + COST + (MODELLED if money.margin is not None else ())


def campaign_of(row: Record, actions: Definitions) -> str | None:
    """The campaign that an event named, else the one that its action is registered in."""
    return row["campaign"] or actions.get(row["action"], {}).get("campaign")


def values_of(rows: Iterable[Record], actions: Definitions) -> Iterable[Value]:
    """Each conversion that has candidates, once; rows of one conversion stand together."""
    for _, group in groupby(rows, key=lambda row: (row["event_id"], row["trust"])):
        same = list(group)
        seen = (campaign_of(row, actions) for row in same if row["in_segment"])
        yield same[0]["value_micros"], frozenset(name for name in seen if name)


def home_of(placed: Iterable[Record], actions: Definitions) -> dict[str, str]:
    """The campaign of each action, to which its costs belong: as registered, else where it was placed most."""
    most = sorted(placed, key=lambda row: (row["executed"], row["campaign"] or ""))
    sent = {row["action"]: row["campaign"] for row in most if row["campaign"]}
    registered = {action: body["campaign"] for action, body in actions.items() if body.get("campaign")}
    return sent | registered


def homes_of(store: Store, query: ReportQuery, actions: Definitions, wanted: Iterable[str]) -> dict[str, str]:
    """The campaign of each action that is registered in one, and of each that is wanted and placed under one."""
    registered = home_of([], actions)
    missing = sorted(set(wanted) - registered.keys())
    everything = replace(query, action=None, campaign=None, campaign_actions=())
    if len(missing) > MAX_ALONE:
        return home_of(placed_in(store, everything), actions)
    return home_of([row for name in missing for row in placed_in(store, replace(everything, action=name))], actions)


def money_of(store: Store, query: ReportQuery, homes: Mapping[str, str]) -> Money:
    """The costs of campaigns and of their actions that fall into the period."""
    costs: dict[str, Fraction] = {}
    for cost in store.definitions(query.site.site, "costs").values():
        campaign = cost.get("campaign") or homes.get(cost["action"])
        part = micros_within(cost, query.first_day, query.last_day)
        if campaign and part:
            costs[campaign] = costs.get(campaign, Fraction(0)) + part
    return Money(costs, None if query.segments else margin_of(store, query))


def sums_of(
    rows: Sequence[Record], influenced: Sequence[int], cost: Fraction, margin: Fraction | None
) -> dict[str, Any]:
    """The sums of one campaign or of all: what was placed, what each conversion is worth, what it cost."""
    kept = margin or Fraction(0)
    squares = sum(float(value) ** 2 for value in influenced)
    return {
        **{name: sum(row[name] for row in rows) for name in COUNTED},
        "influenced_conversions": len(influenced),
        "influenced_micros": sum(influenced),
        "influenced_micros_squares": squares,
        "cost_micros": cost,
        "cost_micros_squares": 0.0,
        "net_micros": sum(influenced) * kept - cost,
        "net_micros_squares": squares * float(kept) ** 2,
        "net_micros_times_cost_micros": 0.0,
    }


def money_words(query: ReportQuery, money: Money) -> dict[str, str]:
    """How costs and net were worked out, in words."""
    if query.segments:
        return {"cost": "Costs are known for whole campaigns only, not for a segment."}
    cost = {"cost": "Costs are spread evenly over their days; those of an action count in its campaign."}
    if money.margin is None:
        return cost | {"net": "Without a margin (a setting of the site) net and ROI are not worked out."}
    return cost | {"net": f"Modelled: influenced value x margin {float(money.margin):.4g} - cost."}
