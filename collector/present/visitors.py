"""Visitors for the API and the pages alike: find, report, export, erase."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from collector.clock import now_ms
from collector.errors import BadRequest, NotFound
from collector.present.auth import actor, current_store
from collector.reports.cursors import BadCursorError
from collector.reports.moments import end_of, start_of
from collector.reports.visitor import Person, Search, find_visitors, person_meant, stored_events, user_report
from collector.reports.visitor.persons import Erasable, erasable
from collector.store.protocol import Erased, Site, ToErase


def found(site: Site, given: Mapping[str, Any]) -> dict[str, Any]:
    """Who fits a search, from its parameters."""
    search = Search(
        text=given.get("q"),
        seen=given.get("action"),
        not_seen=given.get("not_delivered"),
        reason=given.get("reason"),
        bought=given.get("bought"),
    )
    if given.get("day_from"):
        search = search._replace(since=start_of(given["day_from"], site.time_zone))
    if given.get("day_to"):
        search = search._replace(until=end_of(given["day_to"], site.time_zone) - 1)
    try:
        return find_visitors(current_store(), site, search, cursor=given.get("cursor"), limit=given["limit"])
    except BadCursorError:
        raise _bad_cursor("cursor", "this search") from None


def report(site: Site, id: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The user report of an id, the page of it that these parameters ask for."""
    now = now_ms()
    try:
        report = user_report(current_store(), site, id, now=now, before=given.get("before"), limit=given["limit"])
    except BadCursorError:
        raise _bad_cursor("before", "this person") from None
    if report is None:
        raise _nobody()
    return report


def person(site: Site, id: str) -> Person:
    """Who is meant by an id."""
    meant = person_meant(current_store(), site.site, id)
    if meant is None:
        raise _nobody()
    return meant


def exported(site: Site, meant: Person) -> Iterator[str]:
    """All that is stored of a person as one JSON document, a piece at a time."""
    return _document(site, meant, stored_events(current_store(), site.site, meant))


def _document(site: Site, meant: Person, events: Iterable[dict[str, Any]]) -> Iterator[str]:
    who = {"site": site.name, "person": meant.person, "visitor_ids": meant.visitor_ids, "user_id": meant.user_id}
    yield json.dumps(who, ensure_ascii=False)[:-1] + ', "events": ['
    for nth, event in enumerate(events):
        yield (",\n" if nth else "\n") + json.dumps(event, ensure_ascii=False)
    yield "\n]}\n"


def erase(site: Site, id: str) -> tuple[Erasable, Erased]:
    """Erase whoever is meant by an id for good; also who is known by events alone that are rejected, or too new."""
    target, _ = would_erase(site, id)
    store = current_store()
    erased = store.erase(site.site, target.visitors, target.user_ids, owners=target.owners)
    store.log_change(site.site, actor(), "person.erase", "a person", {"events": erased.events})
    return target, erased


def would_erase(site: Site, id: str) -> tuple[Erasable, ToErase]:
    """Who would be erased with this id, and what would go."""
    store = current_store()
    target = erasable(store, site.site, id)
    to_erase = store.would_erase(site.site, target.visitors, target.user_ids, owners=target.owners)
    if target.person is None and not (to_erase.events or to_erase.rejections):
        raise _nobody()
    return target, to_erase


def _bad_cursor(name: str, of: str) -> BadRequest:
    wrong = f"Not a cursor of {of}: take `next` from the previous answer, and keep the other parameters as they are."
    return BadRequest(f"The parameter {name} cannot be used. {wrong}", fields={name: [wrong]})


def _nobody() -> NotFound:
    return NotFound("This site knows no visitor and no user with this id. Ids are case-sensitive.")
