"""Page views: when each began, and whether it is the page that only reports what was done before."""

from __future__ import annotations

from .people import Event
from .shown import Impression

JUST_BEGUN = 10_000


class Views:
    """When each view of each visitor began."""

    def __init__(self, events: list[Event]) -> None:
        self.began: dict[tuple[str, str], int] = {}
        for event in events:
            view = view_of(event)
            if view:
                self.began[view] = min(event["ts"], self.began.get(view, event["ts"]))

    def may_have_led(self, impression: Impression, converting: Event) -> bool:
        """What stands on a page that had just begun led to nothing that happened there, unless it was used before."""
        view = view_of(converting.get("_on_page", converting))
        if view is None or converting["ts"] - self.began[view] >= JUST_BEGUN:
            return True
        if view_of(impression.events[0]) != view:
            return True
        return any(event["ts"] <= converting["ts"] for event in impression.did_something)


def view_of(event: Event) -> tuple[str, str] | None:
    """The view of an event of a page."""
    if event.get("visitor_id") and event.get("view_id"):
        return (event["visitor_id"], event["view_id"])
    return None
