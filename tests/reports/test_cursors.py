"""A cursor leads back to its place, and to nowhere else."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.reports import cursors
from collector.reports.cursors import BadCursorError, cursor_of, place_of

SHAPE = (int, str)


@given(st.integers(-(2**62), 2**62), st.text(st.characters(codec="utf-8")))
def test_a_cursor_leads_back_to_its_place(ts: int, name: str) -> None:
    cursor = cursor_of((ts, name), question="q")

    assert list(place_of(cursor, question="q", shape=SHAPE)) == [ts, name]
    assert cursor.isascii()
    assert not set(cursor) & set("+/=&?#")


def test_a_cursor_belongs_to_its_question() -> None:
    cursor = cursor_of((1, "a"), question=["site 1", "person a"])

    with pytest.raises(BadCursorError):
        place_of(cursor, question=["site 2", "person a"], shape=SHAPE)


@given(st.text(max_size=60))
def test_what_was_not_made_here_is_rejected(text: str) -> None:
    with pytest.raises(BadCursorError):
        place_of(text, question="q", shape=SHAPE)


def test_a_changed_cursor_is_rejected() -> None:
    cursor = cursor_of((1_000, "a"), question="q")
    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    changed = base64.urlsafe_b64encode(raw.replace(b"1000", b"9999")).decode().rstrip("=")

    with pytest.raises(BadCursorError):
        place_of(changed, question="q", shape=SHAPE)


@pytest.mark.parametrize("place", [["a", 1], [1], [1, "a", 2], [True, "a"], [2**63, "a"], [None, None]])
def test_a_place_of_another_shape_is_rejected(place: list[object]) -> None:
    cursor = cursor_of(place, question="q")

    with pytest.raises(BadCursorError):
        place_of(cursor, question="q", shape=SHAPE)


def forged(text: bytes) -> str:
    """A cursor with a check that is right: it is no secret how it is made."""
    return base64.urlsafe_b64encode(cursors._check(text, "q") + text).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        b"", b"{", b"7", b"null", b'{"a": 1}', b"\xff\xfe", b"[" * 100_000, b'[1, "\\ud800"]', b"[1, 1]",
        b'[-9999999999999999999, "a"]', b'[1e400, "a"]', b'[NaN, "a"]', b"[" + b"9" * 5_000 + b', "a"]',
    ],
    ids=range(13),
)  # fmt: skip
def test_a_forged_cursor_is_rejected(text: bytes) -> None:
    with pytest.raises(BadCursorError):
        place_of(forged(text), question="q", shape=SHAPE)
