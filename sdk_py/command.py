"""The `beheld` command. It needs the requirements of the collector, which are an extra of this package."""

from __future__ import annotations

import importlib
import sys


def main() -> None:
    """Run the collector's command line, or print what to install."""
    try:
        command_line = importlib.import_module("collector.cli")
    except ModuleNotFoundError as missing:
        if (missing.name or "collector").startswith("collector"):
            raise
        advice = "run pip install 'beheld[collector]'"
        print(f"The collector needs {missing.name}, which is not installed: {advice}", file=sys.stderr)
        sys.exit(2)
    command_line.main()
