"""`beheld report`: the figures of a report, in the terminal."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from collector.cli.errors import CommandError, naming_options
from collector.cli.experiments_text import experiments_text
from collector.cli.options import chosen_site, json_option, site_option, with_store
from collector.cli.report_text import report_text
from collector.clock import now_ms
from collector.facts.refresh import refresh
from collector.present.columns import EXPERIMENT_COLUMNS, columns_without_rows
from collector.present.experiment_answers import NAME as EXPERIMENTS
from collector.present.experiment_answers import experiments_answer
from collector.present.report_answers import NAMES, report_answer
from collector.present.report_parameters import SERIES_OF
from collector.present.tables import as_csv
from collector.reports.query import DIMENSIONS, MODELS
from collector.rules import CREDIT_WINDOW_MS, DAY_MS
from collector.store import Site, Store

DAYS = 30
WINDOW = f"{CREDIT_WINDOW_MS // DAY_MS}d"


@click.command()
@click.argument("name", type=click.Choice((*NAMES, EXPERIMENTS)))
@click.argument("id", required=False)
@click.option(
    "--from",
    "day_from",
    metavar="DAY",
    help=f"First day, such as 2026-01-31; default: {DAYS - 1} days before the last.",
)
@click.option("--to", "day_to", metavar="DAY", help="Last day; default: today.")
@click.option(
    "--compare", type=click.Choice(["previous", "year"]), help="Compare with the days before, or with a year ago."
)
@click.option(
    "--by",
    help=f"A row for each value of: {', '.join(DIMENSIONS)}; recommendations: also item, position; content: item; "
    "customers: first_delivered; subscriptions: plan, first_delivered; baseline: category; satisfaction: variation, "
    "arm, seen.",
)
@click.option(
    "--segment",
    multiple=True,
    metavar="DIMENSION:VALUE",
    help="Only these values, VALUE|VALUE for either; several segments must all match.",
)
@click.option("--action", help="Only this action.")
@click.option("--campaign", help="Only this campaign.")
@click.option("--goal", help="The goal that counts as converting; default: purchase.")
@click.option(
    "--window",
    help=f"How long before a conversion something seen is credited, such as 7d or 24h; default: {WINDOW}.",
)
@click.option("--model", type=click.Choice([*MODELS, "all"]), help="Which actions are credited; default: influenced.")
@click.option("--min-fraction", help="Seen only if at least this fraction of it was visible, 0 to 1.")
@click.option("--min-ms", help="Seen only if it was in view for at least so many milliseconds, unbroken.")
@click.option(
    "--discount-rate",
    help="For customers and subscriptions: how much less money is worth per year that it comes later; default: 0.1.",
)
@click.option("--unit", help="For retention and subscriptions: month (the default), quarter or year.")
@click.option("--cohort", help="For retention: first_order (the default), first_visit or first_delivered.")
@click.option("--against", help="For baseline: previous (the default), weekdays (364 days before), or a baseline's id.")
@click.option("--moment", help="For satisfaction: days, separated by commas, to compare answers before and since.")
@click.option("--of", help="For series: the report whose totals are shown for each day; default: visits.")
@click.option("--limit", help="How many rows at most, the first ones; default: 2,000.")
@click.option("--wide", is_flag=True, help="Every column, however long the lines get.")
@click.option("--csv", "as_comma", is_flag=True, help="As CSV.")
@site_option
@json_option
@with_store
def report(
    store: Store,
    /,
    *,
    name: str,
    id: str | None,
    site_name: str | None,
    as_json: bool,
    as_comma: bool,
    wide: bool,
    **options: Any,
) -> None:
    """Show the report NAME of a site over a period of whole days; for experiments, all or the one with this ID."""
    chosen = chosen_site(store, site_name)
    if id is not None and name != EXPERIMENTS:
        raise CommandError(f"The report {name} takes no ID: only experiments does.")
    refresh(store)
    now = now_ms()
    with naming_options():
        if name == EXPERIMENTS:
            answer = experiments_answer(store, chosen, _given(options), id=id, now=now)
        else:
            answer = report_answer(store, chosen, name, given_of(chosen, options), now=now)
    if as_json:
        click.echo(json.dumps(answer))
    elif as_comma:
        otherwise = EXPERIMENT_COLUMNS if name == EXPERIMENTS else columns_without_rows(name, options, answer)
        click.echo(as_csv(answer["rows"], otherwise=otherwise), nl=False)
    elif name == EXPERIMENTS:
        click.echo(experiments_text(answer, wide=wide), nl=False)
    else:
        click.echo(report_text(answer, of=_totals_of(name, options), wide=wide), nl=False)


def given_of(site: Site, options: dict[str, Any]) -> dict[str, Any]:
    """The options as the report's parameters; without days, the last thirty, today included."""
    today = datetime.now(ZoneInfo(site.time_zone)).date()
    day_to = options.pop("day_to") or today.isoformat()
    day_from = options.pop("day_from") or first_day(day_to)
    segments = list(options.pop("segment"))
    given = {name: value for name, value in options.items() if value is not None}
    return given | {"from": day_from, "to": day_to} | ({"segment": segments} if segments else {})


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """The options that were given, none of which the reports of experiments take, for them to reject."""
    named = {"day_from": "from", "day_to": "to"}
    return {named.get(name, name): value for name, value in options.items() if value not in (None, ())}


def first_day(day_to: str) -> str:
    """The first of thirty days that end on this one; the text itself if it is no day, for the report to reject."""
    try:
        return (date.fromisoformat(day_to) - timedelta(DAYS - 1)).isoformat()
    except ValueError:
        return day_to


def _totals_of(name: str, options: dict[str, Any]) -> str | None:
    """The report whose totals a series shows."""
    return options["of"] or SERIES_OF if name == "series" else None
