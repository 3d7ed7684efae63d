"""/healthz, /readyz and /metrics: how the server is, for those who watch over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from collector.store import Ready
from tests.schemas.making import an
from tests.wire.shop import Shop, view


class Unwell:
    """The shop's store, when it cannot store."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def __getattr__(self, name: str) -> Any:
        return getattr(self.shop.store, name)

    def ready(self) -> Ready:
        return Ready(False, "the disk is full")


def figures_of(shop: Shop) -> dict[tuple[str, str], float]:
    """Every figure by its name and the value of its label."""
    text = shop.client.get("/metrics").text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(sample.name, next(iter(sample.labels.values()), "")): sample.value for sample in samples}


def test_alive(shop: Shop) -> None:
    answer = shop.client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"alive": True})


def test_ready_with_as_many_events_behind_as_facts_have_not_seen(shop: Shop) -> None:
    assert shop.client.get("/readyz").json == {"ready": True, "facts_behind": 0, "facts": "current", "set_aside": 0}
    shop.send(view(), view(), view())
    assert shop.client.get("/readyz").json == {"ready": True, "facts_behind": 3, "facts": "busy", "set_aside": 0}


def test_not_ready_when_nothing_can_be_stored(shop: Shop) -> None:
    shop.use(Unwell(shop))
    answer = shop.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "facts_behind": None, "why": "the disk is full"}


def test_alive_but_not_ready_while_stopping(shop: Shop) -> None:
    shop.intake.stopping.set()
    answer = shop.client.get("/readyz")
    assert (answer.status_code, answer.json["why"]) == (503, "this server is stopping")
    assert shop.client.get("/healthz").status_code == 200


def test_metrics_count_events_by_what_became_of_them(shop: Shop) -> None:
    event = view()
    shop.send(event, event, view(), {"type": "clik"}, an("refund"))
    figures = figures_of(shop)
    assert figures["beheld_events_total", "accepted"] == 2
    assert figures["beheld_events_total", "duplicate"] == 1
    assert figures["beheld_events_total", "rejected"] == 2
    assert figures["beheld_rejections_total", "unknown_type"] == 1
    assert figures["beheld_rejections_total", "needs_secret_key"] == 1


def test_metrics_count_batches_by_answer_and_time_them(shop: Shop) -> None:
    shop.send(view())
    shop.send(view(), key="pk_unknown")
    shop.post(b"{")
    figures = figures_of(shop)
    assert figures["beheld_batches_total", "accepted"] == 1
    assert figures["beheld_batches_total", "unknown_key"] == 1
    assert figures["beheld_batches_total", "not_json"] == 1
    assert figures["beheld_batch_seconds_count", ""] == 1


def test_metrics_say_whether_events_can_be_stored_and_how_far_facts_are_behind(shop: Shop) -> None:
    shop.send(view(), view())
    figures = figures_of(shop)
    assert (figures["beheld_ready", ""], figures["beheld_facts_behind", ""]) == (1, 2)
    shop.use(Unwell(shop))
    assert figures_of(shop)["beheld_ready", ""] == 0


def test_metrics_hold_nothing_of_visitors_or_keys(shop: Shop) -> None:
    shop.send(view(visitor_id="visitor-of-mine", wrong="x"))
    text = shop.client.get("/metrics").text
    assert "visitor-of-mine" not in text
    assert shop.keys["public"] not in text


TOKEN = "a-token-of-this-test"


def test_the_figures_can_be_closed(open_shop: Callable[..., Shop]) -> None:
    answer = open_shop(metrics="closed").client.get("/metrics")
    assert answer.status_code == 404
    assert "BEHELD_METRICS" in answer.json["error"]["message"]


@pytest.mark.parametrize(
    ("header", "status"),
    [(None, 401), ("Bearer another", 401), ("Bearer \xe4", 401), (f"Bearer {TOKEN}", 200), (f"bearer {TOKEN}", 200)],
)
def test_the_figures_can_be_shown_to_holders_of_the_token(
    open_shop: Callable[..., Shop], header: str | None, status: int
) -> None:
    headers = {"Authorization": header} if header else {}
    assert open_shop(metrics=TOKEN).client.get("/metrics", headers=headers).status_code == status


def test_the_keys_of_a_site_are_no_token_of_the_figures(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(metrics=TOKEN)
    for key in shop.keys.values():
        assert shop.client.get("/metrics", headers={"Authorization": f"Bearer {key}"}).status_code == 401
