"""The definitions of actions, campaigns and goals: names, kinds, values. Events count without them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from collector.store.sqlite.connections import Connections
from collector.store.sqlite.queries import sql


class Definitions(Connections):
    """The part of the store that keeps them; `kind` is actions, campaigns or goals."""

    def definitions(self, site: int, kind: str) -> dict[str, dict[str, Any]]:
        """All definitions of a kind, by id."""
        with self._reading() as database:
            rows = list(database.query(sql("definitions"), {"site": site, "kind": kind}))
        return {row["id"]: json.loads(row["body"]) for row in rows}

    def put_definition(self, site: int, kind: str, id: str, body: Mapping[str, Any]) -> None:
        """Define an action, a campaign or a goal, in place of what it was before."""
        row = {"site": site, "kind": kind, "id": id, "body": json.dumps(dict(body), sort_keys=True)}
        with self._writing() as database:
            database.table("definitions").upsert(row, pk=("site", "kind", "id"))

    def delete_definition(self, site: int, kind: str, id: str) -> bool:
        """Delete a definition; whether there was one."""
        with self._writing() as database:
            table = database.table("definitions")
            known = table.count_where("site = ? and kind = ? and id = ?", [site, kind, id])
            table.delete_where("site = ? and kind = ? and id = ?", [site, kind, id])
        return bool(known)
