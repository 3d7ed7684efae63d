"""`beheld`: everything an operator does to a collector from the command line, one module for each group of commands."""

from __future__ import annotations

import dataclasses
import os

import click

from collector.cli.backups import backup, restore
from collector.cli.comments import comments
from collector.cli.definitions import action, annotation, baseline, campaign, cost, goal
from collector.cli.doctor import doctor
from collector.cli.erasing import erase
from collector.cli.errors import Commands
from collector.cli.experiments.command import experiment
from collector.cli.exporting import export
from collector.cli.imports.command import import_file
from collector.cli.keys import key
from collector.cli.rates import rate
from collector.cli.rebuilding import rebuild
from collector.cli.reporting import report
from collector.cli.serving import demo, init, serve
from collector.cli.sites import site
from collector.cli.users import user
from collector.cli.visitor import visitor
from collector.config import Config

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Commands, context_settings=SETTINGS)
@click.version_option(package_name="beheld")
@click.option(
    "--store", metavar="URL", help="Where everything is kept, such as sqlite:///beheld.db; default: BEHELD_STORE."
)
@click.pass_context
def commands(context: click.Context, store: str | None) -> None:
    """Beheld measures what personalization really earns, against what visitors truly saw."""
    config = Config.from_environment(os.environ)
    context.obj = dataclasses.replace(config, store=store) if store else config


COMMANDS = (
    init, serve, demo, site, key, user, action, campaign, goal, annotation, cost, baseline, rate, experiment,
    import_file, export, backup, restore, rebuild, report, comments, visitor, erase, doctor,
)  # fmt: skip
for command in COMMANDS:
    commands.add_command(command)


def main() -> None:
    """Run `beheld`."""
    commands(prog_name="beheld")
