"""The text of a query depends on what is asked for, never on a value; each file is found from where it is run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from collector import reports
from collector.reports.query import DIMENSIONS, FILTERS, ReportQuery, Shape
from collector.reports.sql import render
from collector.store import Site

FOLDER = Path(reports.__file__).parent
FILES = sorted(str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.sql"))
DAY = date(2026, 1, 2)
PLAIN = ReportQuery(Site(1, "shop", "UTC", "EUR", {}), DAY, DAY)
HOSTILE = "'; drop table events; --"


def test_a_plain_query_evaluates_no_dimension() -> None:
    text = render("placements.sql")
    assert "null as by_value" in text
    assert "coalesce(s." not in text


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_query_groups_by_its_one_dimension(dimension: str) -> None:
    texts = {by: render("visits.sql", Shape(by=by)) for by in (None, *DIMENSIONS)}
    same = {"page", "landing_page"}  # the page of a session is the one it landed on
    alike = {by for by, text in texts.items() if text == texts[dimension]}
    assert alike == (same if dimension in same else {dimension})


@pytest.mark.parametrize("shape", [Shape(by="colour"), Shape(segments=(("colour", 1),))], ids=["by", "segment"])
def test_a_name_that_is_no_dimension_fails(shape: Shape) -> None:
    with pytest.raises(UndefinedError):
        render("visits.sql", shape)


def test_a_segment_of_several_values_holds_by_any_of_them() -> None:
    report_query = replace(PLAIN, segments=(("device", ("phone", "tablet", "tv")), ("page", ("/a",))))
    text = render("visits.sql", report_query.shape())
    assert "coalesce(s.device, '') in (:device, :device_1, :device_2)" in text
    assert "coalesce(s.landing_page, '') in (:page)" in text
    values = report_query.bound()
    assert [values[name] for name in ("device", "device_1", "device_2", "page")] == ["phone", "tablet", "tv", "/a"]


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_stands_only_in_the_text_of_queries_that_name_it(name: str) -> None:
    query, column = ("goals.sql", "c.goal") if name == "goal" else ("placements.sql", f"i.{name}")
    condition = f"{column} = :{name}"
    assert condition in render(query, Shape(filters=(name,)))
    assert condition not in render(query)


@pytest.mark.parametrize("file", [file for file in FILES if not file.startswith("shared/")])
def test_no_value_reaches_the_text(file: str) -> None:
    named = {"goal_named": True, "min_fraction": 0.5, "min_ms": 1}
    texts = {
        render(file, replace(PLAIN, **named, goal=value, action=value, campaign=value, segments=segments).shape())
        for value in ("plain", HOSTILE)
        for segments in [tuple((dimension, (value,)) for dimension in DIMENSIONS)]
    }
    (text,) = texts
    assert HOSTILE not in text
    assert "plain" not in text


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_named_in_full_where_it_is_run_or_included(file: str) -> None:
    sources = [path for kind in ("*.py", "*.sql") for path in FOLDER.rglob(kind)]
    assert any(f'"{file}"' in path.read_text() for path in sources)
