"""`python -m tests.portable_sql`, which `make lint` runs: refuse SQL that engines would not read, or not read alike.

Each query of facts, reports and commands is parsed as SQLite, DuckDB, PostgreSQL and ClickHouse read it; the queries of
reports in every shape that their templates can have.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations

import sqlglot
from sqlglot import exp

from collector.reports.query import COHORTS, DIMENSIONS, FILTERS, ExperimentShape, Shape
from collector.reports.sql import FOLDER, render
from collector.sql_files import sql_reader

COLLECTOR = FOLDER.parent
OF_THE_IMPORT = {f"cli/imports/{name}.sql" for name in ("gathering", "gathered", "place_broken")}
"""What an import does to a file of its own, which is no store."""
LISTS = ("ids", "orders")
"""How the templates of commands name the lengths of the lists they bind."""
DIALECTS = ("sqlite", "duckdb", "postgres", "clickhouse")
FUNCTIONS = (exp.Coalesce, exp.Count, exp.Lag, exp.Lead, exp.Max, exp.Min, exp.RowNumber, exp.Substring, exp.Sum)
SYNTAX = (exp.And, exp.Case, exp.Cast, exp.Exists, exp.If, exp.Or)  # what sqlglot takes for functions as well
REFUSED: dict[type[exp.Expr], str] = {
    exp.Div: "divide in Python: engines disagree on integers",
    exp.IntDiv: "divide in Python: engines disagree on integers",
    exp.Like: "no LIKE: engines disagree on case",
    exp.ILike: "no LIKE: engines disagree on case",
    exp.Glob: "no GLOB: only SQLite knows it",
}
FLOATS = {exp.DType.DOUBLE}
BAD_NAMES = {"day", "period", "per"}
COMPARISONS = (exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NEQ)


def shapes() -> Iterator[Shape]:
    """Each way to group, each segment, all filters together and apart; then all ways to group with all of the rest."""
    every = tuple((name, 2) for name in DIMENSIONS)
    subsets = list(chain.from_iterable(combinations(FILTERS, size) for size in range(len(FILTERS) + 1)))
    yield from (Shape(by=by) for by in (None, *DIMENSIONS))
    yield from (Shape(segments=((name, count),)) for name in DIMENSIONS for count in (1, 3))
    for filters in subsets:
        for thresholds in (False, True):
            for segments in ((), every):
                yield Shape(None, segments, filters, thresholds)
    yield from (
        Shape(by, experiment=ExperimentShape(by_delivery, actions, variations=3, goals=2, phases=2))
        for by in (None, "device")
        for by_delivery, actions in ((False, 0), (False, 2), (True, 2))
    )
    yield from (Shape(filters=("campaign",), campaign_actions=count) for count in (1, 3))
    yield from (Shape(by, reasons=count) for by in (None, "device") for count in (1, 3))
    yield from (Shape(units=units, cohort=cohort) for units in (1, 3) for cohort in COHORTS)
    yield from (Shape(by, every, FILTERS, thresholds=True, campaign_actions=2) for by in DIMENSIONS)


def texts() -> Iterator[tuple[str, list[str]]]:
    """Every query by the name of its file, in each text that its shapes give it; the last one has everything in it."""
    sql = sql_reader(COLLECTOR)
    for file in sorted(COLLECTOR.rglob("*.sql")):
        name = str(file.relative_to(COLLECTOR))
        if not name.startswith(("reports/", "store/")) and name not in OF_THE_IMPORT:
            # With a line's end: without, sqlglot takes a bound value of DuckDB's for the beginning of a text.
            yield name, [sql(name.removesuffix(".sql"), **dict.fromkeys(LISTS, length)) + "\n" for length in (1, 3)]
    for file in sorted(FOLDER.rglob("*.sql")):
        name = str(file.relative_to(FOLDER))
        if not name.startswith("shared/"):
            yield f"reports/{name}", list(dict.fromkeys(render(name, shape) for shape in shapes()))


def faults_in(shaped: Sequence[str]) -> Iterator[str]:
    """What is wrong with a query in any shape; the first and the last, with nothing and everything, for all engines."""
    for text in shaped:
        yield from faults(text, DIALECTS if text in (shaped[0], shaped[-1]) else DIALECTS[:1])


def faults(sql: str, dialects: Iterable[str] = DIALECTS) -> list[str]:
    """What is wrong with a query, in words that say what to write instead."""
    try:
        parsed = {dialect: sqlglot.parse(placeholders(sql, dialect), read=dialect) for dialect in dialects}
    except sqlglot.ParseError as error:
        return [f"cannot be parsed: {str(error).splitlines()[0]}"]
    statements = next(iter(parsed.values()))
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        return ["write one query: what changes tables is the engine's own"]
    return list(dict.fromkeys(fault for node in statements[0].walk() for fault in faults_of(node)))


def placeholders(sql: str, dialect: str) -> str:
    """The same text with bound values as the store of that engine would write them."""
    return re.sub(r"(?<![\w:]):(?=[a-z])", "$", sql) if dialect == "duckdb" else sql


def faults_of(node: exp.Expr) -> Iterator[str]:
    """What is wrong with one part of a query."""
    if type(node) in REFUSED:
        yield REFUSED[type(node)]
    if isinstance(node, exp.Func) and not isinstance(node, FUNCTIONS + SYNTAX):
        yield f"{node.sql()}: no function that engines may lack or read differently"
    if isinstance(node, exp.Cast) and node.to.this not in FLOATS:
        yield f"{node.sql()}: cast to double precision only"
    if isinstance(node, exp.Not) and isinstance(node.this, exp.In):
        yield "no NOT IN: a null makes it unknown; join and ask for null"
    if isinstance(node, exp.Join):
        yield from faults_of_join(node)
    if isinstance(node, exp.Lag | exp.Lead) and not (node.args.get("offset") and node.args.get("default")):
        yield f"{node.sql()}: give lag and lead three arguments"
    if isinstance(node, exp.Sum) and isinstance(node.this, exp.Predicate):
        yield f"{node.sql()}: sum(case when … then 1 else 0 end)"
    if isinstance(node, exp.Alias | exp.TableAlias) and node.alias_or_name.lower() in BAD_NAMES:
        yield f"{node.alias_or_name}: a word of some engine's own"
    if isinstance(node, exp.Subquery | exp.Exists | exp.In) and has_limit(node):
        yield "no LIMIT in a subquery: number the rows in a step of its own"


def faults_of_join(join: exp.Join) -> Iterator[str]:
    """Joins are on equalities; a cross join has no condition."""
    condition = join.args.get("on")
    if join.args.get("using"):
        yield "write `on`, not `using`"
    if condition is None:
        return
    if join.kind == "CROSS":
        yield f"{join.sql()}: a cross join has no `on`: put it into `where`"
    for part in condition.flatten() if isinstance(condition, exp.And) else [condition]:
        if isinstance(part, (*COMPARISONS, exp.Between, exp.Or)):
            yield f"{part.sql()}: join on equalities; compare in `where`"


def has_limit(node: exp.Expr) -> bool:
    """Whether the query right inside has a limit."""
    query = node.args.get("query") or node.this
    query = query.this if isinstance(query, exp.Subquery) else query
    return isinstance(query, exp.Query) and query.args.get("limit") is not None


def main() -> int:
    """Print what is wrong, by file; 1 if anything is."""
    found = dict.fromkeys(f"collector/{name}: {fault}" for name, shaped in texts() for fault in faults_in(shaped))
    print("\n".join(found) or "All SQL is portable.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
