"""What people call what reports name by identifiers."""

from __future__ import annotations

DIMENSION_LABELS = {
    "page": "Page", "referrer": "Referrer", "landing_page": "Landing page", "device": "Device", "browser": "Browser",
    "os": "Operating system", "country": "Country", "city": "City", "source": "Source", "medium": "Medium",
    "utm_campaign": "UTM campaign", "new_or_returning": "New or returning",
}  # fmt: skip
MODEL_LABELS = {
    "influenced": "Influenced: every action seen before, in full",
    "last_touch": "Last touch: the action seen last",
    "first_touch": "First touch: the action seen first",
    "linear": "Linear: all actions seen, equally",
    "time_decay": "Time decay: all, recent ones more",
    "position": "Position: first and last 40 % each",
    "last_click": "Last click: the action clicked last",
}
STATE_LABELS = {
    "draft": "Draft",
    "running": "Running",
    "promoted": "Promoted",
    "stopped": "Stopped",
    "archived": "Archived",
}
FLAG_LABELS = {"low_ctr": "Low CTR"}
RULE_LABELS = {
    "session": "In the same session",
    "24h": "Within 24 hours",
    "7d": "Within 7 days",
    "30d": "Within 30 days",
    "clicks_only": "Clicks only, no quick adds",
    "whole_order": "The whole order of a found item",
}
"""The rules of the sensitivity of contribution."""
UNKNOWN = "(not known)"
GOAL_LABELS = {"purchase": "Orders"}
