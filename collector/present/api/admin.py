"""How owners change their site over HTTP, with an admin key: definitions, rates, keys, settings."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from collector.errors import NotFound
from collector.present.api.bodies import done, request_body
from collector.present.api.definitions import DEFINED
from collector.present.auth import actor, current_store, site_for_managing
from collector.present.parameters import requested_id
from collector.present.site_changes import SiteChanges
from collector.store.protocol import Site

blueprint = Blueprint("admin_api", __name__, url_prefix="/api/v1")


def _definitions(kind: str) -> None:
    """The routes of the actions, the campaigns, the goals, the annotations, the costs or the baselines."""

    @blueprint.get(f"/{kind}", endpoint=f"list_{kind}")
    def listed() -> Response:
        definitions = current_store().definitions(site_for_managing().site, kind)
        return jsonify({kind: [{"id": id, **body} for id, body in definitions.items()]})

    @blueprint.put(f"/{kind}", endpoint=f"put_{kind}_asked")
    @blueprint.put(f"/{kind}/<any_text:id>", endpoint=f"put_{kind}", merge_slashes=False)
    def put(id: str | None = None) -> Response:
        changes, id = _changes(), requested_id(id)
        return jsonify({"id": id, **changes.define(kind, id, request_body())})

    @blueprint.delete(f"/{kind}", endpoint=f"delete_{kind}_asked")
    @blueprint.delete(f"/{kind}/<any_text:id>", endpoint=f"delete_{kind}", merge_slashes=False)
    def delete(id: str | None = None) -> Response:
        _changes().delete_definition(kind, requested_id(id))
        return done()


for _kind in DEFINED:
    _definitions(_kind)


@blueprint.get("/rates")
def rates() -> Response:
    """All exchange rates."""
    known = current_store().rates(site_for_managing().site)
    return jsonify({"rates": [{"id": f"{rate.currency}:{rate.rate_date}", **rate._asdict()} for rate in known]})


@blueprint.put("/rates/<currency>:<rate_date>")
def put_rate(currency: str, rate_date: str) -> Response:
    """Set what a currency is worth from a date on."""
    return jsonify(_changes().set_rate(currency, rate_date, request_body())._asdict())


@blueprint.delete("/rates/<currency>:<rate_date>")
def delete_rate(currency: str, rate_date: str) -> Response:
    """Delete a rate; the one before it holds on."""
    _changes().delete_rate(currency, rate_date)
    return done()


@blueprint.get("/keys")
def keys() -> Response:
    """The site's keys by their first characters; the whole key is known only to who was given it."""
    known = current_store().keys(site_for_managing().site)
    return jsonify({"keys": [{"id": key.hint, **key._asdict()} for key in known]})


@blueprint.put("/keys/<kind>")
def put_key(kind: str) -> Response:
    """Make a key of this kind; it is shown once."""
    return jsonify({"kind": kind, "key": _changes().make_key(kind)})


@blueprint.delete("/keys/<hint>")
def delete_key(hint: str) -> Response:
    """Revoke the key that begins so."""
    _changes().revoke_key(hint)  # who revokes their own key is named too: `_changes` asked before
    return done()


@blueprint.get("/sites")
def sites() -> Response:
    """The site of the key."""
    return jsonify({"sites": [_shown(site_for_managing())]})


@blueprint.put("/sites/<name>")
def put_site(name: str) -> Response:
    """Change settings of the key's own site; those that are not named stay."""
    changes = _changes()
    if name != changes.site.name:
        raise NotFound("This key belongs to another site.")
    return jsonify(_shown(changes.change_settings(request_body())))


def _changes() -> SiteChanges:
    """Changes to the site of the admin key that came with the request."""
    return SiteChanges(current_store(), site_for_managing(), actor())


def _shown(site: Site) -> dict[str, Any]:
    return {"id": site.name, "time_zone": site.time_zone, "currency": site.currency, "settings": site.settings}
