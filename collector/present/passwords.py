"""Passwords: what may be one, and whether one is right. Kept are hashes by Argon2id."""

from __future__ import annotations

import contextlib
import math
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from collector.errors import BadRequest, TooFast

MIN_CHARACTERS, MAX_CHARACTERS = 12, 1_024

HASHES_AT_ONCE = 2
MAX_WAIT_SECONDS = 5.0

_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)  # RFC 9106, the choice for less memory
_turn = threading.BoundedSemaphore(HASHES_AT_ONCE)  # each takes 64 MiB: many sign-ins at once must not take them all


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")


def check_password(password: str, email: str) -> None:
    """BadRequest, if this may not be a password of this person: too short, far too long, or their address."""
    text = _normalized(password)
    if len(text) < MIN_CHARACTERS:
        problem = f"A password has at least {MIN_CHARACTERS} characters; several words are easy to remember."
    elif len(text) > MAX_CHARACTERS:
        problem = f"A password has at most {MAX_CHARACTERS:,} characters."
    elif text.strip().casefold() == _normalized(email).strip().casefold():
        problem = "Your e-mail address cannot be your password."
    else:
        return
    raise BadRequest(problem, fields={"password": [problem]})


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _a_turn():
        return _hasher.hash(_normalized(password))


def fits(kept: str | None, password: str) -> bool:
    """Whether this is the password of a hash; it takes as long if there is none, so that time tells nothing."""
    text = _normalized(password)
    with _a_turn():
        nobodys = _nobodys()
        try:
            right = _hasher.verify(kept or nobodys, text[: MAX_CHARACTERS + 1])
        except (VerificationError, InvalidHashError):
            return False
    return right and kept is not None


@contextlib.contextmanager
def _a_turn() -> Iterator[None]:
    """Few hash at once, and nobody waits long, so that a flood of sign-ins takes neither the memory nor all threads."""
    if not _turn.acquire(timeout=MAX_WAIT_SECONDS):
        raise TooFast(
            "Very many people are signing in at this moment: try again.", retry_after=math.ceil(MAX_WAIT_SECONDS)
        )
    try:
        yield
    finally:
        _turn.release()


def is_outdated(kept: str) -> bool:
    """Whether passwords are hashed in another way by now than this one was."""
    return _hasher.check_needs_rehash(kept)


def _normalized(password: str) -> str:
    """One and the same on every keyboard: some write a letter and its accent as two characters."""
    return unicodedata.normalize("NFKC", password)
