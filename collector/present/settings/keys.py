"""The page of keys: make one, which is shown once; revoke one, on a page that asks."""

from __future__ import annotations

from collections import Counter

from flask import flash, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from collector.errors import NotFound
from collector.present.auth import current_store, require, site_with
from collector.present.settings.blueprint import blueprint, changes_here, settings_page
from collector.store.accounts import OWNER
from collector.store.keys import ADMIN, KINDS, PUBLIC, READ, SECRET
from collector.store.protocol import Key

ABOUT_KINDS = {
    PUBLIC: "in pages: sends events",
    SECRET: "on your servers: sends anything",
    READ: "reads reports",
    ADMIN: "manages the site",
}
LOST = {
    PUBLIC: "Pages with it stop being measured.",
    SECRET: "Servers with it stop sending.",
    READ: "Programs that use it can no longer read reports, and people who signed in with it are signed out.",
    ADMIN: "Programs that use it can no longer manage the site, and people who signed in with it are signed out.",
}


@blueprint.get("/keys")
@require(OWNER)
def keys() -> AnyResponse:
    """The keys of the site, by their first characters."""
    return _page()


@blueprint.post("/keys")
@require(OWNER)
def make_key() -> AnyResponse:
    """Make a key; the answer shows it, this once."""
    kind = request.form.get("kind", "")
    return _page(made=changes_here().make_key(kind), made_kind=kind)


@blueprint.get("/keys/revoke")
@require(OWNER)
def confirm_revocation() -> AnyResponse:
    """Say what revoking a key means, and ask."""
    key = _key(request.args.get("hint", ""))
    return settings_page("revoke_key.html", key=key, lost=LOST[key.kind], last=_in_use()[key.kind] == 1)


@blueprint.post("/keys/revoke")
@require(OWNER)
def revoke_key() -> AnyResponse:
    """Revoke a key for good."""
    key = changes_here().revoke_key(_key(request.args.get("hint", "")).hint)
    flash(f"The {key.kind} key {key.hint}… is revoked.")
    return redirect(url_for("settings.keys"), 303)


def _key(hint: str) -> Key:
    """A key that is in use."""
    for key in current_store().keys(site_with(OWNER).site):
        if key.hint == hint and key.revoked_at is None:
            return key
    raise NotFound("No key in use begins like this.")


def _in_use() -> Counter[str]:
    return Counter(key.kind for key in current_store().keys(site_with(OWNER).site) if key.revoked_at is None)


def _page(made: str | None = None, made_kind: str | None = None) -> AnyResponse:
    known = sorted(current_store().keys(site_with(OWNER).site), key=lambda key: key.revoked_at is not None)
    return settings_page(
        "keys.html",
        keys=known,
        kinds={kind: ABOUT_KINDS[kind] for kind in KINDS},
        made=made,
        made_kind=made_kind,
        own=session.get("key"),
    )
