"""SQL in files: each is a template, read once, which may include others of its folder."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def sql_reader(folder: Path) -> Callable[[str], str]:
    """What returns the text of a folder's `.sql` files by their names, such as "erasure/newest"."""
    templates = Environment(loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=False)

    @cache
    def sql(name: str) -> str:
        return templates.get_template(f"{name}.sql").render()

    return sql
