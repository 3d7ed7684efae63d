"""The group of all commands: loads only the one that is run, and turns failures into sentences."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from collector.cli.errors import CommandError
from collector.config import ConfigError
from collector.errors import CollectorError, EngineError


class Commands(click.Group):
    """A group of commands whose failures reach the operator as a sentence.

    `homes` has the place of each, by its name: a module of this package, and what the command is called there.
    """

    def __init__(self, *args: Any, homes: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._homes = homes

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return sorted(self._homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, if there is one."""
        if cmd_name not in self._homes:
            return None
        module, _, name = self._homes[cmd_name].rpartition(".")
        command: click.Command = getattr(import_module(f"collector.cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except CollectorError as error:
            raise CommandError(error.message) from error
        except ConfigError as error:
            raise CommandError(f"{error}.") from error
        except EngineError as error:
            raise CommandError(f"The database reports: {error}. `beheld doctor` looks for the cause.") from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of a pipe (`head`) has had enough; click ends quietly
                raise
            where = f"{error.filename}: " if error.filename else ""
            raise CommandError(f"{where}{error.strerror or error}") from error
