"""What a report answers, before anybody has given it a form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, overload

from collector.reports.figures import Metric, Nothing, Sums

DESCRIBED_BY = ("name", "kind", "campaign", "title")
"""The definition of the action, or the title of the article, of a row: it may change from one period to the next."""


class Record(Protocol):
    """A row of a query, or a dictionary: something that answers to column names."""

    def __getitem__(self, name: str, /) -> Any:
        """The value of that column."""


@dataclass(frozen=True, eq=False)
class ReportRow(Mapping[str, Any]):
    """What a row is about, its figures with the sums they follow from, the groups inside it, and what else it says.

    As a mapping it has all of it by name, in this order, as answers show it.
    """

    about: Mapping[str, Any] = field(default_factory=dict)
    figures: tuple[Metric, ...] = ()
    sums: Sums = field(default_factory=Nothing)
    groups: Mapping[str, ReportRow] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.shown()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.shown())

    def __len__(self) -> int:
        return len(self.shown())

    @property
    def identity(self) -> tuple[tuple[str, Any], ...]:
        """What it is about: rows of two periods meet by it."""
        described = DESCRIBED_BY if "action" in self.about else DESCRIBED_BY[:1]
        return tuple((name, value) for name, value in self.about.items() if name not in described)

    def shown(self) -> dict[str, Any]:
        """By name, as answers show it."""
        return {
            **self.about,
            **{metric.name: metric.value(self.sums) for metric in self.figures},
            **{name: group.shown() for name, group in self.groups.items()},
            **self.more,
        }


class Rows(Sequence[ReportRow]):
    """The rows of what was found, each made when it is looked at: an answer shows a page of them."""

    def __init__(self, found: Sequence[Any], row_of: Callable[[Any], ReportRow]) -> None:
        self.found, self.row_of = found, row_of

    def __len__(self) -> int:
        return len(self.found)

    @overload
    def __getitem__(self, nth: int) -> ReportRow: ...

    @overload
    def __getitem__(self, nth: slice) -> Sequence[ReportRow]: ...

    def __getitem__(self, nth: int | slice) -> ReportRow | Sequence[ReportRow]:
        return Rows(self.found[nth], self.row_of) if isinstance(nth, slice) else self.row_of(self.found[nth])


@dataclass(frozen=True)
class ReportResult:
    """A report's rows, its total, what else it says, and the rules that were applied, in words."""

    total: ReportRow
    rows: Sequence[ReportRow]
    basis: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
