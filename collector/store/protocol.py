"""What a store is to the rest of Beheld; nothing outside `collector.store` knows which engine is behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from collector.event import Event, Notice, Receipt, Rejected, RejectedOrigin
from collector.finding import Finding
from collector.store.accounts import AccountStore

if TYPE_CHECKING:
    from collector.store.erased_names import ErasedNames
    from collector.store.facts import FactsEngine, Plan


Change = Callable[[dict[str, Any]], Mapping[str, Any]]
DefinitionChange = Callable[[dict[str, dict[str, Any]]], "ChangedDefinition"]
"""What makes a change of a definition, given all definitions of its kind."""

REJECTED_KEPT = 10_000
"""The newest rejected events of a site that are kept; each has at most 12 KiB."""


class Row(Protocol):
    """One row of a query; it answers to column names and to positions, and yields its values."""

    def __getitem__(self, key: str | int, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...

    def __len__(self) -> int: ...

    def keys(self) -> list[str]:
        """The names of its columns."""


class Site(NamedTuple):
    """One shop or web property, with its own clock, money and settings."""

    site: int
    name: str
    time_zone: str
    currency: str
    settings: dict[str, Any]


class Key(NamedTuple):
    """What may be shown of a key: the plain text is gone once it has been printed."""

    hint: str
    kind: str
    created_at: int
    revoked_at: int | None


class KeyHolder(NamedTuple):
    """Whose key was shown, and what it may do: public, secret, read or admin."""

    site: Site
    kind: str


class Rate(NamedTuple):
    """What one unit of `currency` is worth in the site's own, from a local date (2026-01-31) on."""

    currency: str
    rate_date: str
    rate: str


class ChangedDefinition(NamedTuple):
    """What a definition becomes (None deletes it), and what the log of changes says of it."""

    body: Mapping[str, Any] | None
    action: str
    details: Mapping[str, Any]


class StoredRejection(NamedTuple):
    """One rejected event as it is kept, with the reasons its sender got."""

    rejection: int
    received_at: int
    id: str | None
    event: str
    errors: str


class Ready(NamedTuple):
    """Whether events can be stored now, and if not, why."""

    ready: bool
    why: str | None = None


class FactsProgress(NamedTuple):
    """How far facts follow the events.

    `state` is current (all events are in facts), busy (facts are being computed) or stuck (events have waited for a
    minute in which nothing was finished). `behind` counts the events that wait, `set_aside` the names left out.
    """

    state: Literal["current", "busy", "stuck"]
    behind: int
    set_aside: int


class Erased(NamedTuple):
    """What an erasure took away; `persons` are those whose facts went with it."""

    events: int
    rejections: int
    persons: tuple[str, ...]


class Import(NamedTuple):
    """One import: the label it can be undone by, and how many of its events are stored."""

    number: int
    label: str
    file: str
    started_at: int
    undone_at: int | None
    events: int


class Holds(NamedTuple):
    """What a store holds: sites, events, when the newest of them was received (epoch ms), and erasures."""

    sites: int
    events: int
    newest: int | None
    erasures: int


class Restored(NamedTuple):
    """A backup in the place of a store: where the one that was there is kept, and how many erasures were done again."""

    holds: Holds
    kept: Path | None
    erased_again: int


class Missing(NamedTuple):
    """Why there is no store at an address, and whether opening one there would make it."""

    why: str
    can_be_made: bool


class ToErase(NamedTuple):
    """What an erasure would delete: events, of how many visitors, users, persons and orders; and rejected events."""

    events: int
    visitors: int
    users: int
    persons: int
    orders: int
    rejections: int


class Store(AccountStore, Protocol):
    """Keeps the truth: what was sent, what was rejected, whose it is, and what is concluded from it."""

    @property
    def url(self) -> str:
        """What another process opens the same store with."""

    def facts_lock(self, *, wait: bool = True) -> AbstractContextManager[bool]:
        """Held by whoever writes or erases facts, one of all processes; without `wait` False if it is taken."""

    def facts_engine(self, plan: Plan, *, patient: bool = False) -> FactsEngine:
        """What computes facts by this plan and keeps them; the caller closes it.

        `patient`: it waits for its turn to write, however long others write.
        """

    def append(
        self,
        events: Sequence[Event],
        rejected: Sequence[Rejected] = (),
        notices: Sequence[Notice] = (),
        *,
        imported_as: int | None = None,
        erasures: int | None = None,
    ) -> Receipt:
        """Store a batch; back only when it is on disk. StoreBusy or StoreUnavailable: nothing of it is stored.

        `imported_as` is the number of the import that brings it, if one does. `erasures` is the number of the
        erasures that the events were checked against; ErasedMeanwhile if there are more by now.
        """

    def erased_names(self) -> ErasedNames:
        """Who was erased: what came or happened before that is not to be stored again."""

    def latest_erasure(self) -> int:
        """The number of the latest erasure, by whichever process; another one after each."""

    def note_origin(self, rejected: RejectedOrigin) -> None:
        """Remember that a page sent from an origin that its site does not list."""

    def add_site(self, name: str, *, time_zone: str, currency: str, settings: Mapping[str, Any] | None = None) -> Site:
        """Register a site under a name that no other site has."""

    def sites(self) -> list[Site]:
        """All sites, oldest first."""

    def site_named(self, name: str) -> Site | None:
        """The site of this name."""

    def set_settings(self, site: int, settings: Mapping[str, Any]) -> Site:
        """Replace a site's settings."""

    def change_settings(self, site: int, change: Change) -> Site:
        """Change a site's settings from what they are: what others changed at the same time is kept."""

    def add_key(self, site: int, kind: str) -> str:
        """Make a key and return its plain text, which is not kept."""

    def keys(self, site: int) -> list[Key]:
        """All keys of a site, oldest first, revoked ones included."""

    def revoke_key(self, site: int, hint: str) -> Key:
        """End a key's validity; other processes notice within seconds."""

    def end_session(self, session: str, until: int) -> None:
        """Note that a session of a browser was ended, until it would have ended by itself (epoch ms)."""

    def session_ended(self, session: str) -> bool:
        """Whether a session was ended, by any process."""

    def key(self, plain: str) -> KeyHolder | None:
        """Whose key this is, unless it is unknown or revoked."""

    def signing_key(self, mark: str) -> tuple[bytes, KeyHolder] | None:
        """What links are signed with whose secret key has a hash that begins so (16 hex digits), and whose key it is;
        None if it is unknown or revoked."""

    def set_rate(self, site: int, currency: str, rate_date: str, rate: str) -> Rate:
        """Set what a currency is worth from a date on."""

    def rates(self, site: int) -> list[Rate]:
        """All rates of a site, by currency and date."""

    def delete_rate(self, site: int, currency: str, rate_date: str) -> None:
        """Delete a rate."""

    def definitions(self, site: int, kind: str) -> dict[str, dict[str, Any]]:
        """The definitions of a site's actions, campaigns or goals (`kind`), by id."""

    def experiments_served(self, site: int) -> dict[str, dict[str, Any]]:
        """The experiments of a site that are running or promoted, by id."""

    def change_definition(
        self, site: int, kind: str, id: str, change: DefinitionChange, *, by: str
    ) -> dict[str, Any] | None:
        """Change a definition, and log it, in one transaction; what it is now, or None if it is deleted.

        `change` must be quick and may raise, which changes nothing; nothing is logged where nothing changes.
        """

    def put_definition(self, site: int, kind: str, id: str, body: Mapping[str, Any]) -> None:
        """Define an action, a campaign or a goal, in place of what it was before."""

    def delete_definition(self, site: int, kind: str, id: str) -> bool:
        """Delete a definition; whether there was one."""

    def excuse_facts(self) -> None:
        """Delete the notes that facts are being computed, by whichever process: it is stopped on purpose."""

    def rejected(self, site: int, limit: int) -> list[StoredRejection]:
        """The latest rejected events of a site, newest first."""

    def prune_rejected(self, kept: int) -> int:
        """Delete all but the `kept` newest rejected events of each site; returns how many."""

    def begin_import(self, site: int, label: str, file: str) -> int:
        """The number of the import of this label, new or gone on with."""

    def imports(self, site: int) -> list[Import]:
        """All imports of a site, the newest first."""

    def undo_import(self, site: int, number: int, removed: Callable[[list[str]], None]) -> int:
        """Take back all events of an import; `removed` gets, part by part, whose facts to compute again."""

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> list[Row]:
        """Run a reading query over facts and `tables.STORED` and return all its rows; values are bound as `:name`.

        It is written in the SQL that all engines read alike (`python -m tests.portable_sql` says what that is).
        EngineError: the query or the data are at fault.
        """

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """For queries of this thread, which end with TookTooLong once that time is over."""

    def ready(self) -> Ready:
        """Whether events can be stored now."""

    def newest_receipt(self) -> int:
        """When the newest events came in, in epoch ms by the clock that the server had then; 0 if there are none."""

    def facts_behind(self) -> int:
        """How many events are stored and not yet in facts."""

    def facts_progress(self) -> FactsProgress:
        """How far facts follow the events, and whether they are being kept up."""

    def erase(
        self, site: int, visitors: Iterable[str], user_ids: Iterable[str] = (), *, owners: Iterable[str] | None = None
    ) -> Erased:
        """Erase what is known of these visitors and users, for good.

        Of the visitors (a device may be shared) goes what is of nobody or of the `owners`, who are the users if nobody
        else is named; everything, if they are none.
        """

    def rewrite_after_erasures(self) -> bool:
        """Remove the last traces of erasures from the disk, if there are any and it is time; whether it was."""

    def would_erase(
        self, site: int, visitors: Iterable[str], user_ids: Iterable[str] = (), *, owners: Iterable[str] | None = None
    ) -> ToErase:
        """What `erase` would delete now."""

    def back_up(self, target: Path, *, overwrite: bool) -> Holds:
        """Write a copy of everything to a file, which is checked; what it holds. A CollectorError: no file was made."""

    def shared_secret(self) -> str:
        """A secret that all processes of this store share; made when it is first needed, and in no backup."""

    def checks(self, *, thorough: bool) -> Iterable[Finding]:
        """What the engine finds about itself: whether it is durable, sound, and has room. `thorough` takes a while."""

    def close(self) -> None:
        """Commit what was queued, then reject more. Calling it again does nothing."""
