"""Settings: read from BEHELD_ variables, checked at the start, with advice where one cannot be used."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from collector.config import Config, ConfigError, unknown_settings


def test_without_any_setting_everything_has_a_value_that_works() -> None:
    config = Config.from_environment({})
    assert config == Config()
    assert (config.store, config.host, config.port) == ("sqlite:///beheld.db", "127.0.0.1", 8000)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("store", "sqlite:////srv/beheld/beheld.db", "sqlite:////srv/beheld/beheld.db"),
        ("host", "0.0.0.0", "0.0.0.0"),
        ("port", "0", 0),
        ("workers", "2", 2),
        ("threads", " 32 ", 32),
        ("connections", "1000", 1_000),
        ("secret_key", "s" * 32, "s" * 32),
        ("trusted_proxies", "1", 1),
        ("events_per_second", "100", 100),
        ("address_events_per_second", "0", 0),
        ("stop_seconds", "0.5", 0.5),
        ("log_level", "DEBUG", "debug"),
        ("metrics", "Closed", "closed"),
        ("metrics", "a-token-of-16-or-more", "a-token-of-16-or-more"),
    ],
)
def test_a_setting_is_the_variable_of_its_name(name: str, text: str, value: Any) -> None:
    config = Config.from_environment({f"BEHELD_{name.upper()}": text})
    assert config == dataclasses.replace(Config(), **{name: value})


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    cities = tmp_path / "cities.mmdb"
    cities.touch()
    assert Config.from_environment({"BEHELD_CITY_DATABASE": str(cities)}).city_database == cities


def test_an_empty_variable_counts_as_not_set() -> None:
    assert (
        Config.from_environment({f"BEHELD_{field.name.upper()}": " " for field in dataclasses.fields(Config)})
        == Config()
    )


@pytest.mark.parametrize(
    ("name", "text", "advice"),
    [
        ("PORT", "http", "from 0 to 65535"),
        ("PORT", "65536", "from 0 to 65535"),
        ("PORT", "-1", "from 0 to 65535"),
        ("WORKERS", "0", "from 1 to 64"),
        ("WORKERS", "\u0662", "from 1 to 64"),
        ("THREADS", "1.5", "whole number"),
        ("CONNECTIONS", "10", "from 64 to 65536"),
        ("SECRET_KEY", "short", "32 or more"),
        ("METRICS", "shut", "16 or more"),
        ("METRICS", "a token with spaces in it", "16 or more"),
        ("TRUSTED_PROXIES", "yes", "from 0 to 16"),
        ("CITY_DATABASE", "/nowhere/cities.mmdb", "no such file"),
        ("EVENTS_PER_SECOND", "many", "whole number"),
        ("ADDRESS_EVENTS_PER_SECOND", "-1", "from 0 to 1000000"),
        ("STOP_SECONDS", "nan", "from 0 to 300"),
        ("STOP_SECONDS", "soon", "seconds"),
        ("LOG_LEVEL", "loud", "debug, info, warning, error"),
    ],
)
def test_a_value_that_cannot_be_used_says_what_to_write(name: str, text: str, advice: str) -> None:
    with pytest.raises(ConfigError) as error:
        Config.from_environment({f"BEHELD_{name}": text})
    assert f"BEHELD_{name}" in str(error.value)
    assert advice in str(error.value)


def test_the_secret_itself_is_not_repeated() -> None:
    with pytest.raises(ConfigError) as error:
        Config.from_environment({"BEHELD_SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(error.value)


def test_misspelt_settings_are_found() -> None:
    assert unknown_settings({"BEHELD_STROE": "x", "BEHELD_STORE": "y", "HOME": "/"}) == ["BEHELD_STROE"]
