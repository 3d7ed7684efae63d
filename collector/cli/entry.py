"""The `beheld` command: where each of its commands is, and the store that all of them work on."""

from __future__ import annotations

import dataclasses
import os

import click

from collector.cli.groups import Commands
from collector.config import Config

HOMES = {
    "init": "serving.init",
    "serve": "serving.serve",
    "demo": "serving.demo",
    "site": "sites.site",
    "key": "keys.key",
    "user": "users.user",
    "action": "definitions.action",
    "campaign": "definitions.campaign",
    "goal": "definitions.goal",
    "annotation": "definitions.annotation",
    "cost": "definitions.cost",
    "baseline": "definitions.baseline",
    "rate": "rates.rate",
    "experiment": "experiments.command.experiment",
    "import": "imports.command.import_file",
    "export": "exporting.export",
    "backup": "backups.backup",
    "restore": "backups.restore",
    "rebuild": "rebuilding.rebuild",
    "report": "reporting.report",
    "comments": "comments.comments",
    "visitor": "visitor.visitor",
    "erase": "erasing.erase",
    "doctor": "doctor.doctor",
}
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Commands, homes=HOMES, context_settings=SETTINGS)
@click.version_option(package_name="beheld")
@click.option(
    "--store", metavar="URL", help=f"Where everything is kept, such as {Config.store}; default: BEHELD_STORE."
)
@click.pass_context
def commands(context: click.Context, store: str | None) -> None:
    """Beheld measures what personalization really earns, against what visitors truly saw."""
    config = Config.from_environment(os.environ)
    context.obj = dataclasses.replace(config, store=store) if store else config


def main() -> None:
    """Run `beheld`."""
    commands(prog_name="beheld")
