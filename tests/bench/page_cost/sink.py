"""A server that holds one page with its tracker, takes whatever is sent to it, and remembers what was."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from tests.bench.page_cost.contenders import Contender
from tests.browser import LocalServer

SLOW_PATH, SLOW_S = "/slow.png", 15


class Sink:
    """Pages by path, the files of a tracker, and `{}` for all else."""

    def __init__(self, contender: Contender) -> None:
        self.contender = contender
        self.pages: dict[str, str] = {}
        self.loaded: set[str] = set()
        self.sent: dict[str, list[str]] = {}
        self.server = LocalServer(self._answer)

    def loaded_files(self) -> list[bytes]:
        """What pages loaded of the tracker's files."""
        return [self.contender.files[name] for name in self.loaded]

    def of(self, nth: int) -> list[str]:
        """What the page of this number sent."""
        return self.sent.get(f"{self.server.origin}/{nth}", [])

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        content, type = b"{}", "application/json"
        if environ["REQUEST_METHOD"] == "POST":
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode(errors="replace")
            self.sent.setdefault(environ.get("HTTP_REFERER", ""), []).append(body)
        elif path in self.pages:
            content, type = self.pages[path].encode(), "text/html; charset=utf-8"
        elif path[1:] in self.contender.files:
            self.loaded.add(path[1:])
            content, type = self.contender.files[path[1:]], "text/javascript; charset=utf-8"
        elif path == SLOW_PATH:
            time.sleep(SLOW_S)
        start_response("200 OK", [("content-type", type)])
        return [content]
