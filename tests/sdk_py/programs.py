"""Small programs that run in processes of their own, to be ended in every way a process can end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60

BEGINNING = """
import os, signal, sys, threading
from sdk_py import Beheld, Settings

def client(url, spool=None, **chosen):
    usual = {"backoff_initial": 0.01, "backoff_max": 0.05, "flush_interval": 3600, "exit_timeout": 20}
    settings = Settings(**{**usual, **chosen})
    return Beheld(url, "sk_a-key-of-this-test", spool=spool, settings=settings)

def say(*words):
    print(*words, flush=True)

"""


def started(program: str, *arguments: object) -> subprocess.Popen[str]:
    """A process that runs a program; the first lines of which are `BEGINNING`."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", BEGINNING + program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def heard(process: subprocess.Popen[str]) -> str:
    """The next line that a process says."""
    assert process.stdout
    line = process.stdout.readline().strip()
    assert line or process.poll() is None, process.communicate()[1]
    return line


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """The exit code of a process, and what it said since."""
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def ran(program: str, *arguments: object) -> str:
    """What a program said, which must have ended well."""
    code, out, err = ended(started(program, *arguments))
    assert code == 0, err
    return out
