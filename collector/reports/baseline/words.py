"""What a comparison without a control says, in plain words. It never says that anything was earned. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from collector.reports.stats.placebo import Interval
from collector.reports.wording import share_words

INSIDE, ABOVE, BELOW, UNKNOWN = "inside", "above", "below", "unknown"
NOT_CAUSAL = "Not causal: it says what happened, not why."
CRY_WOLF: Mapping[str, str] = {
    "previous": "56 %",
    "weekdays": "81 %",
    "difference_in_differences": "17 % to 21 %",
    "holdout": "5 %",
}
"""In which part of months without any effect such a comparison, taken for a test at 5 %, finds one: in the shop that
`python -m tests.bench baselines` simulates, of 1,000 orders a month, which moves by itself by 20 % from month to
month and by 50 % in a year."""
WOLF = (
    "In a simulated shop that moves by itself and has no effect at all, a test at 5 % finds an effect in "
    f"{CRY_WOLF['previous']} of months when its control is the days before, in {CRY_WOLF['weekdays']} when it is the "
    f"year before, in {CRY_WOLF['difference_in_differences']} with difference in differences, and in "
    f"{CRY_WOLF['holdout']} with a random holdout."
)


def verdict_of(change: float | None, bounds: Interval | None) -> str:
    """Whether a change lies within the range that it has by itself."""
    if change is None or bounds is None:
        return UNKNOWN
    return ABOVE if change > bounds[1] else BELOW if change < bounds[0] else INSIDE


def placebo_words(change: float | None, bounds: Interval | None, windows: int) -> str:
    """A change beside its range, in words; why there is none."""
    if change is None:
        return "There is nothing to compare with: no revenue on those days."
    if bounds is None:
        return (
            f"How far it swings by itself is not known: it takes 19 earlier windows without a known change, and there "
            f"{'is' if windows == 1 else 'are'} {windows or 'none'}."
        )
    shown = f"{share_words(bounds[0])} to {share_words(bounds[1])}"
    known = f"in {windows} earlier windows without a known change it was {shown} (90 % range)"
    if verdict_of(change, bounds) == INSIDE:
        return f"That is within what happens by itself: {known}."
    side = "above" if change > bounds[1] else "below"
    return f"That is {side} what happens by itself: {known}. Something may have happened; this cannot tell what."
