"""The blueprint of the settings pages, and what all of them share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from collector.present.auth import actor, current_store, site_with
from collector.present.pages import in_the_frame, page
from collector.present.settings.fields import Form
from collector.present.site_changes import SiteChanges
from collector.store.accounts import ANALYST, OWNER

blueprint = in_the_frame(Blueprint("settings", __name__, url_prefix="/settings"))


def changes_here() -> SiteChanges:
    """Changes to the site at hand by the owner who is signed in."""
    return SiteChanges(current_store(), site_with(OWNER), actor())


def settings_page(template: str, form: Form | None = None, **shown: Any) -> Response:
    """A settings page; one whose form has a problem says so by its status."""
    status = form.problem.status if form and form.problem else 200
    return page(f"settings/{template}", status, site=site_with(ANALYST), settings_form=form, **shown)
