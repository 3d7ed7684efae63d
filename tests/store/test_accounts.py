"""Accounts: roles on each site apart, links that work once, sessions that end with what they rest on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from collector.errors import BadRequest, Forbidden, LastOwner, NotFound
from collector.store import SqliteStore
from collector.store.accounts import EVERY_SITE, Account
from collector.store.sqlite import account_sessions, accounts, change_log
from collector.store.sqlite.account_sessions import NOTED_EVERY_MS
from collector.store.sqlite.accounts import INVITED_MS
from tests.store.events import bytes_on_disk, rows

SHOP, BLOG = 1, 2
HOUR_MS, DAY_MS = 3_600_000, 86_400_000


@pytest.fixture
def owner(store: SqliteStore) -> Account:
    """The owner of the shop, who has a password."""
    account = store.add_account("Owner@Shop.example", SHOP, "owner", by="cli")
    store.set_password(account.account, "hash", by="cli")
    return account


def begun(store: SqliteStore, account: Account) -> str:
    """A session of somebody whose password is kept as "hash"."""
    store.set_password(account.account, "hash", by="cli")
    id = store.begin_account_session(account.account, "hash", "Firefox on Linux")
    assert id
    return id


def lives(store: SqliteStore, id: str) -> bool:
    return store.account_session(id, idle_ms=DAY_MS, lasts_ms=7 * DAY_MS) is not None


def test_an_address_is_one_in_whatever_case(store: SqliteStore, owner: Account) -> None:
    assert store.account(" OWNER@shop.EXAMPLE ") == owner._replace(has_password=True)
    with pytest.raises(BadRequest, match="owner there already"):
        store.add_account("OWNER@shop.example", SHOP, "viewer", by="cli")


@pytest.mark.parametrize("email", ["", "ann", "ann@", "@shop", "a b@c", "a@b@c", "a\x00@b", "a@" + "b" * 253])
def test_what_is_no_address_is_rejected(store: SqliteStore, email: str) -> None:
    with pytest.raises(BadRequest, match="no e-mail address"):
        store.add_account(email, SHOP, "viewer", by="cli")
    assert store.accounts() == []


@pytest.mark.parametrize(
    ("site", "role"), [(SHOP, "admin"), (SHOP, ""), (EVERY_SITE, "viewer"), (EVERY_SITE, "analyst")]
)
def test_what_is_no_role_is_rejected(store: SqliteStore, site: int, role: str) -> None:
    with pytest.raises(BadRequest, match="no role"):
        store.add_account("ann@shop.example", site, role, by="cli")
    assert store.accounts() == []


def test_a_role_on_no_site_is_rejected(store: SqliteStore) -> None:
    with pytest.raises(NotFound):
        store.add_account("ann@shop.example", 99, "viewer", by="cli")


def test_a_person_has_a_role_on_each_site(store: SqliteStore, owner: Account) -> None:
    both = store.add_account(owner.email, BLOG, "viewer", by="cli")
    assert both.account == owner.account
    assert (both.role_on(SHOP), both.role_on(BLOG), both.role_on(3)) == ("owner", "viewer", None)


def test_an_owner_of_every_site_owns_those_that_are_added_later(store: SqliteStore) -> None:
    account = store.add_account("root@shop.example", EVERY_SITE, "owner", by="cli")
    added = store.add_site("third", time_zone="UTC", currency="EUR")
    assert account.role_on(added.site) == "owner"


def test_an_account_without_a_role_is_no_more(store: SqliteStore, owner: Account) -> None:
    ann = store.add_account("ann@shop.example", SHOP, "analyst", by="cli")
    store.add_account("ann@shop.example", BLOG, "viewer", by="cli")
    left = store.set_role(ann.account, SHOP, None, by="cli")
    assert left
    assert left.roles == {BLOG: "viewer"}
    assert store.set_role(ann.account, BLOG, None, by="cli") is None
    assert [account.email for account in store.accounts()] == [owner.email]


@pytest.mark.parametrize("what", ["remove", "disable", "role", "lower"])
def test_the_last_owner_stays_unless_forced(store: SqliteStore, owner: Account, what: str) -> None:
    disabled = store.add_account("second@shop.example", SHOP, "owner", by="cli")
    store.disable_account(disabled.account, by="cli")
    done: dict[str, Callable[..., object]] = {
        "remove": lambda **force: store.remove_account(owner.account, by="cli", **force),
        "disable": lambda **force: store.disable_account(owner.account, by="cli", **force),
        "role": lambda **force: store.set_role(owner.account, SHOP, None, by="cli", **force),
        "lower": lambda **force: store.set_role(owner.account, SHOP, "viewer", by="cli", **force),
    }
    before = store.accounts()
    with pytest.raises(LastOwner, match=r"owner@shop\.example is the last owner of shop"):
        done[what]()
    assert store.accounts() == before
    done[what](force=True)
    assert store.accounts() != before


def test_a_second_owner_lets_the_first_go(store: SqliteStore, owner: Account) -> None:
    store.add_account("second@shop.example", SHOP, "owner", by="cli")
    store.remove_account(owner.account, by="cli")
    assert store.account(owner.email) is None


def test_an_owner_of_every_site_lets_the_owner_of_one_go_and_not_the_other_way(
    store: SqliteStore, owner: Account
) -> None:
    root = store.add_account("root@shop.example", EVERY_SITE, "owner", by="cli")
    with pytest.raises(LastOwner, match="last owner of every site"):
        store.remove_account(root.account, by="cli")
    store.remove_account(owner.account, by="cli")


def test_a_link_sets_a_password_once(store: SqliteStore, owner: Account) -> None:
    token = store.invite(owner.account, by="cli")
    invited = store.invitation(token)
    assert invited
    assert invited.email == owner.email
    store.accept_invitation(token, "new hash")
    assert store.password_hash(owner.account) == "new hash"
    assert store.invitation(token) is None
    with pytest.raises(NotFound, match="ask for a new one"):
        store.accept_invitation(token, "another")
    assert store.password_hash(owner.account) == "new hash"


def test_a_link_ends_with_time_with_the_next_one_and_with_the_account(
    store: SqliteStore, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = store.add_account("ann@shop.example", SHOP, "viewer", by="cli")
    first, second = (store.invite(ann.account, by="cli") for _ in range(2))
    assert store.invitation(first) is None
    assert store.invitation(second)
    now = accounts.now_ms()
    with monkeypatch.context() as later:
        later.setattr(accounts, "now_ms", lambda: now + INVITED_MS + 60_000)
        assert store.invitation(second) is None
        with pytest.raises(NotFound):
            store.accept_invitation(second, "hash")
    store.disable_account(ann.account, by="cli")
    assert store.invitation(second) is None
    with pytest.raises(BadRequest, match="enable"):
        store.invite(ann.account, by="cli")
    store.enable_account(ann.account, by="cli")
    assert store.invitation(second) is None
    third = store.invite(ann.account, by="cli")
    store.remove_account(ann.account, by="cli")
    assert store.invitation(third) is None


def test_the_owner_of_one_site_gets_at_no_account_of_another(store: SqliteStore) -> None:
    """Or an owner of the shop could set the password of an owner of the blog, or be ready for one to be."""
    ann = store.add_account("ann@blog.example", BLOG, "owner", by="cli")
    with pytest.raises(Forbidden, match="another site"):
        store.add_account("ann@blog.example", SHOP, "viewer", by="owner", within={SHOP})
    store.add_account("ann@blog.example", SHOP, "viewer", by="cli")
    with pytest.raises(Forbidden, match="another site"):
        store.invite(ann.account, by="owner", within={SHOP})
    assert store.invite(ann.account, by="owner", within={SHOP, BLOG})
    root = store.add_account("root@shop.example", EVERY_SITE, "owner", by="cli")
    with pytest.raises(Forbidden):
        store.invite(root.account, by="owner", within={SHOP, BLOG})


def test_a_session_is_found_again_by_its_id_alone(store: SqliteStore, owner: Account) -> None:
    id = begun(store, owner)
    found = store.account_session(id, idle_ms=DAY_MS, lasts_ms=DAY_MS)
    assert found
    assert (found[0].email, found[1].browser) == (owner.email, "Firefox on Linux")
    assert not lives(store, "another")
    assert not lives(store, rows(store, "account_sessions")[0]["session_hash"])


def test_a_session_ends_when_it_is_idle_and_when_it_is_old(
    store: SqliteStore, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    id, now = begun(store, owner), account_sessions.now_ms()
    for hours in range(20, 7 * 24, 20):  # used every twenty hours
        monkeypatch.setattr(account_sessions, "now_ms", lambda at=now + hours * HOUR_MS: at)
        assert lives(store, id), hours
    monkeypatch.setattr(account_sessions, "now_ms", lambda: now + 7 * DAY_MS)
    assert not lives(store, id)

    monkeypatch.setattr(account_sessions, "now_ms", lambda: now)
    idle = begun(store, owner)
    monkeypatch.setattr(account_sessions, "now_ms", lambda: now + DAY_MS)
    assert not lives(store, idle)


def test_a_session_is_noted_at_most_once_a_minute(
    store: SqliteStore, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    id, now = begun(store, owner), account_sessions.now_ms()
    before = rows(store, "account_sessions")
    assert lives(store, id)
    assert rows(store, "account_sessions") == before
    monkeypatch.setattr(account_sessions, "now_ms", lambda: now + 2 * NOTED_EVERY_MS)
    assert lives(store, id)
    assert rows(store, "account_sessions")[0]["seen_at"] == now + 2 * NOTED_EVERY_MS


@pytest.mark.parametrize("what", ["password", "invitation", "disable", "remove", "role", "no role", "all", "one"])
def test_a_session_ends_with_what_it_rests_on(store: SqliteStore, owner: Account, what: str) -> None:
    ann = store.add_account("ann@shop.example", SHOP, "analyst", by="cli")
    id, others = begun(store, ann), begun(store, owner)
    {
        "password": lambda: store.set_password(ann.account, "other", by="cli"),
        "invitation": lambda: store.accept_invitation(store.invite(ann.account, by="cli"), "other"),
        "disable": lambda: store.disable_account(ann.account, by="cli"),
        "remove": lambda: store.remove_account(ann.account, by="cli"),
        "role": lambda: store.set_role(ann.account, SHOP, "viewer", by="cli"),
        "no role": lambda: store.set_role(ann.account, SHOP, None, by="cli"),
        "all": lambda: store.end_account_sessions(ann.account),
        "one": lambda: store.end_account_session(ann.account, store.account_sessions(ann.account)[0].session),
    }[what]()
    assert not lives(store, id)
    assert lives(store, others)


def test_nobody_ends_a_session_of_another_account(store: SqliteStore, owner: Account) -> None:
    ann = store.add_account("ann@shop.example", SHOP, "analyst", by="cli")
    id = begun(store, owner)
    store.end_account_session(ann.account, store.account_sessions(owner.account)[0].session)
    assert lives(store, id)


def test_a_password_that_was_just_changed_begins_no_session(store: SqliteStore, owner: Account) -> None:
    """Whose password was checked before it was changed, or before the account was disabled, is too late."""
    store.set_password(owner.account, "new", by="cli")
    assert store.begin_account_session(owner.account, "hash", "") is None
    store.disable_account(owner.account, by="cli", force=True)
    assert store.begin_account_session(owner.account, "new", "") is None


def test_a_hash_is_replaced_only_while_it_is_the_one(store: SqliteStore, owner: Account) -> None:
    store.rehash_password(owner.account, "hash", "stronger")
    store.rehash_password(owner.account, "hash", "late")
    assert store.password_hash(owner.account) == "stronger"


def test_no_token_and_no_session_id_is_on_the_disk(store: SqliteStore, owner: Account) -> None:
    id = begun(store, owner)
    token = store.invite(owner.account, by="cli")
    on_disk = bytes_on_disk(store)
    assert owner.email.encode() in on_disk
    assert token.encode() not in on_disk
    assert id.encode() not in on_disk


def test_the_log_says_who_did_what_to_whom_on_which_site(store: SqliteStore, owner: Account) -> None:
    ann = store.add_account("ann@shop.example", SHOP, "viewer", by=owner.email)
    store.set_role(ann.account, SHOP, "analyst", by=owner.email)
    store.log_change(BLOG, "rk_12345678", "definition.set", "goals x", {"name": "X"})
    newest, oldest, *_ = store.changes(SHOP)
    assert (newest.actor, newest.action, newest.subject) == (owner.email, "account.role", ann.email)
    assert newest.details == {"role": "analyst", "before": "viewer"}
    assert (oldest.action, oldest.details) == ("account.add", {"role": "viewer"})
    (blog,) = store.changes(BLOG)
    assert (blog.actor, blog.subject, blog.details) == ("rk_12345678", "goals x", {"name": "X"})
    assert [change.change for change in store.changes(SHOP, before=newest.change, limit=1)] == [oldest.change]


def test_the_oldest_changes_give_way(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_log, "CHANGES_KEPT", 3)
    for number in range(5):
        store.log_change(SHOP, "cli", "goal.set", str(number), {})
    assert [change.subject for change in store.changes(SHOP)] == ["4", "3", "2"]


def test_what_was_not_done_is_not_in_the_log(store: SqliteStore, owner: Account) -> None:
    before = store.changes(SHOP)
    with pytest.raises(LastOwner):
        store.remove_account(owner.account, by="cli")
    assert store.changes(SHOP) == before
