"""What pages are made of, before templates draw it: figures with their change, and tables that sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from flask import request, url_for

from collector.present.dashboard.page_reports import Answer
from collector.present.numbers import change_text, known_locale, value_text
from collector.reports.figures import Metric
from collector.reports.metrics import METRICS

Row = Mapping[str, Any]
ROWS_SHOWN = 100


@dataclass(frozen=True)
class Figure:
    """A figure of a row: as text, and where it was compared its prior value, its change, and whether that is noise."""

    metric: Metric
    value: Any
    text: str
    prior: str | None = None
    change: str | None = None
    noise: bool | None = None


def locale_here() -> str:
    """The reader's language, as the browser says."""
    return known_locale(tuple(request.accept_languages.values()))


def figure(row: Row, name: str, currency: str) -> Figure:
    """A figure of a row of an answer, by the name of its metric."""
    metric, locale = METRICS[name], locale_here()
    value = row.get(name)
    text = value_text(metric, value, currency, locale)
    if "prior" not in row or name not in row["prior"]:
        return Figure(metric, value, text)
    prior = row["prior"][name]
    change = None if row["change"][name] is None else change_text(metric, value, prior, locale)
    return Figure(metric, value, text, value_text(metric, prior, currency, locale), change, row["noise"][name])


@dataclass(frozen=True)
class Column:
    """A column of a table: a figure by the name of its metric; `bar` draws its share of the largest beside it."""

    name: str
    bar: bool = False
    label: str = ""

    @property
    def metric(self) -> Metric:
        """The metric whose figures stand in it."""
        return METRICS[self.name]

    @property
    def title(self) -> str:
        """Its heading."""
        return self.label or self.metric.title


@dataclass(frozen=True)
class Line:
    """A row of a table: what it is about, where that leads, words beside and below it, and its figures.

    `below` has figures to compare them with, which stand in the same cells. `order` sorts it in place of `about`.
    """

    about: str
    row: Row
    link: str | None = None
    chips: Sequence[str] = ()
    flags: Sequence[str] = ()
    note: str = ""
    below: Row | None = None
    order: str = ""


@dataclass(frozen=True)
class Table:
    """A table of an answer's rows. It sorts by what the address says of it, else as its report does."""

    id: str
    caption: str
    subject: str
    columns: Sequence[Column]
    lines: Sequence[Line]
    answer: Answer
    total: Row | None = None
    empty: str = "Nothing to show in this period."
    shown: int = ROWS_SHOWN
    sort: str = field(init=False, default="")

    def __post_init__(self) -> None:
        named = request.args.get(self.sort_parameter, "")
        known = {"about", *(column.name for column in self.columns)}
        object.__setattr__(self, "sort", named if named.lstrip("-") in known else "")

    @property
    def sort_parameter(self) -> str:
        """The parameter of the page's address that says how this table sorts."""
        return f"sort_{self.id}"

    @property
    def sorted_lines(self) -> list[Line]:
        """The lines in order, what has no value last."""
        name = self.sort.lstrip("-")
        if not name:
            return list(self.lines)
        if name == "about":
            by_name = sorted(self.lines, key=lambda line: line.order or line.about.casefold())
            return by_name[::-1] if self.sort.startswith("-") else by_name
        with_value = [line for line in self.lines if line.row.get(name) is not None]
        with_value.sort(key=lambda line: Decimal(str(line.row[name])), reverse=self.sort.startswith("-"))
        return [*with_value, *(line for line in self.lines if line.row.get(name) is None)]

    @property
    def visible_lines(self) -> list[Line]:
        """As many as are shown; all if the address says so."""
        ordered = self.sorted_lines
        return ordered if request.args.get(f"all_{self.id}") else ordered[: self.shown]

    def sort_address(self, name: str) -> str:
        """This page with the table sorted by a column: greatest first, then least first; texts the other way round."""
        first, second = (name, f"-{name}") if name == "about" else (f"-{name}", name)
        return here(**{self.sort_parameter: second if self.sort == first else first}) + f"#{self.id}"

    def sorted_by(self, name: str) -> str | None:
        """`ascending` or `descending` where this column sorts the table."""
        if self.sort.lstrip("-") != name:
            return None
        return "descending" if self.sort.startswith("-") else "ascending"

    @property
    def columns_by_total(self) -> list[tuple[bool, list[Column]]]:
        """The columns in runs, with whether the total has them."""
        total = self.total or {}
        return [(has, list(run)) for has, run in groupby(self.columns, key=lambda column: column.name in total)]

    def largest(self, name: str) -> float:
        """The largest value of a column: a share's bar is one of the whole."""
        if METRICS[name].unit == "share":
            return 1.0
        return max((float(line.row[name]) for line in self.lines if line.row.get(name) is not None), default=0.0)


def here(**changed: str | list[str] | None) -> str:
    """The address of this page with some parameters changed, or taken away."""
    arguments: dict[str, Any] = {name: values for name, values in request.args.lists() if any(values)}
    arguments |= changed
    kept = {name: value for name, value in arguments.items() if value}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **kept})


def lines_of(
    rows: Iterable[Row],
    about: Callable[[Row], str],
    *,
    link: Callable[[Row], str | None] = lambda row: None,
    chips: Callable[[Row], Sequence[str]] = lambda row: (),
    flags: Callable[[Row], Sequence[str]] = lambda row: (),
    note: Callable[[Row], str] = lambda row: "",
    order: Callable[[Row], str] = lambda row: "",
) -> list[Line]:
    """The lines of an answer's rows."""
    return [Line(about(row), row, link(row), chips(row), flags(row), note(row), order=order(row)) for row in rows]
