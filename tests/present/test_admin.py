"""Owners say what their actions, goals and rates are, and only owners do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from collector import create_app
from collector.config import Config
from collector.facts.refresh import refresh
from collector.store import SqliteStore, open_store
from tests.facts.streams import an_event
from tests.store.threads import together

Call = Callable[..., TestResponse]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_store(f"sqlite:///{tmp_path / 'beheld.db'}")
    opened.add_site("shop", time_zone="UTC", currency="EUR")
    opened.add_site("other", time_zone="UTC", currency="EUR")
    yield opened
    opened.close()


@pytest.fixture
def owner(store: SqliteStore) -> Call:
    """Calls the API with the admin key of `shop`, or with another key."""
    client = create_app(Config(), store).test_client()
    admin = store.add_key(1, "admin")

    def call(method: str, path: str, body: Any = None, *, key: str = admin) -> TestResponse:
        headers = {"Authorization": f"Bearer {key}"}
        return client.open(f"/api/v1/{path}", method=method, json=body, headers=headers)

    return call


@pytest.mark.parametrize(
    ("thing", "body"),
    [
        ("actions", {"name": "Summer banner", "kind": "banner", "campaign": "summer", "goals": ["call", "purchase"]}),
        ("campaigns", {"name": "Summer", "primary_goal": "call"}),
        ("goals", {"name": "Newsletter", "value": "2.50"}),
        ("annotations", {"at": "2026-01-31", "text": "Larger button", "action": "summer-banner"}),
        ("annotations", {"at": "2026-01-31T08:30:00.000Z", "text": "New layout"}),
        ("costs", {"campaign": "summer", "amount": "1200.50", "day_from": "2026-01-01", "day_to": "2026-01-31"}),
        ("costs", {"action": "hero", "amount": "0", "day_from": "2026-01-01", "text": "Pictures"}),
        ("baselines", {"kind": "weekdays", "name": "Mail", "segments": ["source:mail|(none)"]}),
        ("baselines", {"kind": "period", "day_from": "2026-01-01", "day_to": "2026-01-31"}),
        (
            "baselines",
            {"kind": "figures", "day_from": "2025-01-01", "day_to": "2025-01-31", "revenue": "9.50", "orders": 3},
        ),
    ],
)
def test_definitions_are_kept_listed_replaced_and_deleted(owner: Call, thing: str, body: dict[str, Any]) -> None:
    assert owner("PUT", f"{thing}/a/b", body).status_code == 200
    assert owner("PUT", f"{thing}/a/b", body).json == {"id": "a/b", **body}
    assert owner("GET", thing).json == {thing: [{"id": "a/b", **body}]}
    assert owner("DELETE", f"{thing}/a/b").status_code == 204
    assert owner("GET", thing).json == {thing: []}
    assert owner("DELETE", f"{thing}/a/b").status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("actions/hero", {"kind": "bannner"}, "banner"),
        ("actions/hero", {"colour": "red"}, "name, kind, campaign, goals"),
        ("goals/call", {"value": "a lot"}, "2.50"),
        ("goals/call", {"value": "-1"}, "1,000,000,000"),
        ("goals/call", [], "JSON object"),
        ("annotations/n", {"at": "yesterday", "text": "x"}, "2026-01-31"),
        ("annotations/n", {"at": "2026-01-31T09:30:00", "text": "x"}, "2026-01-31"),
        ("annotations/n", {"at": "2026-01-31", "text": " "}, "what was done"),
        ("annotations/n", {"at": "2026-01-31"}, "required"),
        ("costs/c", {"amount": "1", "day_from": "2026-01-01"}, "either a campaign or an action"),
        (
            "costs/c",
            {"campaign": "summer", "action": "hero", "amount": "1", "day_from": "2026-01-01"},
            "either a campaign or an action",
        ),
        ("costs/c", {"campaign": "summer", "amount": "0.0000001", "day_from": "2026-01-01"}, "six decimals"),
        ("costs/c", {"campaign": "s", "amount": "1", "day_from": "2026-01-02", "day_to": "2026-01-01"}, "first day"),
        ("baselines/b", {"kind": "before"}, "previous, weekdays, period, figures"),
        ("baselines/b", {"kind": "period", "day_from": "2026-01-01"}, "period needs it"),
        ("baselines/b", {"kind": "period", "day_from": "2026-01-02", "day_to": "2026-01-01"}, "first day"),
        ("baselines/b", {"kind": "figures", "day_from": "2026-01-01", "day_to": "2026-01-01"}, "figures needs it"),
        ("baselines/b", {"kind": "previous", "revenue": "1"}, "leave it out"),
        ("baselines/b", {"kind": "previous", "segments": ["colour:red"]}, "DIMENSION:VALUE"),
        ("baselines/weekdays", {"kind": "weekdays"}, "choose another id"),
        ("sites/shop", {"margin": "1.01"}, "0 to 1"),
        ("sites/shop", {"margin": "35%"}, "0.35"),
        ("experiments/e", {"variations": {"only": 1}}, "variations"),
        ("experiments/e", {"variations": {"a": 0, "b": 0}}, "above 0"),
        ("rates/USD:2026-01-01", {"rate": "much"}, "decimal"),
        ("rates/USD:someday", {"rate": "1"}, "date"),
        ("sites/shop", {"origins": ["shop.example"]}, "https://shop.example"),
        ("sites/shop", {"colour": 1}, "origins"),
    ],
)
def test_a_mistake_says_what_is_allowed(owner: Call, path: str, body: Any, words: str) -> None:
    answer = owner("PUT", path, body)
    assert answer.status_code == 400
    assert words in answer.text


@pytest.mark.parametrize("kind", ["public", "secret", "read"])
def test_only_an_admin_key_manages(owner: Call, store: SqliteStore, kind: str) -> None:
    assert owner("PUT", "goals/call", {"value": "1"}, key=store.add_key(1, kind)).status_code == 403
    assert owner("GET", "goals", key="ak_unknown").status_code == 401


def test_another_site_knows_nothing_of_it(owner: Call, store: SqliteStore) -> None:
    owner("PUT", "goals/call", {"value": "1"})
    other = store.add_key(2, "admin")
    assert owner("GET", "goals", key=other).json == {"goals": []}
    assert owner("PUT", "sites/shop", {"origins": []}, key=other).status_code == 404


def test_rates_by_currency_and_day(owner: Call) -> None:
    assert owner("PUT", "rates/USD:2026-01-01", {"rate": "0.9"}).status_code == 200
    assert [rate["id"] for rate in owner("GET", "rates").json["rates"]] == ["USD:2026-01-01"]
    assert owner("DELETE", "rates/USD:2026-01-01").status_code == 204
    assert owner("GET", "rates").json == {"rates": []}


def test_a_key_is_shown_once_and_can_be_revoked(owner: Call) -> None:
    made = owner("PUT", "keys/read").json["key"]
    assert made.startswith("rk_")
    listed = owner("GET", "keys")
    assert made not in listed.text
    assert owner("GET", "reports/visits?from=2026-01-01&to=2026-01-01", key=made).status_code == 200
    assert owner("DELETE", f"keys/{made[:11]}").status_code == 204
    assert owner("GET", "reports/visits?from=2026-01-01&to=2026-01-01", key=made).status_code == 401


def test_settings_that_are_not_named_stay(owner: Call) -> None:
    owner("PUT", "sites/shop", {"origins": ["https://shop.example"]})
    owner("PUT", "sites/shop", {"purchases_need_secret": True})
    (site,) = owner("GET", "sites").json["sites"]
    assert site["settings"] == {"origins": ["https://shop.example"], "purchases_need_secret": True}


def test_how_much_the_public_key_is_believed_is_a_setting(owner: Call) -> None:
    answer = owner("PUT", "sites/shop", {"max_public_value": "1000000000000.000001"})
    assert "0 to 1,000,000,000,000" in answer.json["error"]["fields"]["max_public_value"][0]
    for value, kept in (("250000.50", "250000.50"), (1_000_000_000_000, "1000000000000"), (0, "0")):
        assert owner("PUT", "sites/shop", {"max_public_value": value}).json["settings"] == {"max_public_value": kept}


def test_a_moment_is_kept_in_utc(owner: Call) -> None:
    kept = owner("PUT", "annotations/n", {"at": "2026-01-31t09:30:00+01:00", "text": " New layout "}).json
    assert kept == {"id": "n", "at": "2026-01-31T08:30:00.000Z", "text": "New layout"}


def test_a_margin_is_unset_with_null(owner: Call) -> None:
    assert owner("PUT", "sites/shop", {"margin": "0.35"}).json["settings"] == {"margin": "0.35"}
    assert owner("PUT", "sites/shop", {"margin": None}).json["settings"] == {}


def test_reports_use_names_and_values_and_the_campaigns_goal(owner: Call, store: SqliteStore) -> None:
    shown = {"view_id": "w1", "action": "hero", "campaign": "summer"}
    store.append([an_event("deliver", 0, **shown), an_event("goal", 1, name="call")])
    refresh(store)
    owner("PUT", "actions/hero", {"name": "Summer banner", "kind": "banner"})
    owner("PUT", "campaigns/summer", {"primary_goal": "call"})
    owner("PUT", "goals/call", {"value": "2.50"})
    period = "from=2026-01-01&to=2026-01-31"
    (row,) = owner("GET", f"reports/actions?{period}&campaign=summer").json["rows"]
    assert (row["name"], row["kind"], row["value"]) == ("Summer banner", "banner", "2.50")
    assert owner("GET", f"reports/goals?{period}").json["total"]["value"] == "2.50"


def test_experiments_and_settings_written_at_once_are_all_kept(store: SqliteStore) -> None:
    app, admin = create_app(Config(), store), store.add_key(1, "admin")

    def put(path: str, body: Any) -> int:
        headers = {"Authorization": f"Bearer {admin}"}
        return app.test_client().put(f"/api/v1/{path}", json=body, headers=headers).status_code

    experiments = [f"test-{n}" for n in range(20)]
    settings = [("sites/shop", {"consent": "pending"}), ("sites/shop", {"origins": ["https://shop.example"]})]
    changes = [(f"experiments/{id}", {"variations": {"a": 50, "b": 50}}) for id in experiments] + settings
    assert set(together(*(lambda call=call: put(*call) for call in changes))) == {200}
    assert sorted(store.definitions(1, "experiments")) == sorted(experiments)
    assert store.sites()[0].settings == {"consent": "pending", "origins": ["https://shop.example"]}
