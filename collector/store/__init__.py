"""The store: keeps what was sent, and is the only part that knows which engine it runs on."""

from collector.store.engines import open_store, restore_store, why_missing
from collector.store.protocol import (
    Erased,
    Holds,
    Import,
    Key,
    KeyHolder,
    Missing,
    Rate,
    Ready,
    Restored,
    Row,
    Site,
    Store,
    StoredRejection,
)
from collector.store.sqlite.store import SqliteStore

__all__ = [
    "Erased",
    "Holds",
    "Import",
    "Key",
    "KeyHolder",
    "Missing",
    "Rate",
    "Ready",
    "Restored",
    "Row",
    "Site",
    "SqliteStore",
    "Store",
    "StoredRejection",
    "open_store",
    "restore_store",
    "why_missing",
]
