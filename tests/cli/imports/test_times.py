"""Times as files write them."""

from __future__ import annotations

import json

import pytest

from tests.cli.imports.shop_files import imported
from tests.cli.running import Beheld

HEADER = "ts;user_id;order_id;items.item;items.price\n"
IN_LISBON = 1_773_133_200_000  # 2026-03-10 09:00 UTC; in Lisbon the same, in Vienna 10:00


def ts_of(beheld: Beheld) -> int:
    return int(json.loads(beheld("export").out)["ts"])


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("2026-03-10 10:00", None),
        ("2026-03-10 10:00:00 +0100", None),
        ("2026-03-10 10:00:00+01:00", None),
        ("2026-03-10T10:00:00+01:00", None),
        ("2026-03-10 09:00:00 UTC", None),
        ("2026-03-10T09:00:00Z", None),
        ("10.03.2026 10:00", "%d.%m.%Y %H:%M"),
        ("03/10/2026 10:00 AM", "%m/%d/%Y %I:%M %p"),
        ("2026-03-10 10:00:00 +0100", "%Y-%m-%d %H:%M:%S %z"),
        ("10 Mar 2026 10.00", "%d %b %Y %H.%M"),
    ],
)
def test_a_time_is_read_as_it_is_meant(beheld: Beheld, written: str, form: str | None) -> None:
    beheld("site", "add", "shop", "--time-zone", "Europe/Vienna")
    imported(beheld, f"{HEADER}{written};u1;A;x;1.00\n", *(["--time-format", form] if form else []))
    assert ts_of(beheld) == IN_LISBON


def test_a_time_in_a_way_of_its_own_is_rejected_with_what_to_say(shop: Beheld) -> None:
    output = imported(shop, f"{HEADER}10.03.2026 10:00;u1;A;x;1.00\n", code=1)
    assert (
        'line 2: ts is no time such as 2026-03-10 10:00; give the format of times: --time-format "%d.%m.%Y'
        in output.err
    )


def test_a_time_in_another_format_than_the_given_one_is_rejected(shop: Beheld) -> None:
    text = f"{HEADER}2026-03-10 10:00;u1;A;x;1.00\n"
    assert (
        "line 2: ts does not match the format '%d.%m.%Y'"
        in imported(shop, text, "--time-format", "%d.%m.%Y", code=1).err
    )


@pytest.mark.parametrize("form", ["%H:%M", "%d.%m.", "%Q %Y", "soon"])
def test_a_format_without_a_date_is_a_mistake(shop: Beheld, form: str) -> None:
    assert "--time-format" in imported(shop, HEADER, "--time-format", form, code=2).err
