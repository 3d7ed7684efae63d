"""The page of events as they arrive, and what is to be done until the first one does.

They come as server-sent events in short answers: a browser that has read one asks again after a second, with the place
up to which it has all. A stream that stays open would hold a thread of the server for each who looks; so looking never
keeps events waiting, any process may answer, and a server that stops has nothing to end.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from collector.clock import now_ms
from collector.errors import BadRequest
from collector.present.auth import actor, current_store, require, site_with
from collector.present.dashboard.frame import ADDED, OF_THE_BAR
from collector.present.dashboard.pieces import locale_here
from collector.present.formatting import day
from collector.present.pages import PAGES_MAY, in_the_frame, page
from collector.present.parameters import Choice, Parameters, Text, parameters
from collector.present.site_changes import SiteChanges
from collector.reports.data_checks.arrivals import advice_on, rejected_words, unlisted_origins
from collector.reports.live.report import Filter, Place, arrivals, beginning
from collector.reports.moments import rfc3339
from collector.schemas.events import SCHEMAS
from collector.store.accounts import ANALYST, OWNER
from collector.store.keys import PUBLIC
from collector.store.protocol import Site

SHOWN = 50
ORIGINS_SHOWN = 5
AFTER = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")
AGAIN_MS = 1_000
"""After so long a browser asks again."""

blueprint = in_the_frame(Blueprint("live", __name__))


class LiveParameters(Parameters):
    """Which events, and after which place."""

    visitor = Text()
    type = Choice(SCHEMAS)
    after = Text()


@blueprint.get("/live")
@require(ANALYST)
def live() -> Response:
    """The latest events, accepted and rejected; a script adds those to come."""
    return _live_page()


@blueprint.get("/live/events")
@require(ANALYST)
def events() -> Response:
    """What arrived after a place, as one server-sent event with lines for the page; its id is the next place."""
    given = _given()
    site, after = site_with(ANALYST), _place(request.headers.get("Last-Event-ID") or given.get("after") or "")
    found, place = arrivals(current_store(), site, _filter(given), after=after, limit=SHOWN)
    html = render_template("dashboard/live_lines.html", site=site, today=_today(site), lines=found) if found else ""
    return Response(server_sent(html, id=_text(place)), mimetype="text/event-stream")


def server_sent(text: str, *, id: str) -> str:
    """One server-sent event of a text of any number of lines, after which a browser asks again; without text, none."""
    data = "".join(f"data: {line}\n" for line in text.splitlines() if line.strip())
    return f"retry: {AGAIN_MS}\n\n" + (f"id: {id}\n{data}\n" if data else "")


@blueprint.get("/live/beginning")
@require(ANALYST)
def beginning_alone() -> Response:
    """Whether the first events arrived, and which origins were turned away, for the page to put in its place."""
    return Response(render_template("dashboard/live_beginning.html", **_beginning(site_with(ANALYST))))


@blueprint.post("/live/key")
@require(OWNER)
def make_key() -> Response:
    """Make a public key; the answer shows it in the snippet, this once."""
    site = site_with(OWNER)
    return _live_page(new_key=SiteChanges(current_store(), site, actor()).make_key(PUBLIC))


def _live_page(**shown: Any) -> Response:
    site, given = site_with(ANALYST), _given()
    found, place = arrivals(current_store(), site, _filter(given), after=None, limit=SHOWN)
    filters = {name: given[name] for name in ("visitor", "type") if given.get(name)}
    answer = page(
        "live.html",
        **_beginning(site),
        today=_today(site),
        lines=found,
        after=_text(place),
        wanted=_filter(given),
        types=sorted(SCHEMAS),
        shown=SHOWN,
        events_address=url_for("live.events", **filters),
        **shown,
    )
    answer.headers["Content-Security-Policy"] = f"{PAGES_MAY}; connect-src 'self'"
    return answer


def _given() -> dict[str, Any]:
    return parameters(LiveParameters, without=(*OF_THE_BAR, *ADDED))


def _filter(given: dict[str, Any]) -> Filter:
    return Filter(given.get("visitor"), given.get("type"))


def _beginning(site: Site) -> dict[str, Any]:
    """What the card of an installation shows."""
    store = current_store()
    public = [key.hint for key in store.keys(site.site) if key.kind == PUBLIC and key.revoked_at is None]
    origins = unlisted_origins(store, site, now_ms())[:ORIGINS_SHOWN]
    return {
        "site": site,
        "beginning": beginning(store, site),
        "public_keys": public,
        "snippet": _snippet,
        "turned_away": [(rejected_words(row), advice_on(site, row)) for row in origins],
    }


def _today(site: Site) -> str:
    return day(rfc3339(now_ms()), site.time_zone, locale_here())


def _snippet(key: str | None) -> str:
    return f'<script async src="{request.host_url}beheld.js" data-key="{key or "pk_…"}"></script>'


def _text(place: Place) -> str:
    return f"{place.seq}-{place.rejection}"


def _place(text: str) -> Place:
    found = AFTER.fullmatch(text)
    if not found:
        raise BadRequest("Say after which place, as the page does.", fields={"after": ["Two numbers, such as 17-3."]})
    return Place(int(found[1]), int(found[2]))
