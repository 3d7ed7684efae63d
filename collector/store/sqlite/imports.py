"""Imports: which events came in by which, and taking them back. What is left is as if the import had never been."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

from collector.clock import now_ms
from collector.errors import BadRequest
from collector.event import Context
from collector.store.protocol import Import
from collector.store.sqlite.connections import Connections
from collector.store.sqlite.encode import context_number
from collector.store.sqlite.queries import sql

Removed = Callable[[list[str]], None]

MAX_LABEL_LENGTH = 200


class Imports(Connections):
    """The part of the store that knows what was imported."""

    def begin_import(self, site: int, label: str, file: str) -> int:
        """The number of the import of this label; a label that was used before is gone on with."""
        if not (0 < len(label) <= MAX_LABEL_LENGTH and label.isprintable() and label.strip() == label):
            raise BadRequest(
                f"This is no label: give 1 to {MAX_LABEL_LENGTH} printable characters without spaces around them."
            )
        with self._writing() as database:
            for row in database.query("select import from imports where site = ? and label = ?", [site, label]):
                database.table("imports").update(row["import"], {"undone_at": None})
                return int(row["import"])
            row = {"site": site, "label": label, "file": file, "started_at": now_ms()}
            return cast(int, database.table("imports").insert(row).last_pk)

    def imports(self, site: int) -> list[Import]:
        """All imports of a site, the newest first."""
        with self._reading() as database:
            return [Import(*row.values()) for row in database.query(sql("imports/imports"), {"site": site})]

    def undo_import(self, site: int, number: int, removed: Removed) -> int:
        """Take back all events of an import, some at a time so that a server can go on; returns how many.

        After each part `removed` gets the names that its events bore, whose facts are to be computed again. Until
        it is done, and should it never be, the facts of the site count as outdated. The caller has the turn of facts.
        """
        pages: set[int] = set()
        contexts: set[int] = set()
        total = 0
        while part := self._remove_part(site, number):
            total += len(part["seqs"])
            pages |= part["pages"]
            contexts |= part["contexts"]
            removed(part["names"])
        self._finish(number, pages, contexts - {context_number(Context())})
        return total

    def _remove_part(self, site: int, number: int) -> dict[str, Any] | None:
        """Delete one run of events; what it held, or None if nothing is left."""
        with self._writing() as database:
            found = database.execute(sql("imports/next_range"), {"import": number}).fetchone()
            if found is None:
                return None
            bound: dict[str, Any] = {"site": site, "import": number, "first": found[0], "last": found[1]}
            names = [name for (name,) in database.execute(sql("imports/range_names"), bound)]
            bound["names"] = json.dumps(names)
            database.execute(sql("erasure/to_erase"))
            database.execute(sql("imports/range_events"), bound)
            to_erase = database.execute("select seq, page, context from to_erase").fetchall()
            for step in (
                "erasure/delete_event_items",
                "erasure/delete_events",
                "imports/delete_links",
                "ties/link_again",
                "imports/outdate_facts",
                "imports/delete_range",
                "imports/note_removal",
            ):
                database.execute(sql(step), bound)
        seqs, on_pages, in_contexts = zip(*to_erase, strict=True) if to_erase else ((), (), ())
        return {"names": names, "seqs": seqs, "pages": set(on_pages) - {None}, "contexts": set(in_contexts)}

    def _finish(self, number: int, pages: set[int], contexts: set[int]) -> None:
        """Delete pages and contexts that nothing points at, looked up in nobody's way, and note that all is done."""
        bound: dict[str, Any] = {"pages": json.dumps(sorted(pages)), "contexts": json.dumps(sorted(contexts))}
        bound |= {"import": number, "now": now_ms()}
        with self._reading() as database:
            (bound["seen"],) = database.execute("select coalesce(max(seq), 0) from events").fetchone()
            for each in ("pages", "contexts") if pages or contexts else ():
                rows = database.execute(sql(f"imports/unneeded_{each}"), bound)
                bound[each] = json.dumps([number for (number,) in rows])
        with self._writing() as database:
            for each in ("pages", "contexts"):
                database.execute(sql(f"erasure/delete_{each}"), bound)
            database.execute(sql("imports/note_undone"), bound)
