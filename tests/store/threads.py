"""Calls on threads of their own, whose results and errors are waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

PATIENCE = 60


def together(*calls: Callable[[], Any], patience: float | None = PATIENCE) -> list[Any]:
    """Make all calls at the same time; their results, or the first error."""
    with ThreadPoolExecutor(len(calls)) as threads:
        return [future.result(patience) for future in [threads.submit(call) for call in calls]]


def outcomes(futures: Iterable[Future[Any]]) -> list[Any]:
    """What became of calls: their results, or the errors they raised."""
    return [future.exception(PATIENCE) or future.result() for future in futures]
