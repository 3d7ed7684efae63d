"""Money that only the public key reported, and too much of it to be believed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from collector.finding import OK, WARNING, Finding
from collector.reports.money import decimal_text
from collector.reports.sql import render
from collector.reports.wording import money_words
from collector.store.protocol import Site, Store
from collector.store.public_values import max_public_micros

CHECK = "values beyond belief"


def public_values(store: Store, site: Site, bound: dict[str, Any]) -> Iterator[Finding]:
    """Orders and goals that are left out of money, since anybody may have invented them."""
    limit = money_words(max_public_micros(site.settings, site.currency), site.currency)
    rows = store.query(render("data_checks/public_values.sql"), bound)
    if not rows:
        yield Finding(CHECK, OK, f"the public key reported no order or goal of more than {limit}")
    for row in rows:
        what, unreal = f"goals {row['goal']}", ""
        if row["goal"] == "purchase":
            keep_out = f"beheld site set {site.name} --purchases-need-secret"
            what, unreal = "orders", f"; if not, keep strangers from reporting orders: {keep_out}"
        raised = f"beheld site set {site.name} --max-public-value {decimal_text(row['largest_micros'])}"
        yield Finding(
            CHECK,
            WARNING,
            f"{what} of more than {limit} that only the public key reported, so they are left out of money: "
            f"{row['conversions']:,}, the largest of {money_words(row['largest_micros'], site.currency)}, "
            f"such as {row['example'][2:]}",
            "if they are real, send them with the secret key, which is always believed, or raise the limit: "
            f"{raised}{unreal}",
        )
