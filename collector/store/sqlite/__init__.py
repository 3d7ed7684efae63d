"""The store in one SQLite file: everything that knows this engine is in this folder."""

from __future__ import annotations

import sys

if "numpy" not in sys.modules:
    # sqlite-utils loads it where it is installed, for types of columns that nobody here has: a tenth of every start.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    import sqlite_utils  # noqa: F401

    del sys.modules["numpy"]

from collector.store.sqlite.restore import restore_store
from collector.store.sqlite.store import open_store, why_missing

__all__ = ["open_store", "restore_store", "why_missing"]
