"""People who sign in, what each may do on which site, links to single pages, and the log of who changed what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

VIEWER, ANALYST, OWNER = "viewer", "analyst", "owner"
ROLES = (VIEWER, ANALYST, OWNER)
"""From the one that may least to the one that may most; each may what those before it may."""

EVERY_SITE = 0
"""In place of a site's number: all sites, also those that are added later. Only owners have such a role."""


class Account(NamedTuple):
    """Somebody who signs in with an e-mail address and a password; `roles` by the number of the site, or EVERY_SITE."""

    account: int
    email: str
    created_at: int
    disabled_at: int | None
    has_password: bool
    roles: Mapping[int, str]

    def role_on(self, site: int) -> str | None:
        """What this person may do on a site; None if it is not theirs."""
        return self.roles.get(EVERY_SITE) or self.roles.get(site)


class AccountSession(NamedTuple):
    """One browser in which somebody is signed in (times in epoch ms)."""

    session: int
    begun_at: int
    seen_at: int
    browser: str


class Share(NamedTuple):
    """A link to one page (times in epoch ms): the first of the `addresses`; the others are the data that it fetches."""

    share: int
    site: int
    addresses: tuple[str, ...]
    made_by: str
    created_at: int
    expires_at: int
    used_at: int | None


class LoggedChange(NamedTuple):
    """Who did what, when (epoch ms): `actor` is an e-mail address, the hint of a key, or `cli`."""

    change: int
    site: int
    at: int
    actor: str
    action: str
    subject: str
    details: dict[str, Any]


class AccountStore(Protocol):
    """What a store does for accounts. `by` is who does it, for the log of changes.

    `within` are the sites of whoever does it, if not all: nobody gets at an account that has a role on any other.
    """

    def accounts(self) -> list[Account]:
        """All accounts, by e-mail address."""

    def account(self, email: str) -> Account | None:
        """The account of an e-mail address, in whatever case it is written."""

    def add_account(
        self, email: str, site: int, role: str, *, by: str, within: Collection[int] | None = None
    ) -> Account:
        """Give a person who has none a role on a site. BadRequest: they have one, or this is no address or role."""

    def set_role(self, account: int, site: int, role: str | None, *, by: str, force: bool = False) -> Account | None:
        """Change or (None) take away the role on a site, and end the person's sessions; None: the account is gone.

        An account without any role is deleted. LastOwner, unless `force`: the site would have no owner.
        """

    def disable_account(self, account: int, *, by: str, force: bool = False) -> Account:
        """Let somebody sign in no longer, from now on. LastOwner, unless `force`: a site would have no owner."""

    def enable_account(self, account: int, *, by: str) -> Account:
        """Let somebody sign in again, with the password they had."""

    def remove_account(self, account: int, *, by: str, force: bool = False) -> None:
        """Delete an account with all its roles. LastOwner, unless `force`: a site would have no owner."""

    def invite(self, account: int, *, by: str, within: Collection[int] | None = None) -> str:
        """A token with which a person sets a password, once, within days; earlier ones are of no use any more."""

    def invitation(self, token: str) -> Account | None:
        """Whose token this is; None if it was used, replaced or is too old, or the account is disabled."""

    def accept_invitation(self, token: str, password_hash: str) -> Account:
        """Set the password of whoever was invited; the token is used up. NotFound: it is not valid."""

    def password_hash(self, account: int) -> str | None:
        """The hash of the password; None if none was set."""

    def set_password(self, account: int, password_hash: str, *, by: str) -> None:
        """Set a password; every session and invitation of the account ends."""

    def rehash_password(self, account: int, old: str, new: str) -> None:
        """Keep another hash of the same password, if it is still the same."""

    def begin_account_session(self, account: int, password_hash: str, browser: str) -> str | None:
        """Begin a session; returns its id, of which only a hash is kept. None: that is not the password any more."""

    def account_session(self, id: str, *, idle_ms: int, lasts_ms: int) -> tuple[Account, AccountSession] | None:
        """Whose session this is; None if it was ended, unused for `idle_ms` or begun `lasts_ms` ago."""

    def account_sessions(self, account: int) -> list[AccountSession]:
        """The sessions of an account, the newest first; also those that nobody used for long."""

    def end_account_session(self, account: int, session: int) -> None:
        """End one session of an account."""

    def end_account_sessions(self, account: int) -> None:
        """End all sessions of an account."""

    def add_share(
        self, site: int, addresses: Sequence[str], *, by: str, account: int | None, lasts_ms: int
    ) -> tuple[int, str]:
        """Make a link to a page; its number and its token, of which only a hash is kept.

        It ends when whoever made it may no longer read what analysts do, or the key of the hint `by` is revoked.
        """

    def shares(self, site: int) -> list[Share]:
        """The links to pages of a site that have not expired, the newest first."""

    def share(self, number: int) -> Share | None:
        """The link of this number; None if it has ended."""

    def share_of(self, token: str) -> Share | None:
        """The link of this token; None if it has ended, or there is none."""

    def note_share_used(self, share: Share) -> None:
        """Note that somebody looks, at most once a minute."""

    def revoke_share(self, site: int, number: int, *, by: str) -> None:
        """End a link of a site. NotFound: it has ended already."""

    def log_change(self, site: int, actor: str, action: str, subject: str, details: Mapping[str, Any]) -> None:
        """Note who did what to what, for the owners of a site."""

    def changes(self, site: int, *, before: int | None = None, limit: int = 100) -> list[LoggedChange]:
        """What was changed on a site, the newest first; `before` is the number of a change."""

    def changes_between(self, site: int, since: int, until: int, *, actions: Sequence[str]) -> list[LoggedChange]:
        """The latest changes of these kinds from `since` to before `until` (epoch ms), earliest first; at most 500."""
