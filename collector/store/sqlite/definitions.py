"""The definitions of actions, campaigns, goals and experiments: names, kinds, values. Events count without them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from collector.store.protocol import DefinitionChange
from collector.store.sqlite.change_log import note_change
from collector.store.sqlite.connections import Connections
from collector.store.sqlite.queries import sql

KEY = ("site", "kind", "id")


class Definitions(Connections):
    """The part of the store that keeps them; `kind` is actions, campaigns, goals, experiments and so on."""

    def definitions(self, site: int, kind: str) -> dict[str, dict[str, Any]]:
        """All definitions of a kind, by id."""
        with self._reading() as database:
            return _definitions(database, site, kind)

    def experiments_served(self, site: int) -> dict[str, dict[str, Any]]:
        """The experiments that are running or promoted, by id."""
        return {row["id"]: json.loads(row["body"]) for row in self.query(sql("experiments_served"), {"site": site})}

    def put_definition(self, site: int, kind: str, id: str, body: Mapping[str, Any]) -> None:
        """Define an action, a campaign or a goal, in place of what it was before."""
        with self._writing() as database:
            _put(database, site, kind, id, body)

    def change_definition(
        self, site: int, kind: str, id: str, change: DefinitionChange, *, by: str
    ) -> dict[str, Any] | None:
        """Make of a definition what `change` makes of all of its kind, and log it; nobody changes them meanwhile."""
        with self._writing() as database:
            known = _definitions(database, site, kind)
            changed = change(known)
            if changed.body is None:
                database.table("definitions").delete((site, kind, id))
            elif changed.body != known.get(id):
                _put(database, site, kind, id, changed.body)
            else:
                return known[id]
            note_change(database, site, by, changed.action, id, **changed.details)
        return None if changed.body is None else dict(changed.body)

    def delete_definition(self, site: int, kind: str, id: str) -> bool:
        """Delete a definition; whether there was one."""
        with self._writing() as database:
            table = database.table("definitions")
            known = table.count_where("site = ? and kind = ? and id = ?", [site, kind, id])
            table.delete_where("site = ? and kind = ? and id = ?", [site, kind, id])
        return bool(known)


def _definitions(database: Database, site: int, kind: str) -> dict[str, dict[str, Any]]:
    rows = database.query(sql("definitions"), {"site": site, "kind": kind})
    return {row["id"]: json.loads(row["body"]) for row in rows}


def _put(database: Database, site: int, kind: str, id: str, body: Mapping[str, Any]) -> None:
    row = {"site": site, "kind": kind, "id": id, "body": json.dumps(dict(body), sort_keys=True)}
    database.table("definitions").upsert(row, pk=KEY)
