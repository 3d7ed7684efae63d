"""What became of something that was shown, in one plain sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.reports.explain import Measured, impression_sentence, skip_sentence
from collector.schemas.events import SKIPPED, UNDELIVERED


@pytest.mark.parametrize(
    ("measured", "sentence"),
    [
        (
            Measured("delivered", viewable=True, visible_ms=8_000, max_fraction=1.0),
            "Seen for 8.0 s, all of it.",
        ),
        (
            Measured("delivered", viewable=True, visible_ms=139_000, max_fraction=0.826, delay_ms=8_800),
            "Seen after 8.8 s, for 2 min 19 s, at most 82 % of it at once.",
        ),
        (
            Measured("delivered", visible_ms=400, max_fraction=0.3),
            "Seen for 0.4 s, at most 30 % of it at once; too little or too briefly to count as viewable.",
        ),
        (
            Measured("delivered", viewable=True, interacted=True, delay_ms=4_320_000),
            "Interacted with after 1 h 12 min; viewing time not measured.",
        ),
        (Measured("delivered"), "Seen; viewing time not measured."),
        (
            Measured("delivered", ghost=True, viewable=True, visible_ms=3_200, max_fraction=1.0),
            "Control group, nothing shown. Its place was seen for 3.2 s, all of it.",
        ),
        (
            Measured("unmeasured"),
            "Unmeasured: the page was gone before it could report, so this does not count as unseen.",
        ),
        (
            Measured("unmeasured", ghost=True),
            "Control group, nothing shown. Unmeasured: the page was gone before it could report on its place.",
        ),
    ],
)
def test_what_was_seen_and_for_how_long(measured: Measured, sentence: str) -> None:
    assert impression_sentence(measured) == sentence


@pytest.mark.parametrize(
    ("reason", "detail", "sentence"),
    [
        (
            "below_fold",
            {"top": 2400, "deepest": 1310, "page": 3000},
            "Not seen: it was 2,400 px down; the visitor reached 1,310 of 3,000 px.",
        ),
        (
            "below_fold",
            {"top": 2400, "deepest": 1310},
            "Not seen: it was 2,400 px down; the visitor reached 1,310 px.",
        ),
        ("below_fold", {"top": 2400}, "Not seen: it was 2,400 px down, further than the visitor scrolled."),
        ("below_fold", None, "Not seen: it was further down than the visitor scrolled."),
        ("offscreen", {"left": 1600}, "Not seen: it was beside the visible area."),
        ("offscreen", {"by": "ul.carousel"}, "Not seen: it was out of sight in the box “ul.carousel”."),
        ("hidden", {"by": "display"}, "Not seen: it was not displayed."),
        ("hidden", {}, "Not seen: the page kept it hidden."),
        ("covered", {"by": "div#consent"}, "Not seen: it was covered by “div#consent”."),
        ("covered", None, "Not seen: something else covered it."),
        ("tab_hidden", None, "Not seen: the tab was in the background all the time."),
        ("removed", {"after_ms": 1200}, "Not seen: it was taken off the page after 1.2 s, before it came into view."),
        (None, None, "Not seen: the page gave no reason."),
    ],
)
def test_why_it_was_not_seen(reason: str | None, detail: object, sentence: str) -> None:
    assert impression_sentence(Measured("undelivered", reason=reason, detail=detail)) == sentence


def test_a_ghost_that_was_not_seen_says_both() -> None:
    ghost = Measured("undelivered", ghost=True, reason="tab_hidden")

    assert impression_sentence(ghost) == (
        "Control group, nothing shown. Its place was not seen: the tab was in the background all the time."
    )


@pytest.mark.parametrize(
    ("reason", "detail", "sentence"),
    [
        ("selector_missing", {"selector": "#hero"}, "Not placed: the page has no place “#hero” for it."),
        (
            "delay_not_elapsed",
            {"delay_ms": 5000, "elapsed_ms": 2100},
            "Not placed: it was due after 5.0 s; the visitor left after 2.1 s.",
        ),
        ("delay_not_elapsed", None, "Not placed: the visitor left before it was due."),
        (
            "frequency_capped",
            {"cap": 1},
            "Not placed: the visitor had already been shown it once, as often as is allowed.",
        ),
        ("page_excluded", {"path": "/cart"}, "Not placed: it is not meant for the page /cart."),
        (
            "exit_intent_not_fired",
            None,
            "Not placed: it waits for a sign that the visitor is about to leave, and there was none.",
        ),
        ("device_excluded", {"device": "tablet"}, "Not placed: it is not meant for this kind of device (tablet)."),
        ("no_consent", None, "Not placed: the visitor had not consented."),
        ("error", {"message": "TypeError: no"}, "Not placed: the code that places it failed (TypeError: no)."),
    ],
)
def test_why_it_was_not_placed(reason: str, detail: object, sentence: str) -> None:
    assert skip_sentence(reason, detail) == sentence


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
NAMES = st.sampled_from(
    ("top", "deepest", "page", "by", "left", "after_ms", "selector", "delay_ms", "elapsed_ms", "cap", "path", "message")
)


@given(st.sampled_from(UNDELIVERED), ANYTHING | st.dictionaries(NAMES, ANYTHING))
def test_any_detail_a_page_may_send_makes_one_sentence(reason: str, detail: object) -> None:
    sentence = impression_sentence(Measured("undelivered", reason=reason, detail=detail))

    assert sentence.startswith("Not seen: ")
    assert sentence.endswith(".")
    assert len(sentence) < 1_000


@given(st.sampled_from(SKIPPED), ANYTHING | st.dictionaries(NAMES, ANYTHING))
def test_any_detail_of_a_skip_makes_one_sentence(reason: str, detail: object) -> None:
    assert skip_sentence(reason, detail).startswith("Not placed: ")


def test_every_reason_that_is_taken_has_its_own_words() -> None:
    unseen = {impression_sentence(Measured("undelivered", reason=reason)) for reason in UNDELIVERED}
    skipped = {skip_sentence(reason) for reason in SKIPPED}

    assert len(unseen) == len(UNDELIVERED)
    assert len(skipped) == len(SKIPPED)
    assert not any("the reason given was" in sentence for sentence in unseen | skipped)
