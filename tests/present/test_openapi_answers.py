"""What the API answers is what /openapi.json says: real answers, held against the document."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from collector.present.report_answers import NAMES
from collector.present.report_parameters import NARROWED, NARROWED_OF
from tests.generate.openapi.answers import codes
from tests.present.desk import Desk
from tests.present.reading import a_visit

PERIOD = "from=2026-01-01&to=2026-01-31"
BODIES: dict[str, dict[str, Any]] = {
    "actions/recs": {"name": "Recommendations", "kind": "products", "campaign": "summer", "goals": ["newsletter"]},
    "campaigns/summer": {"name": "Summer", "primary_goal": "newsletter"},
    "goals/newsletter": {"name": "Newsletter", "value": "2.50"},
    "experiments/hero": {"variations": {"a": 1, "control": 1}},
    "rates/USD:2026-01-01": {"rate": "0.92"},
    "sites/shop": {"origins": ["https://shop.example"], "consent": "pending"},
    "keys/read": {},
}


def hold_against(document: dict[str, Any], path: str, method: str, answer: TestResponse) -> None:
    """Fail unless the document describes this answer."""
    response = document["paths"][path][method]["responses"][str(answer.status_code)]
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
    if "content" not in response:
        assert answer.data == b""
        return
    schema = response["content"][answer.mimetype]["schema"] | {"components": document["components"]}
    if answer.mimetype == "application/json":
        errors = Draft202012Validator(schema).iter_errors(json.loads(answer.data))
        assert [f"{error.json_path}: {error.message}" for error in errors] == []


@pytest.fixture
def document(desk: Desk) -> dict[str, Any]:
    """The document."""
    found: dict[str, Any] = desk.client.get("/openapi.json").json
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("more", ["", "compare=previous", "by=device", "format=csv"])
def test_reports_answer_as_described(desk: Desk, document: dict[str, Any], name: str, more: str) -> None:
    """With 400 where they can neither be split nor compared."""
    a_visit(desk.shop)
    answer = desk.ask(f"reports/{name}?{PERIOD}&{more}")
    parameter = more.partition("=")[0]
    rejected = parameter in NARROWED and parameter not in NARROWED_OF.get(name, NARROWED)
    assert answer.status_code == (400 if rejected else 200)
    hold_against(document, "/api/v1/reports/{name}", "get", answer)


@pytest.mark.parametrize("id", ["u17", "nobody"])
@pytest.mark.parametrize("more", ["", "/export", "/erasure"])
def test_what_is_known_of_a_person_is_answered_as_described(
    desk: Desk, document: dict[str, Any], id: str, more: str
) -> None:
    a_visit(desk.shop)
    hold_against(document, f"/api/v1/visitors/{{id}}{more}", "get", desk.ask(f"visitors/{id}{more}"))
    hold_against(document, f"/api/v1/visitor{more}", "get", desk.ask(f"visitor{more}?id={id}"))


def test_searches_and_erasures_answer_as_described(desk: Desk, document: dict[str, Any]) -> None:
    a_visit(desk.shop)
    hold_against(document, "/api/v1/visitors", "get", desk.ask("visitors?q=u17"))
    hold_against(document, "/api/v1/visitors", "get", desk.ask("visitors?from=never"))
    for key in ("read", "admin"):
        answer = desk.ask("visitors/u17", key=key, method="DELETE")
        assert answer.status_code == (200 if key == "admin" else 403)
        hold_against(document, "/api/v1/visitors/{id}", "delete", answer)


@pytest.mark.parametrize("path", BODIES)
def test_what_is_defined_is_answered_as_described(desk: Desk, document: dict[str, Any], path: str) -> None:
    kind = path.split("/")[0]
    described = next(each for each in document["paths"] if each.startswith(f"/api/v1/{kind}/"))
    for key, body in (("admin", BODIES[path]), ("admin", {"unknown": 1}), ("read", {}), (None, {})):
        hold_against(document, described, "put", desk.ask(path, key=key, method="PUT", json=body))
    if kind != "keys":
        body_schema = document["paths"][described]["put"]["requestBody"]["content"]["application/json"]["schema"]
        whole = body_schema | {"components": document["components"]}
        assert list(Draft202012Validator(whole).iter_errors(BODIES[path])) == []
        assert list(Draft202012Validator(whole).iter_errors({"unknown": 1})) != []
    hold_against(document, f"/api/v1/{kind}", "get", desk.ask(kind, key="admin"))


@pytest.mark.parametrize("path", [path for path in BODIES if path.split("/")[0] not in ("sites", "keys")])
def test_what_is_deleted_is_answered_as_described(desk: Desk, document: dict[str, Any], path: str) -> None:
    described = next(each for each in document["paths"] if each.startswith(f"/api/v1/{path.split('/')[0]}/"))
    desk.ask(path, key="admin", method="PUT", json=BODIES[path])
    assert desk.ask(path, key="read", method="DELETE").status_code == 403
    for _ in ("there", "gone"):
        hold_against(document, described, "delete", desk.ask(path, key="admin", method="DELETE"))


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/openapi.json", "/beheld.js", "/beheld.js.map"])
def test_what_anybody_may_read_is_answered_as_described(desk: Desk, document: dict[str, Any], path: str) -> None:
    hold_against(document, path, "get", desk.client.get(path))


@pytest.mark.parametrize("key", ["public", "secret", "none"])
def test_the_configuration_is_answered_as_described(desk: Desk, document: dict[str, Any], key: str) -> None:
    hold_against(document, "/v1/config", "get", desk.client.get(f"/v1/config?key={desk.keys.get(key, key)}"))


@pytest.mark.parametrize("event", [{"type": "goal", "goal": "g", "visitor_id": "ann", "props": 3}, {"type": "no"}])
def test_batches_are_answered_as_described(desk: Desk, document: dict[str, Any], event: dict[str, Any]) -> None:
    whole = {"id": "0198c0de-0000-7000-8000-000000000001", "ts": 1_767_348_000_000} | event
    for body in ({"key": desk.keys["secret"], "events": [whole]}, {"key": "sk_", "events": []}, {"events": 3}, []):
        hold_against(document, "/v1/events", "post", desk.client.post("/v1/events", json=body))


def test_error_codes_are_all_different_words() -> None:
    assert len(codes()) == len(set(codes()))
