"""The page of what is collected from whom: origins, consent, thresholds, purchases, ids that are nobody's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from collector.errors import BadRequest
from collector.present.auth import require, site_with
from collector.present.numbers import money_text
from collector.present.settings.blueprint import blueprint, changes_here, settings_page
from collector.present.settings.fields import Field, Form, body_of, check_unchanged
from collector.reports.money import decimal_text
from collector.rules import CONSENT
from collector.store.accounts import ANALYST, OWNER
from collector.store.public_values import SETTING, max_public_micros

NEEDS_SECRET = "purchases_need_secret"
THRESHOLDS = ("min_fraction", "min_ms")
FIELDS = (
    Field(
        "origins",
        "Origins",
        "Which web pages may send with the public key, one a line, as https://shop.example. Empty: any may.",
        "lines",
        default="any may send",
    ),
    Field(
        "consent",
        "Consent until the page says otherwise",
        "What the snippet assumes before a consent banner reports a choice.",
        "select",
        (
            ("granted", "granted: everything is measured"),
            ("pending", "pending: nothing is stored or sent until it is granted"),
            ("denied", "denied: nothing is stored or sent"),
        ),
        default=CONSENT,
    ),
    Field(
        "min_fraction",
        "Part that must be visible",
        "From 0 to 1. Empty or 0: any part of it.",
        "decimal",
        default="any part of it",
    ),
    Field(
        "min_ms",
        "Milliseconds it must be visible",
        "Without a break. Empty or 0: at once.",
        "decimal",
        default="at once",
    ),
    Field(NEEDS_SECRET, "Accept purchases only with the secret key", "Then no page can invent one.", "check"),
    Field(
        SETTING,
        "Maximum value that the public key may report",
        "Of one order or goal, in the site's currency. Empty: the default.",
        "decimal",
    ),
    Field(
        "nobody_ids",
        "Ids that are nobody's",
        "What your programs send for everybody they do not know, one a line; null, guest and the like are built in.",
        "lines",
        default="none but those built in",
    ),
)


@blueprint.get("/collection")
@require(ANALYST)
def collection() -> AnyResponse:
    """What is collected from whom."""
    return _page(Form(FIELDS, shown_settings(site_with(ANALYST).settings)))


@blueprint.post("/collection")
@require(OWNER)
def save_collection() -> AnyResponse:
    """Change it."""
    sent = body_of(FIELDS, request.form)
    settings = site_with(OWNER).settings
    stored = shown_settings(settings)
    try:
        check_unchanged(FIELDS, stored, request.form)
        if changes := changed(settings, sent):
            changes_here().change_settings(changes)
    except BadRequest as problem:
        return _page(Form(FIELDS, sent, problem, stored))
    flash("Saved. It applies within seconds.")
    return redirect(url_for("settings.collection"), 303)


def shown_settings(settings: dict[str, Any]) -> dict[str, Any]:
    """A site's settings by the names of the form's fields."""
    return {"consent": CONSENT, **own_settings(settings)}


def own_settings(settings: dict[str, Any]) -> dict[str, Any]:
    """The same without what holds by default."""
    return {**settings, **{name: f"{value:g}" for name, value in settings.get("thresholds", {}).items()}}


def changed(settings: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
    """The settings that a form changes: those that it leaves as they are stay unset where they were."""
    before = shown_settings(settings)
    touched = {each.name for each in FIELDS if each.text_of(before.get(each.name)) != each.text_of(sent[each.name])}
    if touched & set(THRESHOLDS):
        touched.add("thresholds")
    after = {
        **sent,
        "thresholds": {name: sent[name] for name in THRESHOLDS if sent[name]},
        "max_public_value": sent["max_public_value"] or None,
    }
    return {name: value for name, value in after.items() if name in touched and name not in THRESHOLDS}


def _page(form: Form) -> Response:
    site = site_with(ANALYST)
    own = own_settings(site.settings)
    default_of = {SETTING: money_text(decimal_text(max_public_micros({}, site.currency)), site.currency)}
    fields = (replace(each, default=default_of.get(each.name, each.default)) for each in FIELDS)
    shown = [(each.label, each.shown(own.get(each.name))) for each in fields]
    return settings_page("collection.html", form, shown=shown)
