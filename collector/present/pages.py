"""The pages for people: sign in, find a visitor, read the report. They work and print without JavaScript."""

from __future__ import annotations

import hashlib
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from collector.clock import now_ms
from collector.errors import BadRequest, CollectorError, Forbidden, UnknownKey
from collector.finding import OK
from collector.present import visitors
from collector.present.addresses import address_here, own_address
from collector.present.auth import (
    MANAGING,
    SignInFirstError,
    account_signed_in,
    current_store,
    may,
    require,
    share_here,
    shareable,
    sign_in,
    sign_out,
    site_of_key,
    site_signed_in,
    site_with,
    sites_for_reader,
)
from collector.present.dashboard.pieces import locale_here
from collector.present.formatting import (
    clock,
    day,
    day_and_minute,
    exact,
    from_to,
    machine,
    origin,
    place,
    tied,
    web_address,
)
from collector.present.forms import check_form, form_token
from collector.present.guests import without_links
from collector.present.navigation import navigation, place_address
from collector.present.numbers import amount_text, counted, money_text, p_value_text, quantity_text, seconds_text
from collector.present.orders_of_report import anchor_of, orders_of
from collector.present.parameters import UserReportParameters, parameters, requested_id
from collector.present.signing_in import a_try, confirm_password, home, page_wanted
from collector.present.timeline_text import SIGNS, described, found_through, free, outcome, page_depth
from collector.present.visitor_search import (
    BOUGHT,
    OF_THE_BAR_ALONE,
    REASONS,
    PageSearch,
    action_names,
    bar_here,
    parameters_of,
    search_of,
)
from collector.present.visitor_search import DAYS as DAYS_OF_THE_BAR
from collector.reports.data_checks.arrivals import advice_on, rejected_words, unlisted_origins
from collector.reports.data_checks.checks import DAYS, data_checks
from collector.reports.moments import rfc3339
from collector.store.accounts import ANALYST, OWNER, VIEWER
from collector.store.protocol import Site

STATIC = Path(__file__).parents[2] / "static" / "dashboard"
PAGES_MAY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
YEAR_SECONDS = 31_536_000
OPEN_AT_FIRST = 5
"""How many sessions of a report are unfolded; the others show their heads."""

blueprint = Blueprint(
    "pages", __name__, template_folder="templates", static_folder=STATIC, static_url_path="/dashboard"
)


@blueprint.before_request
def check_posted() -> None:
    """Every form of every page is one of ours."""
    if request.method == "POST":
        check_form()


@blueprint.get("/")
def start() -> AnyResponse:
    """Where everybody begins."""
    return redirect(home())


@blueprint.get("/sign-in")
def sign_in_page() -> AnyResponse:
    """Ask for an e-mail address and a password, or for a key."""
    if site_signed_in():
        return redirect(page_wanted())
    return sign_in_form()


@blueprint.post("/sign-in")
def begin_session() -> AnyResponse:
    """Begin a session with a key, and go where one wanted to."""
    try:
        with a_try():
            sign_in(request.form.get("key", "").strip())
    except (UnknownKey, Forbidden) as problem:
        return sign_in_form(problem, with_key=True)
    return redirect(page_wanted(), 303)


def sign_in_form(problem: CollectorError | None = None, **shown: Any) -> Response:
    """The page to sign in on, with what went wrong the last time."""
    shown |= {"problem": problem, "accounts": bool(current_store().accounts())}
    return page("sign_in.html", problem.status if problem else 200, next_page=request.values.get("next", ""), **shown)


@blueprint.post("/sign-out")
def end_session() -> AnyResponse:
    """End the session."""
    sign_out()
    return redirect(url_for("pages.sign_in_page"), 303)


@blueprint.get("/visitors")
@shareable
@require(ANALYST)
def find() -> AnyResponse:
    """Find a visitor; the latest, without a search."""
    site, frame, search = _site(), None, PageSearch(request.args, {})
    shown: dict[str, Any] = {"reasons": REASONS, "bought": BOUGHT, "site": site}
    shown["actions"] = action_names(site, request.args.get("action"), request.args.get("not_delivered"))
    try:
        frame = bar_here(site)
        search = search_of(frame)
        found = visitors.found(site, parameters_of(search))
    except BadRequest as problem:
        return page("visitors.html", 400, **shown, frame=frame, search=search, problem=problem)
    return page(
        "visitors.html", **shown, frame=frame, search=search, found=found, turned_away=_turned_away(site, found)
    )


@blueprint.get("/visitor")
@blueprint.get("/visitors/<any_text:id>", merge_slashes=False, endpoint="report_by_path")
@shareable
@require(ANALYST)
def report(id: str | None = None) -> AnyResponse:
    """The user report: what somebody was shown and did, session by session."""
    site = _site()
    given = parameters(UserReportParameters, without=(*OF_THE_BAR_ALONE, *DAYS_OF_THE_BAR))
    user_report = visitors.report(site, requested_id(id), given)
    return page(
        "report.html",
        site=site,
        frame=bar_here(site),
        report=user_report,
        orders=orders_of(user_report),
        signs=SIGNS,
        zone=site.time_zone,
        open_at_first=OPEN_AT_FIRST,
    )


@blueprint.get("/visitor/erase")
@blueprint.get("/visitors/<any_text:id>/erase", merge_slashes=False, endpoint="confirm_erasure_by_path")
@require(ANALYST)
def confirm_erasure(id: str | None = None) -> AnyResponse:
    """Say how much would go, and ask for the password of an owner, or for the admin key."""
    site = _site()
    id = requested_id(id)
    person, to_erase = visitors.would_erase(site, id)
    return page("erase.html", site=site, id=id, person=person, to_erase=to_erase)


@blueprint.post("/visitor/erase")
@blueprint.post("/visitors/<any_text:id>/erase", merge_slashes=False, endpoint="erase_by_path")
@require(ANALYST)
def erase(id: str | None = None) -> AnyResponse:
    """Erase a person for good. A session is not enough: the form asks an owner's password, or the site's admin key."""
    site = _site()
    _confirm_erasing(site)
    id = requested_id(id)
    person, erased = visitors.erase(site, id)
    gone = person.person[2:] if person.person else id
    flash(
        f"{gone} was erased: {counted(erased.events, 'event', locale=locale_here())}, and all that followed from them."
    )
    return redirect(url_for("pages.find"), 303)


def _confirm_erasing(site: Site) -> None:
    """Whoever erases is an owner who says the password again, or has the admin key."""
    key = request.form.get("key", "").strip()
    if not key and may(OWNER) and account_signed_in():
        confirm_password(request.form.get("password", ""))
    elif site_of_key(key, MANAGING) != site:
        raise Forbidden("This admin key is another site's.")


@blueprint.get("/checks")
@shareable
@require(ANALYST)
def checks() -> AnyResponse:
    """Whether what the site sends makes sense, and what to do where it does not."""
    site = _site()
    found = data_checks(current_store(), site, now_ms())
    found.sort(key=lambda finding: finding.state == OK)
    return page("checks.html", site=site, found=found, days=DAYS)


def _turned_away(site: Site, found: dict[str, Any]) -> list[tuple[str, str]]:
    """Where nobody is found: whose requests were rejected, and how to allow them."""
    if found["visitors"]:
        return []
    rows = unlisted_origins(current_store(), site, now_ms())
    return [(rejected_words(row), advice_on(site, row)) for row in rows]


def _site() -> Site:
    return site_with(VIEWER)


def page(template: str, status: int = 200, **shown: Any) -> Response:
    """A page of ours from its template."""
    html = render_template(f"dashboard/{template}", **shown)
    if share := share_here():
        html = without_links(html, lambda address: own_address(address) in share.addresses)
    response = make_response(html, status)
    response.headers["Content-Security-Policy"] = PAGES_MAY
    return response


@blueprint.errorhandler(SignInFirstError)
def redirect_to_sign_in(_: SignInFirstError) -> AnyResponse:
    """Sign in, then go on to where one wanted to go."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else home()
    return redirect(url_for("pages.sign_in_page", next=None if wanted == home() else wanted))


@blueprint.errorhandler(CollectorError)
def show_problem(problem: CollectorError) -> AnyResponse:
    """A problem as a page."""
    return problem_page(problem)


def problem_page(problem: CollectorError) -> Response:
    """What went wrong, and where one can go from there."""
    answer = page("problem.html", problem.status, site=site_signed_in(), problem=problem)
    if problem.retry_after is not None:
        answer.headers["Retry-After"] = str(problem.retry_after)
    return answer


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """What is known of a person belongs in no cache, its address in nobody's logs. Styles and scripts may be kept."""
    if request.endpoint not in ("pages.static", "pages.pieces"):
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
    elif request.args.get("v"):
        response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    return response


def in_the_frame(blueprint: Blueprint) -> Blueprint:
    """Let the pages of another blueprint look, fail and be kept private as these do."""
    blueprint.before_request(check_posted)
    blueprint.register_error_handler(SignInFirstError, redirect_to_sign_in)
    blueprint.register_error_handler(CollectorError, show_problem)
    blueprint.after_request(keep_private)
    return blueprint


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    """What templates write values with."""
    of_language = (
        described, found_through, outcome, amount_text, counted, money_text, p_value_text, quantity_text, seconds_text,
        clock, day, day_and_minute, from_to,
    )  # fmt: skip
    written: dict[str, Any] = {each.__name__: partial(each, locale=locale_here()) for each in of_language}
    written |= {each.__name__: each for each in (exact, machine, origin, place, tied, web_address)}
    ours = (navigation, place_address, pieces_stylesheet, form_token, asset, with_parameters, address_here, rfc3339)
    of_reader = (may, account_signed_in, sites_for_reader, share_here)
    return {**written, **{each.__name__: each for each in (free, page_depth, anchor_of, *ours, *of_reader)}}


@blueprint.get("/dashboard/pieces.css", endpoint="pieces")
def pieces_style() -> Response:
    """The styles of all pieces, in one."""
    return Response(_pieces(), mimetype="text/css")


@cache
def _pieces() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((STATIC / "pieces").glob("*.css")))


@cache
def _pieces_version() -> str:
    return hashlib.sha256(_pieces().encode()).hexdigest()[:12]


def pieces_stylesheet() -> str:
    """Where the styles of the pieces are, another address whenever they change."""
    return url_for("pages.pieces", v=_pieces_version())


def asset(name: str) -> str:
    """The address of a style, script or picture, another one whenever it changes, so that browsers may keep it."""
    return url_for("pages.static", filename=name, v=_version(name))


@cache
def _version(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def with_parameters(**changed: str | None) -> str:
    """The address of this page with some parameters changed, or taken away."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if value and name not in changed]
    query = urlencode([*kept, *((name, value) for name, value in changed.items() if value)])
    return f"{request.path}?{query}" if query else request.path
