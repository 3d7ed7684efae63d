"""Lines for orders, net of their refunds, with the widget each line was found through; and for refunds. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from collector.event import SECRET
from collector.reports.moments import rfc3339
from collector.reports.money import decimal_text, decimal_text_or_none, quantity_number, quantity_number_or_none
from collector.reports.visitor.timeline_types import Known, Line, Row, line_of
from collector.rules import CREDIT_WINDOW_MS
from collector.schemas.values import MICROS, times


def purchase_lines(known: Known) -> Iterable[Line]:
    """An order stands where the purchase event that counts stands; every other one is shown, worth nothing."""
    events = {(event["id"], event["trust"]): event for event in known.events if event["type"] == "purchase"}
    for key, group in groupby(known.order_lines, key=lambda row: (row["event_id"], row["trust"])):
        event, rows = events.pop(key, None), list(group)
        if event:
            line = line_of(event, _order(event, rows, known))
            yield line._replace(visitor=rows[0]["visitor"])
    cancelled = {(row["event_id"], row["trust"]) for row in known.cancelled}
    for key, event in events.items():
        yield line_of(event, _uncounted(event, known.currency, cancelled=key in cancelled))


def _paid_by(event: Row, rows: Sequence[Row], known: Known) -> Row | None:
    """The report that has the prices of an order's lines: the one that stands, or the latest that replaced its lines;
    None if it is not known here."""
    number = event["order_id"]
    reports = [event, *(each for each in known.events if number and each["order_id"] == number and _replaces(each))]
    ordered = [row["item"] for row in rows if row["line"] is not None]
    has_lines = (each for each in reports if [item["item"] for item in known.items.get(each["seq"], ())] == ordered)
    return max(has_lines, key=lambda each: (each["ts"], each["id"], each["trust"]), default=None)


def _replaces(event: Row) -> bool:
    return event["type"] == "purchase" and bool(event["body"] and json.loads(event["body"]).get("replaces"))


def _order(event: Row, rows: Sequence[Row], known: Known) -> dict[str, Any]:
    order = rows[0]
    excluded = bool(order["excluded"])
    lines = [_order_line(row) for row in rows if row["line"] is not None]
    amounts = {name: decimal_text(order[f"order_{column}"]) for name, column in AMOUNTS.items()}
    if excluded and (paid_by := _paid_by(event, rows, known)):
        amounts = _as_paid(lines, known.items[paid_by["seq"]], paid_by["amount_micros"] or 0)
    return {
        "order_id": order["order_id"],
        "revenue": amounts["net"],
        "sold": amounts["sold"],
        "refunded": amounts["refunded"],
        "currency": order["paid_currency"] if excluded else known.currency,
        "paid_currency": order["paid_currency"],
        "excluded": excluded,
        "claimed": decimal_text_or_none(order["claimed_micros"]),
        "cancelled": False,
        "replaces": False,
        "duplicate": False,
        "duplicates": order["duplicates"],
        "conflicts": order["conflicts"],
        "lines": lines,
    }


AMOUNTS = {"sold": "sold_micros", "refunded": "refunded_micros", "net": "net_micros"}


def _order_line(row: Row) -> dict[str, Any]:
    return {
        "item": row["item"],
        "group": row["item_group"],
        "category": row["category"],
        "quantity": quantity_number(row["quantity_micros"]),
        **{name: decimal_text(row[column]) for name, column in AMOUNTS.items()},
        "found_through": _found_through(row),
    }


def _found_through(row: Row) -> dict[str, Any] | None:
    if row["found_at"] is None or row["ts"] - row["found_at"] > CREDIT_WINDOW_MS:
        return None
    return {
        "action": row["found_action"],
        "by": row["found_by"],
        "item": row["found_item"],
        "at": rfc3339(row["found_at"]),
        "seconds_before": (row["ts"] - row["found_at"]) / 1000,
        "same_session": bool(row["found_same_session"]),
    }


def _as_paid(lines: Iterable[dict[str, Any]], items: Iterable[Row], discount: int) -> dict[str, str]:
    """Amounts of an order that is left out of money, in the currency it was paid in, less the discount of the whole of
    it; refunds of it are not known."""
    paid = [
        times(item["price_micros"] or 0, item["quantity_micros"] or MICROS) - (item["discount_micros"] or 0)
        for item in items
    ]
    total, so_far, off_so_far = sum(paid), 0, 0
    off = min(discount, total)
    for line, amount in zip(lines, paid, strict=True):
        so_far += amount
        off_until = (2 * off * so_far + total) // (2 * total) if total else 0
        sold = decimal_text(amount - (off_until - off_so_far))
        line.update(sold=sold, net=sold)
        off_so_far = off_until
    return {"sold": decimal_text(total - off), "refunded": decimal_text(0), "net": decimal_text(total - off)}


def _uncounted(event: Row, currency: str, *, cancelled: bool) -> dict[str, Any]:
    """A purchase event that is no order: it was cancelled, changes another, or repeats one."""
    nothing = decimal_text(0)
    replaces = _replaces(event)
    return {
        "order_id": event["order_id"],
        "revenue": nothing,
        "sold": nothing,
        "refunded": nothing,
        "currency": currency,
        "paid_currency": event["currency"],
        "excluded": False,
        "claimed": None,
        "cancelled": cancelled,
        "replaces": replaces,
        "duplicate": not cancelled and not replaces,
        "duplicates": 0,
        "conflicts": 0,
        "lines": [],
    }


def refund_lines(known: Known) -> Iterable[Line]:
    """What each refund took back of this person's orders, and refunds of orders that are not theirs."""
    events = {(event["id"], event["trust"]): event for event in known.events if event["type"] == "refund"}
    for key, group in groupby(known.refunds, key=lambda row: (row["event_id"], row["trust"])):
        event, rows = events.pop(key, None), list(group)
        visitor = event["visitor"] if event else ""
        yield Line(rows[0]["ts"], key[0], visitor, _refund(rows, known.currency))
    for row in known.cancelled:
        event = events.pop((row["cancelled_by"], SECRET), None)
        yield Line(
            row["cancelled_at"], row["cancelled_by"], event["visitor"] if event else "", _cancellation(row, known)
        )
    for event in events.values():
        yield line_of(event, _unmatched_refund(event, known))


def _cancellation(row: Row, known: Known) -> dict[str, Any]:
    return {
        "ts": rfc3339(row["cancelled_at"]),
        "type": "refund",
        "id": row["cancelled_by"],
        "view_id": None,
        "order_id": row["order_id"],
        "reason": row["reason"],
        "refunded": decimal_text(0),
        "currency": known.currency,
        "matched": True,
        "cancelled": True,
        "items": [],
    }


def _refund(rows: Sequence[Row], currency: str) -> dict[str, Any]:
    return {
        "ts": rfc3339(rows[0]["ts"]),
        "type": "refund",
        "id": rows[0]["event_id"],
        "view_id": None,
        "order_id": rows[0]["order_id"],
        "reason": rows[0]["reason"],
        "refunded": decimal_text(sum(row["refunded_micros"] for row in rows)),
        "currency": currency,
        "matched": True,
        "cancelled": False,
        "items": [_refunded_item(row, row["refunded_micros"]) for row in rows],
    }


def _unmatched_refund(event: Row, known: Known) -> dict[str, Any]:
    """A refund of an order that is not known, or not this person's: shown, and worth nothing."""
    return {
        "order_id": event["order_id"],
        "reason": event["reason"],
        "refunded": decimal_text(0),
        "currency": known.currency,
        "matched": False,
        "cancelled": False,
        "items": [_refunded_item(item, None) for item in known.items.get(event["seq"], ())],
    }


def _refunded_item(row: Row, micros: int | None) -> dict[str, Any]:
    return {
        "item": row["item"],
        "quantity": quantity_number_or_none(row["quantity_micros"]),
        "refunded": decimal_text_or_none(micros),
    }
