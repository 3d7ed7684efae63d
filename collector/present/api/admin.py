"""How owners change their site over HTTP, with an admin key: definitions, experiments, rates, keys, settings."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from collector.errors import BadRequest, NotFound
from collector.present.api.definitions import DEFINED, checked_definition
from collector.present.auth import actor, current_store, hint_of, site_for_managing
from collector.present.parameters import id_asked
from collector.store.keys import KINDS
from collector.store.protocol import Site

blueprint = Blueprint("admin_api", __name__, url_prefix="/api/v1")


def _definitions(kind: str) -> None:
    """The routes of the actions, the campaigns or the goals."""
    one = kind.removesuffix("s")

    @blueprint.get(f"/{kind}", endpoint=f"list_{kind}")
    def listed() -> Response:
        definitions = current_store().definitions(site_for_managing().site, kind)
        return jsonify({kind: [{"id": id, **body} for id, body in definitions.items()]})

    @blueprint.put(f"/{kind}", endpoint=f"put_{kind}_asked")
    @blueprint.put(f"/{kind}/<any_text:id>", endpoint=f"put_{kind}", merge_slashes=False)
    def put(id: str | None = None) -> Response:
        site, id = site_for_managing(), id_asked(id)
        body = checked_definition(kind, id, _body())
        current_store().put_definition(site.site, kind, id, body)
        _note(site, f"{one}.set", id, body)
        return jsonify({"id": id, **body})

    @blueprint.delete(f"/{kind}", endpoint=f"delete_{kind}_asked")
    @blueprint.delete(f"/{kind}/<any_text:id>", endpoint=f"delete_{kind}", merge_slashes=False)
    def delete(id: str | None = None) -> Response:
        site, id = site_for_managing(), id_asked(id)
        if not current_store().delete_definition(site.site, kind, id):
            raise NotFound(f"No {one} {id!r} is registered.")
        _note(site, f"{one}.delete", id)
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
    site, id = site_for_managing(), id_asked(id)
    weights = checked_definition("experiments", id, _body())["variations"]
    if not any(weights.values()):
        raise BadRequest("At least one variation needs a weight above 0.")

    def begin(settings: dict[str, Any]) -> dict[str, Any]:
        return {**settings, "experiments": {**settings.get("experiments", {}), id: weights}}

    current_store().change_settings(site.site, begin)
    _note(site, "experiment.set", id, weights)
    return jsonify({"id": id, "variations": weights})


@blueprint.delete("/experiments")
@blueprint.delete("/experiments/<any_text:id>", merge_slashes=False, endpoint="delete_experiment_by_path")
def delete_experiment(id: str | None = None) -> Response:
    """End an experiment: no visitor gets a variation of it any more."""
    site, id = site_for_managing(), id_asked(id)

    def end(settings: dict[str, Any]) -> dict[str, Any]:
        running = dict(settings.get("experiments", {}))
        if running.pop(id, None) is None:
            raise NotFound(f"There is no experiment {id!r}.")
        return {**settings, "experiments": running}

    current_store().change_settings(site.site, end)
    _note(site, "experiment.delete", id)
    return _done()


@blueprint.get("/rates")
def rates() -> Response:
    """All exchange rates."""
    known = current_store().rates(site_for_managing().site)
    return jsonify({"rates": [{"id": f"{rate.currency}:{rate.rate_date}", **rate._asdict()} for rate in known]})


@blueprint.put("/rates/<currency>:<rate_date>")
def put_rate(currency: str, rate_date: str) -> Response:
    """Set what a currency is worth from a date on."""
    site = site_for_managing()
    definition = checked_definition("rates", f"{currency}:{rate_date}", _body())
    rate = current_store().set_rate(site.site, currency, rate_date, definition["rate"])
    _note(site, "rate.set", f"{currency}:{rate_date}", definition)
    return jsonify(rate._asdict())


@blueprint.delete("/rates/<currency>:<rate_date>")
def delete_rate(currency: str, rate_date: str) -> Response:
    """Delete a rate; the one before it holds on."""
    site = site_for_managing()
    current_store().delete_rate(site.site, currency, rate_date)
    _note(site, "rate.delete", f"{currency}:{rate_date}")
    return _done()


@blueprint.get("/keys")
def keys() -> Response:
    """The site's keys by their first characters; the whole key is known only to who was given it."""
    known = current_store().keys(site_for_managing().site)
    return jsonify({"keys": [{"id": key.hint, **key._asdict()} for key in known]})


@blueprint.put("/keys/<kind>")
def put_key(kind: str) -> Response:
    """Make a key of this kind; it is shown once."""
    site = site_for_managing()
    if kind not in KINDS:
        raise NotFound(f"There are no {kind!r} keys, but {', '.join(KINDS)} ones.")
    plain = current_store().add_key(site.site, kind)
    _note(site, "key.new", hint_of(site, plain), {"kind": kind})
    return jsonify({"kind": kind, "key": plain})


@blueprint.delete("/keys/<hint>")
def delete_key(hint: str) -> Response:
    """Revoke the key that begins so."""
    site = site_for_managing()
    by = actor()  # who revokes their own key is named too
    revoked = current_store().revoke_key(site.site, hint)
    current_store().log_change(site.site, by, "key.revoke", revoked.hint, {"kind": revoked.kind})
    return _done()


@blueprint.get("/sites")
def sites() -> Response:
    """The site of the key."""
    return jsonify({"sites": [_shown(site_for_managing())]})


@blueprint.put("/sites/<name>")
def put_site(name: str) -> Response:
    """Change settings of the key's own site; those that are not named stay."""
    site = site_for_managing()
    if name != site.name:
        raise NotFound("This key is of another site.")
    body = checked_definition("sites", name, _body())
    changed = current_store().change_settings(site.site, lambda settings: {**settings, **body})
    _note(site, "site.set", name, body)
    return jsonify(_shown(changed))


def _shown(site: Site) -> dict[str, Any]:
    return {"id": site.name, "time_zone": site.time_zone, "currency": site.currency, "settings": site.settings}


def _note(site: Site, action: str, subject: str, details: dict[str, Any] | None = None) -> None:
    """Note a change for the owners of the site, with whose key it was made."""
    current_store().log_change(site.site, actor(), action, subject, details or {})


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
