"""Why an action was seen, not seen, not measured or not placed, in one plain sentence. Pure: no clock, no store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Detail = Mapping[str, Any]
Write = Callable[[float, int], str]
"""Writes a number with so many decimals."""
SOON_MS = 1_000
"""What is seen sooner than this after it was placed was seen at once."""


def in_english(number: float, places: int) -> str:
    """1,234.5, as the API has it."""
    return f"{number:,.{places}f}"


class Measured(NamedTuple):
    """What is known of one impression: its state, and what the page measured of it.

    `delay_ms` is how long after it was placed it was first seen.
    """

    state: str
    ghost: bool = False
    viewable: bool = False
    interacted: bool = False
    reason: str | None = None
    detail: object = None
    delay_ms: int = 0
    max_fraction: float | None = None
    visible_ms: int | None = None


def impression_sentence(measured: Measured, write: Write = in_english) -> str:
    """What became of something that was placed: "Not seen: it stood 2,400 px down; …"."""
    if measured.state == "delivered":
        return _seen(measured, write)
    if measured.state == "undelivered":
        return _unseen(measured, write)
    if measured.ghost:
        return "Control group, nothing shown. Unmeasured: the page was gone before it could report on its place."
    return "Unmeasured: the page was gone before it could report, so this does not count as unseen."


def skip_sentence(reason: str, detail: object = None, write: Write = in_english) -> str:
    """Why something that was meant for a view was not placed there."""
    explain = SKIP_REASONS.get(reason)
    return f"Not placed: {explain(_mapping(detail), write) if explain else _other_reason(reason)}."


def _seen(measured: Measured, write: Write) -> str:
    after = f" after {_length(measured.delay_ms, write)}" if measured.delay_ms >= SOON_MS else ""
    if measured.visible_ms is not None:
        comma = "," if after else ""
        sentence = (
            f"Seen{after}{comma} for {_length(measured.visible_ms, write)}"
            f"{_share(measured.max_fraction, write)}{_glance(measured)}."
        )
    elif measured.interacted:
        sentence = f"Interacted with{after}; viewing time not measured."
    else:
        sentence = f"Seen{after}; viewing time not measured."
    return f"Control group, nothing shown. Its place was {_lowered(sentence)}" if measured.ghost else sentence


def _unseen(measured: Measured, write: Write) -> str:
    explain = UNSEEN_REASONS.get(measured.reason or "")
    why = explain(_mapping(measured.detail), write) if explain else _other_reason(measured.reason)
    if measured.ghost:
        return f"Control group, nothing shown. Its place was not seen: {why}."
    return f"Not seen: {why}."


def _other_reason(reason: str | None) -> str:
    return f"the reason given was “{reason}”" if reason else "the page gave no reason"


def _below_fold(detail: Detail, write: Write) -> str:
    top, deepest, page = (_pixels(detail.get(name), write) for name in ("top", "deepest", "page"))
    if top is None:
        return "it was further down than the visitor scrolled"
    if deepest is None:
        return f"it was {top} px down, further than the visitor scrolled"
    reached = f"{deepest} of {page} px" if page is not None else f"{deepest} px"
    return f"it was {top} px down; the visitor reached {reached}"


def _passed(detail: Detail, write: Write) -> str:
    top = _pixels(detail.get("top"), write)
    where = "" if top is None else f" {top} px down"
    return f"it was{where} where the visitor jumped past it and never stopped"


def _covered(detail: Detail, write: Write) -> str:
    by = _words(detail.get("by"))
    return f"it was covered by “{by}”" if by else "something else covered it"


def _hidden(detail: Detail, write: Write) -> str:
    how = {
        "display": "it was not displayed",
        "visibility": "it was made invisible",
        "opacity": "it was transparent",
        "empty": "it had no content",
        "size": "it had no size",
        "clip": "the box around it cut it off",
    }
    return how.get(_words(detail.get("by")) or "", "the page kept it hidden")


def _offscreen(detail: Detail, write: Write) -> str:
    by = _words(detail.get("by"))
    return f"it was out of sight in the box “{by}”" if by else "it was beside the visible area"


def _removed(detail: Detail, write: Write) -> str:
    after = _whole(detail.get("after_ms"))
    when = "" if after is None else f" after {_length(after, write)}"
    return f"it was taken off the page{when}, before it came into view"


def _selector_missing(detail: Detail, write: Write) -> str:
    selector = _words(detail.get("selector"))
    return f"the page has no place “{selector}” for it" if selector else "the page has no place for it"


def _delay_not_elapsed(detail: Detail, write: Write) -> str:
    delay, stayed = (_whole(detail.get(name)) for name in ("delay_ms", "elapsed_ms"))
    if delay is None:
        return "the visitor left before it was due"
    if stayed is None:
        return f"it was due after {_length(delay, write)}; the visitor left before"
    return f"it was due after {_length(delay, write)}; the visitor left after {_length(stayed, write)}"


def _frequency_capped(detail: Detail, write: Write) -> str:
    cap = _whole(detail.get("cap"))
    if cap is None:
        return "the visitor had already been shown it as often as is allowed"
    times = "once" if cap == 1 else f"{write(cap, 0)} times"
    return f"the visitor had already been shown it {times}, as often as is allowed"


def _page_excluded(detail: Detail, write: Write) -> str:
    path = _words(detail.get("path"))
    return f"it is not meant for the page {path}" if path else "it is not meant for this page"


def _device_excluded(detail: Detail, write: Write) -> str:
    device = _words(detail.get("device"))
    return (
        f"it is not meant for this kind of device ({device})" if device else "it is not meant for this kind of device"
    )


def _error(detail: Detail, write: Write) -> str:
    message = _words(detail.get("message"))
    return f"the code that places it failed ({message})" if message else "the code that places it failed"


UNSEEN_REASONS: dict[str, Callable[[Detail, Write], str]] = {
    "below_fold": _below_fold,
    "passed": _passed,
    "offscreen": _offscreen,
    "hidden": _hidden,
    "covered": _covered,
    "tab_hidden": lambda _, __: "the tab was in the background all the time",
    "removed": _removed,
}

SKIP_REASONS: dict[str, Callable[[Detail, Write], str]] = {
    "selector_missing": _selector_missing,
    "delay_not_elapsed": _delay_not_elapsed,
    "frequency_capped": _frequency_capped,
    "page_excluded": _page_excluded,
    "exit_intent_not_fired": lambda _, __: "it waits for a sign that the visitor is about to leave, and there was none",
    "device_excluded": _device_excluded,
    "no_consent": lambda _, __: "the visitor had not consented",
    "error": _error,
}


def _share(fraction: float | None, write: Write) -> str:
    if fraction is None or fraction <= 0:
        return ""
    percent = min(100, max(1, int(fraction * 100)))
    return ", all of it" if percent == 100 else f", at most {write(percent, 0)} % of it at once"


def _glance(measured: Measured) -> str:
    return "" if measured.viewable else "; too little or too briefly to count as viewable"


def _length(ms: int, write: Write) -> str:
    """A length of time: 0.4 s, 21.3 s, 2 min 19 s, 1 h 12 min."""
    if ms < 60_000:
        return f"{write(round(ms / 1000, 1), 1)} s"
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    units = ((hours, "h"), (minutes, "min"), (0 if hours else seconds, "s"))
    return " ".join(f"{write(count, 0)} {unit}" for count, unit in units if count)


def _lowered(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _mapping(detail: object) -> Detail:
    return detail if isinstance(detail, Mapping) else {}


def _whole(number: object) -> int | None:
    return int(number) if isinstance(number, int | float) and not isinstance(number, bool) else None


def _pixels(number: object, write: Write) -> str | None:
    whole = _whole(number)
    return None if whole is None else write(whole, 0)


def _words(text: object) -> str | None:
    return text[:200] if isinstance(text, str) and text else None
