"""Mark what the SDK itself logs, so that it is not tracked: a logging handler that tracks log lines would otherwise
feed itself for ever."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_thread = threading.local()


@contextmanager
def tracking_paused() -> Iterator[None]:
    """Ignore events that this thread tracks meanwhile: they are about the SDK itself."""
    before, _thread.paused = tracking_is_paused(), True
    try:
        yield
    finally:
        _thread.paused = before


def tracking_is_paused() -> bool:
    """Whether this thread is inside `tracking_paused`."""
    return getattr(_thread, "paused", False)


class UntrackedLog:
    """A logger whose lines are never tracked through the SDK."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def log(self, level: int, line: str, *values: object, exc_info: bool = False) -> None:
        """Write a line. Ignores handlers that fail."""
        try:
            with tracking_paused():
                self._logger.log(level, line, *values, exc_info=exc_info, stacklevel=3)
        except Exception:
            return

    def warning(self, line: str, *values: object) -> None:
        """Write a warning."""
        self.log(logging.WARNING, line, *values)

    def error(self, line: str, *values: object) -> None:
        """Write an error."""
        self.log(logging.ERROR, line, *values)

    def exception(self, line: str, *values: object) -> None:
        """Write an error with the current exception."""
        self.log(logging.ERROR, line, *values, exc_info=True)
