"""The settings of a collector: read once from the environment, checked, then never changed.

Every setting is an environment variable named BEHELD_ and the field's name in capitals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

PREFIX = "BEHELD_"
MIN_TOKEN_LENGTH = 16
LOG_LEVELS = ("debug", "info", "warning", "error")


class ConfigError(Exception):
    """A setting has a value that cannot be used; the message says which, and what to write instead."""


@dataclass(frozen=True)
class Config:
    """Everything an owner may set, with the values that hold when nothing is set."""

    store: str = "sqlite:///beheld.db"
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 256
    connections: int = 4_096
    secret_key: str | None = None
    trusted_proxies: int = 0
    city_database: Path | None = None
    events_per_second: int = 2_000
    address_events_per_second: int = 100
    stop_seconds: float = 1.0
    log_level: str = "info"
    metrics: str = "open"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Config:
        """The settings of these environment variables; an empty variable counts as not set."""
        given = {
            field.name: _READERS[field.name](PREFIX + field.name.upper(), text)
            for field in fields(cls)
            if (text := environ.get(PREFIX + field.name.upper(), "").strip())
        }
        return cls(**given)


def unknown_settings(environ: Mapping[str, str]) -> list[str]:
    """The BEHELD_ variables that no setting has: misspelt ones, most likely."""
    known = {PREFIX + field.name.upper() for field in fields(Config)}
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


def _text(name: str, text: str) -> str:
    return text


def _secret(name: str, text: str) -> str:
    if len(text) < 32:
        raise ConfigError(
            f"{name} has {len(text)} characters and needs 32 or more; make one with: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return text


def _level(name: str, text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        raise ConfigError(f"{name} is {text!r}: write one of {', '.join(LOG_LEVELS)}")
    return text.lower()


def _metrics(name: str, text: str) -> str:
    if text.lower() in ("open", "closed"):
        return text.lower()
    if len(text) < MIN_TOKEN_LENGTH or not text.isascii() or not text.isprintable() or " " in text:
        raise ConfigError(
            f"{name} is neither open nor closed, and too short or odd for a token: write {MIN_TOKEN_LENGTH} or more "
            "letters and digits, which Prometheus then sends as its bearer token"
        )
    return text


def _file(name: str, text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_file():
        raise ConfigError(f"{name} is {text!r}, and there is no such file: give the path of a .mmdb file")
    return path


def _integer(minimum: int, maximum: int) -> Callable[[str, str], int]:
    def read(name: str, text: str) -> int:
        if not (text.isascii() and text.isdigit() and minimum <= int(text) <= maximum):
            raise ConfigError(f"{name} is {text!r}: write a whole number from {minimum} to {maximum}")
        return int(text)

    return read


def _seconds(minimum: float, maximum: float) -> Callable[[str, str], float]:
    def read(name: str, text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not minimum <= value <= maximum:
            raise ConfigError(f"{name} is {text!r}: write a number of seconds from {minimum:g} to {maximum:g}")
        return value

    return read


_READERS: dict[str, Callable[[str, str], Any]] = {
    "store": _text,
    "host": _text,
    "port": _integer(0, 65_535),
    "workers": _integer(1, 64),
    "threads": _integer(1, 1_024),
    "connections": _integer(64, 65_536),
    "secret_key": _secret,
    "trusted_proxies": _integer(0, 16),
    "city_database": _file,
    "events_per_second": _integer(0, 1_000_000),
    "address_events_per_second": _integer(0, 1_000_000),
    "stop_seconds": _seconds(0, 300),
    "log_level": _level,
    "metrics": _metrics,
}
