"""What the owner of the shop set: names, values, what campaigns and actions cost, and what was edited when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from collector.demo import experiments
from collector.demo.simulation.calendar import DAYS, DAYS_SINCE_CARRIER, DAYS_SINCE_MOVE, edited_on
from collector.demo.simulation.emails import EMAIL
from collector.demo.simulation.experiments import LOOKED, Schedule
from collector.demo.simulation.layout import BAR, CAMPAIGNS, CLUB, EXIT, FINDER, HERO, KINDS, PAIRS
from collector.demo.simulation.parcels import PARCEL
from collector.present.experiments.changes import KIND
from collector.present.site_changes import SiteChanges
from collector.store import Site, Store

NAMES = {
    HERO: "Home banner",
    "home-recs": "Picked for you",
    "home-journal": "From the journal",
    PAIRS: "Goes well with it",
    "cart-extras": "One more for the cart",
    "article-more": "Read on",
    CLUB: "Tea club banner",
    "order-survey": "After the order",
    BAR: "Free shipping bar",
    EXIT: "Exit offer",
    FINDER: "Tea finder",
    EMAIL["action"]: "Back on the shelf",
    PARCEL["action"]: "After the parcel",
}
CARRIER = "Parcels by another carrier"
COST = "1200.00"
COST_OF_THE_BAR = "90.00"
MARGIN = "0.55"
GOALS_OF = {CLUB: ["tea_club"]}
CAMPAIGN_DEFINITIONS: dict[str, dict[str, Any]] = {
    "autumn-picking": {"name": "Autumn picking", "primary_goal": "purchase"},
    "tea-club": {"name": "Tea club", "primary_goal": "tea_club"},
    "first-order": {"name": "First order", "primary_goal": "purchase"},
}
GOAL_DEFINITIONS: dict[str, dict[str, Any]] = {
    "tea_club": {"name": "Joined the tea club"},  # brings a value of its own
    LOOKED: {"name": "Looked at a product"},
    "newsletter": {"name": "Signed up for the newsletter", "value": "2.50"},
}


def definitions(day: date) -> dict[str, dict[str, dict[str, Any]]]:
    """All of them, by kind and id, for the simulation of the days before `day`."""
    kinds = KINDS | {each["action"]: each["kind"] for each in (EMAIL, PARCEL)}
    campaigns = CAMPAIGNS | {EMAIL["action"]: EMAIL["campaign"]}
    actions = {
        action: {"name": name, "kind": kinds[action], "campaign": campaigns.get(action), "goals": GOALS_OF.get(action)}
        for action, name in NAMES.items()
    }
    stated = {id: {field: value for field, value in body.items() if value} for id, body in actions.items()}
    return {
        "actions": stated,
        "campaigns": CAMPAIGN_DEFINITIONS,
        "goals": GOAL_DEFINITIONS,
        "annotations": edits(day),
        "costs": costs(day),
    }


def edits(day: date) -> dict[str, dict[str, Any]]:
    """What was edited when, as the simulated visitors met it."""
    edited, moved, carrier = edited_on(day), day - timedelta(DAYS_SINCE_MOVE), day - timedelta(DAYS_SINCE_CARRIER)
    return {
        f"banner-{edited}": {"at": edited.isoformat(), "text": "New picture", "action": HERO},
        f"moved-{moved}": {"at": moved.isoformat(), "text": f"Moved below the {NAMES[CLUB].lower()}", "action": PAIRS},
        f"carrier-{carrier}": {"at": carrier.isoformat(), "text": CARRIER},
    }


def costs(day: date) -> dict[str, dict[str, Any]]:
    """What the campaign of the season cost, and an action that has a control."""
    first, last = (day - timedelta(days) for days in (DAYS, 1))
    days = {"day_from": first.isoformat(), "day_to": last.isoformat()}
    return {
        f"pictures-{day}": {"campaign": "autumn-picking", "amount": COST, "text": "Pictures and posts", **days},
        f"bar-{day}": {"action": BAR, "amount": COST_OF_THE_BAR, "text": "Design and texts", **days},
    }


def register(store: Store, site: Site, day: date) -> None:
    """Set what is not set yet: what somebody said since stays."""
    changes = SiteChanges(store, site, experiments.BY)
    for kind, by_id in definitions(day).items():
        known = store.definitions(site.site, kind)
        for id, body in by_id.items():
            if id not in known:
                changes.define(kind, id, body)
    if BAR not in store.definitions(site.site, KIND):
        experiments.begin(store, site, Schedule(day))
    if "margin" not in site.settings:
        changes.change_settings({"margin": MARGIN})
