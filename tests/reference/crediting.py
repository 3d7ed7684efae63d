"""Who is credited for conversions."""

from __future__ import annotations

from collections import defaultdict

from .gathered import Gathered
from .question import MODELS, WEEK, Conversion, Figures
from .shown import Impression


class Crediting(Gathered):
    """The report `attribution`."""

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
            if impression.state == "delivered" and not impression.ghost and self.came_before(impression, conversion)
        ]

    def counts_for(self, conversion: Conversion, action: str) -> bool:
        """Whether a row of what is asked about may show this credit: by where the latest delivery was."""
        if self.query.action not in (None, action):
            return False
        mine = [impression for impression in self.touches(conversion) if impression.action == action]
        latest = max(mine, key=lambda i: (i.delivered_at, i.events[0].get("visitor_id") or "", i.events[0]["view_id"]))
        return self.query.campaign in (None, latest.campaign) and self.shown_in_segment(latest)

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
            and 0 <= conversion.ts - event["ts"] <= self.query.window
        ]


def position(order: list[str]) -> dict[str, float]:
    """First and last 40 % each, the others share 20 %; two: half each."""
    if len(order) <= 2:
        return dict.fromkeys(order, 1 / len(order))
    middle = dict.fromkeys(order[1:-1], 0.2 / (len(order) - 2))
    return {order[0]: 0.4, order[-1]: 0.4} | middle
