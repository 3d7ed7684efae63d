"""In which visit an event happened. What is found out of an event stands under `_` names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .people import Event, instant

HALF_HOUR = 30 * 60 * 1000
BUSY = {
    "click",
    "quick_add",
    "wishlist_add",
    "cart_add",
    "goal",
    "purchase",
    "survey",
}


@dataclass(eq=False)
class Session:
    """One visitor's web events without a gap over half an hour, and what else belongs to them."""

    visitor: str
    web: list[Event]
    new: bool
    others: list[Event] = field(default_factory=list)

    @property
    def start(self) -> int:
        return int(self.web[0]["ts"])

    @property
    def end(self) -> int:
        return int(self.web[-1]["ts"])

    def holds(self, ts: int) -> bool:
        """An event of this time that is no web event itself belongs here."""
        return self.start <= ts <= self.end + HALF_HOUR

    @property
    def events(self) -> list[Event]:
        return sorted(self.web + self.others, key=instant)

    @property
    def page_views(self) -> list[Event]:
        return [event for event in self.events if event["type"] == "page_view"]

    @property
    def duration(self) -> int:
        return self.end - self.start

    @property
    def person(self) -> str:
        return str(self.web[0]["_person"])

    @property
    def bot(self) -> bool:
        return any(event.get("_bot") for event in self.web)

    @property
    def landing_page(self) -> str | None:
        return next((path_of(view) for view in self.page_views if "view_id" in view), None)

    def dimension(self, name: str) -> str | None:
        """What the session tells of itself; None: nothing is known."""
        if name == "new_or_returning":
            return "new" if self.new else "returning"
        if name in ("landing_page", "page"):
            return self.landing_page
        if name == "device":
            return str(self.web[0].get("_device", "desktop"))
        with_page = (event for event in self.web if event.get("page", {}).get("url"))
        return source_of(next(with_page, {}))

    @property
    def bounce(self) -> bool:
        views: dict[str, int] = {}
        for event in self.events:
            if event["type"] == "page_leave":
                views[event["view_id"]] = max(views.get(event["view_id"], 0), event.get("engaged_ms", 0))
        engaged = sum(views.values())
        busy = any(event["type"] in BUSY for event in self.events)
        return len(self.page_views) <= 1 and not busy and engaged < 10_000


def path_of(event: Event) -> str | None:
    url = event.get("page", {}).get("url")
    return urlsplit(url).path if url else None


def source_of(event: Event) -> str | None:
    values: list[str] = parse_qs(urlsplit(event.get("page", {}).get("url") or "").query).get("utm_source", [])
    return values[0] if values else None


def find_sessions(events: list[Event]) -> list[Session]:
    """All sessions; sets `_session` of each event."""
    mails = {(event.get("view_id"), event.get("action")) for event in events if event.get("kind") == "email"}
    web = [event for event in events if event.get("visitor_id") and is_web(event, mails)]
    sessions: list[Session] = []
    for visitor in sorted({event["visitor_id"] for event in web}):
        sessions += runs(visitor, [event for event in web if event["visitor_id"] == visitor])
    for session in sessions:
        for event in session.web:
            event["_session"] = session
    visitors: dict[str, set[str]] = defaultdict(set)
    for event in events:
        visitors[event["_person"]].add(event.get("visitor_id") or event.get("_browser") or "")
    for event in events:
        if "_session" not in event:
            place(event, sessions, visitors)
    return sessions


def is_web(event: Event, mails: set[Any]) -> bool:
    return bool(event.get("view_id")) and (event["view_id"], event.get("action")) not in mails


def runs(visitor: str, events: list[Event]) -> list[Session]:
    found: list[Session] = []
    for event in events:
        if found and event["ts"] - found[-1].end <= HALF_HOUR:
            found[-1].web.append(event)
        else:
            found.append(Session(visitor, [event], new=not found))
    return found


def place(event: Event, sessions: list[Session], visitors: dict[str, set[str]]) -> None:
    """What is no web event joins the latest session that holds its time."""
    own = event.get("visitor_id") or event.get("_browser")
    mine = {own} if own else visitors[event["_person"]]
    fitting = [session for session in sessions if session.visitor in mine and session.holds(event["ts"])]
    event["_session"] = max(fitting, key=lambda session: (session.start, session.visitor), default=None)
    if event["_session"]:
        event["_session"].others.append(event)
