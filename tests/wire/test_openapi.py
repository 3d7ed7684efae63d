"""GET /openapi.json is made from the schemas that check what is sent, so it cannot say anything else."""

from __future__ import annotations

from typing import Any

import pytest

from collector.schemas.error_codes import REASONS
from collector.schemas.events import SCHEMAS
from collector.schemas.shapes import fields_of
from tests.wire.shop import Shop


@pytest.fixture
def document(shop: Shop) -> dict[str, Any]:
    """The document."""
    answer: dict[str, Any] = shop.client.get("/openapi.json").json
    return answer


def references(part: Any) -> list[str]:
    """All $ref in a part of the document."""
    if isinstance(part, list):
        return [found for below in part for found in references(below)]
    if not isinstance(part, dict):
        return []
    own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
    return own + [found for below in part.values() for found in references(below)]


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


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in references(document):
        assert reference.removeprefix("#/components/schemas/") in document["components"]["schemas"]


def test_every_route_is_named(shop: Shop, document: dict[str, Any]) -> None:
    for path in ("/v1/events", "/v1/config", "/beheld.js", "/readyz", "/metrics", "/api/v1/visitors/{id}"):
        assert path in document["paths"]
    assert document["paths"]["/api/v1/visitors/{id}"].keys() == {"get", "delete"}


def test_the_reasons_for_rejecting_are_listed(document: dict[str, Any]) -> None:
    assert all(reason in document["info"]["description"] for reason in REASONS)
