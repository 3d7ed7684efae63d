"""The token in each form of ours, which no other site can know."""

from __future__ import annotations

import secrets

from flask import request, session

from collector.errors import Forbidden

OF_NO_SITE = (
    "pages.end_session", "account.look_at_another_site", "account.change_password", "account.end_session",
    "account.end_all_sessions",
)  # fmt: skip
"""Forms that do the same on whichever site."""


def form_token() -> str:
    """What a form of ours carries, so that no other site can send it in a visitor's name; and which site it is of."""
    if "form" not in session:
        session["form"] = secrets.token_urlsafe(16)
    return f"{masked(session['form'])}.{_site_here()}"


def masked(secret: str) -> str:
    """A secret, written differently each time: pages are compressed, and how well that works must not give it away."""
    plain = secret.encode()
    mask = secrets.token_bytes(len(plain))
    return (mask + bytes(a ^ b for a, b in zip(mask, plain, strict=True))).hex()


def unmasked(text: str) -> bytes:
    """The secret that `masked` has hidden; nothing, where it has not."""
    try:
        both = bytes.fromhex(text)
    except ValueError:
        return b""
    half = len(both) // 2
    return bytes(a ^ b for a, b in zip(both[:half], both[half : 2 * half], strict=True))


def check_form() -> None:
    """Reject a form that is not one of ours, or was opened when another site was looked at, in another tab."""
    given, _, site = request.form.get("form", "").rpartition(".")
    made = session.get("form", "")
    if not made or not secrets.compare_digest(unmasked(given), made.encode()):
        raise Forbidden("This form is too old, or was not sent from here: open the page again and retry.")
    if site != _site_here() and request.endpoint not in OF_NO_SITE:
        raise Forbidden(
            "This form belongs to another site than the one you are looking at: switch back to that site and retry."
        )


def _site_here() -> str:
    return str(session.get("site", ""))
