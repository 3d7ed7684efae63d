"""What the owner of the shop calls its actions, campaigns and goals, as `beheld action set` and its like would."""

from __future__ import annotations

from typing import Any

from collector.demo.simulation.emails import EMAIL
from collector.demo.simulation.layout import BAR, CAMPAIGNS, CLUB, EXIT, FINDER, HERO, KINDS, PAIRS
from collector.present.api.definitions import checked_definition
from collector.store import Store

BY = "demo"
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
}
GOALS_OF = {CLUB: ["tea_club"]}
CAMPAIGN_DEFINITIONS: dict[str, dict[str, Any]] = {
    "autumn-picking": {"name": "Autumn picking", "primary_goal": "purchase"},
    "tea-club": {"name": "Tea club", "primary_goal": "tea_club"},
    "first-order": {"name": "First order", "primary_goal": "purchase"},
}
GOAL_DEFINITIONS: dict[str, dict[str, Any]] = {
    "tea_club": {"name": "Joined the tea club"},  # brings a value of its own
    "newsletter": {"name": "Signed up for the newsletter", "value": "2.50"},
}


def definitions() -> dict[str, dict[str, dict[str, Any]]]:
    """All of them, by kind and id."""
    kinds, campaigns = KINDS | {EMAIL["action"]: EMAIL["kind"]}, CAMPAIGNS | {EMAIL["action"]: EMAIL["campaign"]}
    actions = {
        action: {"name": name, "kind": kinds[action], "campaign": campaigns.get(action), "goals": GOALS_OF.get(action)}
        for action, name in NAMES.items()
    }
    stated = {id: {field: value for field, value in body.items() if value} for id, body in actions.items()}
    return {"actions": stated, "campaigns": CAMPAIGN_DEFINITIONS, "goals": GOAL_DEFINITIONS}


def register(store: Store, site: int) -> None:
    """Set what is not set yet: what somebody said since stays."""
    for kind, by_id in definitions().items():
        known = store.definitions(site, kind)
        for id, body in by_id.items():
            if id not in known:
                store.put_definition(site, kind, id, checked_definition(kind, id, body))
                store.log_change(site, BY, f"{kind.removesuffix('s')}.set", id, body)
