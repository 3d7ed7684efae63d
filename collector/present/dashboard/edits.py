"""What was done on which day, to mark in charts: an owner's notes, and the changes of the log that concern a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from collector.present.auth import current_store
from collector.present.dashboard.frame import Frame
from collector.present.formatting import local
from collector.reports.moments import end_of, rfc3339, start_of
from collector.store.accounts import LoggedChange
from collector.store.protocol import Site

OF_THE_SITE = {
    "experiment.start": "Experiment {subject} started",
    "experiment.set": "Experiment {subject}: {names}",
    "experiment.stop": "Experiment {subject} stopped",
    "experiment.resume": "Experiment {subject} resumed",
    "experiment.promote": "Experiment {subject}: a variation promoted",
    "experiment.undo": "Experiment {subject}: its promotion undone",
    "site.set": "Settings changed: {names}",
    "goal.set": "Goal {subject}: {names} set",
    "rate.set": "Exchange rate {subject} set",
}
OF_THE_ACTION = {"action.set": "Its {names} set", "action.delete": "Its definition deleted"}
"""How changes of the log are written in charts: what was changed, never to what, as viewers do not read the log."""
MAX_EDITS = 40


@dataclass(frozen=True, order=True)
class Edit:
    """One thing done: on which local day, in words, and whether an owner noted it by hand."""

    day: date
    text: str
    noted: bool = False

    @property
    def note(self) -> dict[str, str]:
        """As charts take it."""
        return {"day": self.day.isoformat(), "text": self.text}


@dataclass(frozen=True)
class SinceEdit:
    """The last edit of an action: the bar's address from its day to today, and whether that is the period at hand."""

    edit: Edit
    address: dict[str, Any]
    days: int
    here: bool


def edits_within(frame: Frame, action: str | None = None) -> list[Edit]:
    """The latest of what was done in the period of a page, earliest first; on an action's page, what concerns it."""
    edits = [*_notes(frame.site, action), *_changes(frame.site, frame.first_day, frame.last_day, action)]
    return sorted({edit for edit in edits if frame.first_day <= edit.day <= frame.last_day})[-MAX_EDITS:]


def notes_within(frame: Frame, action: str | None = None) -> list[dict[str, str]]:
    """The same as charts take them."""
    return [edit.note for edit in edits_within(frame, action)]


def since_last_edit(frame: Frame, action: str) -> SinceEdit | None:
    """The period since an action was last edited; None if nobody noted an edit of it."""
    own = [edit for edit in _notes(frame.site, action, of_site=False) if edit.day <= frame.today]
    if not own:
        return None
    last = max(own)
    address = {"period": "days", "from": last.day.isoformat(), "to": frame.today.isoformat(), "compare": "previous"}
    here = (frame.first_day, frame.last_day, frame.compare) == (last.day, frame.today, "previous")
    return SinceEdit(last, frame.own(**address), (frame.today - last.day).days + 1, here)


def _notes(site: Site, action: str | None, *, of_site: bool = True) -> Iterator[Edit]:
    for body in current_store().definitions(site.site, "annotations").values():
        about = body.get("action")
        if (about is None and of_site) or (about is not None and about == action):
            yield Edit(_day_of(str(body["at"]), site), str(body["text"]), noted=True)


def _day_of(at: str, site: Site) -> date:
    return local(at, site.time_zone).date() if "T" in at else date.fromisoformat(at)


def _changes(site: Site, first: date, last: date, action: str | None) -> Iterator[Edit]:
    since, until = start_of(first, site.time_zone), end_of(last, site.time_zone)
    words = OF_THE_SITE | (OF_THE_ACTION if action is not None else {})
    logged = current_store().changes_between(site.site, since, until, actions=tuple(words))
    for change in without_repeats(logged):
        if change.action in OF_THE_SITE or change.subject == action:
            names = ", ".join(name.replace("_", " ") for name in sorted(change.details)) or "settings"
            text = words[change.action].format(subject=change.subject, names=names)
            yield Edit(local(rfc3339(change.at), site.time_zone).date(), text)


def without_repeats(changes: Iterable[LoggedChange]) -> Iterator[LoggedChange]:
    """Changes, earliest first, that set something else than the change before them did: programs set things daily."""
    before: dict[tuple[str, str], LoggedChange] = {}
    for change in changes:
        thing = (change.action.partition(".")[0], change.subject)
        known = before.get(thing)
        if known is None or (known.action, known.details) != (change.action, change.details):
            yield change
        before[thing] = change
