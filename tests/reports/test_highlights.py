"""What to look at first, of rows as reports answer them."""

from __future__ import annotations

from typing import Any

from collector.reports.highlights import LOW_CTR, UNDER_DELIVERY, UNMEASURED, WATCHED, changed_most, needing_attention


def a_row(action: str, **figures: Any) -> dict[str, Any]:
    plain = {"executed": 1000, "delivered": 800, "unmeasured": 0, "clicks": 10, "delivery_rate": 0.8, "ctr": 0.0125}
    plain |= {"conversion_rate": 0.1, "value": "100.00", "flags": []}
    row = {"action": action, **plain, **{name: value for name, value in figures.items() if name in plain}}
    noise = dict.fromkeys(WATCHED, True) | dict.fromkeys(figures.get("beyond_noise", ()), False)
    return row | {"prior": {name: row[name] for name in WATCHED} | figures.get("prior", {}), "noise": noise}


def test_only_what_is_more_than_noise_changed_and_each_action_once() -> None:
    rows = [
        a_row("still", prior={"value": "1.00"}),
        a_row("doubled", prior={"value": "50.00", "ctr": 0.0100}, beyond_noise=("value", "ctr")),
        a_row("halved", prior={"delivered": 1600}, beyond_noise=("delivered",)),
        a_row("new", prior={"value": "0.00"}, beyond_noise=("value",)),
    ]
    changes = changed_most(rows)
    assert [(change.row["action"], change.figure) for change in changes] == [
        ("new", "value"),
        ("doubled", "value"),
        ("halved", "delivered"),
    ]
    assert changes[1].relative == 1.0
    assert changes[2].relative == -0.5


def test_seldom_seen_seldom_clicked_and_not_measured_need_attention_beyond_doubt() -> None:
    rows = [
        a_row("fine"),
        a_row("hidden", delivered=300),
        a_row("hidden-but-few", executed=20, delivered=2),
        a_row("dull", flags=[LOW_CTR]),
        a_row("lost", unmeasured=200),
        a_row("nearly-lost", unmeasured=105),
    ]
    found = needing_attention(rows, {"hidden": "below_fold", "fine": "passed"})
    assert [(each.row["action"], each.what, each.reason) for each in found] == [
        ("hidden", UNDER_DELIVERY, "below_fold"),
        ("dull", LOW_CTR, None),
        ("lost", UNMEASURED, None),
    ]
