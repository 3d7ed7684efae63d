"""The index of the settings pages."""

from __future__ import annotations

from flask import Response

from collector.present.auth import may, require
from collector.present.settings.blueprint import blueprint, settings_page
from collector.present.settings.places import SETTINGS
from collector.store.accounts import ANALYST


@blueprint.get("")
@require(ANALYST)
def index() -> Response:
    """All settings pages that whoever is signed in may see."""
    groups = {title: [each for each in pages if may(each.role)] for title, pages in SETTINGS.items()}
    return settings_page("index.html", groups={title: pages for title, pages in groups.items() if pages})
