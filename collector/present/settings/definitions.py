"""The pages of actions, campaigns, goals, annotations, costs and baselines: list them, define one, delete one."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from collector.errors import BadRequest, EngineError, TookTooLong
from collector.present.addresses import endpoint_of, own_address
from collector.present.auth import current_store, require, site_with
from collector.present.settings.blueprint import blueprint, changes_here, settings_page
from collector.present.settings.fields import Form, body_of, check_unchanged
from collector.present.settings.kinds import KINDS_OF_DEFINITIONS, Kind
from collector.reports.known_names import seen_names
from collector.store.accounts import ANALYST, OWNER

SECONDS = 5.0
"""How long a page looks for names in events."""
MADE_ID_BYTES = 8


def _pages(kind: Kind) -> None:
    """The pages of a kind of definitions."""

    @blueprint.get(f"/{kind.kind}", endpoint=kind.kind)
    @require(ANALYST)
    def show() -> AnyResponse:
        id = request.args.get("id")
        known = current_store().definitions(site_with(ANALYST).site, kind.kind)
        if kind.in_events:
            values = {**known.get(id or "", {}), "id": id or ""}
        else:
            id = id if id in known else None
            values = {**known.get(id or "", {}), **({} if id else request.args.to_dict())}
        return _page(kind, Form(_fields(kind), values, stored=known.get(id or "", {})), id)

    @blueprint.post(f"/{kind.kind}", endpoint=f"save_{kind.kind}")
    @require(OWNER)
    def save() -> AnyResponse:
        return _saved(kind)

    @blueprint.post(f"/{kind.kind}/delete", endpoint=f"delete_{kind.kind}")
    @require(OWNER)
    def delete() -> AnyResponse:
        changes_here().delete_definition(kind.kind, request.form.get("id", ""))
        flash(f"The {kind.one} is deleted.{' Its events stay.' if kind.in_events else ''}")
        return redirect(url_for(f"settings.{kind.kind}"), 303)


for _kind in KINDS_OF_DEFINITIONS:
    _pages(_kind)


def _saved(kind: Kind) -> AnyResponse:
    editing = request.form.get("editing") or None
    id = editing or (request.form.get("id", "").strip() if kind.id else secrets.token_hex(MADE_ID_BYTES))
    body = body_of(kind.fields, request.form)
    known = current_store().definitions(site_with(OWNER).site, kind.kind)
    try:
        if editing:
            _check_stored(kind, id, known)
        else:
            _check_new(id, known)
        changes_here().define(kind.kind, id, {name: value for name, value in body.items() if value})
    except BadRequest as problem:
        return _page(kind, Form(_fields(kind), {**body, "id": id}, problem, known.get(id)), editing)
    flash("Saved.")
    return redirect(_wanted() or url_for(f"settings.{kind.kind}"), 303)


def _check_stored(kind: Kind, id: str, known: Mapping[str, Any]) -> None:
    """What is changed is as it was when its form was opened."""
    if id not in known:
        raise BadRequest("Somebody else deleted this after you opened it. Save again to define it anew.")
    check_unchanged(_fields(kind), known[id], request.form)


def _check_new(id: str, known: Mapping[str, Any]) -> None:
    """What is new takes the place of nothing that is there."""
    if id in known:
        raise BadRequest("This id is there already.", fields={"id": ["Is registered already: change it in the list."]})


def _wanted() -> str | None:
    """The page of ours that the form was sent from, if it says so."""
    address = own_address(request.form.get("next", ""))
    return address if address and endpoint_of(address) else None


def _fields(kind: Kind) -> Any:
    return (kind.id, *kind.fields) if kind.id else kind.fields


def _page(kind: Kind, form: Form, editing: str | None) -> Response:
    site, store = site_with(ANALYST), current_store()
    known = {each: store.definitions(site.site, each) for each in ("actions", "campaigns", "goals")}
    definitions = known.get(kind.kind) or store.definitions(site.site, kind.kind)
    seen = _seen(site.site)
    return settings_page(
        "definitions.html",
        form,
        kind=kind,
        editing=editing if editing in definitions else None,
        definitions=kind.listed(definitions),
        unnamed=sorted(seen.get(kind.kind, set()) - set(definitions)) if kind.in_events else [],
        suggestions={each: sorted(seen.get(each, set()) | set(known[each])) for each in known},
    )


def _seen(site: int) -> dict[str, set[str]]:
    """What events name, by kind; nothing where that takes too long to find out."""
    try:
        with current_store().within(SECONDS):
            return {f"{thing}s": names for thing, names in seen_names(current_store(), site).items()}
    except (TookTooLong, EngineError):
        return {}
