"""What owners say of their site over HTTP, with an admin key: names, values, experiments, rates, keys, settings."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from collector.errors import BadRequest, NotFound
from collector.present.parameters import id_asked
from collector.present.signing_in import site_for_managing, store_at_hand
from collector.present.thing_schemas import THINGS, said_of
from collector.store.keys import KINDS
from collector.store.protocol import Site

blueprint = Blueprint("managing", __name__, url_prefix="/api/v1")


def _things(thing: str) -> None:
    """The routes of a kind of thing that is kept as it is said."""

    @blueprint.get(f"/{thing}", endpoint=f"list_{thing}")
    def listed() -> Response:
        said = store_at_hand().definitions(site_for_managing().site, thing)
        return jsonify({thing: [{"id": id, **body} for id, body in said.items()]})

    @blueprint.put(f"/{thing}", endpoint=f"put_{thing}_asked")
    @blueprint.put(f"/{thing}/<any_text:id>", endpoint=f"put_{thing}", merge_slashes=False)
    def put(id: str | None = None) -> Response:
        site, id = site_for_managing(), id_asked(id)
        body = said_of(thing, id, _body())
        store_at_hand().put_definition(site.site, thing, id, body)
        return jsonify({"id": id, **body})

    @blueprint.delete(f"/{thing}", endpoint=f"delete_{thing}_asked")
    @blueprint.delete(f"/{thing}/<any_text:id>", endpoint=f"delete_{thing}", merge_slashes=False)
    def delete(id: str | None = None) -> Response:
        site, id = site_for_managing(), id_asked(id)
        if not store_at_hand().delete_definition(site.site, thing, id):
            raise NotFound(f"Nothing is said of {id!r}.")
        return _done()


for _thing in THINGS:
    _things(_thing)


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
    weights = said_of("experiments", id, _body())["variations"]
    if not any(weights.values()):
        raise BadRequest("At least one variation needs a weight above 0.")

    def begin(settings: dict[str, Any]) -> dict[str, Any]:
        return {**settings, "experiments": {**settings.get("experiments", {}), id: weights}}

    store_at_hand().change_settings(site.site, begin)
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

    store_at_hand().change_settings(site.site, end)
    return _done()


@blueprint.get("/rates")
def rates() -> Response:
    """All exchange rates."""
    known = store_at_hand().rates(site_for_managing().site)
    return jsonify({"rates": [{"id": f"{rate.currency}:{rate.rate_date}", **rate._asdict()} for rate in known]})


@blueprint.put("/rates/<currency>:<rate_date>")
def put_rate(currency: str, rate_date: str) -> Response:
    """Say what a currency is worth from a date on."""
    site = site_for_managing()
    said = said_of("rates", f"{currency}:{rate_date}", _body())
    return jsonify(store_at_hand().set_rate(site.site, currency, rate_date, said["rate"])._asdict())


@blueprint.delete("/rates/<currency>:<rate_date>")
def delete_rate(currency: str, rate_date: str) -> Response:
    """Forget a rate; the one before it holds on."""
    store_at_hand().delete_rate(site_for_managing().site, currency, rate_date)
    return _done()


@blueprint.get("/keys")
def keys() -> Response:
    """The site's keys by their first characters; the whole key is known only to who was given it."""
    known = store_at_hand().keys(site_for_managing().site)
    return jsonify({"keys": [{"id": key.hint, **key._asdict()} for key in known]})


@blueprint.put("/keys/<kind>")
def put_key(kind: str) -> Response:
    """Make a key of this kind; it is shown once."""
    site = site_for_managing()
    if kind not in KINDS:
        raise NotFound(f"There are no {kind!r} keys, but {', '.join(KINDS)} ones.")
    return jsonify({"kind": kind, "key": store_at_hand().add_key(site.site, kind)})


@blueprint.delete("/keys/<hint>")
def delete_key(hint: str) -> Response:
    """Revoke the key that begins so."""
    store_at_hand().revoke_key(site_for_managing().site, hint)
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
    body = said_of("sites", name, _body())
    return jsonify(_shown(store_at_hand().change_settings(site.site, lambda settings: {**settings, **body})))


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
