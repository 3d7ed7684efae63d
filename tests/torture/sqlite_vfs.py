"""SQLite's own way to its files, with an ear in it: every write, truncation, flush and deletion of a file is told.

SQLite reaches files through tables of functions (https://sqlite.org/vfs.html). The usual table is copied, a few of its
functions are replaced by ones that call the usual one and tell, and the copy is made the one that is used.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pysqlite3 import _sqlite3

OK = 0
POINTER, INT, INT64, TEXT = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64, ctypes.c_char_p

OPEN = ctypes.CFUNCTYPE(INT, POINTER, POINTER, POINTER, INT, POINTER)
DELETE = ctypes.CFUNCTYPE(INT, POINTER, TEXT, INT)
WRITE = ctypes.CFUNCTYPE(INT, POINTER, POINTER, INT, INT64)
TRUNCATE = ctypes.CFUNCTYPE(INT, POINTER, INT64)
SYNC = ctypes.CFUNCTYPE(INT, POINTER, INT)


class Vfs(ctypes.Structure):
    """sqlite3_vfs, version 3."""

    _fields_ = [
        ("version", INT),
        ("file_size", INT),
        ("longest_path", INT),
        ("next", POINTER),
        ("name", TEXT),
        ("own", POINTER),
        ("open", OPEN),
        ("delete", DELETE),
        ("others", POINTER * 14),
    ]


class Methods(ctypes.Structure):
    """sqlite3_io_methods, version 3."""

    _fields_ = [
        ("version", INT),
        ("close", POINTER),
        ("read", POINTER),
        ("write", WRITE),
        ("truncate", TRUNCATE),
        ("sync", SYNC),
        ("others", POINTER * 13),
    ]


class Ear:
    """What is told, by paths of files; to be filled in."""

    def opened(self, path: str, *, new: bool) -> None:
        """A file was opened, and made if it is new."""

    def wrote(self, path: str, at: int, data: bytes) -> None:
        """These bytes were written."""

    def truncated(self, path: str, length: int) -> None:
        """The file was made this long."""

    def flush(self, path: str, flush: Callable[[], int]) -> int:
        """The file is to be flushed to the disk; the result of flushing it."""
        return flush()

    def deleted(self, path: str, *, flushed: bool) -> None:
        """The file was deleted, and its folder flushed or not."""


def listen(ear: Ear) -> None:
    """From now on let this process's SQLite tell what it does to its files."""
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
    usual = library.sqlite3_vfs_find(None)
    heard = Vfs.from_buffer_copy(usual.contents)
    kept: list[Any] = [heard, ear]
    names: dict[int, str] = {}
    tables: dict[int, Methods] = {}

    def open_(_: int, name: int | None, file: int, flags: int, out: int) -> int:
        path = ctypes.string_at(name).decode() if name else ""
        new = bool(path) and not Path(path).exists()
        result: int = usual.contents.open(ctypes.addressof(usual.contents), name, file, flags, out)
        table = POINTER.from_address(file).value
        if result == OK and table:
            names[file] = path
            if table not in tables:
                tables[table] = listening(Methods.from_address(table), names, ear)
            POINTER.from_address(file).value = ctypes.addressof(tables[table])
            ear.opened(path, new=new)
        return result

    def delete(_: int, name: bytes, flush_folder: int) -> int:
        result: int = usual.contents.delete(ctypes.addressof(usual.contents), name, flush_folder)
        if result == OK:
            ear.deleted(name.decode(), flushed=bool(flush_folder))
        return result

    heard.name, heard.open, heard.delete = b"heard", OPEN(open_), DELETE(delete)
    kept += [heard.open, heard.delete, tables, names]
    _alive.append(kept)
    if library.sqlite3_vfs_register(ctypes.byref(heard), 1) != OK:
        raise RuntimeError("SQLite takes no other way to its files")


_alive: list[Any] = []
"""What SQLite calls must not be collected."""


def listening(usual: Methods, names: dict[int, str], ear: Ear) -> Methods:
    """The functions of an open file, with the ear in them."""
    heard = Methods.from_buffer_copy(usual)

    def write(file: int, data: int, length: int, at: int) -> int:
        result: int = usual.write(file, data, length, at)
        ear.wrote(names[file], at, ctypes.string_at(data, length))
        return result

    def truncate(file: int, length: int) -> int:
        result: int = usual.truncate(file, length)
        ear.truncated(names[file], length)
        return result

    def sync(file: int, flags: int) -> int:
        return ear.flush(names[file], lambda: usual.sync(file, flags))

    heard.write, heard.truncate, heard.sync = WRITE(write), TRUNCATE(truncate), SYNC(sync)
    _alive.append((heard, heard.write, heard.truncate, heard.sync))
    return heard
