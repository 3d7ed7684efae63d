"""The pages of the house in the order in which people look for them."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for

from collector.present.auth import may
from collector.present.dashboard.frame import Frame
from collector.present.settings.places import ENDPOINTS
from collector.store.accounts import ANALYST, VIEWER


class Place(NamedTuple):
    """A page that navigation leads to: its name, its endpoint, those that count as it, and the role that it takes."""

    name: str
    endpoint: str
    role: str = VIEWER
    within: tuple[str, ...] = ()


GROUPS: tuple[tuple[Place, ...], ...] = (
    (Place("Overview", "dashboard.overview"),),
    (
        Place("Actions", "dashboard.actions", within=("dashboard.action",)),
        Place("Campaigns", "dashboard.campaigns"),
        Place("Delivery", "dashboard.delivery"),
        Place("Recommendations", "dashboard.recommendations"),
        Place("Content", "dashboard.content"),
        Place("Experiments", "dashboard.experiments", within=("dashboard.experiment", "experiments.edit")),
        Place("Incremental revenue", "dashboard.incremental"),
        Place("Baseline", "dashboard.baseline"),
    ),
    (
        Place("Customers", "dashboard.customers"),
        Place("Retention", "dashboard.retention"),
        Place("Subscriptions", "dashboard.subscriptions"),
        Place("Satisfaction", "dashboard.satisfaction", within=("dashboard.comments",)),
    ),
    (
        Place("Engagement", "dashboard.engagement"),
        Place("Goals", "dashboard.goals"),
        Place("Segments", "dashboard.segments"),
        Place("Calculators", "dashboard.calculators"),
    ),
    (
        Place(
            "Visitors", "pages.find", ANALYST, within=("pages.report", "pages.report_by_path", "pages.confirm_erasure")
        ),
        Place("Live", "live.live", ANALYST),
        Place("Checks", "pages.checks", ANALYST),
    ),
    (Place("Settings", "settings.index", ANALYST, within=ENDPOINTS),),
)


def navigation() -> list[list[Place]]:
    """The places, in groups, that whoever is signed in may see."""
    groups = ([place for place in group if may(place.role)] for group in GROUPS)
    return [group for group in groups if group]


def place_address(place: Place, frame: Frame | None) -> str:
    """Where a place is; the frame of the page at hand goes along."""
    return frame.link(place.endpoint) if frame else url_for(place.endpoint)
