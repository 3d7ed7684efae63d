"""One experiment from its draft to its promotion: on the owner's pages, on the shop's real ones, and back again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from collector.clock import now_ms
from collector.demo.simulation.experiments import LOOKED
from collector.demo.simulation.layout import BAR
from collector.demo.site import demo_site
from collector.facts.refresh import refresh
from collector.rules import DAY_MS
from collector.wire import routes
from sdk_py.assign import Experiment, bucket_of
from tests.browser import RunningCollector
from tests.browser.chromium import new_visitor
from tests.demo.conftest import PATIENCE_S, wait_for

FORM = {
    "Id": BAR,
    "Hypothesis": "Who is named one tea looks at it",
    "Actions": BAR,
    "Variations": "control 1\nplain 1 A link to all teas\ntea 1 Names one tea",
    "Primary goal": LOOKED,
    "Base rate": "50",
    "Smallest lift worth finding": "30",
}
SHOWN = {"plain": "Fill a box", "tea": "Begin with Morning Mist"}
LOOKS_IN = {"control": (1, 2), "plain": (1, 2), "tea": (4, 5)}
"""so many of so many of each variation look at a product"""
EACH = 230
DAYS = 40
AT_ONCE = 450
PAGE = "/demo/journal/"
STAY_IN_CONTROL = 500
"""buckets of control, the first, that a promotion leaves there"""


class Shop:
    """The collector with the demo's shop, an owner at its pages, and the experiment as it is kept."""

    def __init__(self, collector: RunningCollector, chromium: Browser) -> None:
        self.collector, self.chromium = collector, chromium
        self.site = demo_site(collector.store).site
        self.secret = collector.store.add_key(self.site, "secret")
        owner = collector.store.add_account("owner@shop.example", self.site, "owner", by="cli")
        self.owner = new_visitor(chromium).new_page()
        self.owner.goto(f"{collector.origin}/welcome#{collector.store.invite(owner.account, by='cli')}")
        for label in ("A password of 12 characters or more", "The same password again"):
            self.owner.get_by_label(label).fill("twelve new characters")
        self.owner.keyboard.press("Enter")
        self.owner.wait_for_url("**/overview")

    def document(self) -> dict[str, Any]:
        return self.collector.store.definitions(self.site, "experiments")[BAR]

    def variation(self, visitor: str) -> str | None:
        """By the rule, as a server of the shop would compute it."""
        return Experiment(BAR, self.document()["phases"][-1]["buckets"]).variation(visitor)

    def somebody(self, fits: Callable[[str], bool]) -> str:
        """An id that nobody has yet, of somebody who fits."""
        return next(id for id in iter(lambda: str(uuid.uuid4()), "") if fits(id))

    def visit(self, visitor: str) -> Page:
        """A page of the shop in the browser of this visitor."""
        context = new_visitor(self.chromium)
        context.add_cookies([{"name": "beheld_visitor", "value": visitor, "url": self.collector.origin}])
        page = context.new_page()
        page.clock.install()
        page.goto(self.collector.origin + PAGE)
        return page

    def at_owners(self, part: str) -> None:
        self.owner.goto(f"{self.collector.origin}/experiments/{part}")

    def press(self, name: str) -> None:
        self.owner.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def shop(collector: RunningCollector, chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """No browser may keep the settings: what changes is there with the next request for them."""
    monkeypatch.setattr(routes, "CONFIG_SECONDS", 0)
    shop = Shop(collector, chromium)
    yield shop
    shop.owner.context.close()


def write_and_start(shop: Shop) -> None:
    """The owner's draft, which assigns nobody, and its start."""
    shop.at_owners("edit")
    for label, text in FORM.items():
        shop.owner.get_by_label(label).first.fill(text)
    shop.press("Save")
    assert (shop.document()["state"], shop.document()["phases"]) == ("draft", [])
    shop.press("Start")
    expect(shop.owner.get_by_role("status")).to_contain_text("It is running")


def see(shop: Shop, page: Page, visitor: str, variation: str) -> None:
    """The page shows what its visitor's variation has, and the collector is told that it came into view."""
    bar = page.locator(".shipping-bar")
    shop.collector.wait_for("deliver", action=BAR, variation=variation, visitor=visitor)
    if variation == "control":
        expect(bar).to_have_count(0)
    else:
        expect(bar).to_contain_text(SHOWN[variation])


def begun_long_ago(shop: Shop) -> None:
    """As if the start had been so many days before: windows are over without anybody waiting for it."""
    kept = shop.document()
    begun = now_ms() - DAYS * DAY_MS
    phases = [{**kept["phases"][0], "from": begun}]
    shop.collector.store.put_definition(shop.site, "experiments", BAR, {**kept, "phases": phases})


def send_many(shop: Shop) -> None:
    """Visitors of the last weeks, by the rule; more of those look at a product who were named a tea."""
    events = [event for variation in LOOKS_IN for nth in range(EACH) for event in events_of(shop, variation, nth)]
    for start in range(0, len(events), AT_ONCE):
        batch = {"events": events[start : start + AT_ONCE]}
        headers = {"Authorization": f"Bearer {shop.secret}"}
        answer = requests.post(f"{shop.collector.origin}/v1/events", json=batch, headers=headers, timeout=PATIENCE_S)
        assert answer.json()["rejected"] == []
    while refresh(shop.collector.store):
        pass


def events_of(shop: Shop, variation: str, nth: int) -> list[dict[str, Any]]:
    visitor = shop.somebody(lambda id: shop.variation(id) == variation)
    who = {"visitor_id": visitor, "view_id": str(uuid.uuid4())}
    at = now_ms() - round(timedelta(days=DAYS - 2 - nth % 14).total_seconds() * 1000)
    which = {"action": BAR, "variation": variation}
    some, of = LOOKS_IN[variation]
    found = [
        {"type": "assign", "experiment": BAR, "variation": variation, "allocation": 1},
        {"type": "execute", "kind": "banner", **which},
        {"type": "deliver", **which},
        *([{"type": "goal", "goal": LOOKED}] if nth % of < some else []),
    ]
    return [{**one, **who, "id": str(uuid.uuid4()), "ts": at + order * 1_000} for order, one in enumerate(found)]


def test_an_experiment_is_run_from_its_draft_to_its_promotion(shop: Shop) -> None:
    write_and_start(shop)
    visitors = {name: shop.somebody(lambda id, name=name: is_in(shop, id, name)) for name in LOOKS_IN}
    pages = {name: shop.visit(visitor) for name, visitor in visitors.items()}
    for name, page in pages.items():
        see(shop, page, visitors[name], name)
    assert {event["variation"] for event in shop.collector.events("assign")} == set(LOOKS_IN)

    begun_long_ago(shop)
    send_many(shop)
    ahead = shop.owner.locator("[data-verdict=ahead]")
    wait_for(lambda: shop.at_owners(f"one?experiment={BAR}") or ahead.count(), "a variation that is ahead")
    expect(ahead).to_contain_text("Tea is ahead")
    expect(ahead).to_contain_text("; promote.")
    shop.press("Promote tea")
    expect(shop.owner.get_by_role("status")).to_contain_text("tea is promoted")

    page = pages["control"]
    with page.expect_response("**/v1/config*"):
        page.clock.fast_forward("01:01")  # a minute, after which an open page asks again
    expect(page.locator(".shipping-bar")).to_have_count(0)  # what it showed stays until its next view
    page.reload()
    see(shop, page, visitors["control"], "tea")
    for each in pages.values():
        each.context.close()


def is_in(shop: Shop, visitor: str, variation: str) -> bool:
    """And not among those few whom a promotion leaves in control."""
    return shop.variation(visitor) == variation and bucket_of(BAR, visitor) >= STAY_IN_CONTROL
