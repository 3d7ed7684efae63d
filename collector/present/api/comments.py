"""What people wrote to surveys, over HTTP: to those who may see visitors, as it leads to them."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from collector.present.api.reports import csv_of, report_parameters
from collector.present.auth import current_store, site_for_reading
from collector.present.columns import COMMENT_COLUMNS
from collector.present.comments import CommentParameters, as_rows, comments_answer
from collector.present.parameters import checked
from collector.store.accounts import ANALYST

blueprint = Blueprint("comments_api", __name__, url_prefix="/api/v1")


@blueprint.get("/comments")
def list_comments() -> Response:
    """Comments and answers to further questions of a period, the latest first, as JSON or CSV."""
    site = site_for_reading(ANALYST)
    given = report_parameters()
    answer = comments_answer(current_store(), site, checked(CommentParameters, given))
    if given.get("format") != "csv":
        return jsonify(answer)
    return csv_of(as_rows(answer), "comments", answer, given, otherwise=COMMENT_COLUMNS)
