"""The rules that an answer follows, in words, so that every figure can be read without knowing the query."""

from __future__ import annotations

from datetime import date

from collector.reports.query import ReportQuery
from collector.reports.wording import percent_words
from collector.rules import DAY_MS, HOUR_MS

MODEL_WORDS = {
    "influenced": "Every action seen before a conversion is credited in full; that may add up to more than the total.",
    "last_touch": "The action seen last before a conversion is credited.",
    "first_touch": "The action seen first before a conversion is credited.",
    "linear": "All actions seen before a conversion are credited equally.",
    "time_decay": "Actions seen before a conversion are credited by how recent they are: half as much each seven days.",
    "position": "Of the actions seen before a conversion, the first and the last get 40 % each; the others share 20 %.",
    "last_click": "The action clicked last before a conversion is credited; without a click, none is.",
    "all": "Each model beside the others; credited and over_credit are those of influenced.",
}


def basis_of(query: ReportQuery, data_from: date | None = None) -> dict[str, str]:
    """What was applied, by topic; `data_from` is the day of the first data, if those to compare with begin earlier."""
    words = {
        "period": f"Whole days in {query.site.time_zone}, both ends included; an impression counts on its own day.",
        "delivered": delivered_words(query),
        "window": f"Up to {window_words(query.window_ms)} between seeing or interacting and converting.",
        "model": MODEL_WORDS[query.model],
        "goal": f"Conversions are {'orders' if query.goal == 'purchase' else f'the goal {query.goal}'}.",
        "money": f"Net in {query.site.currency}: price x quantity - discount, less refunds, without tax and shipping.",
        "bots": "Bots are left out.",
        "noise": "A change is noise unless the 95 % interval of the difference excludes zero.",
    }
    if query.segments:
        words["segment"] = "; ".join(
            f"{name} is {' or '.join(value or 'unknown' for value in either)}" for name, either in query.segments
        )
    if data_from:
        words["comparison"] = (
            f"Not comparable: data starts on {data_from}, so the days compared with were not fully measured."
        )
    return words


def delivered_words(query: ReportQuery) -> str:
    """What counted as seen."""
    if not (query.min_fraction or query.min_ms):
        return "Seen: any part of it entered the visible area of a visible tab, or it was interacted with."
    return (
        f"Seen: at least {percent_words(query.min_fraction)} of it was visible and it stayed in sight for "
        f"{query.min_ms} ms unbroken, or it was interacted with; without a measurement it counts as unmeasured."
    )


def window_words(window_ms: int) -> str:
    """30 days, 24 hours."""
    if window_ms % DAY_MS == 0:
        return f"{window_ms // DAY_MS} days"
    return f"{window_ms // HOUR_MS} hours"
