"""The document as a whole: the routes of the app, with what the schemas say of parameters, bodies and answers."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import msgspec
from apispec import APISpec
from flask import Flask
from werkzeug.routing import Rule

from collector import create_app
from collector.config import Config
from collector.present.api.definitions import OF_EXPERIMENTS
from collector.present.api.definitions import SCHEMAS as DEFINITIONS
from collector.schemas.batch import MAX_EVENTS, BatchSchema
from collector.schemas.compiled import EVENTS, compiled
from collector.store import open_store
from collector.wire.intake import Answer
from tests.generate.openapi.answers import SCHEMAS
from tests.generate.openapi.forms import Plugin
from tests.generate.openapi.routes import PATH, REPORT_NAME, Errors, Route, route_of
from tests.generate.openapi.shapes import ref

PAGES = ("pages", "dashboard", "account", "people", "shares", "settings", "experiments", "live", "api_docs", "surveys")
"""The blueprints whose routes are pages for people."""
NAMED = {"kind": "id", "hint": "id"}
"""A key is made by its kind and revoked by its hint. A document cannot tell such paths apart by the names in them."""
TAGS = {
    "collecting": "Send events, with the public or the secret key.",
    "visitors": "Find visitors, read what they were shown and did, export and erase them.",
    "reports": "Figures over a period.",
    "managing": "Definitions, experiments, rates, keys and settings of a site, with its admin key.",
    "health": "How the server is.",
}
ABOUT = "Send events, read reports, manage a site. Each key reaches its own site only."
SECURITY = {
    "sendKey": ("http", "The public or the secret key of a site; the body's `key` may carry it instead."),
    "readKey": ("http", "The read or the admin key of a site."),
    "adminKey": ("http", "The admin key of a site."),
    "metricsToken": ("http", "The token that BEHELD_METRICS names, if it is neither open nor closed."),
}


def document() -> str:
    """The document as JSON."""
    plugin = Plugin()
    spec = APISpec(
        "Beheld",
        "1",
        "3.1.0",
        plugins=[plugin],
        info={"description": ABOUT},
        tags=[{"name": name, "description": means} for name, means in TAGS.items()],
    )
    for name, (scheme, means) in SECURITY.items():
        spec.components.security_scheme(name, {"type": scheme, "scheme": "bearer", "description": means})
    in_query = {"type": "apiKey", "in": "query", "name": "key", "description": "The public key of a site."}
    spec.components.security_scheme("publicKey", in_query)
    cookie = {"type": "apiKey", "in": "cookie", "name": "beheld", "description": "A browser that signed in at /."}
    spec.components.security_scheme("session", cookie)
    for name, shape in {**_of_events(), **SCHEMAS}.items():
        spec.components.schema(name, shape)
    for definition in (DEFINITIONS | OF_EXPERIMENTS).values():
        spec.components.schema(definition.__name__, schema=definition)
    app = _app()
    for rule in public_routes(app):
        described = (app.view_functions[rule.endpoint].__doc__ or "").strip().partition("\n")[0]
        spec.path(path_of(rule), operations=dict(_operations(rule, described, spec, plugin)))
    return json.dumps(spec.to_dict(), indent=1, ensure_ascii=False) + "\n"


def public_routes(app: Flask) -> list[Rule]:
    """The routes that programs use, in order."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] not in PAGES and methods_of(rule)]
    return sorted(rules, key=lambda rule: (not rule.rule.startswith("/v1/"), rule.rule, methods_of(rule)))


def methods_of(rule: Rule) -> list[str]:
    """What can be done at a route, in lower case."""
    return sorted(method.lower() for method in (rule.methods or set()) - {"HEAD", "OPTIONS"})


def path_of(rule: Rule) -> str:
    """A route in OpenAPI's way of writing it."""
    return re.sub(r"<(?:[^<>:]+:)?([^<>]+)>", lambda found: f"{{{NAMED.get(found[1], found[1])}}}", rule.rule)


def _app() -> Flask:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/beheld.db")
        app = create_app(Config(secret_key="x" * 32), store)
        store.close()
    return app


def _of_events() -> dict[str, Any]:
    """The shapes of a batch. Its events are kept as text until they are read; here they are spelled out."""
    batch = compiled(BatchSchema).struct
    types = (batch, *(known.struct for known in EVENTS.values()), Answer)
    _, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    each = {"oneOf": [ref(name) for name in EVENTS], "discriminator": {"propertyName": "type"}}
    components[batch.__name__]["properties"]["events"] |= {"type": "array", "maxItems": MAX_EVENTS, "items": each}
    return components


def _operations(rule: Rule, described: str, spec: APISpec, plugin: Plugin) -> Iterator[tuple[str, dict[str, Any]]]:
    route = route_of(rule.endpoint)
    for method in methods_of(rule):
        operation: dict[str, Any] = {
            "operationId": rule.endpoint.rpartition(".")[2],
            "tags": [route.tag],
            "summary": route.summary or described,
            **({"description": route.about} if route.about else {}),
            "security": route.security,
            "parameters": list(_parameters(rule, route, plugin)),
            "responses": _responses(route, spec),
        }
        if route.body:
            media = ("application/json", "text/plain") if route.body == "Batch" else ("application/json",)
            content = {each: {"schema": ref(route.body)} for each in media}
            operation["requestBody"] = {"required": True, "content": content}
        yield method, operation


def _parameters(rule: Rule, route: Route, plugin: Plugin) -> Iterator[dict[str, Any]]:
    for name in sorted(rule.arguments):
        schema = REPORT_NAME if (route.tag, name) == ("reports", "name") else PATH[name]
        yield {"name": NAMED.get(name, name), "in": "path", "required": True, "schema": schema}
    named = {} if route.query is None else route.query().fields
    for name, field in named.items():
        if name != "id":
            yield plugin.converter._field2parameter(field, name=field.data_key or name, location="query")
    changes = route.tag == "managing" and methods_of(rule) != ["get"]
    if not rule.arguments and ("id" in named or changes):
        yield {"name": "id", "in": "query", "required": True, "schema": PATH["id"]}


def _responses(route: Route, spec: APISpec) -> dict[str, Any]:
    answer = ref(route.answer) if isinstance(route.answer, str) else route.answer
    good: dict[str, Any] = {"description": HTTPStatus(route.status).phrase}
    if answer is not None:
        good["content"] = {
            media: {"schema": {"type": "string"} if media == "text/csv" else answer} for media in route.media
        }
    others = {
        str(status): {"description": HTTPStatus(status).phrase, "content": {"application/json": {"schema": ref(name)}}}
        for status, name in route.others.items()
    }
    return {str(route.status): good, **others, **_errors(route.errors, spec)}


def _errors(kinds: Errors, spec: APISpec) -> dict[str, Any]:
    """What goes wrong, by status; the same errors are described once for all routes."""
    by_status: dict[int, Errors] = {}
    for kind in kinds:
        by_status[kind.status] = (*by_status.get(kind.status, ()), kind)
    named = {status: "_or_".join(kind.code for kind in of_status) for status, of_status in by_status.items()}
    for status, name in named.items():
        if name not in spec.components.responses:
            spec.components.response(name, _error(by_status[status]))
    return {str(status): {"$ref": f"#/components/responses/{named[status]}"} for status in sorted(named)}


def _error(kinds: Errors) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": "\n\n".join(f"`{kind.code}`: {kind.message}" for kind in kinds),
        "content": {"application/json": {"schema": ref("Error")}},
    }
    if any(kind.retry_after for kind in kinds):
        described["headers"] = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return described
