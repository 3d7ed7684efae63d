"""What each reason is called for which something was not seen, and what to do about it."""

from __future__ import annotations

LABELS = {
    "below_fold": "Below the fold",
    "passed": "Jumped past",
    "offscreen": "Beside the page",
    "hidden": "Hidden",
    "covered": "Covered",
    "tab_hidden": "Tab not looked at",
    "removed": "Removed",
    "selector_missing": "Place not found",
    "delay_not_elapsed": "Delay not over",
    "frequency_capped": "Shown often enough",
    "page_excluded": "Not for this page",
    "exit_intent_not_fired": "No exit intent",
    "device_excluded": "Not for this device",
    "no_consent": "No consent",
    "error": "Error",
    "unknown": "No reason given",
}

ADVICE = {
    "below_fold": "Move it up: it was further down than visitors scrolled.",
    "passed": "Move it to where visitors stop: they jumped past it (by a link further down, or the End key).",
    "offscreen": "Bring it into view: it was beside the page, or inside a box that was not scrolled to it.",
    "hidden": "Check its styles: on the page it had no visible size, was transparent or was hidden.",
    "covered": "Look for what covers it: a cookie banner, a popup or a sticky bar.",
    "tab_hidden": "No action needed: the page was open in a background tab.",
    "removed": "Look for a script that removes or redraws it before anyone can see it.",
    "selector_missing": "Correct the selector, or the pages it is meant for: the place was not found.",
    "delay_not_elapsed": "Shorten the delay: visitors leave before it is over.",
    "frequency_capped": "No action needed: visitors were already shown it as often as you allow.",
    "page_excluded": "No action needed if the page patterns are intended.",
    "exit_intent_not_fired": "Consider another trigger: most visitors, above all on phones, show no exit intent.",
    "device_excluded": "No action needed if the device targeting is intended.",
    "no_consent": "No action needed: the visitor did not consent.",
    "error": "See the browser's console: placing it failed.",
    "unknown": "The sender gave no reason: send one with the evidence.",
}
