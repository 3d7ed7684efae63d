"""The log of who changed what on a site."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from collector.clock import now_ms
from collector.store.accounts import LoggedChange
from collector.store.protocol import Row
from collector.store.sqlite.connections import Connections
from collector.store.sqlite.queries import sql

CHANGES_KEPT = 100_000
BETWEEN = 500


class ChangeLog(Connections):
    """The part of the store that keeps it."""

    def log_change(self, site: int, actor: str, action: str, subject: str, details: Mapping[str, Any]) -> None:
        """Note who did what to what, for the owners of a site."""
        with self._writing() as database:
            note_change(database, site, actor, action, subject, **details)

    def changes(self, site: int, *, before: int | None = None, limit: int = 100) -> list[LoggedChange]:
        """What was changed on a site, the newest first; `before` is the number of a change."""
        rows = self.query(sql("accounts/changes_of"), {"site": site, "before": before, "limit": limit})
        return [_logged(row) for row in rows]

    def changes_between(self, site: int, since: int, until: int, *, actions: Sequence[str]) -> list[LoggedChange]:
        """The latest changes of these kinds from `since` to before `until` (epoch ms), earliest first; at most 500."""
        bound = {"site": site, "since": since, "until": until, "actions": json.dumps(actions), "limit": BETWEEN}
        return [_logged(row) for row in reversed(self.query(sql("accounts/changes_between"), bound))]


def _logged(row: Row) -> LoggedChange:
    return LoggedChange(**dict(row) | {"details": json.loads(row["details"])})


def note_change(database: Database, site: int, actor: str, action: str, subject: str, /, **details: Any) -> None:
    """Note a change in the transaction that makes it."""
    row = {"site": site, "at": now_ms(), "actor": actor, "action": action, "subject": subject}
    added = database.table("changes").insert(row | {"details": json.dumps(details, sort_keys=True)})
    database.table("changes").delete_where("change <= ?", [int(str(added.last_pk)) - CHANGES_KEPT])
