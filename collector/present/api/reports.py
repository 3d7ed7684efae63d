"""The reports over HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from collector.clock import now_ms
from collector.errors import BadRequest
from collector.present.auth import current_store, site_for_reading
from collector.present.columns import EXPERIMENT_COLUMNS, columns_without_rows
from collector.present.experiment_answers import experiments_answer
from collector.present.report_answers import report_answer
from collector.present.tables import as_csv

blueprint = Blueprint("reports_api", __name__, url_prefix="/api/v1/reports")


@blueprint.get("/<name>")
def report(name: str) -> Response:
    """One report of the reader's site, as JSON or CSV."""
    site = site_for_reading()
    given = report_parameters()
    answer = report_answer(current_store(), site, name, given, now=now_ms())
    if given.get("format") != "csv":
        return jsonify(answer)
    otherwise = columns_without_rows(name, given, answer)
    return csv_of(answer["rows"], name, answer, given, otherwise=otherwise)


@blueprint.get("/experiments")
def experiments_report() -> Response:
    """All experiments of the reader's site, each with its verdict, as JSON or CSV."""
    return _experiments(None)


@blueprint.get("/experiments/<any_text:id>", merge_slashes=False)
def experiment_report(id: str) -> Response:
    """Everything about one experiment, the plain sentence first; as CSV its variations."""
    return _experiments(id)


def _experiments(id: str | None) -> Response:
    given = report_parameters()
    answer = experiments_answer(current_store(), site_for_reading(), given, id=id, now=now_ms())
    if given.get("format") != "csv":
        return jsonify(answer)
    response = Response(as_csv(answer["rows"], otherwise=EXPERIMENT_COLUMNS), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="experiments.csv"'
    return response


def csv_of(
    rows: Iterable[Mapping[str, Any]],
    name: str,
    answer: Mapping[str, Any],
    given: Mapping[str, Any],
    *,
    otherwise: Sequence[str],
) -> Response:
    """The rows of an answer on a period as a file of CSV, with a link to where they go on."""
    response = Response(as_csv(rows, otherwise=otherwise), mimetype="text/csv")
    file_name = f"{name}-{answer['period']['from']}-{answer['period']['to']}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    if answer["next"]:
        query = urlencode({**given, "cursor": answer["next"]}, doseq=True)
        response.headers["Link"] = f'<{request.path}?{query}>; rel="next"'
    return response


def report_parameters() -> dict[str, Any]:
    """The parameters of the request at hand; only `segment` may be given more than once."""
    repeated = [name for name, values in request.args.lists() if len(values) > 1 and name != "segment"]
    if repeated:
        raise BadRequest("Only `segment` may be given more than once.", fields={n: ["Given twice."] for n in repeated})
    given: dict[str, Any] = dict(request.args)
    return given | ({"segment": request.args.getlist("segment")} if "segment" in given else {})
