"""Other packages to compare with, each in a virtual environment of its own under the cache folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

WANTED = "runlight==0.3.0"
"""The nearest peer: Python, WSGI, SQLite."""
PATH = "/runlight/e"


class PeerMissingError(Exception):
    """The peer cannot be installed here, and is left out."""


def python_of_peer() -> Path:
    """The Python that has the peer, with our versions of Flask and granian."""
    return python_with("runlight-0.3", [WANTED, *(f"{name}=={version(name)}" for name in ("flask", "granian"))])


def python_with(name: str, packages: Sequence[str]) -> Path:
    """The Python of the environment of this name, which has these packages: installed now unless they were before."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    python = cache / "beheld-bench" / name / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
        subprocess.run(pip, check=True, stderr=subprocess.PIPE, text=True)
    except subprocess.CalledProcessError as error:
        raise PeerMissingError(f"{packages[0]} could not be installed: {error.stderr or error}") from error
    return python
