"""What owners say of their actions, campaigns and goals: names, kinds, values. Events count without it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from sqlite_utils import Database

from collector.store.sqlite.queries import sql

Opening = Callable[[], AbstractContextManager[Database]]


class Things:
    """What is said of things. `reading` and `writing` open a database to read from, or a transaction to write in."""

    def __init__(self, reading: Opening, writing: Opening) -> None:
        self._reading, self._writing = reading, writing

    def all_of(self, site: int, thing: str) -> dict[str, dict[str, Any]]:
        """All registered things of a kind, by id."""
        with self._reading() as database:
            rows = list(database.query(sql("things"), {"site": site, "thing": thing}))
        return {row["id"]: json.loads(row["body"]) for row in rows}

    def put(self, site: int, thing: str, id: str, body: Mapping[str, Any]) -> None:
        """Say this of a thing, in place of what was said before."""
        row = {"site": site, "thing": thing, "id": id, "body": json.dumps(dict(body), sort_keys=True)}
        with self._writing() as database:
            database.table("things").upsert(row, pk=("site", "thing", "id"))

    def drop(self, site: int, thing: str, id: str) -> bool:
        """Forget what was said of a thing; whether anything was."""
        with self._writing() as database:
            table = database.table("things")
            known = table.count_where("site = ? and thing = ? and id = ?", [site, thing, id])
            table.delete_where("site = ? and thing = ? and id = ?", [site, thing, id])
        return bool(known)
