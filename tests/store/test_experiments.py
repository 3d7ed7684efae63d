"""The store changes a definition and logs it at once, and takes over the experiments that older settings had."""

from __future__ import annotations

import contextlib
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from collector.errors import NotFound
from collector.store import SqliteStore, open_store
from collector.store.protocol import ChangedDefinition
from collector.store.sqlite.engine import open_connection
from collector.store.sqlite.migrations import migrate, migrations
from tests.store.threads import together

MOVED = next(one.number for one in migrations() if one.name == "experiments")


def changed_to(body: Any, **details: Any) -> Any:
    return lambda known: ChangedDefinition(body, "experiment.set", details)


def test_a_change_is_kept_and_logged_with_its_maker(store: SqliteStore) -> None:
    site = store.sites()[0].site
    assert store.change_definition(site, "experiments", "hero", changed_to({"a": 1}, a=1), by="ann") == {"a": 1}
    assert store.change_definition(site, "experiments", "hero", changed_to({"a": 1}, a=1), by="bob") == {"a": 1}
    (logged,) = store.changes(site)
    assert (logged.actor, logged.action, logged.subject, logged.details) == ("ann", "experiment.set", "hero", {"a": 1})
    assert store.change_definition(site, "experiments", "hero", changed_to(None), by="ann") is None
    assert store.definitions(site, "experiments") == {}


def test_a_change_that_fails_changes_and_logs_nothing(store: SqliteStore) -> None:
    site = store.sites()[0].site
    store.put_definition(site, "experiments", "hero", {"a": 1})

    def failing(known: Any) -> ChangedDefinition:
        raise NotFound

    with pytest.raises(NotFound):
        store.change_definition(site, "experiments", "hero", failing, by="ann")
    assert (store.definitions(site, "experiments"), store.changes(site)) == ({"hero": {"a": 1}}, [])


def test_no_change_is_lost_to_another_at_the_same_time(store: SqliteStore) -> None:
    site = store.sites()[0].site

    def more(known: Any) -> ChangedDefinition:
        return ChangedDefinition({"n": known.get("hero", {"n": 0})["n"] + 1}, "experiment.set", {})

    together(*[lambda: store.change_definition(site, "experiments", "hero", more, by="ann")] * 12)
    assert store.definitions(site, "experiments")["hero"] == {"n": 12}


def test_only_what_assigns_visitors_is_served(store: SqliteStore) -> None:
    site = store.sites()[0].site
    for state in ("draft", "running", "promoted", "stopped", "archived"):
        store.put_definition(site, "experiments", state, {"state": state})
        store.put_definition(site, "actions", state, {"state": state})
        store.put_definition(site + 1, "experiments", f"{state} elsewhere", {"state": state})
    assert list(store.experiments_served(site)) == ["promoted", "running"]


@pytest.fixture
def moved(tmp_path: Path) -> Any:
    """A store whose sites had these settings before experiments were kept apart from them."""

    def move(*settings: Any) -> SqliteStore:
        path = tmp_path / "old.db"
        path.touch()
        with contextlib.closing(open_connection(path)) as old:
            migrate(old, [one for one in migrations() if one.number < MOVED], nullcontext())
            for number, kept in enumerate(settings):
                site = {"name": f"site {number}", "time_zone": "UTC", "currency": "EUR", "created_at": 0}
                Database(old).table("sites").insert(site | {"settings": json.dumps(kept)})
        return open_store(f"sqlite:///{path}")

    return move


def test_weights_of_settings_become_running_experiments_whose_visitors_stay(moved: Any) -> None:
    weights = {"hero": {"control": 1, "b": 1, "a": 1}, "größe": {"x": 0.5, "y": 0, "z": 0.25}}
    with contextlib.closing(moved({"experiments": weights, "consent": "pending"}, {"experiments": {}}, {})) as store:
        assert [site.settings for site in store.sites()] == [{"consent": "pending"}, {}, {}]
        assert store.definitions(2, "experiments") == {}
        hero, size = (store.experiments_served(1)[id] for id in weights)
    assert hero["variations"]["b"] == {"weight": 1, "description": "", "revision": 1}
    (phase,) = hero["phases"]
    assert phase["buckets"] == [[0, 3333, "a"], [3333, 6666, "b"], [6666, 10_000, "control"]]
    assert phase["variations"] == {"a": 1, "b": 1, "control": 1}
    assert phase["allocation"] == 1
    assert phase["from"] == hero["diary"][0]["at"] > 1_700_000_000_000
    assert size["phases"][0]["buckets"] == [[0, 6667, "x"], [6667, 10_000, "z"]]
    assert hero["salt"] == "hero"


@pytest.mark.parametrize("experiments", [{"e": {}}, {"e": {"a": 0, "b": 0}}, {"e": 7}, {"e": {"a": "x"}}, [], None, 7])
def test_what_assigned_nobody_is_not_taken_over(moved: Any, experiments: Any) -> None:
    with contextlib.closing(moved({"experiments": experiments, "consent": "pending"})) as store:
        assert store.definitions(1, "experiments") == {}
        assert store.sites()[0].settings == {"consent": "pending"}
