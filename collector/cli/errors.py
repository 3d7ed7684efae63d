"""How a command fails: one sentence on standard error and exit code 2, never a traceback."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from collector.config import ConfigError
from collector.errors import CollectorError, EngineError


class CommandError(click.ClickException):
    """The command was not done; the message has what to do about it."""

    exit_code = 2


@contextmanager
def naming_options() -> Iterator[None]:
    """What is wrong with the options given becomes a failure that names each of them."""
    try:
        yield
    except CollectorError as error:
        details = "".join(f"\n  {field}: {' '.join(messages)}" for field, messages in error.fields.items())
        raise CommandError(f"{error.message}{details}") from None


class Commands(click.Group):
    """A group of commands whose failures reach the operator as a sentence."""

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
