"""Visits, and what was reached in them."""

from __future__ import annotations

from collections.abc import Iterable

from .gathered import Gathered
from .question import Conversion, Figures, share
from .sessions import Session
from .shown import Impression


class Visiting(Gathered):
    """The reports `goals`, `visits` and `engagement`."""

    def goals(self) -> dict[str, Figures]:
        named: dict[str, list[Conversion]] = {"purchase": [Conversion(order.event, order.net) for order in self.orders]}
        for event in self.events:
            if event["type"] == "goal":
                named.setdefault(event["goal"], []).append(Conversion(event, self.worth(event)))
        return {goal: self.reached(made) for goal, made in named.items() if self.reached(made)["conversions"]}

    def reached(self, made: list[Conversion]) -> Figures:
        here = [one for one in made if self.query.within(one.ts) and self.in_segment(one.event["_session"])]
        sessions = {one.event["_session"] for one in here} & set(self.visited)
        return {
            "conversions": len(here),
            "persons": len({one.event["_person"] for one in here}),
            "value": sum(one.value for one in here) / 1e6,
            "conversion_rate": share(len(sessions), len(self.visited)),
        }

    def visits(self) -> Figures:
        visited = self.visited
        return {
            **self.of_sessions(visited),
            "visitors": len({session.visitor for session in visited}),
            "persons": len({session.person for session in visited}),
            "bots_left_out": len(self.bots),
        }

    def of_sessions(self, sessions: Iterable[Session]) -> Figures:
        sessions = list(sessions)
        views = sum(len(session.page_views) for session in sessions)
        return {
            "sessions": len(sessions),
            "page_views": views,
            "bounce_rate": share(sum(session.bounce for session in sessions), len(sessions)),
            "pages_per_visit": share(views, len(sessions)),
            "mean_duration_s": share(sum(session.duration for session in sessions) / 1000, len(sessions)),
        }

    def engagement(self) -> dict[str, Figures]:
        seen = {
            impression.action
            for impression in self.impressions
            if impression.session in self.visited and self.plainly_seen(impression)
        }
        return {action: self.beside(action) for action in seen if self.query.action in (None, action)}

    def plainly_seen(self, impression: Impression) -> bool:
        of_campaign = self.query.campaign in (None, impression.campaign)
        return impression.state == "delivered" and not impression.ghost and of_campaign

    def beside(self, action: str) -> Figures:
        saw = {
            impression.session
            for impression in self.impressions
            if impression.action == action and self.plainly_seen(impression)
        }
        groups = {
            "seen": [session for session in self.visited if session in saw],
            "not_seen": [session for session in self.visited if session not in saw],
        }
        bought = {conversion.event["_session"] for conversion in self.all_conversions()}
        return {
            name: {
                **self.of_sessions(group),
                "conversion_rate": share(sum(session in bought for session in group), len(group)),
            }
            for name, group in groups.items()
        }
