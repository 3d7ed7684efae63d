"""What owners do with experiments on pages: begin, change, start, stop, promote, take back, note, archive, delete."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from collector.errors import BadRequest
from collector.experiments.documents import DRAFT, new_document
from collector.present.auth import actor, current_store, require, site_with
from collector.present.experiments.changes import KIND, SiteExperiments
from collector.present.experiments.form import FIELDS, GROUPS, ID, experiment_body, values_of
from collector.present.pages import in_the_frame, page
from collector.present.settings.fields import Form, body_of, check_unchanged
from collector.store.accounts import OWNER

blueprint = in_the_frame(Blueprint("experiments", __name__, url_prefix="/experiments"))

STEPS = {
    "start": "It is running.",
    "stop": "It is stopped: nobody is assigned any more.",
    "resume": "It is running again.",
    "undo": "The promotion is undone.",
    "archive": "It is archived.",
}


@blueprint.get("/edit")
@require(OWNER)
def edit() -> Response:
    """The form of a new experiment, or of one that is there."""
    id = request.args.get("experiment")
    document = experiments_here().one(id) if id else new_document("")
    stored = values_of(document)
    return _form_page(Form((ID, *FIELDS), {**stored, "experiment": id or ""}, stored=stored), id)


@blueprint.post("/edit", endpoint="save")
@require(OWNER)
def save() -> AnyResponse:
    """Save what was written: a new experiment as a draft; of a running one, most changes begin a phase."""
    editing = request.form.get("editing") or None
    id = editing or request.form.get("experiment", "").strip()
    document = experiments_here().one(editing) if editing else new_document("")
    stored = values_of(document)
    try:
        check_unchanged((ID, *FIELDS), stored, request.form)
        body = experiment_body(request.form, document)
        if editing is None:
            _check_new(id)
            body["state"] = DRAFT
        experiments_here().set(id, body)
    except BadRequest as problem:
        values = {**body_of(FIELDS, request.form), "experiment": id}
        return _form_page(Form((ID, *FIELDS), values, problem, stored), editing)
    flash("Saved." if editing else "Saved as a draft: nobody is assigned before you start it.")
    return _back_to(id)


def _check_new(id: str) -> None:
    if not id:
        raise BadRequest("It needs an id.", fields={"experiment": ["Missing."]})
    if id in current_store().definitions(site_with(OWNER).site, KIND):
        raise BadRequest("This id is there already.", fields={"experiment": ["Is there already."]})


def _form_page(form: Form, editing: str | None) -> Response:
    status = form.problem.status if form.problem else 200
    return page(
        "experiments/edit.html", status, site=site_with(OWNER), settings_form=form, editing=editing, groups=GROUPS
    )


def _step(name: str, message: str) -> None:
    """A step that takes no more than its name."""

    @blueprint.post(f"/{name}", endpoint=name)
    @require(OWNER)
    def step() -> AnyResponse:
        id = request.form.get("experiment", "")
        getattr(experiments_here(), name)(id)
        flash(message)
        return _back_to(id)


for _name, _message in STEPS.items():
    _step(_name, _message)


@blueprint.post("/promote")
@require(OWNER)
def promote() -> AnyResponse:
    """Show one variation to everybody but for those who stay in control, and keep what that was decided on."""
    id, variation = request.form.get("experiment", ""), request.form.get("variation", "")
    experiments_here().promote(id, {"variation": variation})
    flash(f"{variation} is promoted: open pages have it within a minute.")
    return _back_to(id)


@blueprint.post("/note")
@require(OWNER)
def note() -> AnyResponse:
    """Note in the diary what happened outside."""
    id = request.form.get("experiment", "")
    experiments_here().note(id, {"text": request.form.get("text", "").strip()})
    flash("Noted.")
    return redirect(url_for("dashboard.experiment", experiment=id, part="diary"), 303)


@blueprint.post("/delete")
@require(OWNER)
def delete() -> AnyResponse:
    """Delete a draft or an archived experiment."""
    experiments_here().delete(request.form.get("experiment", ""))
    flash("The experiment is deleted. Its events stay.")
    return redirect(url_for("dashboard.experiments"), 303)


def experiments_here() -> SiteExperiments:
    """The experiments of the site at hand, changed by the owner who is signed in."""
    return SiteExperiments(current_store(), site_with(OWNER), actor())


def _back_to(id: str) -> AnyResponse:
    return redirect(url_for("dashboard.experiment", experiment=id), 303)
