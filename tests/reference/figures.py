"""The reports, computed from a stream of events as the definitions say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from .bought import Money, Order, Rates, find_orders, found_through, half_up, is_engagement, same_product
from .people import Event, Session, find_sessions, instant, name_persons, once, path_of
from .shown import Impression, find_impressions, find_shown_items

DAY = 86_400_000
WEEK = 7 * DAY
MODELS = ("influenced", "last_touch", "first_touch", "linear", "time_decay", "position", "last_click")
Figures = dict[str, Any]
OF_ITEMS = (
    "executed", "measured", "delivered", "clicks", "quick_adds", "wishlist_adds",
    "found_revenue", "found_orders", "items_sold",
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """What is asked of the reports."""

    first: str
    last: str
    time_zone: str = "UTC"
    currency: str = "EUR"
    window: int = 30 * DAY
    goal: str = "purchase"
    min_fraction: float = 0
    min_ms: int = 0
    rates: Rates = field(default_factory=dict)
    segment: tuple[str, str | None] | None = None
    action: str | None = None
    campaign: str | None = None
    valued: dict[str, str] = field(default_factory=dict)

    def within(self, ts: int) -> bool:
        """Whole days of the site's time zone, both ends included."""
        return self.start <= ts < self.end

    @property
    def start(self) -> int:
        return self.midnight(self.first, 0)

    @property
    def end(self) -> int:
        return self.midnight(self.last, 1)

    def midnight(self, day: str, later: int) -> int:
        there = datetime.combine(date.fromisoformat(day) + timedelta(later), time(), ZoneInfo(self.time_zone))
        return round(there.timestamp() * 1000)


@dataclass(eq=False)
class Conversion:
    """A purchase that stands, or a goal."""

    event: Event
    value: int

    @property
    def ts(self) -> int:
        return int(self.event["ts"])


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


def share(above: float, below: float) -> float | None:
    return above / below if below else None


class Reports:
    """All figures of one stream of events."""

    def __init__(self, events: Iterable[Event], asked: Question) -> None:
        self.asked = asked
        self.every = once(events)
        name_persons(self.every)
        every_session = find_sessions(self.every)
        self.bots = [session for session in every_session if session.bot and asked.within(session.start)]
        self.sessions = [session for session in every_session if not session.bot]
        self.visited = [one for one in self.sessions if asked.within(one.start) and self.in_segment(one)]
        impressions = find_impressions(self.every, asked.min_fraction, asked.min_ms)
        self.impressions = [impression for impression in impressions if not impression.bot]
        self.events = [event for event in self.every if not event.get("_bot")]
        orders = find_orders(self.every, Money(asked.currency, asked.time_zone, asked.rates))
        self.orders = [order for order in orders if not order.event.get("_bot")]
        self.engagements = [event for event in self.every if is_engagement(event)]

    def in_segment(self, session: Session | None) -> bool:
        """Whether a session is one that is asked about."""
        if self.asked.segment is None:
            return True
        name, value = self.asked.segment
        return (session.dimension(name) if session else None) == value

    def shown_in_segment(self, impression: Impression) -> bool:
        """Whether an impression was shown where it is asked about: the page is that of its own view."""
        if self.asked.segment and self.asked.segment[0] == "page":
            return self.page_of(impression) == self.asked.segment[1]
        return self.in_segment(impression.session)

    def page_of(self, impression: Impression) -> str | None:
        view = (impression.events[0].get("visitor_id"), impression.events[0]["view_id"])
        of_view = [event for event in self.every if (event.get("visitor_id"), event.get("view_id")) == view]
        first = [event for event in of_view if event["type"] == "page_view"] + of_view
        return next((path_of(event) for event in first if event.get("page", {}).get("url")), None)

    def asked_about(self, impression: Impression) -> bool:
        return (
            self.asked.within(impression.executed_at)
            and self.asked.action in (None, impression.action)
            and self.asked.campaign in (None, impression.campaign)
            and self.shown_in_segment(impression)
        )

    # actions

    def actions(self) -> dict[str, Figures]:
        named: dict[str, list[Impression]] = defaultdict(list)
        for impression in self.impressions:
            if self.asked_about(impression):
                named[impression.action].append(impression)
        for skip in self.skips():
            named[skip["action"]] = named[skip["action"]]
        credited = self.attribution()["models"]["influenced"]
        return {
            action: self.action(action, shown)
            | {"skipped": sum(skip["action"] == action for skip in self.skips())}
            | credited.get(action, {"conversions": 0, "value": 0})
            for action, shown in sorted(named.items())
        }

    def action(self, action: str, shown: list[Impression]) -> Figures:
        ghosts = [impression for impression in shown if impression.ghost]
        real = [impression for impression in shown if not impression.ghost]
        states = Counter(impression.state for impression in real)
        delivered = [impression for impression in real if impression.state == "delivered"]
        clicked = [impression for impression in delivered if impression.of("click")]
        saw = {impression.session for impression in delivered} - {None}
        clicking = {impression.session for impression in clicked} - {None}
        persons = {impression.person for impression in delivered}
        converted = {person for person in persons if self.converted(person, delivered)}
        return {
            "executed": len(real),
            "delivered": len(delivered),
            "undelivered": states["undelivered"],
            "unmeasured": states["unmeasured"],
            "viewable": sum(impression.viewable for impression in real),
            "delivery_rate": share(len(delivered), len(real)),
            "measurable_rate": share(len(delivered) + states["undelivered"], len(real)),
            "clicks": len(clicked),
            "ctr": share(len(clicked), len(delivered)),
            "sessions_delivered": len(saw),
            "sessions_clicked": len(clicking),
            "ctr_of_visits": share(len(clicking), len(saw)),
            "persons_delivered": len(persons),
            "persons_converted": len(converted),
            "conversion_rate": share(len(converted), len(persons)),
            "ghost_executed": len(ghosts),
            "ghost_delivered": sum(ghost.state == "delivered" for ghost in ghosts),
            "wishlist_adds": sum(len(impression.of("wishlist_add")) for impression in real),
            "dismissals": sum(len(impression.of("dismiss")) for impression in real),
        }

    def converted(self, person: str, delivered: list[Impression]) -> bool:
        return any(
            conversion.event["_person"] == person and 0 <= conversion.ts - impression.delivered_at <= self.asked.window
            for conversion in self.conversions()
            for impression in delivered
            if impression.person == person and impression.delivered_at is not None
        )

    # attribution

    def conversions(self) -> list[Conversion]:
        """Those of the period."""
        return [conversion for conversion in self.all_conversions() if self.asked.within(conversion.ts)]

    def all_conversions(self) -> list[Conversion]:
        if self.asked.goal == "purchase":
            made = [Conversion(order.event, order.net) for order in self.orders]
        else:
            goals = [event for event in self.events if event["type"] == "goal" and event["goal"] == self.asked.goal]
            made = [Conversion(event, self.worth(event)) for event in goals]
        return made

    def worth(self, goal: Event) -> int:
        if goal.get("value") is None:
            return half_up(Fraction(self.asked.valued.get(goal["goal"], 0)))
        money = Money(self.asked.currency, self.asked.time_zone, self.asked.rates)
        rate = money.rate(goal.get("currency") or self.asked.currency, goal["ts"])
        return half_up(Fraction(goal["value"]) * (rate or 0))

    def attribution(self) -> Figures:
        conversions = self.conversions()
        credits = [(conversion, self.candidates(conversion)) for conversion in conversions]
        return {
            "total": {
                "conversions": len(conversions),
                "value": sum(conversion.value for conversion in conversions) / 1e6,
                "before_any_delivery": sum(not candidates for _, candidates in credits),
            },
            "models": {model: self.credited(model, credits) for model in MODELS},
        }

    def candidates(self, conversion: Conversion) -> dict[str, list[int]]:
        """Action -> when it was delivered to this person within the window, in order."""
        found: dict[str, list[int]] = defaultdict(list)
        for impression in self.touches(conversion):
            found[impression.action].append(impression.delivered_at or 0)
        return {action: sorted(times) for action, times in found.items()}

    def touches(self, conversion: Conversion) -> list[Impression]:
        return [
            impression
            for impression in self.impressions
            if impression.state == "delivered"
            and not impression.ghost
            and impression.person == conversion.event["_person"]
            and 0 <= conversion.ts - (impression.delivered_at or 0) <= self.asked.window
        ]

    def counts_for(self, conversion: Conversion, action: str) -> bool:
        """Whether a row of what is asked about may show this credit: by where the latest delivery was."""
        if self.asked.action not in (None, action):
            return False
        mine = [impression for impression in self.touches(conversion) if impression.action == action]
        latest = max(mine, key=lambda i: (i.delivered_at, i.events[0].get("visitor_id") or "", i.events[0]["view_id"]))
        return self.asked.campaign in (None, latest.campaign) and self.shown_in_segment(latest)

    def credited(self, model: str, credits: list[tuple[Conversion, dict[str, list[int]]]]) -> dict[str, Figures]:
        found: dict[str, Figures] = {}
        for conversion, candidates in credits:
            for action, part in self.parts(model, conversion, candidates).items():
                if not self.counts_for(conversion, action):
                    continue
                row = found.setdefault(action, {"conversions": 0.0, "value": 0.0})
                row["conversions"] += part
                row["value"] += part * conversion.value / 1e6
        return found

    def parts(self, model: str, conversion: Conversion, candidates: dict[str, list[int]]) -> dict[str, float]:
        if not candidates:
            return {}
        order = sorted(candidates, key=lambda action: (candidates[action][-1], action))
        if model == "influenced":
            return dict.fromkeys(candidates, 1.0)
        if model == "last_touch":
            return {order[-1]: 1.0}
        if model == "first_touch":
            earliest = min(times[0] for times in candidates.values())
            return {max(action for action, times in candidates.items() if times[0] == earliest): 1.0}
        if model == "linear":
            return dict.fromkeys(candidates, 1 / len(candidates))
        if model == "time_decay":
            weights = {action: 2 ** (-(conversion.ts - times[-1]) / WEEK) for action, times in candidates.items()}
            return {action: weight / sum(weights.values()) for action, weight in weights.items()}
        if model == "position":
            return position(order)
        clicks = self.clicks_before(conversion, candidates)
        return {max(clicks)[1]: 1.0} if clicks else {}

    def clicks_before(self, conversion: Conversion, candidates: dict[str, list[int]]) -> list[tuple[int, str]]:
        return [
            (event["ts"], event["action"])
            for event in self.events
            if event["type"] == "click"
            and event.get("action") in candidates
            and event.get("variation") != "control"
            and event["_person"] == conversion.event["_person"]
            and 0 <= conversion.ts - event["ts"] <= self.asked.window
        ]

    # delivery

    def delivery(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for skip in self.skips():
            reasons = found.setdefault(skip["action"], {})
            reason = f"skipped: {skip['reason']}"
            reasons[reason] = reasons.get(reason, 0) + 1
        for impression in self.impressions:
            undelivered = impression.state == "undelivered" and not impression.ghost
            if undelivered and self.asked_about(impression):
                reasons = found.setdefault(impression.action, {})
                reasons[impression.reason] = reasons.get(impression.reason, 0) + 1
        return found

    def skips(self) -> list[Event]:
        return [
            event
            for event in self.events
            if event["type"] == "skip"
            and self.asked.within(event["ts"])
            and self.asked.action in (None, event["action"])
            and event["action"] in self.of_campaign(self.asked.start, event["action"])
            and self.shown_in_segment(Impression([event]))
        ]

    def of_campaign(self, since: int, default: str) -> set[str]:
        """The actions that were placed in the campaign asked for; the default, if none is."""
        if self.asked.campaign is None:
            return {default}
        return {
            impression.action
            for impression in self.impressions
            if impression.campaign == self.asked.campaign and since <= impression.executed_at < self.asked.end
        }

    # recommendations

    def wanted(self, event: Event) -> bool:
        """Whether an engagement was with a widget that is asked about."""
        name, since = event["action"], self.asked.start - self.asked.window
        return self.asked.action in (None, name) and name in self.of_campaign(since, name)

    def recommendations(self) -> Figures:
        orders = [
            order for order in self.orders if self.asked.within(order.ts) and self.in_segment(order.event["_session"])
        ]
        paid = [order for order in orders if order.rate is not None]
        revenue = sum(order.net for order in paid)
        usual = self.rule(paid, self.in_window(self.asked.window))
        return {
            "total": {
                "revenue": revenue / 1e6,
                "orders": len(paid),
                **usual,
                "orders_excluded": len(orders) - len(paid),
                "refunds_booked": self.booked() / 1e6,
                "sessions_added_to_cart": len(self.added_to_cart(self.asked.action)),
            },
            "rows": self.widgets(paid),
            "sensitivity": {
                "session": self.rule(paid, self.in_session),
                "24h": self.rule(paid, self.in_window(DAY)),
                "7d": self.rule(paid, self.in_window(WEEK)),
                "30d": self.rule(paid, self.in_window(30 * DAY)),
                "clicks_only": self.rule(paid, self.clicks_in(self.asked.window)),
                "whole_order": self.whole_order(paid),
            },
        }

    def booked(self) -> int:
        """What was refunded in the period, of orders that are asked about."""
        return sum(
            part
            for order in self.orders
            if self.in_segment(order.event["_session"])
            for ts, part in order.booked
            if self.asked.within(ts)
        )

    def in_window(self, window: int) -> Callable[[Order], Callable[[Event], bool]]:
        return lambda order: lambda event: order.ts - event["ts"] <= window

    def clicks_in(self, window: int) -> Callable[[Order], Callable[[Event], bool]]:
        return lambda order: lambda event: event["type"] == "click" and order.ts - event["ts"] <= window

    def in_session(self, order: Order) -> Callable[[Event], bool]:
        session = order.event["_session"]
        return lambda event: session is not None and event["_session"] is session

    def found(
        self, orders: list[Order], rule: Callable[[Order], Callable[[Event], bool]]
    ) -> list[tuple[Order, Any, Event]]:
        """Each found line, with its order and the engagement."""
        lines = [
            (order, line, found_through(order, line, self.engagements, rule(order)))
            for order in orders
            for line in order.lines
        ]
        return [(order, line, event) for order, line, event in lines if event is not None and self.wanted(event)]

    def rule(self, orders: list[Order], rule: Callable[[Order], Callable[[Event], bool]]) -> Figures:
        found = self.found(orders, rule)
        return self.shares(orders, sum(line.net for order, line, _ in found), {order for order, _, _ in found})

    def whole_order(self, orders: list[Order]) -> Figures:
        through = {order for order, _, _ in self.found(orders, self.in_window(self.asked.window))}
        return self.shares(orders, sum(order.net for order in through), through)

    def shares(self, orders: list[Order], found: int, through: set[Order]) -> Figures:
        return {
            "found_revenue": found / 1e6,
            "contribution": share(found, sum(order.net for order in orders)),
            "found_orders": len(through),
            "contribution_transactions": share(len(through), len(orders)),
        }

    def widgets(self, orders: list[Order]) -> dict[str, Figures]:
        rows: dict[str, Figures] = {}
        found = self.found(orders, self.in_window(self.asked.window))
        placed = {i.action for i in self.impressions if i.kind == "products" and self.asked_about(i)}
        for action in sorted({event["action"] for _, _, event in found} | placed):
            mine = [(order, line) for order, line, event in found if event["action"] == action]
            rows[action] = {
                "found_revenue": sum(line.net for order, line in mine) / 1e6,
                "found_orders": len({order for order, _ in mine}),
                "items_sold": sum(line.quantity for _, line in mine),
                "sessions_purchased": len({order.event["_session"] for order, _ in mine} - {None}),
                **self.widget_shown(action, sum(line.net for _, line in mine)),
                "sessions_added_to_cart": len(self.added_to_cart(action)),
            }
        return rows

    def widget_shown(self, action: str, found: int) -> Figures:
        """What came of a product widget where it was placed; nothing is known of the kind of others."""
        shown = [impression for impression in self.impressions if self.is_widget(impression, action)]
        delivered = [impression for impression in shown if impression.state == "delivered"]
        clicked = [impression for impression in delivered if impression.of("click")]
        return {
            "wishlist_adds": sum(len(impression.of("wishlist_add")) for impression in shown),
            "delivered": len(delivered),
            "clicks": len(clicked),
            "ctr": share(len(clicked), len(delivered)),
            "revenue_per_1000_delivered": share(found / 1000, len(delivered)),
        }

    def is_widget(self, impression: Impression, action: str) -> bool:
        kinds = {other.kind for other in self.impressions if other.action == action and self.asked_about(other)}
        return (
            "products" in kinds
            and impression.action == action
            and not impression.ghost
            and self.asked_about(impression)
        )

    def by_item(self, by: str) -> dict[tuple[str, Any], Figures]:
        """The rows of recommendations by `item` or by `position`."""
        rows: dict[tuple[str, Any], Figures] = {}
        shown = find_shown_items(self.impressions)
        for item in shown:
            if self.is_widget(item.impression, item.impression.action):
                row = rows.setdefault((item.impression.action, item.name(by)), dict.fromkeys(OF_ITEMS, 0))
                for name, count in item.counts().items():
                    row[name] += count
        orders = [one for one in self.orders if self.asked.within(one.ts) and self.in_segment(one.event["_session"])]
        paid = [order for order in orders if order.rate is not None]
        buying: dict[tuple[str, Any], list[tuple[Order, Any]]] = defaultdict(list)
        for order, line, event in self.found(paid, self.in_window(self.asked.window)):
            here = [item for item in shown if item.is_of(event)]
            name = event["item"] if by == "item" else here[0].position if here else None
            buying[event["action"], name].append((order, line))
        for key, lines in buying.items():
            row = rows.setdefault(key, dict.fromkeys(OF_ITEMS, 0))
            row["found_revenue"] = sum(line.net for _, line in lines) / 1e6
            row["found_orders"] = len({order for order, _ in lines})
            row["items_sold"] = sum(line.quantity for _, line in lines)
        for row in rows.values():
            row["delivery_rate"] = share(row["delivered"], row["measured"])
            row["ctr"] = share(row["clicks"], row["delivered"])
        return rows

    def added_to_cart(self, action: str | None) -> set[Session]:
        sessions = [session for session in self.sessions if self.in_segment(session)]
        return {session for session in sessions if any(self.adds(session, action))}

    def adds(self, session: Session, action: str | None) -> Iterable[bool]:
        """Each thing put in the cart from this widget (None: any) in the period: at once, or after a click there."""
        inside = [e for e in session.events if self.is_inside(e, action)]
        for event in session.events:
            if not self.asked.within(event["ts"]) or event.get("_bot"):
                continue
            if event["type"] == "quick_add":
                yield event in inside
            if event["type"] == "cart_add":
                yield any(
                    instant(click) < instant(event) and same_product(click, event["item"], event.get("group"))
                    for click in inside
                    if click["type"] == "click" and click.get("item")
                )

    def is_inside(self, event: Event, action: str | None) -> bool:
        real = event.get("action") and event.get("variation") != "control"
        return bool(real and not event.get("_bot") and action in (None, event["action"]) and self.wanted(event))

    # goals, visits, engagement, content

    def goals(self) -> dict[str, Figures]:
        named: dict[str, list[Conversion]] = {"purchase": [Conversion(order.event, order.net) for order in self.orders]}
        for event in self.events:
            if event["type"] == "goal":
                named.setdefault(event["goal"], []).append(Conversion(event, self.worth(event)))
        return {goal: self.reached(made) for goal, made in named.items() if self.reached(made)["conversions"]}

    def reached(self, made: list[Conversion]) -> Figures:
        here = [one for one in made if self.asked.within(one.ts) and self.in_segment(one.event["_session"])]
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
        return {action: self.beside(action) for action in seen if self.asked.action in (None, action)}

    def plainly_seen(self, impression: Impression) -> bool:
        of_campaign = self.asked.campaign in (None, impression.campaign)
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

    def content(self) -> dict[str, Figures]:
        articles = {
            impression.action
            for impression in self.impressions
            if impression.kind == "articles" and self.asked_about(impression)
        }
        return {action: self.reading(action) for action in sorted(articles)}

    def reading(self, action: str) -> Figures:
        shown = [i for i in self.impressions if i.action == action and self.asked_about(i)]
        delivered = [impression for impression in shown if impression.state == "delivered" and not impression.ghost]
        clicked = [impression for impression in delivered if impression.of("click")]
        clicks = [click for impression in shown for click in impression.of("click") if not impression.ghost]
        reads = [view for view in map(self.read, clicks) if view]
        views = {view.key: view for view in reads}.values()
        pages, goals = self.afterwards(views)
        return {
            "delivered": len(delivered),
            "clicks": len(clicked),
            "ctr": share(len(clicked), len(delivered)),
            "reads": len(reads),
            "finished": sum(view.scroll >= 0.9 for view in reads),
            "engaged_ms": sum(view.engaged for view in views),
            "mean_engaged_s": share(sum(view.engaged for view in views) / 1000, len(views)),
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


def position(order: list[str]) -> dict[str, float]:
    """First and last 40 % each, the others share 20 %; two: half each."""
    if len(order) <= 2:
        return dict.fromkeys(order, 1 / len(order))
    middle = dict.fromkeys(order[1:-1], 0.2 / (len(order) - 2))
    return {order[0]: 0.4, order[-1]: 0.4} | middle
