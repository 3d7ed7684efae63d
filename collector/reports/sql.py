"""The SQL of reports: each query is a `.sql` file beside the module that runs it, a Jinja template.

A report about a period renders its queries in the shape it needs, without the filters and dimensions that nobody named:
an engine would evaluate each of them at every row. Values never reach the text; they are bound.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collector.reports.query import ReportQuery, Shape
from collector.sql_files import templates_of
from collector.store.protocol import Store

if TYPE_CHECKING:
    from collector.store import Row

FOLDER = Path(__file__).parent
SHAPES_KEPT = 2048
_TEMPLATES = templates_of(FOLDER)


@lru_cache(maxsize=SHAPES_KEPT)
def render(name: str, shape: Shape = Shape()) -> str:  # noqa: B008 - a shape cannot be changed
    """The text of a query in one shape, by the name of its file below reports/: "visits.sql"."""
    return _TEMPLATES.get_template(name).render(shape=shape)


def run(store: Store, name: str, query: ReportQuery, **values: Any) -> list[Row]:
    """The rows of a query about a period, with further values that it binds."""
    return store.query(render(name, query.shape()), query.bound() | values)
