"""The cookie of those who sign in: what it is signed with, and where it may go. Senders of events never get one."""

from __future__ import annotations

import hashlib

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

WITHOUT_COOKIES = ("/v1/", "/s/", "/beheld.", "/beheld-", "/healthz", "/readyz", "/metrics", "/openapi.json")


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
