"""All reports by name."""

from __future__ import annotations

from collections.abc import Collection

from collector.reports.actions.report import BY as ACTIONS_BY
from collector.reports.actions.report import actions
from collector.reports.attribution.report import attribution
from collector.reports.baseline.report import PARTS as BASELINE_BY
from collector.reports.baseline.report import baseline
from collector.reports.by_dimension import Report, split
from collector.reports.campaigns.report import campaigns
from collector.reports.content import BY as CONTENT_BY
from collector.reports.content import content
from collector.reports.customers.report import PARTS as CUSTOMERS_BY
from collector.reports.customers.report import customers
from collector.reports.delivery.report import delivery
from collector.reports.depth.report import depth
from collector.reports.engagement import engagement
from collector.reports.goals import goals
from collector.reports.query import ReportQuery
from collector.reports.recommendations.items import BY as RECOMMENDATIONS_BY
from collector.reports.recommendations.report import recommendations
from collector.reports.result import ReportResult
from collector.reports.retention.report import retention
from collector.reports.satisfaction.groups import PARTS as SATISFACTION_BY
from collector.reports.satisfaction.report import satisfaction
from collector.reports.subscriptions.report import PARTS as SUBSCRIPTIONS_BY
from collector.reports.subscriptions.report import subscriptions
from collector.reports.visits import visits
from collector.store.protocol import Store

PARTS: dict[str, Collection[str]] = {
    "actions": ACTIONS_BY,
    "recommendations": RECOMMENDATIONS_BY,
    "content": CONTENT_BY,
    "customers": CUSTOMERS_BY,
    "baseline": BASELINE_BY,
    "subscriptions": SUBSCRIPTIONS_BY,
    "satisfaction": SATISFACTION_BY,
}
"""What some reports group by themselves: parts of a widget, what was delivered first, categories; none is a visit's."""


def by_part_or_split(report: Report, parts: Collection[str]) -> Report:
    """The same report, which groups by parts of a widget itself, and is split by anything else."""
    by_value = split(report)

    def by_either(store: Store, query: ReportQuery) -> ReportResult:
        return report(store, query) if query.by in parts else by_value(store, query)

    return by_either


REPORTS: dict[str, Report] = {
    "actions": actions,
    "attribution": attribution,
    "campaigns": split(campaigns),
    "delivery": split(delivery),
    "depth": split(depth),
    "recommendations": by_part_or_split(recommendations, PARTS["recommendations"]),
    "content": by_part_or_split(content, PARTS["content"]),
    "engagement": split(engagement),
    "visits": visits,
    "goals": split(goals),
    "customers": customers,
    "retention": split(retention),
    "baseline": baseline,
    "subscriptions": subscriptions,
    "satisfaction": satisfaction,
}
