"""The SQL of reports: each query is a `.sql` file beside the module that runs it, a Jinja template.

A report about a period renders its queries in the shape it needs, without the filters and dimensions that nobody named:
an engine would evaluate each of them at every row. Values never reach the text; they are bound.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collector.reports.query import Part, ReportQuery, Shape
from collector.sql_files import templates_of
from collector.store.protocol import Store

if TYPE_CHECKING:
    from collector.store import Row

FOLDER = Path(__file__).parent
SHAPES_KEPT = 2048
GROUPED = frozenset(
    {
        "attribution/candidates.sql", "campaigns/placed.sql", "content_afterwards.sql", "content_reads.sql",
        "delivery/examples.sql", "delivery/not_delivered.sql", "delivery/reach.sql", "depth/reached.sql",
        "depth/stood.sql", "placements.sql",
    }
)  # fmt: skip
"""Queries that read much: they are run once for all values that a report is divided by, and group by them."""
_TEMPLATES = templates_of(FOLDER)


@lru_cache(maxsize=SHAPES_KEPT)
def render(name: str, shape: Shape = Shape()) -> str:  # noqa: B008 - a shape cannot be changed
    """The text of a query in one shape, by the name of its file below reports/: "visits.sql"."""
    return _TEMPLATES.get_template(name).render(shape=shape)


def run(store: Store, name: str, query: ReportQuery, **values: Any) -> list[Row]:
    """The rows of a query about a period, with further values that it binds."""
    return run_shaped(store, name, query, query.shape(), **values)


def run_shaped(store: Store, name: str, query: ReportQuery, shape: Shape, **values: Any) -> list[Row]:
    """As `run`, in a shape that says more than the query."""
    if query.part and name in GROUPED:
        return rows_of_part(store, name, query, query.part, shape, values)
    return store.query(render(name, shape), query.bound() | values)


def rows_of_part(
    store: Store, name: str, query: ReportQuery, part: Part, shape: Shape, values: dict[str, Any]
) -> list[Row]:
    """The rows of one value, out of those of all values, which are read when the first one is."""
    others = [segment for segment in query.segments if segment[0] != part.by]
    either = tuple(value or "" for value in part.values)
    whole = replace(query, by=part.by, segments=(*others, (part.by, either)), part=None)
    bound = whole.bound() | values
    grouped = shape._replace(by=part.by, segments=whole.shape().segments)
    key = (name, grouped, tuple(sorted(bound.items())))
    if key not in part.found:
        found = defaultdict[str | None, "list[Row]"](list)
        for row in store.query(render(name, grouped), bound):
            found[row["by_value"] or None].append(row)
        part.found[key] = found
    return part.found[key].get(part.value, [])
