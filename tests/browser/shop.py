"""A web site made of strings: path -> HTML, on an origin other than the collector's, as in real life."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from tests.browser.serving import LocalServer


class Shop:
    """Pages by path, each with headers of its own if it needs them."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.server = LocalServer(self._answer)

    def __setitem__(self, path: str, html: str) -> None:
        self.add(path, html)

    def add(self, path: str, html: str, **headers: str) -> None:
        """Put a page there; headers are named with underscores: content_security_policy=..."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = html, {"content-type": "text/html; charset=utf-8"} | named

    def url(self, path: str) -> str:
        return self.server.origin + path

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        html, headers = self.pages.get(environ["PATH_INFO"], ("", {}))
        start_response("200 OK" if headers else "404 Not Found", list(headers.items()))
        return [html.encode()]


@pytest.fixture
def shop() -> Iterator[Shop]:
    """An empty shop, open for one test."""
    shop = Shop()
    with shop.server:
        yield shop
