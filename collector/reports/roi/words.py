"""Whether a cost is paid back, in plain words. Pure."""

from __future__ import annotations

from typing import Any

from collector.reports.wording import amount_words, share_words

CONTROL, ATTRIBUTION = "control", "attribution"
YES, NO, UNKNOWN = "yes", "no", "unknown"
ATTRIBUTED = "attributed, not incremental"


def pays_of(sums: dict[str, Any], conclusive: bool) -> str:
    """Whether it pays: only where the interval of the ROI is all on one side of zero, and of enough orders."""
    low, high = sums["incremental_roi_low"], sums["incremental_roi_high"]
    if low is None or high is None or not conclusive:
        return NO if high is not None and high < 0 else UNKNOWN
    return YES if low > 0 else NO if high < 0 else UNKNOWN


def sentence_of(sums: dict[str, Any], measured_by: str, pays: str, currency: str) -> str:
    """What a row says."""
    if sums["break_even"] is None:
        return "without a margin nobody knows whether it pays"
    takes = f"{amount_words(sums['break_even'], currency)} of incremental revenue would pay it"
    if measured_by == ATTRIBUTION:
        return (
            f"{ATTRIBUTED}: persons who had seen it before bought for "
            f"{amount_words(sums['attributed_value'], currency)}, and nobody knows how much of that would have come "
            f"anyway; {takes}"
        )
    low, high = sums["incremental_roi_low"], sums["incremental_roi_high"]
    if low is None:
        return f"cannot tell yet whether it pays: nobody who can be compared has a window that is over; {takes}"
    between = f"ROI {share_words(low)} to {share_words(high)}"
    begin = {YES: "it pays", NO: "it does not pay", UNKNOWN: "cannot tell yet whether it pays"}[pays]
    return f"{begin}: {between}; {takes}"
