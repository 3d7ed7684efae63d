"""Each line of a timeline in words, the same on the page and in the terminal."""

from __future__ import annotations

from typing import Any

import pytest

from collector.present.timeline_text import NOT_BELIEVED, Line, described, found_through, outcome, page_depth
from collector.reports.visitor.event_lines import SHOWN_AS_SENT

PAGE = {"url": "https://shop.example/tea", "path": "/tea", "title": "Tea", "item": None}
UNTITLED = {**PAGE, "title": None}
MINUTE = "2026-01-02T10:00:00.000Z"
IMPRESSION = {
    "type": "impression",
    "action": "hero",
    "variation": None,
    "kind": "banner",
    "state": "undelivered",
    "ghost": False,
    "executed_at": MINUTE,
    "delivered_at": None,
    "viewable": False,
    "explanation": "In English, and as English writes numbers.",
    "reason": None,
    "detail": None,
    "max_fraction": None,
    "visible_ms": None,
}
SEEN = {"state": "delivered", "viewable": True, "max_fraction": 1.0, "visible_ms": 8_000}
BELOW = {"reason": "below_fold", "detail": {"top": 2400, "deepest": 1300, "page": 5200}}
CART = {"item": "A", "group": None, "quantity": 2, "price": "1900.50", "currency": "EUR"}
ORDER = {
    "type": "purchase",
    "order_id": "7",
    "revenue": "90.00",
    "sold": "90.00",
    "refunded": "0.00",
    "currency": "EUR",
    "paid_currency": "EUR",
    "excluded": False,
    "cancelled": False,
    "replaces": False,
    "duplicate": False,
    "conflicts": 0,
    "lines": [],
}
REFUND = {
    "type": "refund",
    "order_id": "7",
    "currency": "EUR",
    "reason": None,
    "matched": True,
    "cancelled": False,
    "refunded": "15.00",
}
ASSIGNED = {"type": "assign", "experiment": "hero", "variation": "b", "override": False}
SURVEY = {"type": "survey", "instrument": "nps", "score": 9, "scale": 10, "comment": None, "answers": None}
PLAN = {"type": "subscription", "subscription_id": "s1", "plan": "Club", "mrr": "24.00", "currency": "EUR"}


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            {"type": "page_view", "page": PAGE, "engaged_ms": 25_400, "scroll": 0.4},
            Line("page", "Viewed", "Tea", "read for 25.4 s, scrolled 40 %"),
        ),
        ({"type": "page_view", "page": UNTITLED, "engaged_ms": None, "scroll": None}, Line("page", "Viewed", "/tea")),
        (
            {"type": "page_leave", "page": dict.fromkeys(PAGE), "engaged_ms": 400, "scroll": None},
            Line("page", "Left", "a page without an address", "read for 0.4 s"),
        ),
        (
            {**IMPRESSION, **SEEN},
            Line("seen", "Seen", "hero", "For 8.0 s, all of it.", "banner"),
        ),
        (
            {**IMPRESSION, "variation": "b", "reason": "offscreen"},
            Line("unseen", "Not seen", "hero (variation b)", "It was beside the visible area.", "banner"),
        ),
        (
            {**IMPRESSION, "state": "unmeasured"},
            Line(
                "unmeasured",
                "Unmeasured",
                "hero",
                "The page was gone before it could report, so this does not count as unseen.",
                "banner",
            ),
        ),
        (
            {**IMPRESSION, "state": "delivered", "ghost": True},
            Line(
                "control",
                "Control group",
                "hero",
                "Nothing shown. Its place was seen; viewing time not measured.",
                "banner",
            ),
        ),
        (
            {"type": "skip", "action": "popup", "reason": "no_consent", "detail": None},
            Line("skipped", "Not placed", "popup", "The visitor had not consented."),
        ),
        (
            {"type": "click", "action": "recs", "variation": None, "item": "A", "target": "a.card"},
            Line("click", "Clicked", "A in recs", "a.card"),
        ),
        (
            {"type": "click", "action": "hero", "variation": None, "item": None, "target": {"href": "/x", "n": 1}},
            Line("click", "Clicked", "hero", "href: /x, n: 1"),
        ),
        ({"type": "dismiss", "action": "popup", "variation": None}, Line("dismiss", "Closed", "popup")),
        (
            {"type": "quick_add", "action": "recs", "variation": None, **CART},
            Line("add", "Added to cart", "2 × A in recs", "1,900.50 EUR each"),
        ),
        ({"type": "cart_add", **CART, "price": None}, Line("cart", "Added to cart", "2 × A")),
        ({"type": "cart_remove", **CART, "price": None}, Line("uncart", "Took from cart", "2 × A")),
        ({"type": "wishlist_add", "action": "recs", "item": "A"}, Line("wish", "Wish-listed", "A in recs")),
        ({"type": "wishlist_remove", "action": None, "item": "A"}, Line("unwish", "Un-wished", "A")),
        (ORDER, Line("bought", "Bought", "90.00 EUR, order 7")),
        (
            {**ORDER, "revenue": "75.00", "refunded": "15.00", "paid_currency": "USD", "order_id": None},
            Line(
                "bought",
                "Bought",
                "75.00 EUR, an order without a number",
                "90.00 less 15.00 refunded. Paid in USD.",
            ),
        ),
        (
            {**ORDER, "excluded": True, "currency": "USD", "paid_currency": "USD"},
            Line(
                "bought",
                "Bought",
                "90.00 USD, order 7",
                "There was no exchange rate for USD, so it is left out of revenue.",
            ),
        ),
        (
            {**ORDER, "excluded": True, "claimed": "90.00"},
            Line("bought", "Bought", "90.00 EUR, order 7", NOT_BELIEVED),
        ),
        (
            {"type": "goal", "goal": "lead", "value": "2.50", "currency": "EUR", "claimed": "2.50"},
            Line("goal", "Goal", "lead", f"2.50 EUR. {NOT_BELIEVED}"),
        ),
        (
            {**ORDER, "duplicate": True},
            Line("duplicate", "Repeated", "order 7", "The same order was reported again. It is counted once."),
        ),
        (
            {**REFUND, "reason": "broken", "items": [{"item": "A", "quantity": 1}, {"item": "B", "quantity": None}]},
            Line("refund", "Refunded", "15.00 EUR of order 7", "1 × A, B · broken"),
        ),
        (
            {**ORDER, "cancelled": True},
            Line("duplicate", "Ordered", "order 7", "Cancelled later, so it is no order and earns nothing."),
        ),
        (
            {**ORDER, "replaces": True},
            Line("duplicate", "Changed", "order 7", "These lines replace those reported before."),
        ),
        (
            {**ORDER, "conflicts": 1},
            Line(
                "bought",
                "Bought",
                "90.00 EUR, order 7",
                "Another report of this order differs: see the data checks.",
            ),
        ),
        ({**REFUND, "cancelled": True, "items": []}, Line("refund", "Cancelled", "order 7")),
        (
            {**REFUND, "matched": False, "items": []},
            Line("refund", "Refund", "of order 7", "No order of this person has this number."),
        ),
        ({"type": "goal", "goal": "newsletter", "value": None, "currency": None}, Line("goal", "Goal", "newsletter")),
        (
            {"type": "goal", "goal": "call", "value": "2.50", "currency": "EUR"},
            Line("goal", "Goal", "call", "2.50 EUR"),
        ),
        (SURVEY, Line("survey", "Answered", "NPS 9 of 10")),
        (
            {**SURVEY, "scale": None, "comment": "Fine", "answers": ["a", 1]},
            Line("survey", "Answered", "NPS 9", '“Fine” · ["a", 1]'),
        ),
        (ASSIGNED, Line("assign", "Assigned", "hero: b")),
        (
            {**ASSIGNED, "override": True},
            Line("assign", "Assigned", "hero: b", "Chosen by a tester, left out of results"),
        ),
        ({**PLAN, "status": "started"}, Line("subscription", "Subscribed", "Club", "24.00 EUR a month")),
        ({**PLAN, "status": "cancelled", "plan": None, "mrr": None}, Line("subscription", "Cancelled", "s1")),
        ({"type": "identify", "user_id": "u1", "traits": {}}, Line("identify", "Known as", "u1")),
        ({"type": "custom", "name": "video", "props": {"s": 12}}, Line("custom", "Event", "video", "s: 12")),
    ],
)
def test_the_words_for_each_line(entry: dict[str, Any], words: Line) -> None:
    assert described(entry) == words


def test_there_are_words_for_every_type_that_reports_tell() -> None:
    from collector.present.timeline_text import TELLERS

    assert set(TELLERS) == {*SHOWN_AS_SENT, "page_view", "page_leave", "impression", "purchase", "refund"}


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (None, "not through a widget"),
        (
            {"action": "recs", "by": "click", "seconds_before": 590.0, "same_session": True},
            "recs: clicked 9 min 50 s before, same visit",
        ),
        (
            {"action": "recs", "by": "quick_add", "seconds_before": 200_000.0, "same_session": False},
            "recs: added 2 d 7 h before, an earlier visit",
        ),
    ],
)
def test_how_a_line_was_found(found: dict[str, Any] | None, words: str) -> None:
    assert found_through(found) == words


def test_a_visit_is_summed_up_by_what_came_of_it_first() -> None:
    counts = dict.fromkeys(("goals", "quick_adds", "wishlist_adds", "unmeasured", "skipped", "ghosts"), 0)
    session = {"orders": 2, "revenue": "1090.00", "counts": {**counts, "clicks": 1, "seen": 3, "not_seen": 2}}

    assert outcome(session, "EUR") == [
        ("bought", "2 orders, 1,090.00 EUR"),
        ("click", "1 click"),
        ("seen", "3 seen"),
        ("unseen", "2 placed but unseen"),
    ]


@pytest.mark.parametrize(
    ("detail", "depth"),
    [
        ({"top": 2400, "deepest": 1310, "page": 3000}, (43, 80)),
        ({"top": 9000, "deepest": -5, "page": 3000}, (0, 100)),
        ({"top": 2400, "deepest": 1310, "page": 0}, None),
        ({"top": "2400", "deepest": 1310, "page": 3000}, None),
        ({}, None),
        ("words", None),
        (None, None),
    ],
)
def test_how_far_down_something_stood_is_drawn_where_it_was_measured(detail: object, depth: object) -> None:
    assert page_depth({"reason": "below_fold", "detail": detail}) == depth


def test_only_what_stood_below_the_fold_is_drawn() -> None:
    assert page_depth({"reason": "covered", "detail": {"top": 1, "deepest": 2, "page": 3}}) is None
    assert page_depth({"type": "click"}) is None


@pytest.mark.parametrize(
    ("entry", "locale", "note"),
    [
        ({**IMPRESSION, **BELOW}, "en", "It was 2,400 px down; the visitor reached 1,300 of 5,200 px."),
        ({**IMPRESSION, **BELOW}, "de", "It was 2.400 px down; the visitor reached 1.300 of 5.200 px."),
        (
            {**IMPRESSION, **SEEN, "delivered_at": "2026-01-02T10:00:01.500Z"},
            "fr",
            "After 1,5 s, for 8,0 s, all of it.",
        ),
        (
            {
                **IMPRESSION,
                **SEEN,
                "visible_ms": None,
                "explanation": "Interacted with after …",
                "delivered_at": "2026-01-02T10:00:01.500Z",
            },
            "de",
            "Interacted with after 1,5 s; viewing time not measured.",
        ),
        (
            {
                "type": "skip",
                "action": "popup",
                "reason": "delay_not_elapsed",
                "detail": {"delay_ms": 5000, "elapsed_ms": 2500},
            },
            "de",
            "It was due after 5,0 s; the visitor left after 2,5 s.",
        ),
        ({"type": "cart_add", **CART}, "de", "1.900,50 EUR each"),
    ],
)
def test_numbers_of_a_line_are_written_in_the_language_of_the_reader(
    entry: dict[str, Any], locale: str, note: str
) -> None:
    assert described(entry, locale).note == note


@pytest.mark.parametrize(("quantity", "written"), [(2, "2 × A"), (0.25, "0,25 × A"), (1200, "1.200 × A")])
def test_quantities_too(quantity: float, written: str) -> None:
    assert described({"type": "cart_add", **CART, "quantity": quantity}, "de").subject == written
