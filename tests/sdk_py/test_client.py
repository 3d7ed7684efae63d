"""What an application sees of its client: settings, keys, invalid events, every method."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from sdk_py import Beheld, Context, InvalidEvent, InvalidSetting, Item, Page, Settings
from tests.sdk_py.answering import PATIENCE, AnsweringServer
from tests.sdk_py.conftest import KEY, Reported

Make = Callable[..., Beheld]

CALLS: dict[str, dict[str, Any]] = {
    "page_view": {"view_id": "w1", "page": Page("https://shop.example/", title="Shop")},
    "page_leave": {"view_id": "w1", "engaged_ms": 1200, "scroll": 0.5},
    "execute": {"view_id": "w1", "action": "recs", "kind": "products", "campaign": "c", "items": ["a", Item("b")]},
    "deliver": {"view_id": "w1", "action": "recs", "variation": "A"},
    "evidence": {"view_id": "w1", "action": "recs", "max_fraction": 1, "visible_ms": 9, "longest_ms": 8},
    "skip": {"action": "popup", "reason": "delay_not_elapsed", "detail": {"waited_ms": 5}},
    "click": {"action": "recs", "item": "a", "target": {"href": "/p/1"}},
    "dismiss": {"action": "popup"},
    "quick_add": {"action": "recs", "item": "a", "quantity": 2, "price": "19.90", "currency": "EUR"},
    "wishlist_add": {"item": "a", "group": "g", "action": "recs"},
    "wishlist_remove": {"item": "a"},
    "cart_add": {"item": "a", "price": Decimal("19.90"), "currency": "EUR"},
    "cart_remove": {"item": "a"},
    "purchase": {"order_id": "1", "currency": "EUR", "items": [Item("a", price="19.90")], "tax": 3, "shipping": "5"},
    "refund": {"order_id": "1", "items": [Item("a", quantity=1, amount="19.90")], "reason": "too small"},
    "goal": {"goal": "newsletter", "value": "2.50", "currency": "EUR"},
    "assign": {"experiment": "hero", "variation": "b", "allocation": 3, "override": True},
    "identify": {"user_id": "17", "traits": {"tier": "gold"}},
    "survey": {"instrument": "nps", "score": 9, "comment": "Good.", "answers": ["a"]},
    "subscription": {"subscription_id": "s1", "status": "started", "plan": "pro", "mrr": 49, "currency": "EUR"},
    "custom": {"name": "spun_the_wheel", "props": {"won": "5 %"}},
}


@pytest.mark.parametrize("type", CALLS)
def test_each_method_sends_its_event(type: str, server: AnsweringServer, a_client: Make) -> None:
    client = a_client()
    id = getattr(client, type)(visitor_id="ann", ts=1_767_225_600_000, **CALLS[type])
    assert client.flush(PATIENCE)
    (event,) = server.received[0].batch["events"]
    assert (event["id"], event["type"], event["ts"]) == (id, type, 1_767_225_600_000)
    assert set(event) == {"id", "type", "ts", "visitor_id", *CALLS[type]}


def test_an_event_may_be_given_as_a_dict(server: AnsweringServer, a_client: Make) -> None:
    client = a_client()
    context = Context(user_agent="Firefox")
    id = client.track({"type": "refund", "order_id": "1001", "props": None, "context": context})
    assert client.flush(PATIENCE)
    assert server.ids == [id]
    assert server.received[0].batch["context"] == {"user_agent": "Firefox"}


def test_an_invalid_event_is_raised_and_never_sent(server: AnsweringServer, a_client: Make) -> None:
    client = a_client()
    with pytest.raises(InvalidEvent):
        client.goal(visitor_id="", goal="g")
    with pytest.raises(InvalidEvent):
        client.track("a text")  # type: ignore[arg-type]
    assert client.flush(PATIENCE)
    assert server.received == []
    assert client.stats().invalid == 2


def test_an_invalid_event_can_be_reported_instead_of_raised(a_client: Make, reported: Reported) -> None:
    client = a_client(raise_invalid=False)
    id = client.goal(visitor_id="", goal="g")
    (error,) = reported.errors
    assert isinstance(error, InvalidEvent)
    assert error.ids == (id,)
    assert client.track("a text") == reported.errors[1].ids[0]  # type: ignore[arg-type]


@pytest.mark.parametrize("type", ["refund", "subscription"])
def test_a_public_key_cannot_send_what_takes_the_secret_one(type: str, a_client: Make) -> None:
    client = a_client(key="pk_a-public-key")
    with pytest.raises(InvalidEvent, match="secret key"):
        getattr(client, type)(visitor_id="ann", **CALLS[type])
    client.goal(visitor_id="ann", goal="g")


@pytest.mark.parametrize("key", ["", None, "a key", "rk_a-read-key", "sk_with\nline", "sk_ü" * 5, 7])
def test_what_is_no_key_for_sending_is_rejected_and_not_shown(key: Any) -> None:
    with pytest.raises(InvalidSetting) as refused:
        Beheld("https://collector.example", key)
    assert "sk_" in str(refused.value)
    assert not key or str(key) not in str(refused.value)


def test_a_read_key_is_none_for_sending() -> None:
    with pytest.raises(InvalidSetting, match="rk_"):
        Beheld("https://collector.example", KEY, read_key=KEY)


@pytest.mark.parametrize("url", ["", None, "collector.example", "ftp://collector.example", "https://", "https:///v1"])
def test_what_is_no_address_is_rejected(url: Any) -> None:
    with pytest.raises(InvalidSetting, match=r"https://collector\.example"):
        Beheld(url, KEY)


@pytest.mark.parametrize("url", ["https://me:secret@collector.example", "https://c.example?a=b", "https://c.example#a"])
def test_an_address_holds_no_more_than_that(url: str) -> None:
    with pytest.raises(InvalidSetting) as refused:
        Beheld(url, KEY)
    assert "secret@" not in str(refused.value)


def test_a_collector_may_live_under_a_path(server: AnsweringServer, a_client: Make) -> None:
    client = a_client(url=server.url + "/beheld/")
    client.goal(visitor_id="ann", goal="g")
    assert client.flush(PATIENCE)
    assert server.received[0].path == "/beheld/v1/events"


@pytest.mark.parametrize(
    "setting",
    [
        {"batch_events": 501},
        {"batch_events": 0},
        {"batch_events": 1.5},
        {"batch_bytes": 2_000_000},
        {"queue_events": True},
        {"timeout": 0},
        {"timeout": None},
        {"flush_interval": "1"},
        {"flush_interval": float("nan")},
    ],
)
def test_a_setting_that_cannot_work_is_rejected_by_name(setting: dict[str, Any]) -> None:
    (name,) = setting
    with pytest.raises(InvalidSetting, match=name):
        Settings(**setting)


def test_a_client_that_was_never_used_starts_no_thread(a_client: Make) -> None:
    before = threading.active_count()
    client = a_client()
    assert client.flush(0)
    assert client.close()
    assert threading.active_count() == before


def test_what_came_too_late_for_a_thread_is_sent_on_closing(
    server: AnsweringServer, a_client: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_start = threading.Thread.start

    def start(thread: threading.Thread) -> None:
        if thread.name == "beheld-sender":
            raise RuntimeError("can't create new thread at interpreter shutdown")
        really_start(thread)

    monkeypatch.setattr(threading.Thread, "start", start)
    client = a_client()
    id = client.goal(visitor_id="ann", goal="g")
    assert client.flush(PATIENCE) is False
    assert client.close(PATIENCE) is True
    assert server.stored == [id]


class Hostile(dict[str, object]):
    """A mapping that fails when it is looked at."""

    def items(self) -> object:  # type: ignore[override]
        raise RuntimeError("on purpose")


@pytest.mark.parametrize(
    "event", [None, 7, "purchase", [], {}, {"type": []}, {"type": "purchase", "items": Hostile(a=1)}]
)
def test_no_value_can_break_a_checkout(a_client: Callable[..., Beheld], reported: Reported, event: Any) -> None:
    client = a_client(raise_invalid=False)
    assert isinstance(client.track(event), str)
    assert client.stats().invalid == 1
    assert len(reported.errors) == 1


def test_a_call_that_lacks_an_argument_is_a_mistake_of_the_program(a_client: Callable[..., Beheld]) -> None:
    with pytest.raises(TypeError, match="currency"):
        a_client(raise_invalid=False).purchase(items=[], visitor_id="v")  # type: ignore[call-arg]
