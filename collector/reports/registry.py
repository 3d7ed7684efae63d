"""All reports by name."""

from __future__ import annotations

from collector.reports.actions.report import actions
from collector.reports.attribution.report import attribution
from collector.reports.by_dimension import Report, split
from collector.reports.campaigns.report import campaigns
from collector.reports.content import content
from collector.reports.delivery.report import delivery
from collector.reports.depth.report import depth
from collector.reports.engagement import engagement
from collector.reports.goals import goals
from collector.reports.query import ReportQuery
from collector.reports.recommendations.items import BY
from collector.reports.recommendations.report import recommendations
from collector.reports.result import ReportResult
from collector.reports.visits import visits
from collector.store.protocol import Store


def by_item_or(report: Report) -> Report:
    """Items and positions are of a widget, not of a visit: that report groups by them itself."""

    def recommended(store: Store, query: ReportQuery) -> ReportResult:
        return recommendations(store, query) if query.by in BY else report(store, query)

    return recommended


REPORTS: dict[str, Report] = {
    "actions": actions,
    "attribution": attribution,
    "campaigns": split(campaigns),
    "delivery": split(delivery),
    "depth": split(depth),
    "recommendations": by_item_or(split(recommendations)),
    "content": split(content),
    "engagement": split(engagement),
    "visits": visits,
    "goals": split(goals),
}
