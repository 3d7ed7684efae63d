"""The check of portable SQL refuses what engines read differently, in the words of what to write instead."""

from __future__ import annotations

import pytest

from collector.reports.query import DIMENSIONS, FILTERS
from tests.portable_sql import faults, faults_in, shapes

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
