"""What the owner of a site says of its actions, campaigns and goals, as reports use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from collector.reports.figures import MILLION
from collector.store.protocol import Store

Definitions = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Registered:
    """By id: names and kinds of actions, primary goals of campaigns, values of goals."""

    actions: Definitions
    campaigns: Definitions
    goals: Definitions

    def goal_of(self, campaign: str | None) -> str:
        """The goal a report is about when none is named: the campaign's primary one, else orders."""
        return str(self.campaigns.get(campaign or "", {}).get("primary_goal") or "purchase")

    def actions_of(self, campaign: str | None) -> tuple[str, ...]:
        """The actions that are registered in a campaign."""
        if campaign is None:
            return ()
        return tuple(
            sorted(action for action, definition in self.actions.items() if definition.get("campaign") == campaign)
        )

    def value_micros(self, goal: str) -> int:
        """What one conversion on a goal is worth that brings no value of its own."""
        return int(Decimal(self.goals.get(goal, {}).get("value") or 0) * MILLION)

    def named(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row of a report with the definition of its action."""
        definition = self.actions.get(row.get("action", ""), {})
        known = {
            name: definition[name] for name in ("name", "kind", "campaign") if definition.get(name) and name in row
        }
        return row | known


def registered(store: Store, site: int) -> Registered:
    """The definitions of a site now."""
    return Registered(*(store.definitions(site, thing) for thing in ("actions", "campaigns", "goals")))
