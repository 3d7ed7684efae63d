"""The token in each form of ours, which no other site can know."""

from __future__ import annotations

import secrets

from flask import request, session

from collector.errors import Forbidden


def form_token() -> str:
    """What a form of ours carries, so that no other site can send it in a visitor's name."""
    if "form" not in session:
        session["form"] = secrets.token_urlsafe(16)
    token: str = session["form"]
    return token


def check_form() -> None:
    """Reject a form that is not one of ours."""
    given, made = request.form.get("form", ""), session.get("form", "")
    if not made or not secrets.compare_digest(given.encode(), made.encode()):
        raise Forbidden("This form is too old, or was not sent from here: open the page again and retry.")
