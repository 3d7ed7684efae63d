"""Running `beheld` and reading what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
from click.testing import CliRunner

from collector.cli import commands


class Said(NamedTuple):
    """What a command said, and its exit code."""

    out: str
    err: str
    code: int

    @property
    def json(self) -> Any:
        """What it said to a program."""
        return json.loads(self.out)


class Beheld:
    """`beheld("site", "list")` runs the command and gives what it said; an exit code that was not expected fails."""

    def __call__(self, *arguments: str, code: int = 0, given: str | bytes | None = None, **settings: str) -> Said:
        ran = CliRunner(env=settings).invoke(commands, arguments, input=given, prog_name="beheld")
        output = Said(ran.stdout, ran.stderr, ran.exit_code)
        if ran.exception and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        assert output.code == code, output
        return output


def jsonl(path: Path, *events: Any) -> str:
    """A file of JSON lines; what is text already is written as it is."""
    lines = [event if isinstance(event, str) else json.dumps(event) for event in events]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def a_goal(**fields: Any) -> dict[str, Any]:
    """A small good event."""
    return {"type": "goal", "ts": 1_767_348_000_000, "visitor_id": "ann", "goal": "newsletter", **fields}


def all_commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by all its words but the first; a group stands before its own."""
    context = click.Context(commands)
    for name in commands.list_commands(context):
        command = commands.get_command(context, name)
        assert command
        yield name, command
        yield from ((f"{name} {inner}", below) for inner, below in getattr(command, "commands", {}).items())
