"""A shop whose customers are those of CDNOW."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import count

import pytest

from collector.event import SECRET, Event, Item
from tests.reports.building import Shop, a_store
from tests.reports.customers.cdnow import purchases


@pytest.fixture(scope="module")
def music_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """All their purchases, as a server reports them, each at noon."""
    store = a_store(tmp_path_factory.mktemp("music"))
    shop = Shop(store, site=store.sites()[0])
    numbers = count(1)
    shop.send(*(order(next(numbers), each.customer, each.on, each.amount) for each in purchases()))
    yield shop
    store.close()


def order(number: int, customer: int, on: object, amount: str) -> Event:
    """One purchase of one item in the site's currency."""
    noon = datetime.combine(on, time(12), UTC)  # type: ignore[arg-type]  # a date
    item = Item("cd", None, 1_000_000, round(float(amount) * 1_000_000), 0)
    ts = int(noon.timestamp() * 1000)
    return Event(
        site=1, id=f"{number:06d}", type="purchase", ts=ts, received_at=ts, trust=SECRET, user_id=f"c{customer}",
        order_id=f"o{number}", currency="EUR", items=(item,),
    )  # fmt: skip
