"""Links to share: whoever has one sees one page of a site, and nothing else."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from collector.errors import BadRequest, CollectorError, Forbidden, NotFound
from collector.present.addresses import endpoint_of, own_address, page_marked
from collector.present.auth import (
    account_signed_in,
    actor,
    begin_share,
    current_store,
    may,
    require,
    sign_out,
    site_signed_in,
    site_with,
)
from collector.present.pages import in_the_frame, page
from collector.rules import DAY_MS
from collector.store.accounts import ANALYST, OWNER, Share

DEFAULT_DAYS, MAX_DAYS = 30, 365
MAX_ADDRESS, MAX_DATA = 8_000, 20
DATA = "reports_api"
"""The blueprint whose answers a shared page may fetch."""

blueprint = in_the_frame(Blueprint("shares", __name__))


@blueprint.get("/settings/shares")
@require(ANALYST)
def shares() -> AnyResponse:
    """The links to pages of this site that work."""
    return _shares_page()


@blueprint.post("/settings/shares")
@require(ANALYST)
def add_share() -> AnyResponse:
    """Make a link to a page; the answer shows it, this once."""
    try:
        addresses = [_page_to_share(request.form.get("address", "")), *_data_of_page()]
        days = _days(request.form.get("days", str(DEFAULT_DAYS)))
    except BadRequest as problem:
        return _shares_page(problem)
    account = account_signed_in()
    _, token = current_store().add_share(
        site_with(ANALYST).site,
        addresses,
        by=actor(),
        account=account.account if account else None,
        lasts_ms=days * DAY_MS,
    )
    return _shares_page(link=url_for("shares.open_share", token=token, _external=True), shown=addresses[0], days=days)


@blueprint.post("/settings/shares/<int:share>/revoke")
@require(ANALYST)
def revoke_share(share: int) -> AnyResponse:
    """End a link: owners any, others those that they made."""
    site, store = site_with(ANALYST), current_store()
    known = next((each for each in store.shares(site.site) if each.share == share), None)
    if known is None:
        raise NotFound("There is no such working link: perhaps it has ended already.")
    if not _may_revoke(known):
        raise Forbidden("Only an owner or the person who made it may end this link.")
    store.revoke_share(site.site, share, by=actor())
    flash("The link no longer works.")
    return redirect(url_for("shares.shares"), 303)


@blueprint.get("/shared/<token>")
def open_share(token: str) -> AnyResponse:
    """Show the page that the link is for. Whoever is signed in elsewhere confirms first."""
    share = _share(token)
    site = site_signed_in()
    if site is None:
        begin_share(share)
    elif site.site != share.site or not may(ANALYST):
        return page("shared.html", site=site, token=token)
    return redirect(share.addresses[0], 303)


@blueprint.post("/shared/<token>")
def open_share_as_guest(token: str) -> AnyResponse:
    """Show the page in place of what this browser is signed in to."""
    share = _share(token)
    sign_out()
    begin_share(share)
    return redirect(share.addresses[0], 303)


def _share(token: str) -> Share:
    share = current_store().share_of(token)
    if share is None:
        raise NotFound("This link has expired or was revoked: ask the person who gave it to you for a new one.")
    return share


def _may_revoke(share: Share) -> bool:
    return may(OWNER) or share.made_by == actor()


def _page_to_share(text: str) -> str:
    address = own_address(text) if len(text) <= MAX_ADDRESS else None
    role = page_marked("shareable", endpoint_of(address)) if address else None
    if address is None or role is None or not may(role):
        raise BadRequest("This page cannot be shared.", fields={"address": ["cannot be shared"]})
    return address


def _data_of_page() -> list[str]:
    """What the page fetches: reports alone, never what is known of single visitors."""
    given = request.form.getlist("data")
    addresses = [own_address(text) for text in given[:MAX_DATA] if len(text) <= MAX_ADDRESS]
    reports = [each for each in addresses if each and (endpoint_of(each) or "").startswith(f"{DATA}.")]
    if len(reports) != len(given):
        raise BadRequest("This page cannot be shared: it fetches more than reports.")
    return reports


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MAX_DAYS):
        raise BadRequest(f"A link works for 1 to {MAX_DAYS} days.", fields={"days": ["is out of range"]})
    return int(text)


def _shares_page(problem: CollectorError | None = None, **shown: object) -> AnyResponse:
    site = site_with(ANALYST)
    listed = [(share, _may_revoke(share)) for share in current_store().shares(site.site)]
    shown |= {"site": site, "shares": listed, "problem": problem}
    return page("shares.html", problem.status if problem else 200, **shown)
