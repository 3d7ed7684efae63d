"""How a command fails: one sentence on standard error and exit code 2, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from collector.errors import CollectorError


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
