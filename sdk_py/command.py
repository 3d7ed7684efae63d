"""The `beheld` command, which comes with this package and works once the collector's own requirements are installed."""

from __future__ import annotations

import importlib
import sys


def main() -> None:
    """Run the collector's command line, or say what to install to have it."""
    try:
        command_line = importlib.import_module("collector.cli")
    except ModuleNotFoundError as missing:
        if (missing.name or "collector").startswith("collector"):
            raise
        print(
            f"The collector needs {missing.name}, which is not here: pip install 'beheld[collector]'", file=sys.stderr
        )
        sys.exit(2)
    command_line.main()
