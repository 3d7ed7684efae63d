"""The store: keeps what was sent, and is the only part that knows which engine it runs on."""

from collector.store.protocol import Erased, Import, Key, KeyHolder, Rate, Ready, Site, Store, StoredRejection
from collector.store.sqlite.store import SqliteStore, open_store

__all__ = [
    "Erased",
    "Import",
    "Key",
    "KeyHolder",
    "Rate",
    "Ready",
    "Site",
    "SqliteStore",
    "Store",
    "StoredRejection",
    "open_store",
]
