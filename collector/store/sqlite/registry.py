"""Sites, their keys and their exchange rates: what an owner sets, rarely, in small transactions."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from collector.clock import now_ms
from collector.errors import BadRequest, NotFound
from collector.store.keys import PREFIXES
from collector.store.protocol import Change, Key, KeyHolder, Rate, Site
from collector.store.sqlite.connections import Connections
from collector.store.sqlite.key_cache import KeyCache, key_hash
from collector.store.sqlite.queries import sql

HINT_LENGTH = 11


class Registry(Connections):
    """The part of the store that keeps what is registered."""

    def __init__(self, url: str, *, busy_seconds: float) -> None:
        super().__init__(url, busy_seconds=busy_seconds)
        self._key_cache = KeyCache(self.holders)

    def _changed(self) -> None:
        self._key_cache.clear()

    def add_site(self, name: str, *, time_zone: str, currency: str, settings: Mapping[str, Any] | None = None) -> Site:
        """Register a site; its name, time zone and currency are checked."""
        _check(name=_name_errors(name), time_zone=_zone_errors(time_zone), currency=_currency_errors(currency))
        row = {"name": name, "time_zone": time_zone, "currency": currency, "created_at": now_ms()}
        with self._writing() as database:
            if database.table("sites").count_where("name = ?", [name]):
                raise BadRequest("There is a site of this name already.", fields={"name": ["is taken"]})
            added = database.table("sites").insert(row | {"settings": json.dumps(dict(settings or {}))})
        return Site(cast(int, added.last_pk), name, time_zone, currency, dict(settings or {}))

    def sites(self) -> list[Site]:
        """All sites, oldest first."""
        with self._reading() as database:
            return [_site(row) for row in database.query(sql("sites"))]

    def site_named(self, name: str) -> Site | None:
        """The site of this name."""
        return next((site for site in self.sites() if site.name == name), None)

    def set_settings(self, site: int, settings: Mapping[str, Any]) -> Site:
        """Replace a site's settings."""
        return self.change_settings(site, lambda _: settings)

    def change_settings(self, site: int, change: Change) -> Site:
        """Make of a site's settings what `change` makes of them; nobody else changes them meanwhile."""
        with self._writing() as database:
            found = _site_of(database, site)
            kept = found._replace(settings=dict(change(found.settings)))
            database.table("sites").update(site, {"settings": json.dumps(kept.settings)})
        return kept

    def _site(self, site: int) -> Site:
        with self._reading() as database:
            return _site_of(database, site)

    def add_key(self, site: int, kind: str) -> str:
        """Make a key; only its hash and its first characters are kept."""
        if kind not in PREFIXES:
            raise BadRequest(f"There are no {kind} keys, only {', '.join(PREFIXES)}.", fields={"kind": ["is unknown"]})
        self._site(site)
        plain = PREFIXES[kind] + secrets.token_urlsafe(32)
        row = {"key_hash": key_hash(plain), "site": site, "kind": kind, "hint": plain[:HINT_LENGTH]}
        with self._writing() as database:
            database.table("keys").insert(row | {"created_at": now_ms()})
        return plain

    def keys(self, site: int) -> list[Key]:
        """All keys of a site, oldest first."""
        with self._reading() as database:
            return [Key(**row) for row in database.query(sql("keys"), {"site": site})]

    def revoke_key(self, site: int, hint: str) -> Key:
        """End the validity of the one key of this hint."""
        with self._writing() as database:
            database.execute(sql("revoke_key"), {"site": site, "hint": hint, "now": now_ms()})
        for key in self.keys(site):
            if key.hint == hint:
                return key
        raise NotFound(f"This site has no key that begins with {hint!r}.")

    def end_session(self, session: str, until: int) -> None:
        """Note that a session was ended, until it would have ended by itself; only its hash is kept."""
        with self._writing() as database:
            database.table("ended_sessions").delete_where("until < ?", [now_ms()])
            database.table("ended_sessions").upsert(
                {"session_hash": key_hash(session), "until": until}, pk="session_hash"
            )

    def session_ended(self, session: str) -> bool:
        """Whether somebody ended it."""
        with self._reading() as database:
            return any(database.query(sql("ended_session"), {"session_hash": key_hash(session)}))

    def key(self, plain: str) -> KeyHolder | None:
        """Whose key this is, unless it is unknown or revoked."""
        return self._key_cache.holder(plain)

    def signing_key(self, mark: str) -> tuple[bytes, KeyHolder] | None:
        """What links are signed with by the secret key whose hash begins so, and whose it is."""
        return self._key_cache.signing(mark)

    def holders(self) -> dict[str, tuple[Site, str]]:
        """Whose each valid key is, and its kind, by the hash of the key."""
        with self._reading() as database:
            sites = {row["site"]: _site(row) for row in database.query(sql("sites"))}
            return {row["key_hash"]: (sites[row["site"]], row["kind"]) for row in database.query(sql("valid_keys"))}

    def set_rate(self, site: int, currency: str, rate_date: str, rate: str) -> Rate:
        """Set what a currency is worth from a date on; an earlier rate of the same date is replaced."""
        _check(currency=_currency_errors(currency), rate_date=_date_errors(rate_date), rate=_rate_errors(rate))
        row = {"site": site, "currency": currency, "rate_date": rate_date, "rate": rate}
        with self._writing() as database:
            database.table("rates").upsert(row, pk=("site", "currency", "rate_date"))
        return Rate(currency, rate_date, rate)

    def rates(self, site: int) -> list[Rate]:
        """All rates of a site, by currency and date."""
        with self._reading() as database:
            return [Rate(**row) for row in database.query(sql("rates"), {"site": site})]

    def delete_rate(self, site: int, currency: str, rate_date: str) -> None:
        """Delete a rate; the one before it holds on."""
        with self._writing() as database:
            database.table("rates").delete_where(
                "site = ? and currency = ? and rate_date = ?", [site, currency, rate_date]
            )


def _site_of(database: Database, site: int) -> Site:
    for row in database.query(sql("sites")):
        if row["site"] == site:
            return _site(row)
    raise NotFound("There is no such site.")


def _site(row: Mapping[str, Any]) -> Site:
    return Site(row["site"], row["name"], row["time_zone"], row["currency"], json.loads(row["settings"]))


def _check(**errors: str | None) -> None:
    wrong = {field: [error] for field, error in errors.items() if error}
    if wrong:
        listed = "; ".join(f"{field} {errors[0]}" for field, errors in wrong.items())
        raise BadRequest(f"This cannot be registered: {listed}.", fields=wrong)


def _name_errors(name: str) -> str | None:
    if 0 < len(name) <= 200 and name.isprintable() and name.strip() == name:
        return None
    return "must be 1 to 200 printable characters without spaces around them"


def _zone_errors(time_zone: str) -> str | None:
    try:
        ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError):
        return "is no time zone: give one such as Europe/Vienna or UTC"
    return None


def _currency_errors(currency: str) -> str | None:
    if len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper():
        return None
    return "must be three capital letters, such as EUR"


def _date_errors(rate_date: str) -> str | None:
    try:
        if date.fromisoformat(rate_date).isoformat() == rate_date:
            return None
    except ValueError:
        pass
    return "must be a date such as 2026-01-31"


def _rate_errors(rate: str) -> str | None:
    try:
        value = Decimal(rate)
    except InvalidOperation:
        value = Decimal("nan")
    return None if value.is_finite() and 0 < value < 10**9 else "must be a decimal number above 0, such as 0.92"
