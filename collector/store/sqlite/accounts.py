"""People who sign in: their accounts, roles, and the links by which they set a password."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable
from typing import cast

from sqlite_utils import Database

from collector.clock import now_ms
from collector.errors import BadRequest, Forbidden, LastOwner, NotFound
from collector.rules import DAY_MS
from collector.store.accounts import EVERY_SITE, OWNER, ROLES, Account
from collector.store.sqlite.change_log import ChangeLog, note_change
from collector.store.sqlite.key_cache import key_hash
from collector.store.sqlite.queries import sql

INVITED_MS = 3 * DAY_MS
"""How long a link to set a password may be used."""

EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
LONGEST_EMAIL = 254
OF_OTHERS = (
    "{} has a role on another site of this server too, so only an owner of every site can do this, or the command line."
)


class Accounts(ChangeLog):
    """The part of the store that keeps accounts. Sessions end in the transaction that takes away what they rest on."""

    def accounts(self) -> list[Account]:
        """All accounts, by e-mail address."""
        with self._reading() as database:
            return _accounts(database)

    def account(self, email: str) -> Account | None:
        """The account of an e-mail address, in whatever case it is written."""
        folded = folded_email(email)
        return next((account for account in self.accounts() if account.email == folded), None)

    def add_account(
        self, email: str, site: int, role: str, *, by: str, within: Collection[int] | None = None
    ) -> Account:
        """Give a person who has none a role on a site; the account is made if there is none of this address."""
        email = folded_email(email)
        if not EMAIL.fullmatch(email) or not email.isprintable() or len(email) > LONGEST_EMAIL:
            raise BadRequest(f"{email!r} is no e-mail address.", fields={"email": ["must be an e-mail address"]})
        with self._writing() as database:
            _check_role(database, site, role)
            known = next((account for account in _accounts(database) if account.email == email), None)
            if known:
                _check_within(known, within)
                if known.role_on(site):
                    raise BadRequest(f"{email} is {known.role_on(site)} there already.", fields={"email": ["is known"]})
                number = known.account
            else:
                added = database.table("accounts").insert({"email": email, "created_at": now_ms()})
                number = cast(int, added.last_pk)
            database.table("roles").insert({"account": number, "site": site, "role": role})
            note_change(database, site, by, "account.add", email, role=role)
            return account_of(database, number)

    def set_role(self, account: int, site: int, role: str | None, *, by: str, force: bool = False) -> Account | None:
        """Change or (None) take away the role on a site, and end the person's sessions; None: the account is gone."""
        with self._writing() as database:
            known = account_of(database, account)
            if site not in known.roles:
                raise NotFound(f"{known.email} has no role there.")
            if role is not None:
                _check_role(database, site, role)
            if role != OWNER and known.roles[site] == OWNER and not force:
                _check_owner_stays(database, known, [site])
            table = database.table("roles")
            table.delete_where("account = ? and site = ?", [account, site])
            _end_sessions(database, account)
            if role is None:
                note_change(database, site, by, "account.remove", known.email, role=known.roles[site])
            else:
                table.insert({"account": account, "site": site, "role": role})
                note_change(database, site, by, "account.role", known.email, role=role, before=known.roles[site])
            if len(known.roles) == 1 and role is None:
                _delete(database, account)
                return None
            return account_of(database, account)

    def disable_account(self, account: int, *, by: str, force: bool = False) -> Account:
        """Let somebody sign in no longer, from now on."""
        with self._writing() as database:
            known = account_of(database, account)
            if not force and not known.disabled_at:
                _check_owner_stays(database, known, _owned(known))
            database.table("accounts").update(account, {"disabled_at": known.disabled_at or now_ms()})
            _end_sessions(database, account)
            database.table("invitations").delete_where("account = ?", [account])
            _note(database, known, by, "account.disable")
            return account_of(database, account)

    def enable_account(self, account: int, *, by: str) -> Account:
        """Let somebody sign in again, with the password they had."""
        with self._writing() as database:
            known = account_of(database, account)
            database.table("accounts").update(account, {"disabled_at": None})
            _note(database, known, by, "account.enable")
            return account_of(database, account)

    def remove_account(self, account: int, *, by: str, force: bool = False) -> None:
        """Delete an account with all its roles."""
        with self._writing() as database:
            known = account_of(database, account)
            if not force:
                _check_owner_stays(database, known, _owned(known))
            _delete(database, account)
            _note(database, known, by, "account.remove")

    def invite(self, account: int, *, by: str, within: Collection[int] | None = None) -> str:
        """A token with which a person sets a password, once, within days; earlier ones are of no use any more."""
        token = secrets.token_urlsafe(32)
        with self._writing() as database:
            known = account_of(database, account)
            _check_within(known, within)
            if known.disabled_at:
                raise BadRequest(f"{known.email} is disabled: enable the account first.")
            table = database.table("invitations")
            table.delete_where("account = ? or expires_at < ?", [account, now_ms()])
            table.insert({"token_hash": key_hash(token), "account": account, "expires_at": now_ms() + INVITED_MS})
            _note(database, known, by, "account.link")
        return token

    def invitation(self, token: str) -> Account | None:
        """Whose token this is; None if it was used, replaced or is too old, or the account is disabled."""
        with self._reading() as database:
            return _invited(database, token)

    def accept_invitation(self, token: str, password_hash: str) -> Account:
        """Set the password of whoever was invited; the token is used up."""
        with self._writing() as database:
            account = _invited(database, token)
            if account is None:
                raise NotFound("This link was used, replaced by a newer one, or is too old: ask for a new one.")
            _set_password(database, account, password_hash, by=account.email)
            return account_of(database, account.account)

    def password_hash(self, account: int) -> str | None:
        """The hash of the password; None if none was set."""
        found = self.query(sql("accounts/password_of"), {"account": account})
        return found[0]["password_hash"] if found else None

    def set_password(self, account: int, password_hash: str, *, by: str) -> None:
        """Set a password; every session and invitation of the account ends."""
        with self._writing() as database:
            _set_password(database, account_of(database, account), password_hash, by=by)

    def rehash_password(self, account: int, old: str, new: str) -> None:
        """Keep another hash of the same password, if it is still the same."""
        with self._writing() as database:
            database.execute(
                "update accounts set password_hash = :new where account = :account and password_hash = :old",
                {"account": account, "old": old, "new": new},
            )


def folded_email(email: str) -> str:
    """An e-mail address as it is kept and compared."""
    return email.strip().lower()


def _accounts(database: Database) -> list[Account]:
    roles: dict[int, dict[int, str]] = {}
    for row in database.query(sql("accounts/all_roles")):
        roles.setdefault(row["account"], {})[row["site"]] = row["role"]
    return [
        Account(**row | {"has_password": bool(row["has_password"]), "roles": roles.get(row["account"], {})})
        for row in database.query(sql("accounts/all_accounts"))
    ]


def account_of(database: Database, number: int) -> Account:
    """The account of this number."""
    for account in _accounts(database):
        if account.account == number:
            return account
    raise NotFound("There is no such account.")


def _invited(database: Database, token: str) -> Account | None:
    given = {"token_hash": key_hash(token), "now": now_ms()}
    found = next(iter(database.query(sql("accounts/valid_invitation"), given)), None)
    return account_of(database, found["account"]) if found else None


def _check_role(database: Database, site: int, role: str) -> None:
    if role not in ROLES or (site == EVERY_SITE and role != OWNER):
        allowed = OWNER if site == EVERY_SITE else ", ".join(ROLES)
        raise BadRequest(f"There is no role {role!r} here, but {allowed}.", fields={"role": ["is unknown"]})
    if site != EVERY_SITE and not database.table("sites").count_where("site = ?", [site]):
        raise NotFound("There is no such site.")


def _check_within(account: Account, within: Collection[int] | None) -> None:
    if within is not None and not set(account.roles) <= set(within):
        raise Forbidden(OF_OTHERS.format(account.email))


def _owned(account: Account) -> list[int]:
    return [site for site, role in account.roles.items() if role == OWNER]


def _check_owner_stays(database: Database, account: Account, sites: Iterable[int]) -> None:
    """LastOwner, unless each of the sites has another owner who may sign in."""
    names = {row["site"]: row["name"] for row in database.query(sql("sites"))}
    names[EVERY_SITE] = "every site"
    left = set(sites)
    if EVERY_SITE in left:
        left |= set(names)
    alone = [
        names[site]
        for site in sorted(left)
        if not list(database.query(sql("accounts/other_owners"), {"site": site, "account": account.account}))
    ]
    if alone:
        raise LastOwner(f"{account.email} is the last owner of {alone[0]}: name another owner first.")


def _set_password(database: Database, account: Account, password_hash: str, *, by: str) -> None:
    database.table("accounts").update(account.account, {"password_hash": password_hash})
    database.table("invitations").delete_where("account = ?", [account.account])
    _end_sessions(database, account.account)
    _note(database, account, by, "account.password")


def _end_sessions(database: Database, account: int) -> None:
    database.table("account_sessions").delete_where("account = ?", [account])


def _delete(database: Database, account: int) -> None:
    for table in ("account_sessions", "invitations", "roles", "accounts"):
        database.table(table).delete_where("account = ?", [account])


def _note(database: Database, account: Account, by: str, action: str) -> None:
    """Note a change of an account for the owners of each of its sites."""
    for site in account.roles:
        note_change(database, site, by, action, account.email)
