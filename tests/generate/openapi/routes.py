"""What each route takes and answers, beside what its path and its docstring say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from collector import errors
from collector.present.api.definitions import DEFINED
from collector.present.api.definitions import SCHEMAS as DEFINITIONS
from collector.present.comments import CommentParameters
from collector.present.experiment_answers import ExperimentReportParameters
from collector.present.parameters import Parameters, PersonParameters, SearchParameters, UserReportParameters
from collector.present.report_answers import NAMES
from collector.present.report_parameters import ReportParameters
from collector.present.site_changes import one_of
from collector.schemas.error_codes import REASONS
from collector.store.keys import KINDS
from tests.generate.openapi.shapes import TEXT, described, listed, record, ref

Errors = tuple[type[errors.CollectorError], ...]

WITH_KEY = (errors.UnknownKey, errors.Forbidden)
READING: Errors = (errors.BadRequest, *WITH_KEY, errors.NotFound)
MANAGING: Errors = READING
STORING: Errors = (errors.StoreUnavailable, errors.StoreBusy)
SENDING: Errors = (
    errors.NotJson,
    errors.BadRequest,
    errors.UnknownKey,
    errors.OriginNotAllowed,
    errors.TooSlow,
    errors.TooLarge,
    errors.UnsupportedMedia,
    errors.TooFast,
    errors.StoreBusy,
    errors.StoreUnavailable,
    errors.ClockBehind,
    errors.Stopping,
)
EXPERIMENTING: Errors = (*MANAGING, errors.WrongState)
STEPS = {
    "start": "Let a draft assign visitors from now on.",
    "stop": "End an experiment: nobody gets a variation of it any more.",
    "resume": "Resume a stopped experiment, in a new phase.",
    "undo": "Undo a promotion: everybody gets the variation again that they had before it.",
    "archive": "Archive a stopped experiment.",
}
ABOUT_HOLDOUT = (
    "The experiment `holdout` takes `share`, that of the visitors who are shown nothing personalized (0 ends it), in "
    "place of what says who gets which variation. In `variations`, a mere weight will do for a variation."
)
REJECTIONS = "A bad event never costs its batch. Why one is rejected, in `errors` of the answer:\n\n" + "\n".join(
    f"- `{reason}`: {re.sub('{[a-z]+}', '…', words)}" for reason, words in REASONS.items()
)
OPEN: list[dict[str, list[str]]] = []
READ, MANAGE, SEND = [{"readKey": []}, {"session": []}], [{"adminKey": []}], [{"sendKey": []}, {}]

PATH: dict[str, dict[str, Any]] = {
    "id": described({"type": "string"}, "Case-sensitive."),
    "name": described({"type": "string"}, "The name of the site."),
    "kind": {"type": "string", "enum": list(KINDS)},
    "hint": described(TEXT, "The first characters of the key."),
    "currency": described({"type": "string", "pattern": "^[A-Z]{3}$"}, "The currency that is converted."),
    "rate_date": described({"type": "string", "format": "date"}, "The day from which the rate applies."),
}
"""What stands in paths. The name of a report is another one than that of a site."""
REPORT_NAME = described({"type": "string", "enum": list(NAMES)}, "Which report.")


class Route(NamedTuple):
    """`answer` is the name of a component, or a shape, or None where there is no content; `others` are by status."""

    tag: str
    answer: str | dict[str, Any] | None
    errors: Errors = ()
    security: list[dict[str, list[str]]] = OPEN
    query: type[Parameters] | None = None
    body: str | None = None
    summary: str | None = None
    about: str | None = None
    status: int = 200
    media: tuple[str, ...] = ("application/json",)
    others: Mapping[int, str] = MappingProxyType({})


def _definitions() -> dict[str, Route]:
    """The routes of all kinds of definitions, which are made in a loop as well."""
    return {
        name: route
        for kind, one in ((kind, one_of(kind).capitalize()) for kind in DEFINED)
        for name, route in {
            f"list_{kind}": Route(
                "managing", record("", **{kind: listed(ref(one))}), WITH_KEY, MANAGE, summary=f"All registered {kind}."
            ),
            f"put_{kind}": Route(
                "managing",
                one,
                (errors.BadRequest, *WITH_KEY, *STORING),
                MANAGE,
                body=DEFINITIONS[kind].__name__,
                summary=f"Register one of the {kind}, or change it. {(DEFINITIONS[kind].__doc__ or '').strip()}",
            ),
            f"delete_{kind}": Route(
                "managing", None, (*MANAGING, *STORING), MANAGE, summary=f"Delete one of the {kind}.", status=204
            ),
        }.items()
    }


ROUTES: dict[str, Route] = {
    "take_events": Route(
        "collecting", "Answer", SENDING, SEND, body="Batch", status=202, about=REJECTIONS,
        summary="Store a batch of events; everything accepted is on disk before the answer.",
    ),
    "site_config": Route(
        "collecting", "SiteConfig", (errors.UnknownKey, errors.OriginNotAllowed), [{"publicKey": []}, {"sendKey": []}]
    ),
    "snippet": Route("collecting", {"type": "string"}, (errors.NotFound,), media=("text/javascript",)),
    "whole_snippet": Route("collecting", {"type": "string"}, (errors.NotFound,), media=("text/javascript",)),
    "seen": Route("collecting", {"type": "string"}, (errors.NotFound,), media=("text/javascript",)),
    "plans": Route("collecting", {"type": "string"}, (errors.NotFound,), media=("text/javascript",)),
    "survey": Route("collecting", {"type": "string"}, (errors.NotFound,)),
    "debug": Route("collecting", {"type": "string"}, (errors.NotFound,)),
    "ga4": Route("collecting", {"type": "string"}, (errors.NotFound,)),
    "snippet_map": Route("collecting", {"type": "object"}, (errors.NotFound,)),
    "seen_map": Route("collecting", {"type": "object"}, (errors.NotFound,)),
    "plans_map": Route("collecting", {"type": "object"}, (errors.NotFound,)),
    "survey_map": Route("collecting", {"type": "object"}, (errors.NotFound,)),
    "alive": Route("health", "Alive"),
    "ready": Route("health", "Ready", others={503: "Ready"}),
    "figures": Route(
        "health", {"type": "string"}, (errors.UnknownKey, errors.NotFound), [{}, {"metricsToken": []}],
        media=("text/plain",),
    ),
    "openapi": Route("health", {"type": "object"}),
    "find_visitors": Route("visitors", "FoundVisitors", (errors.BadRequest, *WITH_KEY), READ, SearchParameters),
    "user_report": Route("visitors", "UserReport", READING, READ, UserReportParameters),
    "export_person": Route("visitors", "Export", READING, READ, PersonParameters),
    "person_to_erase": Route("visitors", "ToErase", READING, READ, PersonParameters),
    "erase_person": Route("visitors", "Erased", (*MANAGING, *STORING), MANAGE, PersonParameters),
    "list_comments": Route(
        "reports", "Comments", (errors.BadRequest, *WITH_KEY), READ, CommentParameters,
        media=("application/json", "text/csv"),
    ),
    "report": Route("reports", "Report", READING, READ, ReportParameters, media=("application/json", "text/csv")),
    "experiments_report": Route(
        "reports", "ExperimentsReport", (errors.BadRequest, *WITH_KEY), READ, ExperimentReportParameters,
        media=("application/json", "text/csv"),
    ),
    "experiment_report": Route(
        "reports", "ExperimentReport", READING, READ, ExperimentReportParameters,
        media=("application/json", "text/csv"),
    ),
    **_definitions(),
    "experiments": Route("managing", record("", experiments=listed(ref("Experiment"))), WITH_KEY, MANAGE),
    "experiment": Route("managing", "Experiment", (*WITH_KEY, errors.NotFound), MANAGE),
    "put_experiment": Route(
        "managing", "Experiment", (*EXPERIMENTING, *STORING), MANAGE, body="ExperimentDefinition", about=ABOUT_HOLDOUT
    ),
    "delete_experiment": Route("managing", None, (*EXPERIMENTING, *STORING), MANAGE, status=204),
    "promote_experiment": Route(
        "managing", "Experiment", (*EXPERIMENTING, *STORING), MANAGE, body="PromotionDefinition"
    ),
    "note_experiment": Route(
        "managing", "Experiment", (*EXPERIMENTING, *STORING), MANAGE, body="DiaryNoteDefinition"
    ),
    **{
        f"{step}_experiment": Route("managing", "Experiment", (*EXPERIMENTING, *STORING), MANAGE, summary=means)
        for step, means in STEPS.items()
    },
    "rates": Route("managing", record("", rates=listed(ref("Rate"))), WITH_KEY, MANAGE),
    "put_rate": Route("managing", "Rate", (errors.BadRequest, *WITH_KEY, *STORING), MANAGE, body="RateDefinition"),
    "delete_rate": Route("managing", None, (*MANAGING, *STORING), MANAGE, status=204),
    "keys": Route("managing", record("", keys=listed(ref("Key"))), WITH_KEY, MANAGE),
    "put_key": Route("managing", "NewKey", (*WITH_KEY, errors.NotFound, *STORING), MANAGE),
    "delete_key": Route("managing", None, (*MANAGING, *STORING), MANAGE, status=204),
    "sites": Route("managing", record("", sites=listed(ref("Site"))), WITH_KEY, MANAGE),
    "put_site": Route("managing", "Site", (*MANAGING, *STORING), MANAGE, body="SiteDefinition"),
}  # fmt: skip


def route_of(endpoint: str) -> Route:
    """What is said of an endpoint; that it may have its id in the path or in the query makes no difference."""
    name = endpoint.rpartition(".")[2]
    try:
        return ROUTES[name.removesuffix("_by_path").removesuffix("_asked")]
    except KeyError:
        raise KeyError(f"Describe the endpoint {endpoint} in tests/generate/openapi/routes.py.") from None
