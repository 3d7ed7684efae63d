"""Links to a survey, for mails: signed with the secret key, so that nobody can answer in the name of another."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any, Literal

from sdk_py.errors import InvalidSetting
from sdk_py.ids import new_id

MARK_LENGTH = 16
DAY_S = 86_400
MAX_LENGTH = 2_000
TEXTS = (
    "question", "low", "high", "comment", "send", "thanks", "again", "over", "missing", "language", "direction",
)  # fmt: skip
SCALES = {"nps": 10, "csat": 5}


class LinkSigner:
    """Makes links. Of the secret key it keeps the hash, which is what they are signed with."""

    def __init__(self, key: str) -> None:
        self._hash = hashlib.sha256(key.encode()).digest()

    def token(self, content: Mapping[str, Any]) -> str:
        """What stands in the address of a link that says this."""
        given = {name: each for name, each in content.items() if each is not None}
        body = {"k": self._hash.hex()[:MARK_LENGTH], **given}
        payload = _encoded(json.dumps(body, separators=(",", ":")).encode())
        return f"{payload}.{_encoded(hmac.new(self._hash, payload.encode(), hashlib.sha256).digest())}"


def content_of(
    instrument: Literal["nps", "csat"],
    *,
    user_id: str | None,
    visitor_id: str | None,
    scale: int | None,
    expires_days: float,
    texts: Mapping[str, str] | None,
) -> dict[str, Any]:
    """What a link says of whom it asks what; InvalidSetting says what is wrong with it."""
    if instrument not in SCALES:
        raise InvalidSetting('instrument: "nps" or "csat".')
    if not (user_id or visitor_id):
        raise InvalidSetting("A link is for one person: pass user_id or visitor_id.")
    if scale is not None and (not 2 <= scale <= 100 or (instrument == "nps" and scale != 10)):
        raise InvalidSetting("scale: pass 2 to 100; for nps it is always 10.")
    if unknown := sorted(set(texts or {}) - set(TEXTS)):
        raise InvalidSetting(f"texts: {', '.join(unknown)} is not among {', '.join(TEXTS)}.")
    until = int(time.time() + expires_days * DAY_S)
    return {
        "n": new_id(), "x": until, "i": instrument, "u": user_id, "v": visitor_id, "s": scale, "t": texts or None,
    }  # fmt: skip


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
