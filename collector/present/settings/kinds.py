"""The pages of definitions, each described: its fields, its columns, and in what order it lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from collector.present.api.definition_fields import MAX_NOTE_LENGTH
from collector.present.dashboard.pieces import locale_here
from collector.present.dashboard.written import days_text
from collector.present.formatting import date_text, day_and_minute
from collector.present.numbers import money_text
from collector.present.settings.fields import Field
from collector.schemas.events import KINDS
from collector.store.protocol import Site

Body = Mapping[str, Any]
Column = tuple[str, Callable[[Body, Site], str]]

NAME = Field("name", "Name", "What reports call it.")
ID = Field("id", "Id", "As events have it; case-sensitive.", required=True)


@dataclass(frozen=True)
class Kind:
    """A kind of definitions as its page has it: `one` is what one is called. Where `id` is None, ids are made here."""

    kind: str
    title: str
    one: str
    about: str
    fields: tuple[Field, ...]
    columns: tuple[Column, ...]
    id: Field | None = ID
    order: Callable[[str, Body], Any] = lambda id, body: (str(body.get("name") or id).casefold(), id)
    newest_first: bool = False

    @property
    def in_events(self) -> bool:
        """Whether events name such things, so that there may be some that nobody defined."""
        return self.id is not None

    def listed(self, definitions: Mapping[str, Body]) -> list[tuple[str, Body]]:
        """The definitions in order."""
        return sorted(definitions.items(), key=lambda one: self.order(*one), reverse=self.newest_first)


def _text(name: str) -> Callable[[Body, Site], str]:
    return lambda body, site: str(body.get(name) or "–")


def _moment(body: Body, site: Site) -> str:
    at = str(body["at"])
    locale = locale_here()
    return day_and_minute(at, site.time_zone, locale) if "T" in at else date_text(at, locale)


def _days(body: Body, site: Site) -> str:
    return days_text(body["day_from"], body.get("day_to") or body["day_from"])


def _amount(body: Body, site: Site) -> str:
    amount = body.get("amount") or body.get("value")
    return money_text(str(amount), site.currency, locale_here()) if amount else "–"


def _for_what(body: Body, site: Site) -> str:
    return f"campaign {body['campaign']}" if body.get("campaign") else f"action {body['action']}"


ACTIONS = Kind(
    "actions",
    "Actions",
    "action",
    "An action is counted without a definition too, under its id.",
    (
        NAME,
        Field("kind", "Kind", "Otherwise as its events say.", "select", (("", "–"), *((kind, kind) for kind in KINDS))),
        Field("campaign", "Campaign", "The campaign it belongs to.", suggest="campaigns"),
        Field("goals", "Goals", "What it is meant for, one goal id a line.", "lines"),
    ),
    (
        ("Kind", _text("kind")),
        ("Campaign", _text("campaign")),
        ("Goals", lambda body, site: ", ".join(body.get("goals") or ()) or "–"),
    ),
)
CAMPAIGNS = Kind(
    "campaigns",
    "Campaigns",
    "campaign",
    "A campaign is what several actions are run for. It is counted without a definition too, under its id.",
    (NAME, Field("primary_goal", "Primary goal", "The goal its reports are about; otherwise orders.", suggest="goals")),
    (("Primary goal", lambda body, site: str(body.get("primary_goal") or "orders")),),
)
GOALS = Kind(
    "goals",
    "Goals",
    "goal",
    "A goal is counted without a definition too, under its id.",
    (
        NAME,
        Field("value", "Value", "What a conversion without a value of its own is worth, such as 2.50.", "decimal"),
    ),
    (("Value of a conversion", _amount),),
)
ANNOTATIONS = Kind(
    "annotations",
    "Edits and notes",
    "note",
    "What was done on which day. Charts mark it: an edit of an action on its own page, other notes everywhere.",
    (
        Field("at", "Day", "", "day", required=True),
        Field("text", "What was done", f"At most {MAX_NOTE_LENGTH} characters.", required=True),
        Field(
            "action", "Action", "The action that was edited; empty if it concerns the whole site.", suggest="actions"
        ),
    ),
    (("Day", _moment), ("Action", _text("action"))),
    id=None,
    order=lambda id, body: (body["at"], id),
    newest_first=True,
)
COSTS = Kind(
    "costs",
    "Costs",
    "cost",
    "What a campaign or an action cost. An amount is spread evenly over its days.",
    (
        Field("campaign", "Campaign", "Either a campaign …", suggest="campaigns"),
        Field("action", "Action", "… or an action.", suggest="actions"),
        Field("amount", "Amount", "In the site's currency, such as 1200.50.", "decimal", required=True),
        Field("day_from", "First day", "", "day", required=True),
        Field("day_to", "Last day", "Empty if it is the same day.", "day"),
        Field("text", "What it was", f"At most {MAX_NOTE_LENGTH} characters."),
    ),
    (("For", _for_what), ("Amount", _amount), ("Days", _days)),
    id=None,
    order=lambda id, body: (body["day_from"], id),
    newest_first=True,
)
BASELINE_KINDS = {
    "period": "Fixed days",
    "previous": "As many days just before",
    "weekdays": "The same weekdays a year before",
    "figures": "Figures from before Beheld",
}
BASELINES = Kind(
    "baselines",
    "Baselines",
    "baseline",
    "What the page Baseline can compare a period with, besides the days before and the same weekdays a year before.",
    (
        NAME,
        Field("kind", "Kind", "", "select", tuple(BASELINE_KINDS.items()), required=True),
        Field("day_from", "First day", "For fixed days and for figures.", "day"),
        Field("day_to", "Last day", "For fixed days and for figures.", "day"),
        Field("revenue", "Revenue", "For figures: net revenue of these days, in the site's currency.", "decimal"),
        Field("orders", "Orders", "For figures, if they are known.", "decimal"),
        Field("segments", "Segments", "Only these orders: one DIMENSION:VALUE a line, such as source:google.", "lines"),
    ),
    (
        ("Kind", lambda body, site: BASELINE_KINDS[body["kind"]]),
        ("Days", lambda body, site: _days(body, site) if body.get("day_from") else "–"),
        ("Segments", lambda body, site: ", ".join(body.get("segments") or ()) or "–"),
    ),
    id=None,
)
KINDS_OF_DEFINITIONS = (ACTIONS, CAMPAIGNS, GOALS, ANNOTATIONS, COSTS, BASELINES)
