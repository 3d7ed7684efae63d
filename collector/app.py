"""The WSGI application. This is the only place where all of its parts are joined."""

from __future__ import annotations

import atexit
import logging
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, current_app, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

from collector import error_answers
from collector.compression import compress
from collector.config import Config
from collector.cookies import SignedIn
from collector.facts.refresher import Refresher
from collector.present import account, api_docs, live, pages, people, shares
from collector.present.api.admin import blueprint as admin_api
from collector.present.api.comments import blueprint as comments_api
from collector.present.api.experiments import blueprint as experiments_api
from collector.present.api.reports import blueprint as reports_api
from collector.present.api.visitors import blueprint as visitors_api
from collector.present.dashboard import (  # noqa: F401  they add their pages
    actions,
    baseline,
    behaviour,
    calculators,
    campaigns,
    customers,
    delivery,
    experiment_reports,
    incremental,
    overview,
    pieces_page,
    recommendations,
    satisfaction,
    segments,
    subscriptions,
    written,
)
from collector.present.dashboard import blueprint as dashboard
from collector.present.experiments import pages as experiment_pages
from collector.present.ids import AnyText
from collector.present.settings import blueprint as settings
from collector.present.settings import (  # noqa: F401  they add their pages
    collection,
    definitions,
    index,
    keys,
    money,
)
from collector.promoter import Promoter
from collector.rate_limit import RateLimiter
from collector.store import Store, open_store
from collector.wire.blueprint import blueprint as wire_routes
from collector.wire.body import MAX_BODY_BYTES
from collector.wire.fast_path import EventsMiddleware
from collector.wire.geo import Places
from collector.wire.intake import Intake
from collector.wire.metrics import Metrics
from collector.wire.rate_limits import EventRateLimits
from collector.wire.survey_page import blueprint as survey_page

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PAGES_MAY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"

MAX_FORM_BYTES = 64 * 1024

HTTPS_SECONDS = 365 * 24 * 60 * 60

WRONG_KEYS, WRONG_KEYS_PER_SECOND = 10, 1 / 6

PRIVATE = "/api/"
"""What is known of a site, its keys and its visitors belongs in no cache."""

_log = logging.getLogger("beheld.requests")


class InOrder(DefaultJSONProvider):
    """JSON with its keys in their given order; characters beyond ASCII are escaped, for any text."""

    sort_keys = False
    compact = True


@dataclass(frozen=True)
class Parts:
    """What an app is made of, for those who answer its requests: `current_app.extensions["beheld"]`."""

    config: Config
    store: Store
    refresher: Refresher
    promoter: Promoter


def create_app(config: Config | None = None, store: Store | None = None) -> Flask:
    """The WSGI application: settings from the environment and the store they name, unless they are given.

    A store that is given stays its giver's: to close, and to keep facts of (`refresher.start()`).
    """
    config = config or Config.from_environment(os.environ)
    kept = store or open_store(config.store)
    app = Flask(__name__, static_folder=None)
    app.url_map.converters["any_text"] = AnyText
    app.json = InOrder(app)
    _join(app, Parts(config, kept, Refresher(kept), Promoter(kept)))
    _sign_cookies(app)
    for blueprint in (wire_routes, survey_page, visitors_api, comments_api, reports_api, admin_api, experiments_api):
        app.register_blueprint(blueprint)
    for module in (pages, account, people, shares, settings, live, api_docs, dashboard, experiment_pages):
        app.register_blueprint(module.blueprint)
    error_answers.register(app)
    app.after_request(_finish)
    app.after_request(compress)
    app.wsgi_app = _entrance(app, config.trusted_proxies)  # type: ignore[assignment]
    if store is None:
        _run(app)
    return app


def stop(app: Flask) -> None:
    """Take nothing more in, and put on disk what was taken. Calling it again does nothing."""
    parts: Parts = app.extensions["beheld"]
    intake: Intake = app.extensions["beheld.intake"]
    intake.stopping.set()
    parts.promoter.stop()
    parts.refresher.stop()
    parts.store.close()


def _entrance(app: Flask, proxies: int) -> WSGIApplication:
    """What a request meets first: the sender's own address behind our proxies, then the events for events."""
    events = EventsMiddleware(app.wsgi_app, app.extensions["beheld.intake"])
    return ProxyFix(events, x_for=proxies, x_proto=proxies, x_host=proxies) if proxies else events


def _join(app: Flask, parts: Parts) -> None:
    app.extensions["beheld"] = parts
    metrics = Metrics()
    app.extensions["beheld.sign_ins"] = RateLimiter(
        WRONG_KEYS_PER_SECOND, seconds_saved=WRONG_KEYS / WRONG_KEYS_PER_SECOND
    )
    app.extensions["beheld.intake"] = Intake(
        parts.store,
        places=Places(parts.config.city_database),
        rate_limits=EventRateLimits(parts.config, metrics),
        metrics=metrics,
    )


def _sign_cookies(app: Flask) -> None:
    parts: Parts = app.extensions["beheld"]
    app.secret_key = parts.config.secret_key or parts.store.shared_secret()
    app.session_interface = SignedIn()
    app.config |= {"SESSION_COOKIE_NAME": "beheld", "SESSION_COOKIE_SAMESITE": "Lax"}
    app.config |= {"MAX_CONTENT_LENGTH": MAX_BODY_BYTES, "MAX_FORM_MEMORY_SIZE": MAX_FORM_BYTES, "MAX_FORM_PARTS": 50}


def _run(app: Flask) -> None:
    """Keep facts and promote winners from now on, and leave the store in order whatever WSGI server ends us."""
    parts: Parts = app.extensions["beheld"]
    parts.refresher.start()
    parts.promoter.start()
    atexit.register(stop, app)


def _finish(response: Response) -> Response:
    """What holds for every answer, whoever made it."""
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    if "Location" in headers:
        headers["Location"] = _on_this_server(headers["Location"])
    if request.path.startswith(PRIVATE):
        headers["Cache-Control"] = "no-store"
    elif response.mimetype != "text/html":
        headers.setdefault("Cache-Control", "no-store")
    if response.mimetype == "text/html":
        headers.setdefault("Content-Security-Policy", PAGES_MAY)
        headers.setdefault("Referrer-Policy", "same-origin")
        if request.is_secure and current_app.extensions["beheld"].config.trusted_proxies:
            headers["Strict-Transport-Security"] = f"max-age={HTTPS_SECONDS}"
    if response.status_code >= 400 or _log.isEnabledFor(logging.DEBUG):
        _note(response.status_code)
    return response


def _on_this_server(location: str) -> str:
    """We only ever send people on to pages of our own, whatever `Host` the request has."""
    parts = urlsplit(location)
    return urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, parts.fragment))


def _note(status: int) -> None:
    """Log a request by its route: the requested path may name a visitor."""
    route = request.url_rule.rule if request.url_rule else None
    level = logging.ERROR if status == 500 else logging.INFO if status >= 400 else logging.DEBUG
    _log.log(level, "request", extra={"method": request.method, "route": route, "status": status})
