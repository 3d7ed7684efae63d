"""What was read through article widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .gathered import Gathered
from .people import Event
from .question import Figures, share
from .sessions import Session
from .shown import find_shown_items

OF_ARTICLES = ("executed", "measured", "delivered", "clicks")


@dataclass(eq=False)
class View:
    """One page view of one visitor."""

    key: tuple[str, str]
    events: list[Event]

    @property
    def ts(self) -> int:
        return int(self.events[0]["ts"])

    @property
    def page_views(self) -> list[Event]:
        return [event for event in self.events if event["type"] == "page_view"]

    @property
    def page_item(self) -> str | None:
        named = [event for event in self.page_views + self.events if event.get("page")]
        return named[0]["page"].get("item") if named else None

    def deepest(self, name: str) -> float:
        return max((event.get(name, 0) for event in self.events if event["type"] == "page_leave"), default=0)

    @property
    def engaged(self) -> float:
        return self.deepest("engaged_ms")

    @property
    def scroll(self) -> float:
        return self.deepest("scroll")


class Reading(Gathered):
    """The report `content`."""

    def content(self) -> dict[str, Figures]:
        articles = {
            impression.action
            for impression in self.impressions
            if impression.kind == "articles" and self.is_wanted(impression)
        }
        return {action: self.reading(action) for action in sorted(articles)}

    def content_by_item(self) -> dict[tuple[str, Any], Figures]:
        """The rows of content by `item`."""
        rows: dict[tuple[str, Any], Figures] = {}
        offering = self.content()
        for item in find_shown_items(self.impressions):
            placed = item.impression
            if placed.action in offering and not placed.ghost and self.is_wanted(placed):
                row = rows.setdefault((placed.action, item.item), dict.fromkeys(OF_ARTICLES, 0))
                for figure in OF_ARTICLES:
                    row[figure] += item.counts()[figure]
        for (action, name), row in rows.items():
            row["ctr"] = share(row["clicks"], row["delivered"])
            row["measured_delivery_rate"] = share(row["delivered"], row["measured"])
            row |= self.reads_of([click for click in self.article_clicks(action) if click.get("item") == name])
        return rows

    def reading(self, action: str) -> Figures:
        shown = [i for i in self.impressions if i.action == action and self.is_wanted(i)]
        delivered = [impression for impression in shown if impression.state == "delivered" and not impression.ghost]
        clicked = [impression for impression in delivered if impression.of("click")]
        return {
            "delivered": len(delivered),
            "clicks": len(clicked),
            "ctr": share(len(clicked), len(delivered)),
            **self.reads_of(self.article_clicks(action)),
        }

    def article_clicks(self, action: str) -> list[Event]:
        """The clicks in all placings of an action that were asked about, but for those of control."""
        shown = [i for i in self.impressions if i.action == action and self.is_wanted(i) and not i.ghost]
        return [click for impression in shown for click in impression.of("click")]

    def reads_of(self, clicks: Iterable[Event]) -> Figures:
        """What was read after these clicks, and what came after that."""
        reads = {view.key: view for view in map(self.read, clicks) if view}.values()
        pages, goals = self.afterwards(reads)
        finished = sum(view.scroll >= 0.9 for view in reads)
        return {
            "reads": len(reads),
            "finished": finished,
            "finished_rate": share(finished, len(reads)),
            "engaged_ms": sum(view.engaged for view in reads),
            "mean_engaged_s": share(sum(view.engaged for view in reads) / 1000, len(reads)),
            "pages_after": pages,
            "goals_after": goals,
        }

    def read(self, click: Event) -> View | None:
        """The view of the clicked article that followed in the same session."""
        session = click["_session"]
        following = [
            view
            for view in (self.views_of(session) if session else [])
            if (view.ts > click["ts"] or (view.ts == click["ts"] and view.key[1] != click["view_id"]))
            and view.page_views
            and click.get("item")
            and view.page_item == click["item"]
        ]
        return min(following, key=lambda view: (view.ts, view.key), default=None)

    def views_of(self, session: Session) -> list[View]:
        """The views that began in a session, each with all of its web events."""
        all_web = [event for one in self.sessions if one.visitor == session.visitor for event in one.web]
        views = [
            View((session.visitor, name), [event for event in all_web if event["view_id"] == name])
            for name in {event["view_id"] for event in session.web}
        ]
        return [view for view in views if view.events[0]["_session"] is session]

    def afterwards(self, read: Iterable[View]) -> tuple[int, int]:
        """Pages viewed and conversions made in each session after its first read."""
        first: dict[Session, View] = {}
        for view in sorted(read, key=lambda view: (view.ts, view.key)):
            first.setdefault(view.events[0]["_session"], view)
        pages = sum(
            len(other.page_views)
            for session, view in first.items()
            for other in self.views_of(session)
            if other.ts >= view.ts and other.key != view.key
        )
        goals = sum(
            event["_session"] is session and event["ts"] >= view.ts
            for session, view in first.items()
            for event in self.converting_events()
        )
        return pages, goals

    def converting_events(self) -> list[Event]:
        return [order.event for order in self.orders] + [event for event in self.events if event["type"] == "goal"]
