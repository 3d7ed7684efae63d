"""`beheld user` and the first owner: nobody gets an account unasked, and nobody's link is printed twice."""

from __future__ import annotations

import re

import pytest

from collector.present.passwords import fits
from collector.store import SqliteStore
from tests.cli.running import Beheld, Said

PASSWORD = "correct horse battery"


def token_in(output: Said) -> str:
    """The token of the link that was printed."""
    found = re.search(r"/welcome#(\S+)", output.out)
    assert found, output
    return found[1]


def test_init_makes_no_account_by_default_and_says_how(beheld: Beheld) -> None:
    assert "beheld init --owner EMAIL" in beheld("init").out
    assert beheld("user", "list", "--json").json == []


def test_init_makes_the_first_owner_until_there_is_one(shop: Beheld, store: SqliteStore) -> None:
    lost = token_in(shop("init", "--owner", "Me@shop.example"))
    token = token_in(shop("init", "--owner", "me@shop.example", "--url", "https://collector.example/"))
    assert store.invitation(lost) is None
    owner = store.accept_invitation(token, "hash")
    assert owner.role_on(1) == "owner"
    assert "There are accounts already" in shop("init", "--owner", "me@shop.example", code=2).err
    assert "There are accounts already" in shop("init", "--owner", "you@shop.example", code=2).err
    assert "--owner" not in shop("init").out


def test_the_link_is_at_the_named_address(shop: Beheld) -> None:
    output = shop("init", "--owner", "me@shop.example", "--url", "https://collector.example/")
    assert "  https://collector.example/welcome#" in output.out
    output = shop("user", "set", "me@shop.example", "--new-link", BEHELD_PORT="8123")
    assert "http://127.0.0.1:8123/welcome#" in output.out
    assert "--url" in output.out


def test_a_person_is_added_with_a_link(shop: Beheld, store: SqliteStore) -> None:
    output = shop("user", "add", "Ann@shop.example", "--site", "shop", "--role", "viewer")
    assert "ann@shop.example is viewer of shop" in output.out
    invited = store.invitation(token_in(output))
    assert invited
    assert invited.roles == {1: "viewer"}
    assert "ann@shop.example  viewer of shop  no password yet" in shop("user", "list").out


def test_a_script_may_give_the_password(shop: Beheld, store: SqliteStore) -> None:
    add = ("user", "add", "ann@shop.example", "--role", "analyst", "--password-stdin", "--json")
    output = shop(*add, given=f"{PASSWORD}\n")
    assert output.json == {"email": "ann@shop.example", "site": "shop", "role": "analyst", "link": None}
    assert fits(store.password_hash(1), PASSWORD)
    assert PASSWORD not in output.out
    assert "has an account" in shop(*add, given="another password\n", code=2).err
    assert fits(store.password_hash(1), PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "ann@shop.example"])
def test_a_bad_password_adds_nobody(shop: Beheld, store: SqliteStore, password: str) -> None:
    shop("user", "add", "ann@shop.example", "--role", "owner", "--password-stdin", given=f"{password}\n", code=2)
    assert store.accounts() == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "ann@shop.example", "--site", "shop"],
        ["add", "ann@shop.example", "--site", "nowhere", "--role", "viewer"],
        ["add", "ann@shop.example", "--every-site", "--role", "viewer"],
        ["add", "ann@shop.example", "--every-site", "--site", "shop"],
        ["add", "ann", "--role", "viewer"],
        ["set", "nobody@shop.example", "--disable"],
        ["set", "me@shop.example"],
        ["set", "me@shop.example", "--site", "shop", "--disable"],
        ["set", "me@shop.example", "--role", "viewer", "--disable"],
        ["remove", "nobody@shop.example"],
    ],
)
def test_a_mistake_changes_nothing(shop: Beheld, store: SqliteStore, arguments: list[str]) -> None:
    shop("user", "add", "me@shop.example", "--role", "owner")
    before = store.accounts()
    assert "Error: " in shop("user", *arguments, code=2).err
    assert store.accounts() == before


def test_a_user_with_a_password_needs_no_link_for_a_second_site(shop: Beheld, store: SqliteStore) -> None:
    shop("site", "add", "blog")
    add = ("user", "add", "ann@shop.example", "--role", "owner")
    shop(*add, "--site", "shop", "--password-stdin", given=PASSWORD)
    assert shop(*add, "--site", "blog", "--json").json["link"] is None
    assert store.accounts()[0].roles == {1: "owner", 2: "owner"}


def test_the_last_owner_takes_force(shop: Beheld, store: SqliteStore) -> None:
    shop("user", "add", "me@shop.example", "--role", "owner")
    commands = (
        ("user", "remove", "me@shop.example"),
        ("user", "remove", "me@shop.example", "--site", "shop"),
        ("user", "set", "me@shop.example", "--role", "viewer"),
        ("user", "set", "me@shop.example", "--disable"),
    )
    for command in commands:
        assert "is the last owner of shop: name another owner first. Pass --force" in shop(*command, code=2).err
    assert [account.roles for account in store.accounts()] == [{1: "owner"}]
    shop("user", "remove", "me@shop.example", "--force")
    assert store.accounts() == []


def test_an_account_is_disabled_and_enabled(shop: Beheld, store: SqliteStore) -> None:
    shop("user", "add", "ann@shop.example", "--role", "viewer")
    shop("user", "set", "ann@shop.example", "--disable")
    assert store.accounts()[0].disabled_at
    assert "  disabled 20" in shop("user", "list").out
    assert "enable the account first" in shop("user", "set", "ann@shop.example", "--new-link", code=2).err
    shop("user", "set", "ann@shop.example", "--enable")
    assert store.accounts()[0].disabled_at is None


def test_one_role_goes_and_the_other_stays(shop: Beheld, store: SqliteStore) -> None:
    shop("site", "add", "blog")
    for site in ("shop", "blog"):
        shop("user", "add", "ann@shop.example", "--site", site, "--role", "viewer")
    shop("user", "remove", "ann@shop.example", "--site", "shop")
    assert store.accounts()[0].roles == {2: "viewer"}
    assert "and no account" in shop("user", "remove", "ann@shop.example", "--site", "blog").out


def test_what_the_command_line_changes_is_in_the_log(shop: Beheld, store: SqliteStore) -> None:
    shop("user", "add", "ann@shop.example", "--role", "viewer")
    assert {(change.actor, change.action) for change in store.changes(1)} == {
        ("cli", "account.add"),
        ("cli", "account.link"),
    }


def test_other_changes_of_the_command_line_are_in_the_log_too(shop: Beheld, store: SqliteStore) -> None:
    read = shop("key", "new", "read").out.strip()
    shop("key", "revoke", read[:11])
    shop("goal", "set", "x", "--name", "X")
    shop("goal", "delete", "x")
    shop("rate", "set", "USD", "0.92", "--from", "2026-01-01")
    shop("rate", "delete", "USD", "--from", "2026-01-01")
    shop("site", "set", "shop", "--consent", "pending")
    changes = list(reversed(store.changes(1)))
    assert [(change.actor, change.action, change.subject) for change in changes] == [
        ("cli", "key.new", read[:11]),
        ("cli", "key.revoke", read[:11]),
        ("cli", "goal.set", "x"),
        ("cli", "goal.delete", "x"),
        ("cli", "rate.set", "USD:2026-01-01"),
        ("cli", "rate.delete", "USD:2026-01-01"),
        ("cli", "site.set", "shop"),
    ]
    assert (changes[2].details, changes[-1].details) == ({"name": "X"}, {"consent": "pending"})
    assert read not in str(changes)
