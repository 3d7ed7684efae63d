"""What content recommendations led to: what was read, how far, and what came after."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from collector.reports.figures import Sums, summed
from collector.reports.metrics import metrics
from collector.reports.placements import placements
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.sql import run
from collector.store.protocol import Store

FINISHED = 0.9
READ_SUMS = ("reads", "finished", "engaged_ms", "pages_after", "goals_after")
FIGURES = metrics(
    "delivered", "clicks", "ctr", "reads", "finished", "engaged_ms", "mean_engaged_s", "pages_after", "goals_after"
)  # fmt: skip
TOTALS = metrics("delivered", "clicks", "reads", "finished", "engaged_ms", "pages_after", "goals_after", "ctr")
Session = tuple[str, int]


def content(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each content widget that was placed."""
    read = defaultdict(list)
    for row in run(store, "content_reads.sql", query):
        read[row["action"]].append(row)
    after = moments_after(run(store, "content_afterwards.sql", query))
    rows, everybody = [], Counter[tuple[str, str]]()
    for widget in placements(store, query):
        if widget["articles"]:
            readers = readers_of(read[widget["action"]], after)
            everybody.update(readers)
            sums = {"delivered": widget["delivered"], "clicks": widget["clicks"], **read_sums(readers)}
            rows.append(ReportRow({"action": widget["action"]}, FIGURES, sums))
    total = {name: sum(row.sums[name] for row in rows) for name in ("delivered", "clicks")}
    return ReportResult(ReportRow(figures=TOTALS, sums={**total, **read_sums(everybody)}), rows)


def moments_after(rows: Iterable[Record]) -> dict[Session, list[Record]]:
    """Views and conversions by session."""
    moments = defaultdict(list)
    for row in rows:
        moments[row["session_visitor"], row["session_started_at"]].append(row)
    return moments


def readers_of(reads: Iterable[Record], after: Mapping[Session, list[Record]]) -> Counter[tuple[str, str]]:
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
    return summed(persons.values(), *READ_SUMS, products=[("engaged_ms", "reads")])
