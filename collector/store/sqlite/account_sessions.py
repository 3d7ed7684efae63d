"""Where people are signed in with their accounts."""

from __future__ import annotations

import secrets

from collector.clock import now_ms
from collector.rules import DAY_MS
from collector.store.accounts import Account, AccountSession
from collector.store.sqlite.accounts import Accounts, account_of
from collector.store.sqlite.key_cache import key_hash
from collector.store.sqlite.queries import sql

NOTED_EVERY_MS = 60_000
"""How exactly it is known when a session was last used: each note is a write to the disk."""

FORGOTTEN_MS = 30 * DAY_MS


class AccountSessions(Accounts):
    """The part of the store that keeps sessions, by the hashes of their ids."""

    def begin_account_session(self, account: int, password_hash: str, browser: str) -> str | None:
        """Begin a session; returns its id, of which only a hash is kept. None: that is not the password any more."""
        id, now = secrets.token_urlsafe(32), now_ms()
        row = {"session_hash": key_hash(id), "account": account, "begun_at": now, "seen_at": now, "browser": browser}
        with self._writing() as database:
            valid = "account = ? and password_hash = ? and disabled_at is null"
            if not database.table("accounts").count_where(valid, [account, password_hash]):
                return None
            table = database.table("account_sessions")
            table.delete_where("begun_at < ?", [now - FORGOTTEN_MS])
            table.insert(row)
        return id

    def account_session(self, id: str, *, idle_ms: int, lasts_ms: int) -> tuple[Account, AccountSession] | None:
        """Whose session this is; None if it was ended, unused for `idle_ms` or begun `lasts_ms` ago."""
        now = now_ms()
        given = {"session_hash": key_hash(id), "seen_after": now - idle_ms, "begun_after": now - lasts_ms}
        with self._reading() as database:
            found = next(iter(database.query(sql("accounts/account_session"), given)), None)
            if found is None:
                return None
            account = account_of(database, found.pop("account"))
        if found["seen_at"] < now - NOTED_EVERY_MS:
            with self._writing() as database:
                database.execute(
                    "update account_sessions set seen_at = :now where session = :session",
                    {"now": now, "session": found["session"]},
                )
        return account, AccountSession(**found)

    def account_sessions(self, account: int) -> list[AccountSession]:
        """The sessions of an account, the newest first; also those that nobody used for long."""
        return [AccountSession(*row) for row in self.query(sql("accounts/sessions_of"), {"account": account})]

    def end_account_session(self, account: int, session: int) -> None:
        """End one session of an account."""
        with self._writing() as database:
            database.table("account_sessions").delete_where("account = ? and session = ?", [account, session])

    def end_every_session(self) -> None:
        """End all sessions and links to set a password, as when a backup has old ones that were ended since."""
        with self._writing() as database:
            database.table("account_sessions").delete_where()
            database.table("invitations").delete_where()

    def end_account_sessions(self, account: int) -> None:
        """End all sessions of an account."""
        with self._writing() as database:
            database.table("account_sessions").delete_where("account = ?", [account])
