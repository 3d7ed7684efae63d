"""The OpenAPI document, made from the very types that check what is sent."""

from __future__ import annotations

import re
from functools import cache
from inspect import signature
from typing import Any

import msgspec
from flask import Blueprint, Response, current_app
from werkzeug.routing import Rule

from collector.schemas.batch import MOST_EVENTS, BatchSchema
from collector.schemas.compiled import EVENTS, compiled
from collector.schemas.error_codes import REASONS
from collector.wire.intake import Answer

blueprint = Blueprint("describe", __name__)

COMPONENT = "#/components/schemas/{name}"
WHOLE_BATCH_ERRORS = {
    400: "Not JSON, or not a batch.",
    401: "The key is unknown, or not one to send with.",
    403: "The site does not list this origin.",
    408: "The body did not come whole in time; send the same again.",
    413: "Over 500 events, or over 1 MiB after decompression.",
    415: "Neither application/json nor text/plain, or an encoding other than gzip.",
    429: "More events per second than a site or an address may send; Retry-After says when to come back.",
    503: "Nothing can be stored now, or the server is stopping; Retry-After says when to come back.",
}


class Told(msgspec.Struct):
    """What is wrong, for programs (code) and for people (message); fields says what is wrong where."""

    code: str
    message: str
    fields: dict[str, list[str]]


class Error(msgspec.Struct):
    """Every error has this shape."""

    error: Told


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """This document."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(current_app.url_map.iter_rules(), key=_path):
        paths.setdefault(_path(rule), {}).update(_operations(rule))
    paths["/v1/events"] = {"post": _events_operation()}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Beheld", "version": "1", "description": "Rejection reasons: " + ", ".join(REASONS)},
        "paths": paths,
        "components": {
            "schemas": _components(),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"key": []}],
    }
    return Response(msgspec.json.encode(document), mimetype="application/json")


@cache
def _components() -> dict[str, Any]:
    """The shapes as JSON Schema. In a batch, events are kept as text until they are read; here they are spelled out."""
    batch = compiled(BatchSchema).struct
    types = (batch, *(known.struct for known in EVENTS.values()), Answer, Error)
    _, components = msgspec.json.schema_components(types, ref_template=COMPONENT)
    each = {"oneOf": [_ref(name) for name in EVENTS], "discriminator": {"propertyName": "type"}}
    events = components[batch.__name__]["properties"]["events"]
    events |= {"type": "array", "maxItems": MOST_EVENTS, "items": each}
    return components


def _ref(name: str) -> dict[str, str]:
    return {"$ref": COMPONENT.format(name=name)}


def _content(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": _ref(name)}}


def _events_operation() -> dict[str, Any]:
    batch = compiled(BatchSchema).struct.__name__
    errors = {str(code): {"description": why, "content": _content("Error")} for code, why in WHOLE_BATCH_ERRORS.items()}
    return {
        "summary": "Take a batch of events in.",
        "requestBody": {"required": True, "content": _content(batch) | {"text/plain": {"schema": _ref(batch)}}},
        "responses": {"202": {"description": "All that is accepted is on disk.", "content": _content("Answer")}}
        | errors,
    }


def _path(rule: Rule) -> str:
    """A route in OpenAPI's way of writing it."""
    return re.sub(r"<(?:[^<>:]+:)?([^<>]+)>", r"{\1}", rule.rule)


def _operations(rule: Rule) -> dict[str, Any]:
    """A route as its own docstring tells of it."""
    view = current_app.view_functions[rule.endpoint]
    summary = (view.__doc__ or rule.endpoint).strip().splitlines()[0]
    asked = dict.fromkeys(rule.arguments, "path") | {
        name: "query" for name in signature(view).parameters if name not in rule.arguments
    }
    named = [
        {"name": name, "in": place, "required": True, "schema": {"type": "string"}}
        for name, place in sorted(asked.items())
    ]
    operation: dict[str, Any] = {"summary": summary, "responses": {"default": {"description": "See the README."}}}
    if named:
        operation["parameters"] = named
    return {method.lower(): operation for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})}
