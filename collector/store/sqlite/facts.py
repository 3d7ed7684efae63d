"""Computes facts on one connection: the scope and the plan's steps are temporary tables, the facts replace the old."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from collector.store.facts import AgentOf, Check, Plan, Rows, Select, Settle, SiteRules, Uncomputable
from collector.store.sqlite.engine import is_overflow, sqlite3, sum_without_limit
from collector.store.sqlite.ledger import Ledger
from collector.store.sqlite.queries import sql
from collector.store.sqlite.scope import loading
from collector.store.sqlite.scope.ties import Ties
from collector.store.sqlite.transaction import transaction

if TYPE_CHECKING:
    from sqlite3 import Connection

# SQLite's codes 1 ("error": a sum has no room), 18, 19 and 20 are about the numbers, others about disk and locks.
ABOUT_THE_NUMBERS = {1, 18, 19, 20}
PRIMARY_KEY = "ordinal integer primary key"  # steps with a row for each event are joined by it, so often that it pays
UNCLASSIFIED = "select context, user_agent, automated from contexts where bot is null"
CLASSIFY = "update contexts set device = ?, browser = ?, os = ?, bot = ? where context = ?"


class SqliteFacts:
    """Implements `collector.store.facts.FactsEngine`."""

    def __init__(
        self,
        plan: Plan,
        connect: Callable[[], Connection],
        write_lock: AbstractContextManager[object],
        errors_translated: Callable[[], AbstractContextManager[None]],
        *,
        patient: bool,
    ) -> None:
        self._plan, self._connect, self._write_lock, self._errors_translated = (
            plan,
            connect,
            write_lock,
            errors_translated,
        )
        self._patient = patient
        self.connection = connect()
        loading.prepare(self.connection)
        self._has_tables = False
        self.ties, self.ledger = Ties(self.connection, self._writing), Ledger(self.connection, self._writing)
        self._with_large_sums: Connection | None = None
        self._computed_on = self.connection

    def close(self) -> None:
        """Give the connections back; nothing computed is lost."""
        self.connection.close()
        if self._with_large_sums:
            self._with_large_sums.close()

    def sites(self) -> list[SiteRules]:
        """All sites."""
        return [SiteRules(*row) for row in self.connection.execute(sql("facts/site_rules"))]

    def query(self, sql: str, values: Mapping[str, Any] | None = None) -> Rows:
        """Run a reading query over what is stored, and the tables of the steps."""
        return self.connection.execute(sql, values or {}).fetchall()

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads inside the `with` see the same moment."""
        with self._errors_translated():
            self._make_tables()
            with transaction(self.connection, "begin"):
                yield

    def _make_tables(self) -> None:
        """The tables of the plan's steps; a process that only looks at the ledger never needs them."""
        if not self._has_tables:
            _make_tables(self.connection, self._plan)
            self._has_tables = True

    def compute(self, rules: SiteRules, names: Iterable[str], persons: Iterable[str], *, upto: int) -> None:
        """Run the plan on the events of these names up to this one, for the facts of these persons."""
        names, persons = list(names), list(persons)
        self._computed_on = self.connection
        try:
            with _uncomputable_numbers():
                _compute(self.connection, self._plan, rules, names, persons, upto)
        except Uncomputable as error:
            if not is_overflow(error.__cause__):
                raise
            self._compute_with_large_sums(rules, names, persons, upto)

    def _compute_with_large_sums(self, rules: SiteRules, names: list[str], persons: list[str], upto: int) -> None:
        """More slowly, where a sum has no room in 63 bits."""
        if self._with_large_sums is None:
            self._with_large_sums = self._connect()
            loading.prepare(self._with_large_sums)
            _make_tables(self._with_large_sums, self._plan)
            sum_without_limit(self._with_large_sums)
        self._computed_on = self._with_large_sums
        with _uncomputable_numbers(), transaction(self._computed_on, "begin"):
            _compute(self._computed_on, self._plan, rules, names, persons, upto)

    def replace(self, site: int, fingerprint: str) -> None:
        """Put the facts that were computed in the place of those stored, and end what `ledger.begin` noted."""
        connection = self._computed_on
        with (
            self._errors_translated(),
            _uncomputable_numbers(),
            self._write_lock,
            transaction(connection, "begin immediate", patient=self._patient),
        ):
            _replace(connection, self._plan, site)
            connection.execute("insert or ignore into facts_rules values (?, ?)", (site, fingerprint))
            self.ledger.end(connection)
        self.ledger.ended()

    def classify_agents(self, agent_of: AgentOf) -> None:
        """Work out device, browser, system and bot of the contexts that are new, from user agent and automation."""
        unknown = self.connection.execute(UNCLASSIFIED).fetchall()
        known = [(*agent_of(user_agent, bool(automated)), context) for context, user_agent, automated in unknown]
        if known:
            with self._writing():
                self.connection.executemany(CLASSIFY, known)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction that holds the file's write lock."""
        with (
            self._errors_translated(),
            self._write_lock,
            transaction(self.connection, "begin immediate", patient=self._patient),
        ):
            yield


@contextlib.contextmanager
def _uncomputable_numbers() -> Iterator[None]:
    """Raise Uncomputable inside the `with`, if the numbers are at fault."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in ABOUT_THE_NUMBERS:
            raise
        raise Uncomputable(str(error)) from error


_columns: dict[str, str] = {}
"""Those of each step, by its SQL: to find them out takes as long as all else that a short-lived writer does first."""


def _make_tables(connection: Connection, plan: Plan) -> None:
    """The empty tables of all steps."""
    for step in plan:
        if isinstance(step, Settle):
            for table, columns in step.tables.items():
                connection.execute(f"create temp table {table} ({columns})")
        elif isinstance(step, Select):
            names = _columns.get(step.sql) or _columns.setdefault(step.sql, _columns_of(connection, step))
            connection.execute(f"create temp table {step.table} ({names})")


def _columns_of(connection: Connection, step: Select) -> str:
    """What a step gives, as the columns of a table."""
    select = f"select * from ({step.sql}) limit 0"
    rows = connection.execute(select, {"site": 0, "max_public_micros": 0, **step.values})
    return ", ".join(PRIMARY_KEY if name == "ordinal" else name for name, *_ in rows.description)


def _compute(
    connection: Connection, plan: Plan, rules: SiteRules, names: list[str], persons: list[str], upto: int
) -> None:
    def query(text: str, values: Mapping[str, Any]) -> Rows:
        return [tuple(row) for row in connection.execute(text, values)]

    loading.load(connection, rules, names, persons, upto=upto)
    bound = {"site": rules.site, "max_public_micros": rules.max_public_micros}
    for step in plan:
        if isinstance(step, Check):
            step.check(query)
        elif isinstance(step, Settle):
            for table, rows in step.rows(query, rules).items():
                _fill(connection, table, rows)
        else:
            connection.execute(f"delete from {step.table}")
            connection.execute(f"insert into {step.table} {step.sql}", {**bound, **step.values})


def _fill(connection: Connection, table: str, rows: Rows) -> None:
    connection.execute(f"delete from {table}")
    if rows:
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"insert into {table} values ({places})", rows)


def _replace(connection: Connection, plan: Plan, site: int) -> None:
    """Put what was computed in the place of the stored facts of the scope's persons. The caller holds a transaction."""
    of_the_scope = "person in (select person from scope_persons)"
    for step in plan:
        if isinstance(step, Select) and step.is_fact:
            connection.execute(f"delete from main.{step.name} where site = :site and {of_the_scope}", {"site": site})
            connection.execute(f"insert into main.{step.name} select * from temp.{step.table} where {of_the_scope}")
