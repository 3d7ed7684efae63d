"""The nearest peer, runlight 0.3 (Python, WSGI, SQLite), in a virtual environment of its own under the cache folder."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

WANTED = "runlight==0.3.0"
PATH = "/runlight/e"


class PeerMissingError(Exception):
    """The peer cannot be installed here, and is left out."""


def python_of_peer() -> Path:
    """The Python that has the peer, installed now unless it was before, with our versions of Flask and granian."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    python = cache / "beheld-bench" / "runlight-0.3" / "bin" / "python"
    packages = [WANTED, *(f"{name}=={version(name)}" for name in ("flask", "granian"))]
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
        subprocess.run(pip, check=True, stderr=subprocess.PIPE, text=True)
    except subprocess.CalledProcessError as error:
        raise PeerMissingError(f"{WANTED} could not be installed: {error.stderr or error}") from error
    return python
