"""SQL in files: each is a template, read once, which may include others of its folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from jinja2 import DictLoader, Environment, StrictUndefined

NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


def sql_reader(folder: Path) -> Callable[..., str]:
    """What returns the text of a query of a folder by its name, for lists of the lengths that its template names.

    "ties/closure" is the file of that name, or the statement `-- name: closure` of the file "ties.sql".
    """
    templates = templates_of(folder)

    @cache
    def sql(name: str, **lengths: int) -> str:
        return templates.get_template(f"{name}.sql").render(lengths)

    return sql


def templates_of(folder: Path) -> Environment:
    """The `.sql` files of a folder as templates; a name that is not known fails."""
    texts = {f"{name}.sql": text for file in sorted(folder.rglob("*.sql")) for name, text in _texts(file, folder)}
    return Environment(
        loader=DictLoader(texts),
        undefined=StrictUndefined,
        lstrip_blocks=True,
        cache_size=-1,
    )


def _texts(file: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """The queries in a file, by name: one, or as many as are named in it."""
    name = str(file.relative_to(folder).with_suffix(""))
    whole, *named = NAME.split(file.read_text("utf-8"))
    if not named:
        yield name, whole
    for statement, text in zip(named[::2], named[1::2], strict=True):
        yield f"{name}/{statement}", text.strip() + "\n"
