"""Where a request comes from and with what: its country, its city, its browser. The address itself goes no further."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from pathlib import Path
from typing import Any

import maxminddb
from iptocc import country_code

from collector.config import ConfigError
from collector.event import PUBLIC, Context
from collector.wire.request_headers import Environ

MAX_USER_AGENT_BYTES = 512


class Places:
    """Looks addresses up: the country by the built-in tables, or country and city by a database of the owner's."""

    def __init__(self, city_database: Path | None = None) -> None:
        try:
            self._cities = maxminddb.open_database(city_database) if city_database else None
        except maxminddb.InvalidDatabaseError:
            raise ConfigError(f"BEHELD_CITY_DATABASE names {city_database}, which is no .mmdb database.") from None

    def of(self, address: str) -> tuple[str | None, str | None]:
        """Country code and name of the city, as far as they are known."""
        plain = _plain(address)
        if plain is None:
            return None, None
        country, city = self._known_city(plain) if self._cities else (None, None)
        return country or country_code(plain), city

    def _known_city(self, address: str) -> tuple[str | None, str | None]:
        try:
            found: Any = self._cities.get(address) if self._cities else None
        except ValueError:  # a proxy may forward anything as an address
            found = None
        if not isinstance(found, dict):
            return None, None
        return found.get("country", {}).get("iso_code"), found.get("city", {}).get("names", {}).get("en")

    def close(self) -> None:
        """Let go of the database."""
        if self._cities:
            self._cities.close()


def _plain(address: str) -> str | None:
    """An address the tables know: without zone, and IPv4 where it was only dressed as IPv6."""
    if address.count(".") == 3 and ":" not in address:
        return address
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return str(mapped or parsed)


def context_of(sent: Context, environ: Environ, trust: int, places: Places) -> Context:
    """What is stored with the events of a batch. A server is no visitor: nothing is concluded from its own request."""
    user_agent = sent.user_agent
    if trust != PUBLIC:
        return sent._replace(user_agent=_cut(user_agent))
    country, city = places.of(environ.get("REMOTE_ADDR", ""))
    user_agent = user_agent or environ.get("HTTP_USER_AGENT", "")
    return Context(_cut(user_agent), *sent[1:5], country, city, sent.automated)


def _cut(user_agent: str | None) -> str | None:
    """At most 512 bytes, and only what UTF-8 can hold: headers arrive as Latin-1."""
    if user_agent is None or (len(user_agent) <= MAX_USER_AGENT_BYTES and user_agent.isascii()):
        return user_agent
    return user_agent.encode("utf-8", "replace")[:MAX_USER_AGENT_BYTES].decode("utf-8", "ignore")
