"""The questions that commands ask of a store: each is a `.sql` file in this folder."""

from __future__ import annotations

from importlib.resources import files


def query(name: str) -> str:
    """The text of a question, by the name of its file."""
    return files(__package__).joinpath(f"{name}.sql").read_text("utf-8")
