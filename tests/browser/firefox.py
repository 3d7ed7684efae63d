"""Firefox, as Debian has it: one for a whole test module, driven by WebDriver BiDi, since Playwright knows its own build only."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

PATIENCE_S = 60
ROOT = Path(__file__).parents[2]


def path_of_firefox() -> str | None:
    """Where Firefox is; None on machines without one."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """A Firefox, and the page that its visitor looks at."""

    in_head = ""

    def __init__(self) -> None:
        command = ["node", str(Path(__file__).with_name("firefox.mjs")), str(path_of_firefox())]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT
        )
        self.console: queue.Queue[str] = queue.Queue()
        self.thrown: list[str] = []
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.version: str = self._answer()

    def do(self, command: str, *given: object) -> Any:
        """Carry out a command of firefox.mjs, and return what came of it."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([command, *given]) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def quit(self) -> None:
        """Close all windows, and wait until all of it is gone."""
        self.do("quit")
        self._reader.join(PATIENCE_S)
        self._process.communicate(timeout=PATIENCE_S)

    def _answer(self) -> Any:
        message = self._answers.get(timeout=PATIENCE_S)
        assert "failed" not in message, message
        return message["answer"]

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            message = json.loads(line)
            if "console" in message:
                self.console.put(message["console"])
            elif "thrown" in message:
                self.thrown.append(message["thrown"])
            else:
                self._answers.put(message)
        self._answers.put({"failed": "Firefox has ended"})
