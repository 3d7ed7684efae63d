"""The page of the margin and of exchange rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from collector.errors import BadRequest
from collector.present.auth import current_store, require, site_with
from collector.present.settings.blueprint import blueprint, changes_here, settings_page
from collector.present.settings.fields import Field, Form, body_of, check_unchanged
from collector.store.accounts import ANALYST, OWNER

MARGIN = (
    Field(
        "margin",
        "Margin",
        "The share of net revenue that is left after the cost of goods, as 35 % or 0.35. "
        "Empty: not known, and no profit is worked out.",
    ),
    Field(
        "category_margins",
        "Margins of categories",
        "Where they differ: one CATEGORY=SHARE a line, as teaware=55 %. Others have the margin above.",
        "lines",
    ),
)
RATE = (
    Field("currency", "Currency", "Three capital letters, such as USD.", required=True),
    Field("rate", "Rate", "What one unit is worth in the site's currency, as 0.92.", "decimal", required=True),
    Field("rate_date", "From", "The first day the rate applies to.", "day", required=True),
)


@blueprint.get("/money")
@require(ANALYST)
def money() -> AnyResponse:
    """The margin, and what other currencies are worth."""
    return _page()


@blueprint.post("/money/margin")
@require(OWNER)
def save_margin() -> AnyResponse:
    """Set the margin, or unset it."""
    body = body_of(MARGIN, request.form)
    stored = shown_margins(site_with(OWNER).settings)
    try:
        check_unchanged(MARGIN, stored, request.form)
        changes_here().change_settings(
            {
                "margin": share_of(body["margin"]) or None,
                "category_margins": by_category(body["category_margins"]) or None,
            }
        )
    except BadRequest as problem:
        return _page(margin=Form(MARGIN, body, problem, stored))
    flash("Saved.")
    return redirect(url_for("settings.money"), 303)


@blueprint.post("/money/rates")
@require(OWNER)
def save_rate() -> AnyResponse:
    """Set a rate; one of the same currency and day is replaced."""
    body = body_of(RATE, request.form)
    try:
        changes_here().set_rate(body["currency"], body["rate_date"], {"rate": body["rate"]})
    except BadRequest as problem:
        return _page(rate=Form(RATE, body, problem))
    flash("Saved. Reports in this currency are worked out anew.")
    return redirect(url_for("settings.money"), 303)


@blueprint.post("/money/rates/delete")
@require(OWNER)
def delete_rate() -> AnyResponse:
    """Delete a rate; the one before it holds on."""
    changes_here().delete_rate(request.form.get("currency", ""), request.form.get("rate_date", ""))
    flash("The rate is deleted. Reports in this currency are worked out anew.")
    return redirect(url_for("settings.money"), 303)


def by_category(lines: Iterable[str]) -> dict[str, str]:
    """What lines of CATEGORY=SHARE say; BadRequest where one is none."""
    found: dict[str, str] = {}
    for nth, line in enumerate(lines):
        category, equals, share = line.rpartition("=")
        if not equals or not category.strip():
            message = "Write it as CATEGORY=SHARE, such as teaware=55 %."
            raise BadRequest(message, fields={f"category_margins.{nth}": [message]})
        found[category.strip()] = share_of(share.strip())
    return found


def share_of(text: str) -> str:
    """A share as it is kept, of what somebody wrote: 35 % is 0.35. What is neither is left for the check to name."""
    if not text.endswith("%"):
        return text
    try:
        return f"{(Decimal(text[:-1].strip()) / 100).normalize():f}"
    except InvalidOperation:
        return text


def percent_of(share: str | None) -> str | None:
    """The same the other way: 0.35 is 35 %."""
    return None if share is None else f"{(Decimal(share) * 100).normalize():f} %"


def lines_of_margins(settings: Mapping[str, Any]) -> list[str]:
    """The same as lines."""
    return [f"{category}={percent_of(share)}" for category, share in (settings.get("category_margins") or {}).items()]


def shown_margins(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The margins of a site as its form has them."""
    return {"margin": percent_of(settings.get("margin")), "category_margins": lines_of_margins(settings)}


def _page(margin: Form | None = None, rate: Form | None = None) -> Response:
    site = site_with(ANALYST)
    return settings_page(
        "money.html",
        margin or rate,
        margin=margin or Form(MARGIN, shown_margins(site.settings)),
        rate=rate or Form(RATE),
        rates=current_store().rates(site.site),
    )
