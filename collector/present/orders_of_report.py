"""The orders of a user report, to be listed before its visits and led to. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from collector.reports.money import decimal_text
from collector.reports.visitor.session_summary import is_order


def orders_of(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The orders on this page of a report, newest first, each with its anchor and the revenue found through widgets."""
    found = [_order(entry) for entry in _entries(report) if is_order(entry)]
    return sorted(found, key=lambda order: (order["ts"], order["anchor"]), reverse=True)


def anchor_of(entry: Mapping[str, Any]) -> str | None:
    """The id under which an order stands on the page; None for any other line."""
    return f"order-{entry['id']}" if is_order(entry) else None


def _entries(report: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for session in report["sessions"]:
        yield from session["timeline"]
    yield from report["outside_sessions"]


def _order(entry: Mapping[str, Any]) -> dict[str, Any]:
    found = sum((Decimal(line["net"]) for line in entry["lines"] if line["found_through"]), Decimal())
    return {
        "anchor": anchor_of(entry),
        "ts": entry["ts"],
        "order_id": entry["order_id"],
        "revenue": entry["revenue"],
        "found": decimal_text(int(found * 1_000_000)),
        "currency": entry["currency"],
        "lines": len(entry["lines"]),
        "excluded": entry["excluded"],
    }
