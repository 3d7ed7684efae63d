"""`beheld comments`: what people wrote to surveys, in the terminal."""

from __future__ import annotations

import json
from typing import Any

import click

from collector.cli.errors import naming_options
from collector.cli.options import chosen_site, json_option, site_option, with_store
from collector.cli.report_text import printable
from collector.cli.reporting import given_of
from collector.facts.refresh import refresh
from collector.present.columns import COMMENT_COLUMNS
from collector.present.comments import CommentParameters, as_rows, comments_answer
from collector.present.parameters import checked
from collector.present.tables import as_csv
from collector.store import Store


@click.command()
@click.option(
    "--from", "day_from", metavar="DAY", help="First day, such as 2026-01-31; default: 29 days before the last."
)
@click.option("--to", "day_to", metavar="DAY", help="Last day; default: today.")
@click.option(
    "--segment",
    multiple=True,
    metavar="DIMENSION:VALUE",
    help="Only these values, VALUE|VALUE for either; several segments must all match.",
)
@click.option("--action", help="Only this survey.")
@click.option("--limit", help="How many at most; default: 50.")
@click.option("--cursor", help="The `next` of the previous answer.")
@click.option("--csv", "as_comma", is_flag=True, help="As CSV.")
@site_option
@json_option
@with_store
def comments(store: Store, /, *, site_name: str | None, as_json: bool, as_comma: bool, **options: Any) -> None:
    """Show what people wrote to surveys over a period of whole days, the latest first."""
    chosen = chosen_site(store, site_name)
    refresh(store)
    with naming_options():
        answer = comments_answer(store, chosen, checked(CommentParameters, given_of(chosen, options)))
    if as_json:
        click.echo(json.dumps(answer))
    elif as_comma:
        click.echo(as_csv(as_rows(answer), otherwise=COMMENT_COLUMNS), nl=False)
    else:
        click.echo(_text(answer), nl=False)


def _text(answer: dict[str, Any]) -> str:
    """A line about each, and what was written below it."""
    lines = []
    for row in as_rows(answer):
        about = (row["at"], f"{row['instrument']} {row['score']} of {row['scale']}", row["action"], row["person"][2:])
        lines.append("  ".join(printable(str(part)) for part in about if part))
        lines += [f"    {printable(row[name])}" for name in ("comment", "answers") if row[name]]
    if answer["next"]:
        lines.append(f"There are more: --cursor {answer['next']}")
    return "\n".join(lines or ["Nobody wrote anything to a survey in these days."]) + "\n"
