"""How owners run experiments over HTTP, with an admin key."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from collector.experiments.documents import Document
from collector.present.api.bodies import done, request_body
from collector.present.auth import actor, current_store, site_for_managing
from collector.present.experiments.changes import SiteExperiments
from collector.present.parameters import requested_id

blueprint = Blueprint("experiments_api", __name__, url_prefix="/api/v1/experiments")


@blueprint.get("")
def experiments() -> Response:
    """All experiments, in whatever state."""
    return jsonify({"experiments": _experiments().all()})


@blueprint.get("/<any_text:id>", merge_slashes=False)
def experiment(id: str) -> Response:
    """One experiment, with its phases and its diary."""
    return jsonify(_experiments().one(id))


@blueprint.put("")
@blueprint.put("/<any_text:id>", merge_slashes=False, endpoint="put_experiment_by_path")
def put_experiment(id: str | None = None) -> Response:
    """Begin an experiment, or change it: what is not named stays."""
    return jsonify(_experiments().set(requested_id(id), request_body()))


@blueprint.delete("")
@blueprint.delete("/<any_text:id>", merge_slashes=False, endpoint="delete_experiment_by_path")
def delete_experiment(id: str | None = None) -> Response:
    """Delete a draft or an archived experiment; its events stay."""
    _experiments().delete(requested_id(id))
    return done()


@blueprint.post("/promote")
@blueprint.post("/<any_text:id>/promote", merge_slashes=False, endpoint="promote_experiment_by_path")
def promote_experiment(id: str | None = None) -> Response:
    """Show one variation to everybody except the 5 % who stay in control."""
    return jsonify(_experiments().promote(requested_id(id), request_body()))


@blueprint.post("/note")
@blueprint.post("/<any_text:id>/note", merge_slashes=False, endpoint="note_experiment_by_path")
def note_experiment(id: str | None = None) -> Response:
    """Note in the diary of an experiment what happened outside."""
    return jsonify(_experiments().note(requested_id(id), request_body()))


def _step(name: str) -> None:
    """The routes of a step that takes no more than its name: start, stop, resume, undo or archive."""

    @blueprint.post(f"/{name}", endpoint=f"{name}_experiment")
    @blueprint.post(f"/<any_text:id>/{name}", merge_slashes=False, endpoint=f"{name}_experiment_by_path")
    def step(id: str | None = None) -> Response:
        document: Document = getattr(_experiments(), name)(requested_id(id))
        return jsonify(document)


STEPS = ("start", "stop", "resume", "undo", "archive")
for _name in STEPS:
    _step(_name)


def _experiments() -> SiteExperiments:
    """The experiments of the site of the admin key that came with the request."""
    return SiteExperiments(current_store(), site_for_managing(), actor())
