"""How owners change their site over HTTP, with an admin key: definitions, experiments, rates, keys, settings."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from collector.errors import BadRequest, NotFound
from collector.present.api.definitions import DEFINED
from collector.present.auth import actor, current_store, site_for_managing
from collector.present.parameters import id_asked
from collector.present.site_changes import SiteChanges
from collector.store.protocol import Site

blueprint = Blueprint("admin_api", __name__, url_prefix="/api/v1")


def _definitions(kind: str) -> None:
    """The routes of the actions, the campaigns, the goals, the annotations or the costs."""

    @blueprint.get(f"/{kind}", endpoint=f"list_{kind}")
    def listed() -> Response:
        definitions = current_store().definitions(site_for_managing().site, kind)
        return jsonify({kind: [{"id": id, **body} for id, body in definitions.items()]})

    @blueprint.put(f"/{kind}", endpoint=f"put_{kind}_asked")
    @blueprint.put(f"/{kind}/<any_text:id>", endpoint=f"put_{kind}", merge_slashes=False)
    def put(id: str | None = None) -> Response:
        changes, id = _changes(), id_asked(id)
        return jsonify({"id": id, **changes.define(kind, id, _body())})

    @blueprint.delete(f"/{kind}", endpoint=f"delete_{kind}_asked")
    @blueprint.delete(f"/{kind}/<any_text:id>", endpoint=f"delete_{kind}", merge_slashes=False)
    def delete(id: str | None = None) -> Response:
        _changes().delete_definition(kind, id_asked(id))
        return _done()


for _kind in DEFINED:
    _definitions(_kind)


@blueprint.get("/experiments")
def experiments() -> Response:
    """All experiments, with the weights of their variations."""
    running = site_for_managing().settings.get("experiments", {})
    return jsonify({"experiments": [{"id": id, "variations": weights} for id, weights in sorted(running.items())]})


@blueprint.put("/experiments")
@blueprint.put("/experiments/<any_text:id>", merge_slashes=False, endpoint="put_experiment_by_path")
def put_experiment(id: str | None = None) -> Response:
    """Begin an experiment, or change its weights."""
    changes, id = _changes(), id_asked(id)
    return jsonify({"id": id, "variations": changes.set_experiment(id, _body())})


@blueprint.delete("/experiments")
@blueprint.delete("/experiments/<any_text:id>", merge_slashes=False, endpoint="delete_experiment_by_path")
def delete_experiment(id: str | None = None) -> Response:
    """End an experiment: no visitor gets a variation of it any more."""
    _changes().end_experiment(id_asked(id))
    return _done()


@blueprint.get("/rates")
def rates() -> Response:
    """All exchange rates."""
    known = current_store().rates(site_for_managing().site)
    return jsonify({"rates": [{"id": f"{rate.currency}:{rate.rate_date}", **rate._asdict()} for rate in known]})


@blueprint.put("/rates/<currency>:<rate_date>")
def put_rate(currency: str, rate_date: str) -> Response:
    """Set what a currency is worth from a date on."""
    return jsonify(_changes().set_rate(currency, rate_date, _body())._asdict())


@blueprint.delete("/rates/<currency>:<rate_date>")
def delete_rate(currency: str, rate_date: str) -> Response:
    """Delete a rate; the one before it holds on."""
    _changes().delete_rate(currency, rate_date)
    return _done()


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
    return _done()


@blueprint.get("/sites")
def sites() -> Response:
    """The site of the key."""
    return jsonify({"sites": [_shown(site_for_managing())]})


@blueprint.put("/sites/<name>")
def put_site(name: str) -> Response:
    """Change settings of the key's own site; those that are not named stay."""
    changes = _changes()
    if name != changes.site.name:
        raise NotFound("This key is of another site.")
    return jsonify(_shown(changes.change_settings(_body())))


def _changes() -> SiteChanges:
    """Changes to the site of the admin key that came with the request."""
    return SiteChanges(current_store(), site_for_managing(), actor())


def _shown(site: Site) -> dict[str, Any]:
    return {"id": site.name, "time_zone": site.time_zone, "currency": site.currency, "settings": site.settings}


def _body() -> dict[str, Any]:
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        raise BadRequest("This JSON is nested too deeply.") from None
    if not isinstance(body, dict):
        raise BadRequest("Send a JSON object with the header Content-Type: application/json.")
    return body


def _done() -> Response:
    return Response(status=204)
