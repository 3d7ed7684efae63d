"""All that a stream of events comes to, before anything is counted."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from .bought import find_orders, is_engagement
from .money import Money, micros, rounded
from .people import Event, name_persons, once
from .placed import name_groups
from .purchases import find_purchases, identified
from .question import Conversion, Question
from .sessions import Session, find_sessions, path_of
from .shown import Impression, find_impressions
from .views import Views


class Gathered:
    """One stream of events, in the light of one question."""

    def __init__(self, events: Iterable[Event], query: Question) -> None:
        self.query = query
        self.every = once(events, query.nobodies)
        purchases = find_purchases(self.every)
        name_persons(self.every, identified(purchases))
        name_groups(self.every)
        self.views = Views(self.every)
        every_session = find_sessions(self.every)
        self.bots = [session for session in every_session if session.bot and query.within(session.start)]
        self.sessions = [session for session in every_session if not session.bot]
        self.visited = [one for one in self.sessions if query.within(one.start) and self.in_segment(one)]
        impressions = find_impressions(self.every, query.min_fraction, query.min_ms)
        self.impressions = [impression for impression in impressions if not impression.bot]
        self.events = [event for event in self.every if not event.get("_bot")]
        self.money = Money(query.currency, query.time_zone, query.rates, query.believed)
        orders = find_orders(purchases, self.every, self.money)
        self.refunded = [order for order in orders if not order.event.get("_bot")]
        self.orders = [order for order in self.refunded if not order.cancelled]
        self.engagements = [event for event in self.every if is_engagement(event)]

    def in_segment(self, session: Session | None) -> bool:
        """Whether a session is one that is asked about."""
        if self.query.segment is None:
            return True
        name, value = self.query.segment
        return (session.dimension(name) if session else None) == value

    def shown_in_segment(self, impression: Impression) -> bool:
        """Whether an impression was shown where it is asked about: the page is that of its own view."""
        if self.query.segment and self.query.segment[0] == "page":
            return self.page_of(impression) == self.query.segment[1]
        return self.in_segment(impression.session)

    def page_of(self, impression: Impression) -> str | None:
        view = (impression.events[0].get("visitor_id"), impression.events[0]["view_id"])
        of_view = [event for event in self.every if (event.get("visitor_id"), event.get("view_id")) == view]
        first = [event for event in of_view if event["type"] == "page_view"] + of_view
        return next((path_of(event) for event in first if event.get("page", {}).get("url")), None)

    def is_wanted(self, impression: Impression) -> bool:
        return (
            self.query.within(impression.executed_at)
            and self.query.action in (None, impression.action)
            and self.query.campaign in (None, impression.campaign)
            and self.shown_in_segment(impression)
        )

    def conversions(self) -> list[Conversion]:
        """Those of the period."""
        return [conversion for conversion in self.all_conversions() if self.query.within(conversion.ts)]

    def all_conversions(self) -> list[Conversion]:
        if self.query.goal == "purchase":
            made = [Conversion(order.event, order.net) for order in self.orders]
        else:
            goals = [event for event in self.events if event["type"] == "goal" and event["goal"] == self.query.goal]
            made = [Conversion(event, self.worth(event)) for event in goals]
        return made

    def worth(self, goal: Event) -> int:
        if goal.get("value") is None:
            return micros(self.query.valued.get(goal["goal"], 0))
        rate = self.money.rate(goal.get("currency") or self.query.currency, goal["ts"])
        worth = rounded(micros(goal["value"]) * (rate or Fraction(0)))
        return worth if self.money.is_believed(goal, worth) else 0

    def came_before(self, impression: Impression, conversion: Conversion) -> bool:
        """Whether an impression may have led its person to a conversion, within the window."""
        if impression.delivered_at is None or impression.person != conversion.event["_person"]:
            return False
        in_window = 0 <= conversion.ts - impression.delivered_at <= self.query.window
        return in_window and self.views.may_have_led(impression, conversion.event)

    def skips(self) -> list[Event]:
        return [
            event
            for event in self.events
            if event["type"] == "skip"
            and self.query.within(event["ts"])
            and self.query.action in (None, event["action"])
            and event["action"] in self.of_campaign(self.query.start, event["action"])
            and self.shown_in_segment(Impression([event]))
        ]

    def of_campaign(self, since: int, default: str) -> set[str]:
        """The actions that were placed in the campaign asked for; the default, if none is."""
        if self.query.campaign is None:
            return {default}
        return {
            impression.action
            for impression in self.impressions
            if impression.campaign == self.query.campaign and since <= impression.executed_at < self.query.end
        }
