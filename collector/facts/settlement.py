"""Settles the orders of a scope: which lines each has, what they are worth in the site's currency, what was refunded.

Money is divided here and not in SQL: engines divide differently, and what is shared has to add up exactly. Rows of the
temporary tables in, rows of temporary tables out; the arithmetic is in `money.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from collector.event import PUBLIC
from collector.facts.money import (
    MAX_MICROS,
    Line,
    NotTaken,
    Refund,
    RefundLine,
    SentLine,
    Taken,
    net_of,
    priced,
    settle,
)
from collector.store.facts import Query, Rows, SiteRules

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_RATE = "0"

QUERIES = {
    "orders": """
        select c.order_key, c.order_id, c.seq, c.lines_seq, e.local_day, l.currency, l.amount_micros, l.trust,
            e.currency as first_currency, e.amount_micros as first_discount_micros
        from canonical_purchases c
        join scoped_events e on e.ordinal = c.ordinal
        join scoped_events l on l.seq = c.lines_seq
        order by c.order_key""",
    "lines": """
        select seq, line, item, item_group, category, quantity_micros, price_micros, discount_micros, amount_micros
        from scoped_lines order by seq, line""",
    "refunds": """
        select ordinal, seq, order_id, refund_id, amount_micros, cancels
        from scoped_events where type = 'refund' order by ordinal""",
    "repeated": "select ordinal, seq, currency, discount_micros, order_key from repeated_purchases order by ordinal",
    "rates": "select currency, rate_date, rate from scoped_rates order by currency, rate_date",
}
"""What settling reads, by name."""

COLUMNS = {
    "settled_orders": "order_key text primary key, currency text, excluded integer, cancelled_by integer, "
    "claimed_micros integer",
    "settled_lines": "order_key text, line integer, item text, item_group text, category text, "
    "quantity_micros integer, sold_micros integer, refunded_micros integer, discounted integer",
    "refund_allocations": "ordinal integer, line integer, order_key text, item text, "
    "quantity_micros integer, refunded_micros integer",
    "refunds_not_taken": "ordinal integer, line integer, order_id text, item text, why text, lost_micros integer",
    "differing_purchases": "ordinal integer primary key",
}
"""The tables that settling fills, with their columns."""


class Order(NamedTuple):
    """One order before its lines are priced, by `trust` of whose key. `discount_micros` is the whole order's; those
    called `first_` are of the report that stands, before others replaced its lines."""

    order_key: str
    order_id: str | None
    seq: int
    lines_seq: int
    local_day: int
    currency: str
    discount_micros: int | None
    trust: int
    first_currency: str
    first_discount_micros: int | None


class SentRefund(NamedTuple):
    """One refund event."""

    ordinal: int
    seq: int
    order_id: str
    refund_id: str | None
    amount_micros: int | None
    cancels: int


class Rates:
    """What currencies were worth in the site's own on each local day, and how much of that is believed."""

    def __init__(self, rows: Iterable[Sequence[str]], currency: str, max_public_micros: int) -> None:
        self.currency = currency
        self.max_public_micros = max_public_micros
        self.days: dict[str, list[str]] = defaultdict(list)
        self.values: dict[str, list[str]] = defaultdict(list)
        for foreign, rate_date, rate in rows:
            self.days[foreign].append(rate_date)
            self.values[foreign].append(rate)

    def on(self, currency: str, local_day: int) -> str | None:
        """The latest rate from that day (its local midnight as if it were UTC, in ms) or before; None: not known."""
        if currency == self.currency:
            return "1"
        day = (EPOCH + timedelta(milliseconds=local_day)).date().isoformat()
        found = bisect_right(self.days[currency], day)
        return self.values[currency][found - 1] if found else None


def settled(query: Query, rules: SiteRules) -> dict[str, Rows]:
    """The rows of each table of COLUMNS, from the rows that QUERIES read."""
    read = {name: query(text, {}) for name, text in QUERIES.items()}
    tables: dict[str, Rows] = {name: [] for name in COLUMNS}
    lines: dict[int, Rows] = defaultdict(list)
    for seq, *line in read["lines"]:
        lines[seq].append(tuple(line))
    rates = Rates(read["rates"], rules.currency, rules.max_public_micros)
    refunds = refunds_by_order(SentRefund(*row) for row in read["refunds"])
    orders = [Order(*row) for row in read["orders"]]
    for order in orders:
        settle_order(order, lines, refunds.pop(order.order_id, []), rates, tables)
    for unknown in refunds.values():
        tables["refunds_not_taken"] += [row for refund in unknown for row in of_unknown_order(refund, lines)]
    by_key = {order.order_key: order for order in orders}
    for ordinal, seq, paid_in, discount, key in read["repeated"]:
        if content_of(lines[seq], paid_in, discount) not in contents_of(by_key[key], lines):
            tables["differing_purchases"].append((ordinal,))
    return tables


def refunds_by_order(refunds: Iterable[SentRefund]) -> dict[str | None, list[SentRefund]]:
    """The refunds of each order, each refund id once: the earliest."""
    seen: set[str] = set()
    found: dict[str | None, list[SentRefund]] = defaultdict(list)
    for refund in refunds:
        if refund.refund_id is None or refund.refund_id not in seen:
            found[refund.order_id].append(refund)
            seen.update([refund.refund_id] if refund.refund_id else [])
    return found


def settle_order(
    order: Order, lines: dict[int, Rows], refunds: list[SentRefund], rates: Rates, tables: dict[str, Rows]
) -> None:
    """Price the lines of one order and take its refunds off, unless it was cancelled."""
    rate = rates.on(order.currency, order.local_day)
    sent = [SentLine(*line[:7]) for line in lines[order.lines_seq]]
    sold = priced(sent, order.discount_micros or 0, rate or NO_RATE)
    claimed = not_believed(order, sold, rates.max_public_micros)
    if claimed is not None:
        rate, sold = None, priced(sent, 0, NO_RATE)
    cancelled_by = next((refund.ordinal for refund in refunds if refund.cancels), None)
    tables["settled_orders"].append((order.order_key, order.currency, int(rate is None), cancelled_by, claimed))
    if cancelled_by is not None:
        return
    taken, not_taken = settle(sold, [refund_of(refund, lines) for refund in refunds], rate or NO_RATE)
    tables["settled_lines"] += [
        (
            *(order.order_key, *line.sent[:4], line.quantity_micros, line.sold_micros, line.refunded_micros),
            int(bool(order.discount_micros or line.sent.discount_micros)),
        )
        for line in sold
    ]
    tables["refund_allocations"] += [allocation(order.order_key, part) for part in taken]
    if rate is not None:
        tables["refunds_not_taken"] += [not_taken_row(order.order_id, part) for part in not_taken]


def not_believed(order: Order, sold: Iterable[Line], max_public_micros: int) -> int | None:
    """What an order claims to be worth, if only the public key reported it and it is more than is believed."""
    worth = sum(line.sold_micros for line in sold)
    return min(worth, MAX_MICROS) if order.trust == PUBLIC and worth > max_public_micros else None


def refund_of(refund: SentRefund, lines: dict[int, Rows]) -> Refund:
    """A refund event with its lines."""
    refund_lines = [RefundLine(line[0], line[1], line[4], line[7]) for line in lines[refund.seq]]
    return Refund(refund.ordinal, refund_lines, refund.amount_micros)


def allocation(order_key: str, part: Taken) -> tuple[Any, ...]:
    """What a refund took back, as a row."""
    return part.ordinal, part.line, order_key, part.item, part.quantity_micros, part.refunded_micros


def not_taken_row(order_id: str | None, part: NotTaken) -> tuple[Any, ...]:
    """What a refund could not take back, as a row."""
    return part.ordinal, part.line, order_id, part.item, part.why, part.lost_micros


def of_unknown_order(refund: SentRefund, lines: dict[int, Rows]) -> Rows:
    """A refund whose order nobody reported, line by line."""
    parts = [
        NotTaken(refund.ordinal, line.line, line.item, "unknown_order", line.amount_micros)
        for line in refund_of(refund, lines).lines
    ] or [NotTaken(refund.ordinal, -1, None, "unknown_order", refund.amount_micros)]
    return [not_taken_row(refund.order_id, part) for part in parts]


def contents_of(order: Order, lines: dict[int, Rows]) -> Iterator[tuple[Any, ...]]:
    """What another report of this order may agree with: the one that stands, as it was sent and with its new lines."""
    yield content_of(lines[order.lines_seq], order.currency, order.discount_micros)
    if order.lines_seq != order.seq:
        yield content_of(lines[order.seq], order.first_currency, order.first_discount_micros)


def content_of(lines: Rows, currency: str, discount_micros: int | None) -> tuple[Any, ...]:
    """What two reports of one order must agree on: how much of which items, the total and its currency."""
    sent = [SentLine(*line[:7]) for line in lines]
    pieces: dict[str, int] = defaultdict(int)
    for line in sent:
        pieces[line.item] += line.quantity_micros or 0
    total = sum(map(net_of, sent))
    return sorted(pieces.items()), max(0, total - (discount_micros or 0)), currency
