"""The search for visitors as the page has it: in the days of the bar, with actions and reasons by their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from collector.present.auth import current_store
from collector.present.dashboard.frame import ADDED, OF_THE_BAR, Frame, frame_of
from collector.present.parameters import SearchParameters, parameters
from collector.present.today import today_of
from collector.reports.definitions import registered
from collector.reports.delivery.advice import LABELS
from collector.reports.known_names import seen_actions
from collector.store.protocol import Site

DAYS = ("from", "to")
OF_THE_BAR_ALONE = frozenset((*OF_THE_BAR, *ADDED)) - set(DAYS)
REASONS = {name: LABELS[name] for name in sorted(LABELS, key=LABELS.__getitem__)}
BOUGHT = {"yes": "Bought", "no": "Did not buy"}


def bar_here(site: Site) -> Frame:
    """What the bar says in the address of a page that has days of its own; BadRequest says what is wrong with it."""
    arguments = request.args.copy()
    if not all(arguments.get(name) for name in DAYS):
        arguments.pop("from", None)
        arguments.pop("to", None)
    return frame_of(site, arguments, today_of(site))


@dataclass(frozen=True)
class PageSearch:
    """A search that a page shows: what its form says, and those parts of the bar that go along with it."""

    fields: Mapping[str, str]
    bar: Mapping[str, Any]

    @property
    def narrowed(self) -> bool:
        """Whether it looks for anybody in particular."""
        return any(value for name, value in self.fields.items() if name != "cursor")


def search_of(frame: Frame) -> PageSearch:
    """What the address of the page looks for, in the days of the bar unless it names some."""
    fields = {name: value for name, value in request.args.items() if name not in OF_THE_BAR_ALONE}
    if request.args.get("period") and not any(fields.get(name) for name in DAYS):
        fields |= {"from": frame.first_day.isoformat(), "to": frame.last_day.isoformat()}
    bar = {name: value for name, value in frame.own().items() if name not in ("period", *DAYS)}
    return PageSearch(fields, bar)


def parameters_of(search: PageSearch) -> dict[str, Any]:
    """What it asks the search for; BadRequest says what cannot be used."""
    return parameters(SearchParameters, without=OF_THE_BAR_ALONE, given=search.fields)


def action_names(site: Site, *chosen: str | None) -> dict[str, str]:
    """The site's actions and what they are called, by name; those that a search has chosen are among them."""
    named = registered(current_store(), site.site).actions
    ids = {*seen_actions(current_store(), site.site), *named, *filter(None, chosen)}
    called = {id: str(named.get(id, {}).get("name") or id) for id in ids}
    return dict(sorted(called.items(), key=lambda each: (each[1].casefold(), each[0])))
