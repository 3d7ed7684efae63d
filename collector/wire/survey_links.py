"""Links to a survey in a mail: for whom, and which survey. The secret key of the site signs them: nobody can forge one.

A link is base64url(JSON) "." base64url(HMAC-SHA256). The key of the signature is the SHA-256 of the secret key, which
is all that the collector keeps of it. The JSON has `k`, the first 16 hex digits of that hash; `n`, the id of the one
event that the link can record; `x`, until when it holds (epoch seconds); `u` or `v`, the user or visitor; `i` the
instrument; and, where they are given, `s` the scale, `a` the action, `w` the variation and `t` texts.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from collector.event import TRUSTS
from collector.store.protocol import Store
from collector.wire.credentials import Sender

MARK_LENGTH, MAX_LENGTH = 16, 4_000
DEFAULT_SCALES = {"nps": 10, "csat": 5}
REQUIRED = {"k": str, "n": str, "x": int, "i": str}
OPTIONAL = {"u": str, "v": str, "s": int, "a": str, "w": str, "t": dict}


class NoLinkError(ValueError):
    """The link was not made by this site's secret key, or was cut on its way."""


class Invitation(NamedTuple):
    """For whom a link is, and which survey."""

    sender: Sender
    content: Mapping[str, Any]

    @property
    def instrument(self) -> str:
        """`nps` or `csat`."""
        return str(self.content["i"])

    @property
    def scale(self) -> int:
        """The best score there is."""
        return int(self.content.get("s") or DEFAULT_SCALES[self.instrument])

    @property
    def scores(self) -> range:
        """What can be answered: from 0 for NPS, from 1 for CSAT."""
        return range(0 if self.instrument == "nps" else 1, self.scale + 1)

    @property
    def texts(self) -> Mapping[str, Any]:
        """What the page says instead of its own words, by name."""
        return self.content.get("t") or {}

    def is_over(self, now_s: float) -> bool:
        """Whether it holds no longer."""
        return now_s > float(self.content["x"])


def invitation_of(token: str, store: Store) -> Invitation:
    """What a link asks; NoLinkError unless the secret key of a site signed just this."""
    payload, _, signature = token.partition(".")
    if len(token) > MAX_LENGTH:
        raise NoLinkError(token)
    try:
        content = json.loads(_decoded(payload))
        given = _decoded(signature)
    except (ValueError, RecursionError) as error:
        raise NoLinkError(token) from error
    mark = content.get("k") if isinstance(content, dict) else None
    found = store.signing_key(mark) if isinstance(mark, str) and len(mark) == MARK_LENGTH else None
    if found is None:
        raise NoLinkError(token)
    key, holder = found
    if not hmac.compare_digest(hmac.new(key, payload.encode(), hashlib.sha256).digest(), given):
        raise NoLinkError(token)
    check(content)
    return Invitation(Sender(holder.site, TRUSTS[holder.kind]), content)


def check(content: Mapping[str, Any]) -> None:
    """What a site signed may still be nonsense: NoLinkError where the page could not be made of it."""
    wrong = [name for name, kind in REQUIRED.items() if not isinstance(content.get(name), kind)]
    wrong += [name for name, kind in OPTIONAL.items() if not isinstance(content.get(name), (kind, type(None)))]
    if wrong:
        raise NoLinkError(", ".join(wrong))
    scale = content.get("s") or 10
    if content["i"] not in DEFAULT_SCALES or not (content.get("u") or content.get("v")) or not 2 <= scale <= 100:
        raise NoLinkError("names nobody, or no survey that there is")


def event_of(invitation: Invitation, score: int, comment: str) -> dict[str, Any]:
    """The answer as an event. Its id is the link's: of several answers by one link the first is stored."""
    content = invitation.content
    fields = {
        "id": content["n"],
        "type": "survey",
        "user_id": content.get("u"),
        "visitor_id": content.get("v"),
        "action": content.get("a"),
        "variation": content.get("w"),
        "instrument": invitation.instrument,
        "scale": invitation.scale,
        "score": score,
        "comment": comment or None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
