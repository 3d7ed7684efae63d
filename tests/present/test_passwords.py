"""Passwords: long enough, no rules about characters, kept as hashes that grow stronger with us."""

from __future__ import annotations

import contextlib

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from collector.errors import BadRequest, TooFast
from collector.present import passwords
from collector.present.passwords import (
    HASHES_AT_ONCE,
    MAX_CHARACTERS,
    MIN_CHARACTERS,
    check_password,
    fits,
    hashed,
    is_outdated,
)
from tests.conftest import STRONG

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _as_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", STRONG)
    passwords._nobodys.cache_clear()


@pytest.mark.parametrize("password", ["", "x" * (MIN_CHARACTERS - 1), "x" * (MAX_CHARACTERS + 1)])
def test_a_password_has_a_length(password: str) -> None:
    with pytest.raises(BadRequest, match="characters"):
        check_password(password, "ann@shop.example")


@pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "пароль из слов", "x" * MAX_CHARACTERS, " twelve long"])
def test_anything_long_enough_will_do(password: str) -> None:
    check_password(password, "ann@shop.example")


@pytest.mark.parametrize("password", ["ann@shop.example", "Ann@Shop.Example", " ann@shop.example "])
def test_the_address_is_no_password(password: str) -> None:
    with pytest.raises(BadRequest, match="e-mail"):
        check_password(password, "ann@shop.example")


def test_only_the_password_fits_its_hash() -> None:
    kept = hashed(PASSWORD)
    assert fits(kept, PASSWORD)
    assert not fits(kept, PASSWORD + " ")
    assert not fits(kept, PASSWORD.title())
    assert not fits(kept, "")
    assert not fits("no hash", PASSWORD)
    assert kept != hashed(PASSWORD)


def test_nothing_fits_where_there_is_no_password() -> None:
    assert not fits(None, PASSWORD)
    assert not fits(None, "nobody has this password")


def test_a_long_wait_for_a_turn_is_answered_429(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = hashed(PASSWORD)
    monkeypatch.setattr(passwords, "MAX_WAIT_SECONDS", 0.01)
    with contextlib.ExitStack() as turns:
        for _ in range(HASHES_AT_ONCE):
            turns.enter_context(passwords._a_turn())
        with pytest.raises(TooFast):
            fits(kept, PASSWORD)
        with pytest.raises(TooFast):
            hashed(PASSWORD)
    assert fits(kept, PASSWORD)


def test_an_accent_is_one_on_every_keyboard() -> None:
    assert fits(hashed("caf\u00e9 caf\u00e9 caf\u00e9"), "cafe\u0301 cafe\u0301 cafe\u0301")


def test_hashes_are_argon2id_and_weaker_ones_are_recognized() -> None:
    kept = hashed(PASSWORD)
    parameters = extract_parameters(kept)
    assert parameters.type is Type.ID
    assert parameters.memory_cost >= 19 * 1024
    assert not is_outdated(kept)
    assert is_outdated(PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD))
