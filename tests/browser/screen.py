"""A screen in memory, for browsers that need one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

SIZE = "1400x1000x24"


def path_of_screen() -> str | None:
    """Where Xvfb is; None on machines without it."""
    return shutil.which("Xvfb")


@contextmanager
def screen() -> Iterator[str]:
    """The name of a screen that is there as long as this lasts: `:5`."""
    reading, writing = os.pipe()
    command = [str(path_of_screen()), "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as process:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()  # Xvfb takes the first that is free, and says which when it is ready
        try:
            yield f":{number}"
        finally:
            process.terminate()
