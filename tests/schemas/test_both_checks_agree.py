"""The fast check and the explaining one: what the first takes the second takes too, as the same event.

The explaining one also takes what is only meant; what it takes is in turn the same, whichever way it came.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from collector.errors import EventRejected
from collector.event import Event
from collector.schemas.compiled import NOT_TAKEN, quick_event
from collector.schemas.reading import explained_event, lenient_json, read_event_leniently
from tests.schemas.making import GOOD_EVENTS, JUNK, spoilt_events

ESCAPED_NUL = b"\\u0000"


def quickly(text: bytes) -> Event | None:
    try:
        return quick_event(text)
    except NOT_TAKEN:
        return None


def thoroughly(text: bytes) -> Event | None:
    try:
        return explained_event(lenient_json(text.decode()))
    except EventRejected:
        return None


@given(GOOD_EVENTS)
def test_a_good_event_is_taken_by_both_and_becomes_the_same(event: dict[str, Any]) -> None:
    text = json.dumps(event, ensure_ascii=False).encode()
    assume(len(json.dumps(event.get("props"))) < 4_000)
    assert thoroughly(text) is not None, explain(event)
    assert quickly(text) == thoroughly(text)


@given(spoilt_events() | JUNK)
def test_an_event_in_which_anything_is_wrong_meets_the_same_verdict(event: Any) -> None:
    text = json.dumps(event).encode()
    assume(ESCAPED_NUL not in text)
    assert quickly(text) in (None, thoroughly(text))


@given(spoilt_events() | JUNK)
def test_an_event_that_can_be_read_needs_no_mending(event: Any) -> None:
    text = json.dumps(event).encode()
    read = thoroughly(text)
    try:
        taken = read_event_leniently(text)
    except EventRejected:
        assert read is None
    else:
        assert taken.warnings if read is None else taken == (read, {})


@given(st.integers(0, 20), GOOD_EVENTS)
def test_what_looks_like_an_escaped_nul_is_left_to_the_explaining_check(slashes: int, event: dict[str, Any]) -> None:
    event["visitor_id"] = "\\" * slashes + "u0000"
    text = json.dumps(event).encode()
    taken = thoroughly(text)
    assert taken is not None
    assert taken.visitor == event["visitor_id"]
    assert quickly(text) in (None, taken)


def explain(event: dict[str, Any]) -> Any:
    try:
        return explained_event(event)
    except EventRejected as rejected:
        return rejected.fields
