"""The engines that a store can run on: each is a folder here, and a line in `ENGINES`.

The scheme of a store's address chooses the engine. Its folder offers what `Engine` has, and is loaded when it is used.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from collector.errors import StoreUnavailable

if TYPE_CHECKING:
    from collector.store.protocol import Missing, Restored, Store


class Listed(NamedTuple):
    """Where an engine is, and what an address of one of its stores looks like."""

    module: str
    address: str


ENGINES = {
    "sqlite": Listed("collector.store.sqlite", "sqlite:///beheld.db, or sqlite:////srv/beheld.db for a file elsewhere"),
}
"""By the scheme of the address."""


class Engine(Protocol):
    """What the folder of an engine offers."""

    def open_store(self, url: str, **settings: Any) -> Store:
        """Open the store at this address, made if it is not there; StoreUnavailable if that cannot be done."""

    def why_missing(self, url: str) -> Missing | None:
        """Why there is no store at this address, or None if there is one."""

    def restore_store(self, source: Path, url: str) -> Restored:
        """Put the backup in `source` in the place of the store. A CollectorError: nothing was changed."""


def open_store(url: str, **settings: Any) -> Store:
    """Open the store at this address, made if it is not there; StoreUnavailable if that cannot be done."""
    return _engine_of(url).open_store(url, **settings)


def why_missing(url: str) -> Missing | None:
    """Why there is no store at this address, or None if there is one."""
    return _engine_of(url).why_missing(url)


def restore_store(source: Path, url: str) -> Restored:
    """Put the backup in `source` in the place of the store. A CollectorError: nothing was changed."""
    return _engine_of(url).restore_store(source, url)


def _engine_of(url: str) -> Engine:
    scheme, colon, _ = url.partition("://")
    if not colon or scheme not in ENGINES:
        raise StoreUnavailable(
            f"{url!r} is no address of a store. In BEHELD_STORE or after --store, "
            f"write {'; or '.join(each.address for each in ENGINES.values())}."
        )
    return cast(Engine, import_module(ENGINES[scheme].module))
