"""Links by which anybody who has one looks at a single page."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from collector.clock import now_ms
from collector.errors import NotFound
from collector.rules import DAY_MS
from collector.store.accounts import Share
from collector.store.sqlite.change_log import ChangeLog, note_change
from collector.store.sqlite.key_cache import key_hash
from collector.store.sqlite.queries import sql

NOTED_EVERY_MS = 60_000


class Shares(ChangeLog):
    """The part of the store that keeps them; the log names them by number, since an address may name a visitor."""

    def add_share(
        self, site: int, addresses: Sequence[str], *, by: str, account: int | None, lasts_ms: int
    ) -> tuple[int, str]:
        """Make a link to a page, the first address, and the data it fetches; its number and its token."""
        token, now = secrets.token_urlsafe(32), now_ms()
        row = {"token_hash": key_hash(token), "site": site, "addresses": json.dumps(list(addresses)), "made_by": by}
        with self._writing() as database:
            table = database.table("shares")
            table.delete_where("expires_at <= ?", [now])
            added = table.insert(row | {"account": account, "created_at": now, "expires_at": now + lasts_ms})
            number = int(str(added.last_pk))
            note_change(database, site, by, "share.new", f"link {number}", days=lasts_ms // DAY_MS)
        return number, token

    def shares(self, site: int) -> list[Share]:
        """The links to pages of a site that have not expired, the newest first."""
        rows = self.query(sql("shares/shares_of"), {"site": site, "now": now_ms()})
        return [_share(dict(row)) for row in rows]

    def share(self, number: int) -> Share | None:
        """The link of this number; None if it has ended."""
        return self._valid(share=number, token_hash=None)

    def share_of(self, token: str) -> Share | None:
        """The link of this token; None if it has ended, or there is none."""
        return self._valid(share=None, token_hash=key_hash(token))

    def end_shares_naming(self, site: int, names: Iterable[str]) -> None:
        """Delete the links whose addresses name one of these visitors or users, or search for what begins alike."""
        known = set(names)
        doomed = [share.share for share in self.shares(site) if any(_may_name(each, known) for each in share.addresses)]
        with self._writing() as database:
            table = database.table("shares")
            table.delete_where("expires_at <= ?", [now_ms()])
            for number in doomed:
                table.delete(number)

    def _valid(self, **which: Any) -> Share | None:
        rows = self.query(sql("shares/valid_share"), {**which, "now": now_ms()})
        return _share(dict(rows[0])) if rows else None

    def note_share_used(self, share: Share) -> None:
        """Note that somebody looks, at most once a minute."""
        now = now_ms()
        if share.used_at is None or share.used_at < now - NOTED_EVERY_MS:
            with self._writing() as database:
                database.execute(
                    "update shares set used_at = :now where share = :share", {"now": now, "share": share.share}
                )

    def revoke_share(self, site: int, number: int, *, by: str) -> None:
        """End a link of a site."""
        with self._writing() as database:
            table = database.table("shares")
            if not table.count_where("site = ? and share = ?", [site, number]):
                raise NotFound("There is no such link: it has ended already.")
            table.delete_where("site = ? and share = ?", [site, number])
            note_change(database, site, by, "share.revoke", f"link {number}")


def _may_name(address: str, names: Collection[str]) -> bool:
    """Whether an address may tell that somebody of these names was here."""
    parts = urlsplit(address)
    values = [value for _, value in parse_qsl(parts.query)]
    path = unquote(parts.path)
    values += [path[at + 1 :] for at, character in enumerate(path) if character == "/"]
    names_given = [value.removeprefix("v:").removeprefix("u:") for value in values]
    return any(value and name.startswith(value) for value in names_given for name in names)


def _share(row: Mapping[str, Any]) -> Share:
    return Share(**{**row, "addresses": tuple(json.loads(row["addresses"]))})
