"""Erasing persons, and knowing who was erased."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from collector.store.erased_names import ErasedNames
from collector.store.protocol import Erased, ToErase
from collector.store.sqlite.connections import Connections
from collector.store.sqlite.erasure import Eraser, Names
from collector.store.sqlite.queries import sql
from collector.store.sqlite.rewriting import Owed, is_due


class Erasing(Connections):
    """The part of the store that erases; how, is the Eraser's affair."""

    def __init__(self, url: str, *, busy_seconds: float) -> None:
        self.erased_again = 0
        super().__init__(url, busy_seconds=busy_seconds)
        self._reading_erasures = threading.Lock()
        self._erased_names, self._erasures_unread = ErasedNames(), True

    def _opened(self) -> None:
        self.erased_again = self._eraser.replay()

    @property
    def _eraser(self) -> Eraser:
        return Eraser(self.path, self.connect, self.write_lock)

    def there_are_more_erasures(self) -> None:
        """Have them read before the next answer."""
        self._erasures_unread = True

    def erased_names(self) -> ErasedNames:
        """Who was erased, as far as this process has read of it; `append` raises when there is more."""
        if self._erasures_unread:
            with self._reading_erasures:
                self._read_erasures()
        return self._erased_names

    def latest_erasure(self) -> int:
        """The number of the latest erasure, by whichever process; another one after each."""
        return int(self.query(sql("latest_erasure"))[0]["number"])

    def _read_erasures(self) -> None:
        self._erasures_unread = False
        try:
            rows = self.query(sql("erasures_since"), {"number": self._erased_names.number})
            self._erased_names.add((row["number"], row["entry"]) for row in rows)
        except BaseException:
            self._erasures_unread = True
            raise

    def erase(
        self, site: int, visitors: Iterable[str], user_ids: Iterable[str] = (), *, owners: Iterable[str] | None = None
    ) -> Erased:
        """Erase what is known of these visitors and users, for good.

        Of the visitors (a device may be shared) goes what is of nobody or of the `owners`, who are the users if nobody
        else is named; everything, if they are none.
        """
        with self._raising_unavailable():
            return self._eraser.erase(_names(site, visitors, user_ids, owners))

    def rewrite_after_erasures(self) -> bool:
        """Write all pages of the file anew if there were erasures and it is time. The caller has the facts' turn."""
        with self._raising_unavailable():
            return is_due(Owed(*self.query(sql("erasure/rewrite_owed"))[0]), self.path) and self._eraser.rewrite()

    def note_pages_written(self) -> None:
        """All pages were written anew, as when a backup was restored: no traces are left in their gaps."""
        with self._writing() as database:
            database.execute(sql("erasure/note_rewrite"))

    def erasures_to_complete(self) -> int:
        """After how many erasures pages of the file, or its write-ahead log, may still hold traces."""
        return int(self.query(sql("erasure/incomplete"))[0][0])

    def would_erase(
        self, site: int, visitors: Iterable[str], user_ids: Iterable[str] = (), *, owners: Iterable[str] | None = None
    ) -> ToErase:
        """What `erase` would delete now."""
        with self._raising_unavailable():
            return self._eraser.would_erase(_names(site, visitors, user_ids, owners))


def _names(site: int, visitors: Iterable[str], user_ids: Iterable[str], owners: Iterable[str] | None) -> Names:
    users = sorted(set(user_ids))
    return Names(site, sorted(set(visitors)), users, users if owners is None else sorted(set(owners)))
