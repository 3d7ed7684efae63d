"""What the shop's JavaScript places, or does not, and then says why not: the bar, the exit pop-up, the helper."""

from __future__ import annotations

from collector.allocation import CONTROL
from collector.demo.simulation.experiments import ONE_TEA, QUESTION
from collector.demo.simulation.layout import BAR, EXIT, FINDER, WIDTHS, Placement
from collector.demo.simulation.view import BEFORE_LEAVING, DISMISSES, FINDER_DELAY_MS, MAX_FINDERS, View

OFFERS_NOTHING = ("checkout", "thanks")
LEAVES_BY_THE_TOP = 0.06
LEAVES_BY_THE_TOP_AT_LAST = 0.3


def record_offers(view: View, *, last: bool, exit_seen: bool) -> bool:
    """Record everything placed in a view and done with it; says whether the exit pop-up has been seen by now.

    `last`: they mean to leave after it.
    """
    visit, variation = view.visit, view.variation(BAR)
    placements = visit.place.placements(visit.device, moved=view.log.calendar.has_moved(visit.opened))
    for placement in placements:
        view.show(placement, at=visit.opened + 60)
    bar = Placement(BAR, 0, 42, WIDTHS[visit.device])
    offered = visit.place.kind not in OFFERS_NOTHING
    if offered:
        view.show(bar, at=visit.opened + 240, variation=variation)
        if BAR in view.seen and visit.device != "phone":  # it stays above the page there
            all_the_time = round(visit.left - view.seen[BAR].at)
            view.seen[BAR] = view.seen[BAR]._replace(visible_ms=all_the_time, longest_ms=all_the_time)
        if visit.place.kind == "shelf":
            _offer_help(view)
        exit_seen = _offer_on_exit(view, last=last, seen=exit_seen)
    _use(view, variation, persuadable=last and not view.browser.looked)
    if not visit.killed:
        for placement in placements:
            view.measure(placement)
        if offered:
            view.measure(bar, variation=variation)
    return exit_seen


def _use(view: View, variation: str | None, *, persuadable: bool) -> None:
    for action in list(view.seen):
        if action != BAR:
            view.use(action)
        elif variation != CONTROL:
            appeal = BEFORE_LEAVING if persuadable and variation == ONE_TEA else None
            view.use(action, variation=variation, appeal=appeal)


def _offer_on_exit(view: View, *, last: bool, seen: bool) -> bool:
    visit = view.visit
    if visit.device != "desktop":
        device = "mobile" if visit.device == "phone" else "tablet"
        view.skip(EXIT, visit.opened + 60, "device_excluded", device=device)
    elif seen:
        view.skip(EXIT, visit.opened + 60, "frequency_capped", cap=1)
    elif visit.hidden or not view.person.chance(LEAVES_BY_THE_TOP_AT_LAST if last else LEAVES_BY_THE_TOP):
        if not visit.killed:
            view.skip(EXIT, visit.left, "exit_intent_not_fired")
    else:
        _pop_up(view, Placement(EXIT, 0, 330, 760), at=visit.left)
        return True
    return seen


def _offer_help(view: View) -> None:
    visit, shown, variation = view.visit, view.browser.finders_seen, view.variation(QUESTION)
    if shown >= MAX_FINDERS:
        view.skip(FINDER, visit.opened + 60, "frequency_capped", variation=variation, cap=MAX_FINDERS)
    elif visit.stay_ms > FINDER_DELAY_MS:
        view.browser.finders_seen += 1
        _pop_up(view, Placement(FINDER, 0, 240, 320), at=visit.opened + FINDER_DELAY_MS, variation=variation)
    elif not visit.killed:
        delay = {"delay_ms": FINDER_DELAY_MS, "elapsed_ms": round(visit.stay_ms)}
        view.skip(FINDER, visit.left, "delay_not_elapsed", variation=variation, **delay)


def _pop_up(view: View, placement: Placement, *, at: float, variation: str | None = None) -> None:
    """Placed over the page at that time, and closed or used, or left standing until the view ends."""
    action, visit = placement.action, view.visit
    visit.stay_ms = max(visit.stay_ms, at - visit.opened + 4_200)
    view.show(placement, at=at, variation=variation)
    if action in view.seen:
        up = round(visit.left - at)
        view.seen[action] = view.seen[action]._replace(at=at + 20, visible_ms=up, longest_ms=up)
        view.use(action, variation=variation)
        if view.next is None and view.person.chance(DISMISSES):
            view.record("dismiss", at + 2_600, action=action, variation=variation)
            view.seen[action] = view.seen[action]._replace(visible_ms=2_600, longest_ms=2_600)
    if not visit.killed:
        view.measure(placement, variation=variation)
    view.seen.pop(action, None)  # used once is enough
