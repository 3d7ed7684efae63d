"""What is put into the page: nothing, this snippet as it is, or as it was at an earlier revision."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
BUILT = "static"


@dataclass(frozen=True)
class Contender:
    """A tracker: its tags, the files they load (by path), and attributes for the page's actions and items."""

    name: str
    tags: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    on_action: str = ""
    on_item: str = ""


BARE = Contender("no tracker")


def beheld(name: str, files: Mapping[str, bytes], *, collector: str, key: str) -> Contender:
    """This snippet, out of these files."""
    tags = f'<script async src="beheld.js" data-key="{key}" data-endpoint="{collector}"></script>'
    return Contender(name, tags, files)


def files_of_now() -> dict[str, bytes]:
    """The files that pages load, as they are in this checkout."""
    return {file.name: file.read_bytes() for file in (ROOT / BUILT).glob("beheld*.js")}


def files_at(revision: str) -> dict[str, bytes]:
    """The same, as they were built at an earlier revision: built files are kept in the repository."""
    names = _git("ls-tree", "--name-only", revision, f"{BUILT}/").decode().split()
    files = (Path(name) for name in names if Path(name).match("beheld*.js"))
    return {file.name: _git("show", f"{revision}:{file}") for file in files}


def _git(*words: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True).stdout
