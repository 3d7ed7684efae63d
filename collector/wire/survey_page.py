"""The page behind a link in a mail: it shows the scale, and records what is chosen only when somebody sends the form.

Programs that guard mailboxes open every link. So to open one records nothing; a number in the mail only chooses it.
"""

from __future__ import annotations

import json
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request
from jinja2 import Environment, FileSystemLoader

from collector.errors import CollectorError
from collector.wire.intake import intake
from collector.wire.survey_links import Invitation, NoLinkError, event_of, invitation_of

MAX_COMMENT = 4_000
QUESTIONS = {
    "nps": "How likely are you to recommend us to a friend?",
    "csat": "How satisfied are you with us?",
}
DIRECTIONS = ("ltr", "rtl", "auto")
_pages = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)

blueprint = Blueprint("surveys", __name__)


@blueprint.get("/s/<token>")
def ask(token: str) -> Response:
    """The question and its scale; `score` in the address chooses one beforehand. Nothing is recorded."""
    invitation = invitation_here(token)
    if isinstance(invitation, Response):
        return invitation
    return _form(invitation, chosen=_score(invitation, request.args.get("score")))


@blueprint.post("/s/<token>")
def take_answer(token: str) -> Response:
    """Record the answer, once for each link."""
    invitation = invitation_here(token)
    if isinstance(invitation, Response):
        return invitation
    score, comment = (
        _score(invitation, request.form.get("score")),
        request.form.get("comment", "")[:MAX_COMMENT].strip(),
    )
    if score is None:
        missing = invitation.texts.get("missing") or "Please choose a number."
        return _form(invitation, 400, wrong=str(missing), comment=comment)
    event = event_of(invitation, score, comment) | {"ts": datetime.now(UTC).isoformat()}
    batch = {"context": {"user_agent": request.headers.get("User-Agent", "")[:512]}, "events": [event]}
    try:
        answer = intake().take_from(invitation.sender, json.dumps(batch).encode(), request.environ)
    except CollectorError as error:
        wrong = "That did not work. Please try again."
        return _form(invitation, error.status, chosen=score, comment=comment, wrong=wrong)
    if answer.rejected:
        return _message("This link cannot be used", "It was made with something that is not valid.", 400)
    if answer.duplicates:
        again = invitation.texts.get("again") or "You have answered already. Thank you."
        return _message(str(again), invitation=invitation)
    return _message(str(invitation.texts.get("thanks") or "Thank you for your answer."), invitation=invitation)


def invitation_here(token: str) -> Invitation | Response:
    """What the link asks, or the page that says why it asks nothing."""
    try:
        invitation = invitation_of(token, intake().store)
    except NoLinkError:
        return _message("This link is not valid", "It may have been cut short: open it from the e-mail again.", 404)
    if invitation.is_over(time.time()):
        over = invitation.texts.get("over") or "This survey is over. Thank you."
        return _message(str(over), status=410, invitation=invitation)
    return invitation


def _score(invitation: Invitation, given: str | None) -> int | None:
    return next((score for score in invitation.scores if str(score) == given), None)


def _form(
    invitation: Invitation, status: int = 200, *, chosen: int | None = None, comment: str = "", wrong: str | None = None
) -> Response:
    heading = str(invitation.texts.get("question") or QUESTIONS[invitation.instrument])
    given = {"heading": heading, "chosen": chosen, "comment": comment, "wrong": wrong}
    return _page(status, _texts(invitation), invitation=invitation, **given)


def _message(
    heading: str, about: str | None = None, status: int = 200, *, invitation: Invitation | None = None
) -> Response:
    return _page(status, _texts(invitation), heading=heading, about=about)


def _texts(invitation: Invitation | None) -> dict[str, str]:
    texts = {name: str(text) for name, text in (invitation.texts if invitation else {}).items()}
    if texts.get("direction") not in DIRECTIONS:
        texts.pop("direction", None)
    return texts


def _page(status: int, texts: dict[str, str], **shown: Any) -> Response:
    nonce = secrets.token_urlsafe(16)
    response = Response(_pages.get_template("survey_page.html").render(texts=texts, nonce=nonce, **shown), status)
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
