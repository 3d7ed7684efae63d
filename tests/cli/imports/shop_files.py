"""Files of orders, and what the shop has of them after an import."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import Beheld, Said

HEADER = "order_id,ts,user_id,items.item,items.quantity,items.price\n"
PURCHASES = ("--set", "type=purchase", "--set", "currency=EUR")
PERIOD = ("--from", "2026-03-01", "--to", "2026-03-31")


def imported(beheld: Beheld, text: str | bytes, *arguments: str, code: int = 0, name: str = "rows.csv") -> Said:
    """Import a file of purchases."""
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return beheld("import", name, *PURCHASES, *arguments, code=code)


def revenue(beheld: Beheld) -> tuple[str, int]:
    """Net revenue and orders of March 2026."""
    total = beheld("report", "recommendations", *PERIOD, "--json").json["total"]
    return total["revenue"], total["orders"]
