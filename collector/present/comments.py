"""What people wrote to surveys, from its parameters to its answer, the same for HTTP, the command line and pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from collector.errors import BadRequest
from collector.present.parameters import described
from collector.present.report_answers import period
from collector.present.report_parameters import PeriodParameters
from collector.reports.cursors import BadCursorError
from collector.reports.definitions import registered
from collector.reports.known_names import unknown_names
from collector.reports.query import ReportQuery
from collector.reports.satisfaction.comments import PAGE, comments
from collector.store.protocol import Site, Store

MAX_COMMENTS = 200


class CommentParameters(PeriodParameters):
    """Of the list of comments."""

    limit = fields.Integer(
        load_default=PAGE,
        validate=validate.Range(1, MAX_COMMENTS),
        metadata=described("Maximum number of comments."),
    )


def comments_answer(store: Store, site: Site, loaded: Mapping[str, Any]) -> dict[str, Any]:
    """One page of comments, the latest first, from parameters as they were understood; BadRequest where an action or
    the cursor is not known."""
    known = registered(store, site.site)
    if unknown := unknown_names(store, site.site, loaded, known):
        raise BadRequest(" ".join(unknown.values()), fields={thing: [message] for thing, message in unknown.items()})
    query = ReportQuery(
        site, loaded["day_from"], loaded["day_to"], segments=tuple(loaded["segment"]), action=loaded.get("action")
    )
    try:
        found = comments(store, query, cursor=loaded.get("cursor"), limit=loaded["limit"])
    except BadCursorError:
        wrong = "Not a place in these comments: start with the first."
        raise BadRequest(wrong, fields={"cursor": [wrong]}) from None
    rows = [known.named({**row, "name": None}) for row in found["comments"]]
    return {
        "site": site.name,
        "period": period(query) | {"time_zone": site.time_zone},
        "comments": rows,
        "next": found["next"],
    }


def as_rows(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Comments as lines of a table: answers to further questions, whatever they are made of, stand in one cell."""
    return [
        {**row, "answers": None if row["answers"] is None else json.dumps(row["answers"], ensure_ascii=False)}
        for row in answer["comments"]
    ]
