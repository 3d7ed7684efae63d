"""All reports by name."""

from __future__ import annotations

from collections.abc import Callable

from collector.reports.actions import actions
from collector.reports.answer import Answer
from collector.reports.asked import Asked
from collector.reports.attribution import attribution
from collector.reports.content import content
from collector.reports.delivery import delivery
from collector.reports.engagement import engagement
from collector.reports.goals import goals
from collector.reports.recommendations import recommendations
from collector.reports.visits import visits
from collector.store.protocol import Store

Report = Callable[[Store, Asked], Answer]

REPORTS: dict[str, Report] = {
    "actions": actions,
    "attribution": attribution,
    "delivery": delivery,
    "recommendations": recommendations,
    "content": content,
    "engagement": engagement,
    "visits": visits,
    "goals": goals,
}
