"""The cookie of those who sign in: what it is signed with, and where it may go. Senders of events never get one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import tempfile
from pathlib import Path

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

WITHOUT_COOKIES = ("/v1/", "/beheld.js", "/healthz", "/readyz", "/metrics", "/openapi.json")


class SignedIn(SecureCookieSessionInterface):
    """Signed cookies, over HTTPS only where HTTPS is used, and none at all on the routes that need none."""

    digest_method = staticmethod(hashlib.sha256)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What this browser was given when it signed in."""
        if request.environ["PATH_INFO"].startswith(WITHOUT_COOKIES):
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Hand it back, if anyone looked at it."""
        if session.accessed or session.modified:
            super().save_session(app, session, response)

    def get_cookie_secure(self, app: Flask) -> bool:
        """A cookie that came by HTTPS is never sent without it."""
        return request.is_secure


def secret_beside(database: Path | None) -> str:
    """The secret kept beside the database, readable by its owner alone; made once, also if several processes begin."""
    if database is None:
        return secrets.token_urlsafe(32)
    kept = database.with_name(database.name + "-secret")
    if not kept.exists():
        _write_once(kept, secrets.token_urlsafe(32))
    return kept.read_text("ascii").strip()


def _write_once(path: Path, text: str) -> None:
    """Nobody ever sees half of it: it is written elsewhere and linked to its name, which only one can do first."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    os.unlink(draft)
