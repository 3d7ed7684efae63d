"""The reports, computed from a stream of events as the definitions say."""

from __future__ import annotations

from collections import Counter, defaultdict

from .buying import Buying
from .crediting import Crediting
from .question import Figures, share
from .reading import Reading
from .shown import Impression
from .visiting import Visiting
from .widgets import Widgets


class Reports(Crediting, Widgets, Visiting, Reading, Buying):
    """All figures of one stream of events: here `actions` and `delivery`."""

    def actions(self) -> dict[str, Figures]:
        named: dict[str, list[Impression]] = defaultdict(list)
        for impression in self.impressions:
            if self.is_wanted(impression):
                named[impression.action].append(impression)
        for skip in self.skips():
            named[skip["action"]] = named[skip["action"]]
        credited = self.attribution()["models"]["influenced"]
        return {
            action: self.action(shown, sum(skip["action"] == action for skip in self.skips()))
            | credited.get(action, {"conversions": 0, "value": 0})
            for action, shown in sorted(named.items())
        }

    def action(self, shown: list[Impression], skipped: int) -> Figures:
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
            "skipped": skipped,
            "placement_rate": share(len(real), len(real) + skipped),
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
        mine = [impression for impression in delivered if impression.person == person]
        return any(self.came_before(impression, one) for one in self.conversions() for impression in mine)

    def delivery(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for skip in self.skips():
            reasons = found.setdefault(skip["action"], {})
            reason = f"skipped: {skip['reason']}"
            reasons[reason] = reasons.get(reason, 0) + 1
        for impression in self.impressions:
            undelivered = impression.state == "undelivered" and not impression.ghost
            if undelivered and self.is_wanted(impression):
                reasons = found.setdefault(impression.action, {})
                reasons[impression.reason] = reasons.get(impression.reason, 0) + 1
        return found
