"""`beheld site`, `beheld key` and `beheld rate`."""

from __future__ import annotations

import pytest

from collector.store import SqliteStore
from tests.cli.running import Beheld


def test_a_program_gets_the_four_keys_of_a_new_site(beheld: Beheld) -> None:
    added = beheld("site", "add", "shop", "--time-zone", "Europe/Lisbon", "--currency", "EUR", "--json").json
    assert set(added) == {"site", "keys"}
    assert added["site"] == "shop"
    prefixes = {kind: key[:3] for kind, key in added["keys"].items()}
    assert prefixes == {"public": "pk_", "secret": "sk_", "read": "rk_", "admin": "ak_"}


def test_the_keys_that_are_printed_are_valid(beheld: Beheld, store: SqliteStore) -> None:
    keys = beheld("site", "add", "second", "--json").json["keys"]
    for kind, plain in keys.items():
        holder = store.key(plain)
        assert holder is not None
        assert (holder.site.name, holder.kind) == ("second", kind)


def test_a_person_gets_the_keys_and_the_line_for_their_pages(beheld: Beheld) -> None:
    output = beheld("site", "add", "shop").out
    public = next(word for word in output.split() if word.startswith("pk_"))
    assert f'data-key="{public}"' in output


def test_sites_are_listed_for_programs(shop: Beheld) -> None:
    expected = {
        "name": "shop",
        "time_zone": "UTC",
        "currency": "EUR",
        "settings": {"origins": ["https://shop.example"]},
    }
    assert shop("site", "list", "--json").json == [expected]


def test_sites_are_listed_for_people(shop: Beheld) -> None:
    assert shop("site", "list").out == "shop  UTC  EUR  https://shop.example\n"


@pytest.mark.parametrize(
    ("wrong", "output"),
    [
        (["--time-zone", "Europe/Nowhere"], "no time zone"),
        (["--currency", "euro"], "three capital letters"),
        (["--origin", "shop.example"], "https://shop.example"),
        (["--origin", "https://shop.example/cart"], "https://shop.example"),
    ],
)
def test_a_bad_site_is_rejected_in_a_sentence(beheld: Beheld, wrong: list[str], output: str) -> None:
    assert output in beheld("site", "add", "shop", *wrong, code=2).err


def test_a_name_is_given_once(shop: Beheld) -> None:
    assert "already" in shop("site", "add", "shop", code=2).err


def test_settings_that_are_not_named_stay(shop: Beheld) -> None:
    output = shop("site", "set", "shop", "--purchases-need-secret", "--consent", "pending", "--json").json
    expected = {"origins": ["https://shop.example"], "purchases_need_secret": True, "consent": "pending"}
    assert output == {"site": "shop", "settings": expected}
    assert shop("site", "set", "shop", "--any-origin", "--json").json["settings"] == {**expected, "origins": []}


def test_how_much_the_public_key_is_believed_is_a_setting(shop: Beheld) -> None:
    output = shop("site", "set", "shop", "--max-public-value", "250000", "--json").json
    assert output["settings"]["max_public_value"] == "250000"
    assert "Not an amount" in shop("site", "set", "shop", "--max-public-value", "much", code=2).err


def test_to_set_nothing_is_a_mistake(shop: Beheld) -> None:
    assert "--origin" in shop("site", "set", "shop", code=2).err


def test_an_unknown_site_is_answered_with_the_known_ones(shop: Beheld) -> None:
    assert "Sites: shop" in shop("site", "set", "shpo", "--any-origin", code=2).err


def test_a_new_key_is_valid_until_it_is_revoked(shop: Beheld, store: SqliteStore) -> None:
    plain = shop("key", "new", "read").out.strip()
    hint = next(row["hint"] for row in shop("key", "list", "--json").json if plain.startswith(row["hint"]))
    assert store.key(plain) is not None
    shop("key", "revoke", hint)
    states = {row["hint"]: row["revoked_at"] for row in shop("key", "list", "--json").json}
    assert states[hint] is not None
    assert list(states.values()).count(None) == 4


def test_to_revoke_an_unknown_key_is_rejected(shop: Beheld) -> None:
    assert "no key" in shop("key", "revoke", "rk_nothing", code=2).err


def test_with_two_sites_a_key_needs_the_name_of_one(shop: Beheld) -> None:
    shop("site", "add", "blog")
    assert "--site" in shop("key", "list", code=2).err
    assert len(shop("key", "list", "--site", "blog", "--json").json) == 4


def test_a_rate_holds_from_its_day_until_it_is_deleted(shop: Beheld) -> None:
    shop("rate", "set", "USD", "0.92", "--from", "2026-01-01")
    expected = [{"currency": "USD", "rate_date": "2026-01-01", "rate": "0.92"}]
    assert shop("rate", "list", "--json").json == expected
    assert shop("rate", "list").out == "1 USD = 0.92 EUR from 2026-01-01 on\n"
    shop("rate", "delete", "USD", "--from", "2026-01-01")
    assert shop("rate", "list", "--json").json == []


@pytest.mark.parametrize("wrong", [("usd", "0.92"), ("USD", "much"), ("USD", "-1")])
def test_a_bad_rate_is_rejected(shop: Beheld, wrong: tuple[str, str]) -> None:
    shop("rate", "set", "--from", "2026-01-01", "--", *wrong, code=2)


def test_margins_of_categories(beheld: Beheld) -> None:
    beheld("site", "add", "shop")
    given = ("--category-margin", "tea=0.5", "--category-margin", "a=b=0.4")
    kept = beheld("site", "set", "shop", "--margin", "0.3", *given, "--json").json["settings"]
    assert kept["category_margins"] == {"tea": "0.5", "a=b": "0.4"}
    kept = beheld("site", "set", "shop", "--no-category-margins", "--json").json["settings"]
    assert (kept.get("category_margins"), kept["margin"]) == (None, "0.3")
    for wrong in (("--category-margin", "tea"), (*given, "--no-category-margins"), ("--category-margin", "tea=2")):
        beheld("site", "set", "shop", *wrong, code=2)
