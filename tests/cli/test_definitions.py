"""`beheld action`, `campaign`, `goal`, `annotation` and `cost`: names and values, from the command line."""

from __future__ import annotations

import pytest

from tests.cli.running import Beheld


@pytest.mark.parametrize(
    ("kind", "options", "body"),
    [
        ("action", ("--name", "Hero", "--kind", "banner", "--goal", "call", "--goal", "purchase"),
         {"name": "Hero", "kind": "banner", "goals": ["call", "purchase"]}),
        ("campaign", ("--primary-goal", "call"), {"primary_goal": "call"}),
        ("goal", ("--value", "2.50"), {"value": "2.50"}),
        ("annotation", ("--at", "2026-01-31", "--text", "Larger button", "--action", "hero"),
         {"at": "2026-01-31", "text": "Larger button", "action": "hero"}),
        ("cost", ("--campaign", "summer", "--amount", "1200.50", "--from", "2026-01-01", "--to", "2026-01-31"),
         {"campaign": "summer", "amount": "1200.50", "day_from": "2026-01-01", "day_to": "2026-01-31"}),
    ],
)  # fmt: skip
def test_set_list_and_delete(shop: Beheld, kind: str, options: tuple[str, ...], body: dict) -> None:
    shop(kind, "set", "x", *options)
    assert shop(kind, "list", "--json").json == [{"id": "x", **body}]
    assert "x  " in shop(kind, "list").out
    shop(kind, "delete", "x")
    assert shop(kind, "list", "--json").json == []
    assert "is registered" in shop(kind, "delete", "x", code=2).err


def test_a_mistake_says_what_is_allowed(shop: Beheld) -> None:
    assert "banner" in shop("action", "set", "x", "--kind", "poster", code=2).err
    assert "either" in shop("cost", "set", "x", "--amount", "1", "--from", "2026-01-01", code=2).err
    assert "2.50" in shop("goal", "set", "x", "--value", "much", code=2).err
