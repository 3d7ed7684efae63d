"""What content recommendations led to: what was read, how far, and what came after."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from collector.reports.figures import Sums, summed
from collector.reports.item_placements import item_placements
from collector.reports.metrics import metrics
from collector.reports.placements import placements
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.sql import run
from collector.store.protocol import Store

FINISHED = 0.9
BY = ("item",)
READ_SUMS = ("reads", "finished", "engaged_ms", "pages_after", "goals_after")
FIGURES = metrics(
    "delivered", "clicks", "ctr", "reads", "finished", "finished_rate", "engaged_ms", "mean_engaged_s", "pages_after",
    "goals_after",
)  # fmt: skip
COUNTED = ("executed", "measured", "delivered", "clicks")
ITEM_FIGURES = metrics("executed", "measured", "measured_delivery_rate") + FIGURES
TOTALS = metrics(
    "delivered", "clicks", "reads", "finished", "finished_rate", "engaged_ms", "pages_after", "goals_after", "ctr"
)
ITEM_BASIS = (
    "A row for each article of a widget. Pages and goals afterwards are those after the visit's first read of that "
    "article; two articles may share the same ones."
)
Session = tuple[str, int]
Moments = Mapping[Session, Sequence[Record]]


def content(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each content widget that was placed; with `by`, for each of its articles, most often finished first."""
    plain = replace(query, by=None)
    read = defaultdict(list)
    for row in run(store, "content_reads.sql", plain):
        read[row["action"]].append(row)
    after = moments_after(run(store, "content_afterwards.sql", plain))
    rows, everybody = [], Counter[tuple[str, str]]()
    for widget in placements(store, plain):
        if widget["articles"]:
            readers = readers_of(read[widget["action"]], after)
            everybody.update(readers)
            sums = {"delivered": widget["delivered"], "clicks": widget["clicks"], **read_sums(readers)}
            rows.append(ReportRow({"action": widget["action"]}, FIGURES, sums))
    delivered = {name: sum(row.sums[name] for row in rows) for name in ("delivered", "clicks")}
    total = ReportRow(figures=TOTALS, sums={**delivered, **read_sums(everybody)})
    if query.by in BY:
        return ReportResult(total, article_rows(store, plain, read, after), basis={"by": ITEM_BASIS})
    return ReportResult(total, rows)


def article_rows(
    store: Store, query: ReportQuery, read: Mapping[str, Iterable[Record]], after: Moments
) -> list[ReportRow]:
    """A row for each widget and article that it offered, with the latest title of the article's page, if it had one."""
    counted: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in item_placements(store, query, "articles"):
        counted[row["action"], row["item"]].update({name: row[name] for name in COUNTED})
    reads = defaultdict(list)
    for action, of_widget in read.items():
        for row in of_widget:
            reads[action, row["item"]].append(row)
    titles = {row["item"]: row["title"] for row in run(store, "article_titles.sql", query)}
    rows = [
        ReportRow(
            {"action": action, "item": item, "title": titles.get(item)},
            ITEM_FIGURES,
            {
                **{name: counted[action, item][name] for name in COUNTED},
                **read_sums(readers_of(reads[action, item], after)),
            },
        )
        for action, item in counted.keys() | reads.keys()
    ]
    return sorted(rows, key=most_finished_first)


def most_finished_first(row: ReportRow) -> tuple[Any, ...]:
    """The most often finished first, then the most often read."""
    return -row.sums["finished"], -row.sums["reads"], row.about["action"], row.about["item"]


def moments_after(rows: Iterable[Record]) -> dict[Session, list[Record]]:
    """Views and conversions by session."""
    moments = defaultdict(list)
    for row in rows:
        moments[row["session_visitor"], row["session_started_at"]].append(row)
    return moments


def readers_of(reads: Iterable[Record], after: Moments) -> Counter[tuple[str, str]]:
    """What each person read and did after it, by (person, sum); clicks that lead to one view are one read."""
    views = {(read["session_visitor"], read["view_id"]): read for read in reads}
    readers = Counter[tuple[str, str]]()
    for view in views.values():
        person = view["person"]
        readers[person, "reads"] += 1
        readers[person, "finished"] += (view["scroll"] or 0) >= FINISHED
        readers[person, "engaged_ms"] += view["engaged_ms"] or 0
    for view in first_reads(views.values()):
        for moment in after.get((view["session_visitor"], view["session_started_at"]), ()):
            if moment["ts"] >= view["read_at"] and moment["view_id"] != view["view_id"]:
                readers[view["person"], "pages_after"] += moment["pages"]
                readers[view["person"], "goals_after"] += moment["goals"]
    return readers


def first_reads(views: Iterable[Record]) -> list[Record]:
    """The first read of each session."""
    first: dict[Session, Record] = {}
    for view in sorted(views, key=lambda view: (view["read_at"], view["view_id"])):
        first.setdefault((view["session_visitor"], view["session_started_at"]), view)
    return [*first.values()]


def read_sums(readers: Counter[tuple[str, str]]) -> Sums:
    """The sums over persons."""
    persons: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (person, name), number in readers.items():
        persons[person][name] = number
    return summed(persons.values(), *READ_SUMS, products=[("engaged_ms", "reads"), ("finished", "reads")])
