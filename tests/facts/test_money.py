"""What orders come to and what refunds take back of them, to the last millionth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.facts.money import Refund, RefundLine, SentLine, priced, settle, shares

EUR = PIECE = 1_000_000


def sent(item: str, price: int, quantity: int = PIECE, discount: int = 0, line: int = 0) -> SentLine:
    return SentLine(line, item, None, None, quantity, price, discount)


def left_after(lines: list[SentLine], *refunds: Refund, discount: int = 0, rate: str = "1") -> list[int]:
    sold = priced(lines, discount, rate)
    settle(sold, refunds, rate)
    return [line.left_micros for line in sold]


def pieces(ordinal: int, item: str, quantity: int | None) -> Refund:
    return Refund(ordinal, [RefundLine(0, item, quantity, None)], None)


def test_three_pieces_given_back_one_by_one_leave_nothing() -> None:
    line = sent("x", 10 * EUR, 3 * PIECE, 1 * EUR)
    assert left_after([line], *(pieces(n, "x", PIECE) for n in range(3))) == [0]
    assert left_after([line], pieces(0, "x", PIECE)) == [19_333_333]


def test_a_weight_is_paid_to_the_millionth() -> None:
    (line,) = priced([sent("tea", 19_990_000, 1_250_000)], 0, "1")
    assert line.sold_micros == 24_987_500


def test_the_discount_of_an_order_is_shared_in_proportion() -> None:
    lines = [sent("a", 20 * EUR), sent("b", 5 * EUR, 2 * PIECE)]
    assert left_after(lines, discount=3 * EUR) == [18 * EUR, 9 * EUR]


def test_an_amount_is_taken_from_what_is_left_of_all_lines() -> None:
    lines = [sent("a", 30 * EUR), sent("b", 10 * EUR)]
    refunds = Refund(1, [RefundLine(0, "a", None, None)], None), Refund(2, [], 4 * EUR)
    assert left_after(lines, *refunds) == [0, 6 * EUR]


def test_pieces_whose_money_was_named_are_not_given_back_again() -> None:
    line = sent("x", 10 * EUR, 2 * PIECE)
    named = Refund(1, [RefundLine(0, "x", PIECE, 10 * EUR)], None)
    assert left_after([line], named, pieces(2, "x", PIECE)) == [0]


def test_the_first_line_of_an_item_is_given_back_first() -> None:
    lines = [sent("x", 10 * EUR), sent("x", 8 * EUR, line=1)]
    assert left_after(lines, pieces(1, "x", PIECE)) == [0, 8 * EUR]
    assert left_after(lines, pieces(1, "x", 2 * PIECE)) == [0, 0]


@pytest.mark.parametrize(
    ("refund", "why", "lost"),
    [
        (pieces(1, "y", PIECE), "unknown_item", None),
        (Refund(1, [RefundLine(0, "y", None, 5 * EUR)], None), "unknown_item", 5 * EUR),
        (Refund(1, [], 25 * EUR), "nothing_left", 5 * EUR),
        (Refund(1, [RefundLine(0, "x", None, 21 * EUR)], None), "nothing_left", 1 * EUR),
        (pieces(1, "x", 2 * PIECE), "nothing_left", None),
    ],
)
def test_a_refund_that_cannot_be_taken_is_kept_with_its_money(refund: Refund, why: str, lost: int | None) -> None:
    _, (not_taken,) = settle(priced([sent("x", 20 * EUR)], 0, "1"), [refund], "1")
    assert (not_taken.why, not_taken.lost_micros) == (why, lost)


@pytest.mark.parametrize("quantity", [PIECE, None])
def test_what_was_free_is_given_back_for_nothing(quantity: int | None) -> None:
    lines = priced([sent("x", 20 * EUR), sent("gift", 0, line=1)], 0, "1")
    _, not_taken = settle(lines, [pieces(1, "gift", quantity), pieces(2, "x", PIECE)], "1")
    assert not_taken == []


amounts, weights = st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=6)


@given(amounts, weights)
def test_shares_add_up_exactly(amount: int, given_weights: list[int]) -> None:
    parts = shares(amount, given_weights)
    assert sum(parts) == (amount if sum(given_weights) else 0)
    assert all(part >= 0 for part in parts)


@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**7)), min_size=1, max_size=4),
    st.integers(0, 10**9),
    st.sampled_from(["1", "0.333333", "17.5"]),
    st.lists(st.integers(1, 10**7), max_size=8),
)
def test_refunds_and_what_is_left_are_what_was_sold(
    bought: list[tuple[int, int]], discount: int, rate: str, quantities: list[int]
) -> None:
    sold = priced([sent("x", *line) for line in bought], discount, rate)
    taken, _ = settle(sold, [pieces(n, "x", quantity) for n, quantity in enumerate(quantities)], rate)
    assert sum(line.sold_micros for line in sold) == sum(line.left_micros for line in sold) + sum(
        part.refunded_micros for part in taken
    )
    assert all(0 <= line.left_micros <= line.sold_micros for line in sold)
    if sum(quantities) >= sum(quantity for _, quantity in bought):
        assert all(line.left_micros == 0 for line in sold)
