"""The check of portable SQL refuses what engines read differently, in the words of what to write instead."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp

from collector.facts.plan import SELECTS
from collector.facts.settlement import COLUMNS, QUERIES
from collector.reports.query import COHORTS, DIMENSIONS, FILTERS, Shape
from collector.reports.sql import FOLDER
from collector.store.tables import LAID_OUT, STORED
from tests.portable_sql import COLLECTOR, OF_THE_IMPORT, faults, faults_in, shapes, texts

REFUSED = {
    "divide in Python": "select a / b as c from t",
    "no LIKE": "select a from t where a like 'x%'",
    "no GLOB": "select a from t where a glob 'x*'",
    "no NOT IN": "select a from t where a not in (select b from u)",
    "no function": "select round(a) as c from t",
    "no function that": "select ifnull(a, b) || date(c) as d from t",
    "cast to double precision only": "select cast(a as integer) as c from t",
    "three arguments": "select lag(a) over (order by b) as c from t",
    "sum(case when": "select sum(a = b) as c from t",
    "a word of some engine's own": "select a as day from t",
    "join on equalities": "select t.a from t join u on u.a = t.a and u.b <= t.b",
    "a cross join has no": "select t.a from t cross join u on u.a = t.a",
    "write `on`": "select t.a from t join u using (a)",
    "no LIMIT in a subquery": "select a, (select b from u where u.a = t.a order by b limit 1) as c from t",
    "write one query": "insert into t (a) values (1)",
    "cannot be parsed": "select a from t union select a from u",
}
GOOD = """
with numbered as (
    select a, b, row_number() over (partition by a order by b) as nth, lag(b, 1, 0) over (order by b) as before
    from t
    where site = :site and b in (:b, :b_1)
)
select n.a as a, sum(cast(n.b as double precision) * n.b) as squares, count(distinct u.c) as c
from numbered n
left join u on u.a = n.a and u.kind = 'x:y'
where n.nth = 1 and (u.b is null or u.b <= n.b)
group by n.a
order by n.a
"""


@pytest.mark.parametrize("because", REFUSED)
def test_what_engines_read_differently_is_rejected(because: str) -> None:
    assert any(because in fault for fault in faults(REFUSED[because]))


def test_what_all_engines_read_alike_is_not() -> None:
    assert faults(GOOD) == []


def test_a_fault_in_one_of_many_shapes_is_found() -> None:
    assert list(faults_in([GOOD, REFUSED["divide in Python"], GOOD]))


def test_every_dimension_and_filter_is_among_the_shapes() -> None:
    tried = list(shapes())
    assert {shape.by for shape in tried} == {None, *DIMENSIONS}
    assert {name for shape in tried for name, _ in shape.segments} == set(DIMENSIONS)
    assert {name for shape in tried for name in shape.filters} == set(FILTERS)
    assert {shape.thresholds for shape in tried} == {True, False}
    assert {shape.cohort for shape in tried} == set(COHORTS)


@pytest.mark.parametrize("field", Shape._fields)
def test_every_part_of_a_shape_is_tried_with_several_values(field: str) -> None:
    assert len({getattr(shape, field) for shape in shapes()}) > 1


def test_every_query_outside_the_store_is_checked() -> None:
    checked = {f"collector/{name}" for name, _ in texts()}
    shared = {f"collector/reports/{file.relative_to(FOLDER)}" for file in (FOLDER / "shared").glob("*.sql")}
    every = {str(file.relative_to(COLLECTOR.parent)) for file in COLLECTOR.rglob("*.sql")}
    assert {name for name in every if not name.startswith("collector/store/")} == (
        checked | shared | {f"collector/{name}" for name in OF_THE_IMPORT}
    )


def tables_in(sql: str) -> set[str]:
    """The tables that a query reads, without the steps it names itself."""
    query = sqlglot.parse_one(sql, read="sqlite")
    return {table.name for table in query.find_all(exp.Table)} - {step.alias for step in query.find_all(exp.CTE)}


def test_queries_read_the_tables_that_every_engine_has() -> None:
    facts = {step.name for step in SELECTS.values() if step.is_fact}
    steps = {step.table for step in SELECTS.values()} | set(COLUMNS)
    read = {name: tables_in(shaped[-1]) for name, shaped in texts()} | {
        f"settlement {name}": tables_in(text) for name, text in QUERIES.items()
    }
    of_facts = steps | LAID_OUT
    known = {name: STORED | facts | (of_facts if name.startswith(("facts/", "settlement")) else set()) for name in read}
    beyond = {name: more for name, tables in read.items() if (more := tables - known[name])}
    assert beyond == {}
    assert set().union(*read.values()) >= STORED | LAID_OUT
