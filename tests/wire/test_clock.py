"""When things happened: wrong clocks of browsers are put right, servers are believed, and nobody reaches the future."""

from __future__ import annotations

from typing import Any

import pytest

from collector.wire import intake
from tests.wire.shop import Shop, now_ms, view

SECOND, HOUR, DAY = 1_000, 3_600_000, 86_400_000
NEARLY = 5_000
TOO_LATE = {"ts": ["is more than 24 hours after this server received it"]}
TOO_EARLY = {"ts": ["is before the year 2000; whole numbers are milliseconds, not seconds"]}


def stored_ts(shop: Shop, ts: Any, **batch: Any) -> int:
    assert shop.send(view(ts=ts), **batch).json["rejected"] == []
    ts_stored: int = shop.stored()[-1]["ts"]
    return ts_stored


@pytest.mark.parametrize("wrong_by", [-400 * DAY, -HOUR, -20 * SECOND, 20 * SECOND, HOUR, 400 * DAY])
def test_a_clock_that_is_wrong_is_put_right(shop: Shop, wrong_by: int) -> None:
    client_now = now_ms() + wrong_by
    happened = stored_ts(shop, client_now - HOUR, sent_at=client_now)
    assert abs(happened - (now_ms() - HOUR)) < NEARLY


@pytest.mark.parametrize("off_by", [-9 * SECOND, 0, 9 * SECOND])
def test_a_clock_that_is_nearly_right_is_left_alone(shop: Shop, off_by: int) -> None:
    client_now = now_ms() + off_by
    assert stored_ts(shop, client_now - HOUR, sent_at=client_now) == client_now - HOUR


def test_a_corrected_time_is_never_later_than_its_receipt(shop: Shop) -> None:
    client_now = now_ms() - HOUR
    stored_ts(shop, client_now + 30 * SECOND, sent_at=client_now)
    (event,) = shop.stored()
    assert event["ts"] == event["received_at"]


def test_without_sent_at_times_are_taken_as_they_are(shop: Shop) -> None:
    happened = now_ms() - 6 * 24 * HOUR
    assert stored_ts(shop, happened) == happened


@pytest.mark.parametrize("days", [8, 365, 9_000])
def test_with_the_public_key_history_is_rejected(shop: Shop, days: int) -> None:
    (rejected,) = shop.send(view(ts=now_ms() - days * 24 * HOUR)).json["rejected"]
    assert "with the public key only the last 7 days are accepted" in rejected["errors"]["ts"][0]
    assert "secret key" in rejected["errors"]["ts"][0]


def test_what_a_browser_kept_for_a_week_is_taken(shop: Shop) -> None:
    week = 7 * 24 * HOUR
    assert shop.send(view(ts=now_ms() - week + 10 * SECOND)).json["accepted"] == 1
    assert shop.send(view(ts=now_ms() - week - SECOND)).json["accepted"] == 0


def test_the_seven_days_are_counted_when_the_clock_is_put_right(shop: Shop) -> None:
    wrong_now = now_ms() - 1_000 * 24 * HOUR
    assert shop.send(view(ts=wrong_now - 6 * 24 * HOUR), sent_at=wrong_now).json["accepted"] == 1
    assert shop.send(view(ts=wrong_now - 8 * 24 * HOUR), sent_at=wrong_now).json["accepted"] == 0


def test_sent_at_may_be_written_as_a_date(shop: Shop) -> None:
    happened = stored_ts(shop, "2020-01-01T00:00:00Z", sent_at="2020-01-01T02:00:00+01:00")
    assert abs(happened - (now_ms() - HOUR)) < NEARLY


def test_the_secret_key_may_send_any_past_time_whatever_its_clock_says(shop: Shop) -> None:
    assert stored_ts(shop, 1_000_000_000_000, sent_at=1_500_000_000_000, by="secret") == 1_000_000_000_000


@pytest.mark.parametrize("by", ["public", "secret"])
def test_a_time_in_the_near_future_becomes_the_time_of_receipt(shop: Shop, by: str) -> None:
    assert stored_ts(shop, now_ms() + 23 * HOUR, by=by) == shop.stored()[0]["received_at"]


@pytest.mark.parametrize("by", ["public", "secret"])
def test_a_time_in_the_far_future_is_rejected(shop: Shop, by: str) -> None:
    assert shop.send(view(ts=now_ms() + 25 * HOUR), by=by).json["rejected"][0]["errors"] == TOO_LATE


@pytest.mark.parametrize("ts", [now_ms() // 1_000, 0, -1, "1999-12-31T23:59:59Z"], ids=range(4))
def test_a_time_before_2000_is_rejected_and_seconds_are_suspected(shop: Shop, ts: Any) -> None:
    assert shop.send(view(ts=ts), by="secret").json["rejected"][0]["errors"] == TOO_EARLY


def test_a_browser_that_believes_in_1970_is_put_right(shop: Shop) -> None:
    happened = stored_ts(shop, 60 * SECOND, sent_at=90 * SECOND)
    assert abs(happened - (now_ms() - 30 * SECOND)) < NEARLY


def set_clock(shop: Shop, monkeypatch: pytest.MonkeyPatch, ahead_by: int) -> int:
    """Start the collector anew on a machine whose clock is so far ahead; returns what it shows."""
    shop.use(shop.store)
    now = now_ms() + ahead_by
    monkeypatch.setattr(intake, "now_ms", lambda: now)
    return now


@pytest.mark.parametrize("behind_by", [10 * 60 * SECOND, 2 * HOUR, 2 * DAY, 3_650 * DAY])
@pytest.mark.parametrize("with_sent_at", [True, False], ids=["sent_at", "ts"])
@pytest.mark.parametrize("by", ["public", "secret"])
def test_a_server_whose_clock_was_set_back_takes_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, behind_by: int, with_sent_at: bool, by: str
) -> None:
    shop.send(view())
    set_clock(shop, monkeypatch, -behind_by)

    answer = shop.send(view(), by=by, **({"sent_at": now_ms()} if with_sent_at else {}))

    assert (answer.status_code, answer.json["error"]["code"]) == (503, "clock_behind")
    assert "Retry-After" in answer.headers
    assert len(shop.stored()) == 1
    assert shop.store.rejected(shop.site, 10) == []


def test_it_takes_events_again_when_the_clock_is_set(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.send(view())
    set_clock(shop, monkeypatch, -2 * DAY)
    event = view()
    assert shop.send(event).status_code == 503
    monkeypatch.undo()
    assert shop.send(event).json["accepted"] == 1


@pytest.mark.parametrize("ahead_by", [HOUR, 3_650 * DAY])
@pytest.mark.parametrize("with_sent_at", [True, False], ids=["sent_at", "ts"])
def test_a_clock_that_was_ahead_once_keeps_nobody_out(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, ahead_by: int, with_sent_at: bool
) -> None:
    ahead = set_clock(shop, monkeypatch, ahead_by)
    shop.send(view(ts=ahead), sent_at=ahead)
    assert len(shop.stored()) == 1
    monkeypatch.undo()
    shop.use(shop.store)

    assert shop.send(view(), **({"sent_at": now_ms()} if with_sent_at else {})).json["accepted"] == 1
    wrong = now_ms() + 20 * 60 * SECOND
    assert shop.send(view(ts=wrong), sent_at=wrong).json["accepted"] == 1
