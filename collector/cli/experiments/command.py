"""`beheld experiment`: make experiments, change them, and lead them from state to state."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from collector.cli.definitions import with_details
from collector.cli.experiments.fields import FIELDS, body_of, weights_from
from collector.cli.experiments.texts import line_of, lines_of
from collector.cli.options import ACTOR, chosen_site, json_option, site_option, with_store
from collector.experiments.documents import HOLDOUT, Document
from collector.present.experiments.changes import KIND, SiteExperiments
from collector.present.experiments.planning import days_planned, persons_planned
from collector.store import Store

Step = Callable[[SiteExperiments, str], Document]


@click.group(help="Run experiments: who gets which variation, until one is promoted or the experiment is stopped.")
def experiment() -> None:
    """The group."""


@experiment.command("list")
@site_option
@json_option
@with_store
def list_experiments(store: Store, /, *, site_name: str | None, as_json: bool) -> None:
    """List the experiments, whatever their state."""
    documents = _experiments(store, site_name).all()
    click.echo(json.dumps(documents) if as_json else "\n".join(map(line_of, documents)), nl=bool(documents or as_json))


@experiment.command("show")
@click.argument("id")
@site_option
@json_option
@with_store
def show_experiment(store: Store, /, *, id: str, site_name: str | None, as_json: bool) -> None:
    """Show one experiment, with its phases and its diary."""
    site = chosen_site(store, site_name)
    document = SiteExperiments(store, site, ACTOR).one(id)
    click.echo(json.dumps(document) if as_json else "\n".join(lines_of(document, site)))


@experiment.command("set")
@click.argument("id")
@click.option("--draft", is_flag=True, help="Make it without starting it.")
@site_option
@with_store
def set_experiment(store: Store, /, *, id: str, draft: bool, site_name: str | None, **options: Any) -> None:
    """Make and start the experiment ID, or change it.

    Fields that you do not name stay as they are. In a running experiment, changing who gets what, or what it is judged
    by, begins a new phase.
    """
    experiments = _experiments(store, site_name)
    body = body_of(options, known=_known(store, experiments, id)) | ({"state": "draft"} if draft else {})
    with with_details(KIND):
        click.echo(line_of(experiments.set(id, body)))


for _option in reversed(FIELDS):
    set_experiment = _option(set_experiment)


def _step(name: str, about: str) -> None:
    """A command that leads an experiment from one state to another."""

    @experiment.command(name, help=about)
    @click.argument("id")
    @site_option
    @with_store
    def step(store: Store, /, *, id: str, site_name: str | None) -> None:
        click.echo(line_of(getattr(_experiments(store, site_name), name)(id)))


_step("start", "Start the draft ID: it assigns visitors from now on.")
_step("stop", "Stop the experiment ID: nobody gets a variation of it any more.")
_step("resume", "Resume the stopped experiment ID, in a new phase.")
_step("undo", "Undo the promotion in the experiment ID: everybody gets their own variation again.")
_step("archive", "Archive the stopped experiment ID.")


@experiment.command("promote")
@click.argument("id")
@click.argument("variation")
@site_option
@with_store
def promote(store: Store, /, *, id: str, variation: str, site_name: str | None) -> None:
    """Show VARIATION to everybody except 5 %, who stay in control."""
    with with_details(KIND):
        click.echo(line_of(_experiments(store, site_name).promote(id, {"variation": variation})))


@experiment.command("note")
@click.argument("id")
@click.argument("text")
@site_option
@with_store
def note(store: Store, /, *, id: str, text: str, site_name: str | None) -> None:
    """Note in the diary of the experiment ID something that happened outside it: "a sale began"."""
    with with_details(KIND):
        _experiments(store, site_name).note(id, {"text": text})
    click.echo(f"Noted in the diary of {id}: {text}")


@experiment.command("holdout")
@click.option("--share", type=float, required=True, help="The share of all visitors, such as 0.05; 0 ends the holdout.")
@site_option
@with_store
def holdout(store: Store, /, *, share: float, site_name: str | None) -> None:
    """Hold a share of all visitors out of all personalization, to measure what all of it earns together."""
    with with_details(KIND):
        click.echo(line_of(_experiments(store, site_name).set(HOLDOUT, {"share": share})))


@experiment.command("delete")
@click.argument("id")
@site_option
@with_store
def delete(store: Store, /, *, id: str, site_name: str | None) -> None:
    """Delete the draft or archived experiment ID; its events stay."""
    _experiments(store, site_name).delete(id)
    click.echo(f"Deleted the experiment {id}; its events stay.")


@experiment.command("plan")
@click.option("--base-rate", type=float, required=True, help="The conversion rate of control, such as 0.03.")
@click.option("--lift", type=float, required=True, help="The smallest lift worth finding: 0.1 is +10 %.")
@click.option(
    "--variation",
    "variations",
    multiple=True,
    metavar="NAME=WEIGHT",
    default=("control=1", "b=1"),
    help="A variation and its weight; repeatable. Default: two with the same weight.",
)
@click.option("--daily-persons", type=click.FloatRange(0, min_open=True), help="How many persons a day take part.")
@json_option
def plan(
    *, base_rate: float, lift: float, variations: tuple[str, ...], daily_persons: float | None, as_json: bool
) -> None:
    """Show how many persons an experiment needs, and how many days that takes."""
    with with_details(KIND):
        persons = persons_planned(weights_from(variations), base_rate, lift)
    days = days_planned(persons, daily_persons) if daily_persons else None
    if as_json:
        click.echo(json.dumps({"persons": persons, "days": days}))
        return
    click.echo(f"{persons:,} persons over all variations" + (f": {days:,} days" if days is not None else ""))


def _experiments(store: Store, site_name: str | None) -> SiteExperiments:
    return SiteExperiments(store, chosen_site(store, site_name), ACTOR)


def _known(store: Store, experiments: SiteExperiments, id: str) -> dict[str, Any]:
    return store.definitions(experiments.site.site, KIND).get(id, {})
