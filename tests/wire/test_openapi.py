"""GET /openapi.json says of every route what it takes and answers, and of every event what the schemas check."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from collector.errors import CollectorError
from collector.present.api.definitions import SCHEMAS as DEFINITIONS
from collector.present.report_parameters import ReportParameters
from collector.reports.metrics import METRICS
from collector.schemas.error_codes import REASONS
from collector.schemas.events import SCHEMAS
from collector.schemas.shapes import fields_of
from collector.wire.snippet_file import BUILT
from tests.generate.openapi.document import methods_of, path_of, public_routes
from tests.wire.shop import Shop

CHANGES = ("put", "delete", "post")


@pytest.fixture
def document(shop: Shop) -> dict[str, Any]:
    """The document."""
    answer: dict[str, Any] = shop.client.get("/openapi.json").json
    return answer


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Every operation by path and method."""
    return {(path, method): it for path, methods in document["paths"].items() for method, it in methods.items()}


def test_it_is_an_openapi_document(document: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_it_has_the_routes_of_the_app_and_no_others(shop: Shop, document: dict[str, Any]) -> None:
    routes = {(path_of(rule), method) for rule in public_routes(shop.app) for method in methods_of(rule)}
    described = set(operations(document))
    assert routes - described == set(), "run make generate"
    assert described - routes == set(), "run make generate"


def test_no_two_paths_differ_by_the_names_in_them_alone(document: dict[str, Any]) -> None:
    paths = [re.sub(r"{\w+}", "{}", path) for path in document["paths"]]
    assert len(paths) == len(set(paths))


def test_pages_for_people_and_the_demo_are_left_out(document: dict[str, Any]) -> None:
    assert {path.split("/")[1] for path in document["paths"]} == {
        "api", "v1", "healthz", "readyz", "metrics", "openapi.json",
        *(path.name for path in BUILT.glob("beheld*.js*")),
    }  # fmt: skip


def test_every_operation_says_what_it_does_and_answers(document: dict[str, Any]) -> None:
    for where, operation in operations(document).items():
        assert operation["summary"], where
        assert [status for status in operation["responses"] if status.startswith("2")], where
        needs_key = operation["security"] and {} not in operation["security"]
        assert ("401" in operation["responses"]) >= bool(needs_key), where


def test_whatever_changes_something_takes_the_admin_key(document: dict[str, Any]) -> None:
    for (path, method), operation in operations(document).items():
        if method in CHANGES and path.startswith("/api/"):
            assert operation["security"] == [{"adminKey": []}], path


@pytest.mark.parametrize("type", SCHEMAS)
def test_every_type_of_event_is_described_field_by_field(document: dict[str, Any], type: str) -> None:
    described = document["components"]["schemas"][type]
    fields = fields_of(SCHEMAS[type])
    assert described["properties"].keys() == fields.keys() | {"type"}
    assert described["properties"]["type"] == {"enum": [type]}
    assert set(described["required"]) == {name for name, field in fields.items() if field.required} | {"type"}
    assert described["additionalProperties"] is False


def test_a_batch_holds_up_to_500_events_of_any_type(document: dict[str, Any]) -> None:
    events = document["components"]["schemas"]["Batch"]["properties"]["events"]
    assert events["maxItems"] == 500
    assert {each["$ref"].rpartition("/")[2] for each in events["items"]["oneOf"]} == SCHEMAS.keys()


def test_every_answer_of_the_events_route_is_described(document: dict[str, Any]) -> None:
    post = document["paths"]["/v1/events"]["post"]
    assert post["responses"].keys() == {"202", "400", "401", "403", "408", "413", "415", "429", "503"}
    assert post["requestBody"]["content"].keys() == {"application/json", "text/plain"}
    assert post["parameters"] == []


def test_reports_are_described_with_their_parameters_and_figures(document: dict[str, Any]) -> None:
    get = document["paths"]["/api/v1/reports/{name}"]["get"]
    fields = {field.data_key or name: field for name, field in ReportParameters().fields.items()}
    described = {each["name"]: each for each in get["parameters"] if each["in"] == "query"}
    assert described.keys() == fields.keys()
    assert {name for name, each in described.items() if each["required"]} == {"from", "to"}
    assert described["window"]["schema"]["default"] == "30d"
    assert document["components"]["schemas"]["Figures"]["properties"].keys() == METRICS.keys()


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_what_can_be_defined_is_described_field_by_field(document: dict[str, Any], kind: str) -> None:
    definition = DEFINITIONS[kind]
    (path,) = (path for path in document["paths"] if path.startswith(f"/api/v1/{kind}/") and path.endswith("}"))
    body = document["paths"][path]["put"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    assert body == f"#/components/schemas/{definition.__name__}"
    assert document["components"]["schemas"][definition.__name__]["properties"].keys() == definition().fields.keys()


def test_every_reason_and_every_error_code_is_listed(document: dict[str, Any]) -> None:
    code = document["components"]["schemas"]["Error"]["properties"]["error"]["properties"]["code"]["description"]
    ours = {kind.code for kind in CollectorError.__subclasses__() if kind.__module__ == "collector.errors"}
    assert all(each in code for each in ours)
    about = document["paths"]["/v1/events"]["post"]["description"]
    assert all(f"`{reason}`" in about for reason in REASONS)
