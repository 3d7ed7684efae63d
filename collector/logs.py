"""Structured logs: one JSON object a line, with fields of a closed list, so that no personal data can slip in.

There is no field for an address, an id of a visitor or user, a key, or a requested path. What others log
(a library, say) is reduced to its logger's name and its unfilled message.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path

FIELDS = (
    "method",
    "route",
    "status",
    "site",
    "rejected",
    "reasons",
    "setting",
    "url",
    "connections",
    "exit_code",
    "error",
    "where",
    "experiment",
    "variation",
)
OURS = "beheld"


class JsonLines(logging.Formatter):
    """Formats a record as time, level, logger, event, and those fields of the list that it has."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if record.name.split(".")[0] == OURS else str(record.msg),
        }
        line |= {name: value for name in FIELDS if (value := getattr(record, name, None)) is not None}
        if record.exc_info and record.exc_info[1]:
            line |= fault(record.exc_info[1])
        return json.dumps(line, default=str)


def fault(error: BaseException) -> dict[str, object]:
    """What may be logged of an error: its type and where it happened, not its message, which may quote a visitor."""
    steps = traceback.extract_tb(error.__traceback__)
    where = [f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in steps]
    return {"error": type(error).__name__, "where": where[-8:]}


def set_up(level: str) -> None:
    """Write the logs of this process to standard error in this shape, from this level on."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(level.upper())
