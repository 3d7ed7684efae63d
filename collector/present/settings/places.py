"""Which settings pages there are, in the order in which their index has them."""

from __future__ import annotations

from typing import NamedTuple

from collector.store.accounts import ANALYST, OWNER


class SettingsPage(NamedTuple):
    """A page of settings: its name, its endpoint, what it is for, the role that it takes, and those within it."""

    name: str
    endpoint: str
    about: str
    role: str = ANALYST
    within: tuple[str, ...] = ()


SETTINGS: dict[str, tuple[SettingsPage, ...]] = {
    "What is measured": (
        SettingsPage("Actions", "settings.actions", "Names, kinds, campaigns and goals of actions."),
        SettingsPage("Campaigns", "settings.campaigns", "Names of campaigns, and the goal that each is about."),
        SettingsPage("Goals", "settings.goals", "Names of goals, and what a conversion is worth."),
        SettingsPage("Edits and notes", "settings.annotations", "What was done on which day, marked in the charts."),
    ),
    "Money": (
        SettingsPage("Costs", "settings.costs", "What campaigns and actions cost."),
        SettingsPage("Baselines", "settings.baselines", "What periods are compared with, even from before Beheld."),
        SettingsPage("Margin and rates", "settings.money", "What is left of revenue; what other currencies are worth."),
    ),
    "Collection": (
        SettingsPage("Collection", "settings.collection", "Who may send, consent, when content counts as seen."),
        SettingsPage(
            "Keys", "settings.keys", "What programs send and read with.", OWNER, ("settings.confirm_revocation",)
        ),
    ),
    "Access": (
        SettingsPage("People", "people.people", "Who may look at the site, and in which role.", OWNER),
        SettingsPage("Shared pages", "shares.shares", "Links to single pages, for others."),
        SettingsPage("Changes", "people.changes", "Who changed what, and when.", OWNER),
    ),
}

ENDPOINTS: tuple[str, ...] = tuple(
    endpoint for group in SETTINGS.values() for each in group for endpoint in (each.endpoint, *each.within)
)
