"""A report in the terminal: the columns that matter most, as many as fit; `--wide` for all."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tabulate import tabulate
from wcwidth import clip, wrap
from wcwidth import width as width_of

from collector.present.tables import columns_of, flat, is_money, is_number, readable
from collector.reports.query import DIMENSIONS

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "actions": ("delivered", "delivery_rate", "clicks", "ctr", "conversions", "value", "conversion_rate", "executed"),
    "attribution": ("conversions", "value", "credited", "over_credit"),
    "campaigns": (
        *("influenced", "cost", "net", "roi", "influenced_conversions", "delivered", "clicks", "ctr"),
        "executed",
    ),
    "delivery": ("reason", "state", "impressions", "share"),
    "depth": ("delivered", "delivery_rate", "executed"),
    "recommendations": (
        *("found_revenue", "contribution", "found_orders", "items_sold", "delivered", "clicks", "ctr", "revenue"),
        "orders",
    ),
    "content": (
        *("delivered", "clicks", "ctr", "reads", "finished", "finished_rate", "mean_engaged_s", "pages_after"),
        "goals_after",
    ),
    "engagement": (
        *("seen.sessions", "not_seen.sessions", "seen.conversion_rate", "not_seen.conversion_rate"),
        *("seen.bounce_rate", "not_seen.bounce_rate", "seen.pages_per_visit", "not_seen.pages_per_visit"),
    ),
    "visits": ("sessions", "persons", "page_views", "bounce_rate", "pages_per_visit", "mean_duration_s"),
    "goals": ("conversions", "persons", "value", "conversion_rate"),
    "incremental": (
        *("scope", "id", "incremental_revenue", "incremental_low", "incremental_high", "persons_treated"),
        *("persons_control", "cost", "incremental_roi"),
    ),
    "roi": (
        *("scope", "id", "cost", "break_even", "incremental_roi", "incremental_roi_low", "incremental_roi_high"),
        *("attributed_roi", "pays"),
    ),
    "customers": (
        *("customers", "orders", "revenue", "aov", "clv_so_far", "clv_model", "clv_simple", "repeat_rate"),
        *("seen.persons_delivered", "control.persons_delivered", "seen.customer_rate", "control.customer_rate"),
        *("seen.value_per_person", "control.value_per_person", "compared_with"),
    ),
    "baseline": (
        *("revenue", "baseline_revenue", "baseline_lift", "placebo_low", "placebo_high", "placebo_windows", "verdict"),
        *("orders", "baseline_orders"),
    ),
    "subscriptions": (
        *("name", "mrr_start", "new_mrr", "expansion_mrr", "reactivated_mrr", "contraction_mrr", "churned_mrr", "mrr"),
        *("started_mrr", "moved_in_mrr", "moved_out_mrr", "ended_mrr", "subscribers", "customer_churn", "arpu"),
        *("seen.persons_delivered", "control.persons_delivered", "seen.subscriber_rate", "control.subscriber_rate"),
        *("seen.mrr_per_person", "control.mrr_per_person", "compared_with", "gross_churn", "net_churn", "complete"),
    ),
    "retention": ("name", "customers", "customers_kept", "retention", "active_base_ratio", "complete"),
    "satisfaction": (
        *("experiment", "variation", "respondents", "nps", "nps_low", "nps_high", "csat", "mean_score"),
        *("response_rate", "delivered"),
        *("seen.respondents", "not_seen.respondents", "seen.nps", "not_seen.nps", "seen.csat", "not_seen.csat"),
        *("difference", "comparable"),
    ),
}
"""The figures of each report, the most important first. What a row is about stands before them, its campaign only
where it is about nothing smaller."""
ABOUT = (
    *("date", "instrument", "scale", "action", "item", "title", "position", "goal", "plan", "model", "category"),
    *DIMENSIONS,
)
EMPTY = {
    "roi": "Nothing has a cost in this period.\nSet what a campaign or an action cost: beheld cost set\n",
    "incremental": "Nothing had a control in this period. Give an experiment a variation `control`,\n"
    "or hold some visitors out of everything: beheld experiment holdout --share 0.05\n",
}
BESIDE = ("prior.", "change.", "noise.")
WITHIN_NOISE = " ~"
USUAL_WIDTH, MIN_WIDTH = 100, 20
GAP = 2
MIN_NAME = 8


def report_text(answer: Mapping[str, Any], *, of: str | None = None, wide: bool = False, width: int = 0) -> str:
    """A report for people: whose and when, its rows, its total. `of` is the report of a series.

    `width` is that of the terminal, by default its own; `wide` shows every column, however long the lines.
    """
    period, currency = answer["period"], answer["currency"]
    head = f"{answer['report']} of {answer['site']}, {period['from']} to {period['to']} ({period['time_zone']}), "
    known = COLUMNS[of or answer["report"]]
    width = width or terminal_width()
    parts = [wrapped(f"{head}money in {currency}", width)]
    parts += [wrapped(answer["sentence"], width)] if "sentence" in answer else []
    parts += [sentences] if (sentences := _sentences(answer["rows"], width)) else []
    if answer["rows"]:
        parts.append(_table(answer["rows"], known, currency, wide=wide, width=width))
    else:
        parts.append(EMPTY.get(answer["report"], "Nothing happened in this period.\n"))
    if answer["next"]:
        parts.append("There are more rows: see --limit.\n")
    if answer["total"]:
        parts.append("in all\n" + _total(flat(answer["total"]), currency))
    if answer["compared_with"]:
        before = answer["compared_with"]
        if "data_from" in answer:
            parts.append(f"Not comparable: the first data are from {answer['data_from']}.\n")
        parts.append(f"Changes are against {before['from']} to {before['to']}; those with ~ are within noise.\n")
    return "\n".join(parts)


def _sentences(rows: Iterable[Mapping[str, Any]], width: int) -> str:
    """What rows say in plain words, where they do: a cell would cut it short."""
    lines = (f"{row['name']}: {row['sentence']}" for row in rows if "sentence" in row)
    return "".join(wrapped(line, width, indent="  ") for line in lines)


def terminal_width() -> int:
    """How many columns the terminal has, of which some characters take two; where there is none, USUAL_WIDTH."""
    return shutil.get_terminal_size((USUAL_WIDTH, 24)).columns


def wrapped(text: str, width: int, *, indent: str = "") -> str:
    """A sentence on as many lines as it takes, those after the first indented."""
    lines = wrap(printable(text), max(width, MIN_WIDTH), subsequent_indent=indent, break_on_hyphens=False)
    return "".join(f"{line}\n" for line in lines)


def printable(text: str) -> str:
    """Text of whatever somebody named something, without what a terminal would obey."""
    return "".join(character if character.isprintable() else "?" for character in text)


def table_text(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], currency: str, *, wide: bool = False, width: int = 0
) -> str:
    """Rows with the first of these columns that fit, or with all they have; `width` as above."""
    return _table(rows, columns, currency, wide=wide, width=width or terminal_width())


def _table(rows: Iterable[Mapping[str, Any]], known: Sequence[str], currency: str, *, wide: bool, width: int) -> str:
    flattened = [flat(row) for row in rows]
    every = columns_of(flattened)
    about = [name for name in every if name in ABOUT or (name == "campaign" and "action" not in every)]
    chosen = [*about, *(name for name in known if name in every)]
    if wide or not chosen[len(about) :]:
        chosen = [name for name in every if not _is_beside(name)]
    table = [[_cell(row, name, currency) for name in chosen] for row in flattened]
    longest = None if wide else _longest_name(chosen, table, width, names=len(about))
    table = [[_cut(cell, longest) if nth < len(about) else cell for nth, cell in enumerate(line)] for line in table]
    fitting = chosen if wide else _fitting(chosen, table, width, min_columns=len(about) + 1)
    numbers = [is_money(name) or all(is_number(row.get(name)) for row in flattened) for name in fitting]
    text = _lines(table, fitting, numbers)
    left_out = sum(not _is_beside(name) for name in every) - len(fitting)
    more = ["1 more column" if left_out == 1 else f"{left_out} more columns"] if left_out else []
    more += ["names that were cut short"] if longest else []
    return f"{text}\n{' and '.join(more)}: see --wide, --csv or --json.\n" if more else text


def _longest_name(columns: Sequence[str], table: Sequence[Sequence[str]], width: int, *, names: int) -> int | None:
    """How long what rows are about may be, for its columns and the first figure to fit; None if all of them do."""
    widths = [max(map(width_of, column)) for column in zip(columns[: names + 1], *table, strict=False)]
    room = width - sum(widths[names:]) - GAP * (len(widths) - 1)
    longest = max(widths[:names], default=0)
    if sum(widths[:names]) <= room or longest <= MIN_NAME:
        return None
    heads = [len(name) for name in columns[:names]]
    while (
        longest > MIN_NAME
        and sum(max(head, min(longest, each)) for head, each in zip(heads, widths, strict=False)) > room
    ):
        longest -= 1
    return longest


def _cut(text: str, longest: int | None) -> str:
    return text if longest is None or width_of(text) <= longest else f"{clip(text, 0, longest - 1)}…"


def _lines(table: Sequence[Sequence[str]], columns: Sequence[str], numbers: Sequence[bool]) -> str:
    text = tabulate(
        [columns, *(line[: len(columns)] for line in table)],
        tablefmt="plain",
        disable_numparse=True,
        preserve_whitespace=True,
        colalign=["right" if number else "left" for number in numbers],
    )
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _fitting(columns: Sequence[str], table: Iterable[Sequence[str]], width: int, *, min_columns: int) -> Sequence[str]:
    """The first of these columns that stand beside each other in so many characters."""
    widths = [max(map(width_of, column)) for column in zip(columns, *table, strict=True)]
    fitting = [n for n in range(1, len(columns) + 1) if sum(widths[:n]) + GAP * (n - 1) <= width]
    return columns[: max([min_columns, *fitting])]


def _total(total: Mapping[str, Any], currency: str) -> str:
    """The figures of the total, one a line."""
    (first, *others) = [[name, _cell(total, name, currency)] for name in total if not _is_beside(name)]
    return _lines(others, first, [False, True])


def _cell(row: Mapping[str, Any], name: str, currency: str) -> str:
    """A figure, and how it has changed if that is known."""
    group, dot, figure = name.rpartition(".")
    value = readable(name, row.get(name), currency)
    change = row.get(f"{group}{dot}change.{figure}")
    if change is None:
        return value
    shown = readable(name, change, currency)
    sign = "" if shown.startswith("-") else "+"
    return f"{value} ({sign}{shown}{WITHIN_NOISE if row.get(f'{group}{dot}noise.{figure}') else ''})"


def _is_beside(name: str) -> bool:
    """Whether a column is of another period, and is shown in the cell of its figure."""
    return any(f".{name}".find(f".{beside}") >= 0 for beside in BESIDE)
