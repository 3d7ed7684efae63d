"""What campaigns and actions cost in a period, and whether that is paid back: measured by a control where there
is one, else only what is attributed, which says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from collector.reports.campaigns.costs import Cost, micros_within
from collector.reports.campaigns.report import homes_of, values_of
from collector.reports.definitions import Definitions
from collector.reports.figures import MILLION
from collector.reports.incremental.report import incremental, roi
from collector.reports.incremental.subjects import ACTION, CAMPAIGN
from collector.reports.margins import margin_of
from collector.reports.metrics import metrics
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.roi.words import ATTRIBUTION, CONTROL, UNKNOWN, pays_of, sentence_of
from collector.reports.sql import run
from collector.store.protocol import Store

FIGURES = metrics(
    "cost", "margin", "break_even", "incremental_revenue", "incremental_low", "incremental_high", "incremental_roi",
    "incremental_roi_low", "incremental_roi_high", "attributed_value", "attributed_net", "attributed_roi",
)  # fmt: skip
FROM_CONTROL = (
    "incremental_revenue", "incremental_low", "incremental_high", "incremental_roi", "incremental_roi_low",
    "incremental_roi_high",
)  # fmt: skip
FROM_ATTRIBUTION = ("attributed_value", "attributed_net", "attributed_roi")
BASIS = {
    "cost": "Costs are spread evenly over their days; a campaign has its own and those of its actions.",
    "control": "Where there was a control: incremental revenue x margin - cost, with the interval of the revenue.",
    "attribution": "Otherwise: the value of conversions of persons who had seen it before x margin - cost. That is "
    "attributed, not incremental: nobody knows what would have come anyway.",
    "break_even": "cost / margin: the incremental revenue that pays the cost.",
}


class Spent(NamedTuple):
    """What something cost in the period, in millionths."""

    scope: str
    id: str
    cost: Fraction


def return_on_costs(store: Store, query: ReportQuery, *, now: int) -> ReportResult:
    """A row for each campaign and action with a cost in the period, the dearest first, as of `now` (epoch ms); of one
    campaign with its actions or one action where it is named."""
    site, everything = query.site.site, replace(query, action=None, campaign=None, campaign_actions=())
    costs = list(store.definitions(site, "costs").values())
    actions, campaigns = store.definitions(site, "actions"), store.definitions(site, "campaigns")
    homes = homes_of(store, query, actions, (cost["action"] for cost in costs if cost.get("action")))
    spent = [each for each in spent_on(costs, homes, query) if is_requested(each, query, homes)]
    margin = margin_of(store, everything)
    increments = (
        {(row.about["scope"], row.about["id"]): row for row in incremental(store, query, now=now).rows} if spent else {}
    )
    uncontrolled = any((each.scope, each.id) not in increments for each in spent)
    seen = list(run(store, "attribution/candidates.sql", everything)) if uncontrolled else []
    values = {ACTION: by_action(seen), CAMPAIGN: by_campaign(seen, actions)}
    names = {ACTION: actions, CAMPAIGN: campaigns}
    rows = [
        row_of(each, increments.get((each.scope, each.id)), values[each.scope].get(each.id, 0), margin, query, names)
        for each in spent
    ]
    total = total_of(costs, margin, query)
    return ReportResult(total, rows, basis=BASIS | margin_words(query, margin))


def spent_on(costs: Iterable[Cost], homes: Mapping[str, str], query: ReportQuery) -> list[Spent]:
    """What each campaign (with its actions) and each action cost, the dearest first."""
    found: dict[tuple[str, str], Fraction] = {}
    for cost in costs:
        part = micros_within(cost, query.first_day, query.last_day)
        action = cost.get("action")
        campaign = cost.get("campaign") or homes.get(action or "")
        for scope, id in ((CAMPAIGN, campaign), (ACTION, action)):
            if id and part:
                found[scope, id] = found.get((scope, id), Fraction(0)) + part
    spent = [Spent(scope, id, part) for (scope, id), part in found.items()]
    return sorted(spent, key=lambda each: (each.scope != CAMPAIGN, -each.cost, each.id))


def is_requested(each: Spent, query: ReportQuery, homes: Mapping[str, str]) -> bool:
    """Whether the query is about it."""
    if query.action is not None and (each.scope != ACTION or each.id != query.action):
        return False
    home = each.id if each.scope == CAMPAIGN else homes.get(each.id)
    return query.campaign is None or home == query.campaign


def by_action(rows: Iterable[Record]) -> dict[str, int]:
    """The value of conversions by each action that was seen before."""
    found: dict[str, int] = {}
    for row in rows:
        found[row["action"]] = found.get(row["action"], 0) + row["value_micros"]
    return found


def by_campaign(rows: Iterable[Record], actions: Definitions) -> dict[str, int]:
    """The same by campaign, each conversion once."""
    found: dict[str, int] = {}
    for value, campaigns in values_of(rows, actions):
        for campaign in campaigns:
            found[campaign] = found.get(campaign, 0) + value
    return found


def row_of(
    each: Spent,
    increment: ReportRow | None,
    value: int,
    margin: Fraction | None,
    query: ReportQuery,
    names: Mapping[str, Definitions],
) -> ReportRow:
    """One row: from its control, if it had one, and never both."""
    measured_by = ATTRIBUTION if increment is None else CONTROL
    sums = {"cost_micros": each.cost, **paid_back(each.cost, margin)}
    sums |= dict.fromkeys((*FROM_CONTROL, *FROM_ATTRIBUTION))
    if increment is not None:
        sums |= from_control(increment, each.cost, margin)
    else:
        sums |= from_attribution(value, each.cost, margin)
    pays = pays_of(sums, bool(increment.more["conclusive"])) if increment is not None else UNKNOWN
    name = str(names[each.scope].get(each.id, {}).get("name") or each.id)
    more = {
        "measured_by": measured_by,
        "pays": pays,
        "sentence": sentence_of(sums, measured_by, pays, query.site.currency),
    }
    return ReportRow({"scope": each.scope, "id": each.id, "name": name}, FIGURES, sums, more=more)


def paid_back(cost: Fraction, margin: Fraction | None) -> dict[str, Any]:
    """The margin, and the revenue that pays the cost."""
    return {
        "margin": None if margin is None else float(margin),
        "break_even": float(cost / margin / MILLION) if margin else None,
    }


def from_control(increment: ReportRow, cost: Fraction, margin: Fraction | None) -> dict[str, Any]:
    """What a control says, beside this cost."""
    spent, kept = float(cost / MILLION), None if margin is None else float(margin)
    revenue = {name: increment.sums[name] for name in FROM_CONTROL[:3]}
    rates = (roi(revenue[name], spent, kept) for name in FROM_CONTROL[:3])
    return revenue | dict(zip(FROM_CONTROL[3:], rates, strict=True))


def from_attribution(value: int, cost: Fraction, margin: Fraction | None) -> dict[str, Any]:
    """What would be left if all that is attributed had been caused."""
    net = None if margin is None else value * margin - cost
    return {
        "attributed_value": value / MILLION,
        "attributed_net": None if net is None else float(net / MILLION),
        "attributed_roi": float(net / cost) if net is not None and cost else None,
    }


def total_of(costs: Sequence[Cost], margin: Fraction | None, query: ReportQuery) -> ReportRow:
    """All costs, and what pays them."""
    cost = sum((micros_within(each, query.first_day, query.last_day) for each in costs), Fraction(0))
    return ReportRow(
        figures=metrics("cost", "margin", "break_even"), sums={"cost_micros": cost, **paid_back(cost, margin)}
    )


def margin_words(query: ReportQuery, margin: Fraction | None) -> dict[str, str]:
    """Which margin was taken, in words."""
    if margin is None:
        return {"margin": "No margin is set, or not for all categories that were bought: no ROI is worked out."}
    by = ", of what was bought by its categories" if query.site.settings.get("category_margins") else ""
    return {"margin": f"{float(margin):.4g}{by}."}
