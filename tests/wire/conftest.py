"""The shop that most tests of the wire send to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import chromium
from tests.wire.shop import Shop

__all__ = ["chromium"]


@pytest.fixture
def open_shop(tmp_path: Path) -> Iterator[Callable[..., Shop]]:
    """Opens a shop with settings of one's own."""
    opened: list[Shop] = []

    def open_one(**settings: Any) -> Shop:
        opened.append(Shop(tmp_path, **settings))
        return opened[-1]

    yield open_one
    for shop in opened:
        shop.close()


@pytest.fixture
def shop(open_shop: Callable[..., Shop]) -> Shop:
    """A shop without settings: any origin may send."""
    return open_shop()
