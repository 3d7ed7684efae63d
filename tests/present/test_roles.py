"""Each page and each address of the API by role: what each may, and that none was forgotten."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from collector.present.api.definitions import DEFINED
from collector.present.experiments.pages import STEPS
from collector.store.accounts import ROLES
from collector.store.sqlite.registry import HINT_LENGTH
from tests.present.desk import Desk

PAGES = {
    "/overview": "viewer",
    "/actions": "viewer",
    "/campaigns": "viewer",
    "/delivery": "viewer",
    "/recommendations": "viewer",
    "/content": "viewer",
    "/engagement": "viewer",
    "/goals": "viewer",
    "/segments": "viewer",
    "/customers": "viewer",
    "/retention": "viewer",
    "/satisfaction": "viewer",
    "/satisfaction/comments": "analyst",
    "/baseline": "viewer",
    "/subscriptions": "viewer",
    "/actions/one?action=hero": "viewer",
    "/experiments": "viewer",
    "/incremental": "viewer",
    "/experiments/one?experiment=hero": "viewer",
    "/experiments/edit": "owner",
    "/visitors": "analyst",
    "/visitor?id=ann": "analyst",
    "/visitors/ann": "analyst",
    "/visitor/erase?id=ann": "analyst",
    "/visitors/ann/erase": "analyst",
    "/checks": "analyst",
    "/live": "analyst",
    "/live/events?after=0-0": "analyst",
    "/live/beginning": "analyst",
    "/account": "viewer",
    "/settings/pieces": "viewer",
    "/calculators": "viewer",
    "/settings": "analyst",
    **{f"/settings/{kind}": "analyst" for kind in DEFINED},
    "/settings/money": "analyst",
    "/settings/collection": "analyst",
    "/settings/keys": "owner",
    "/settings/keys/revoke?hint={public}": "owner",
    "/settings/people": "owner",
    "/settings/changes": "owner",
    "/settings/shares": "analyst",
}
FORMS = {
    "/visitor/erase?id=ann": "analyst",
    "/visitors/ann/erase": "analyst",
    "/account/password": "viewer",
    "/account/sessions/end": "viewer",
    "/account/sessions/end-all": "viewer",
    "/account/site": "viewer",
    "/live/key": "owner",
    "/settings/people": "owner",
    **{f"/settings/{kind}": "owner" for kind in DEFINED},
    **{f"/settings/{kind}/delete": "owner" for kind in DEFINED},
    "/settings/money/margin": "owner",
    "/settings/money/rates": "owner",
    "/settings/money/rates/delete": "owner",
    "/settings/collection": "owner",
    "/settings/keys": "owner",
    "/settings/keys/revoke?hint={public}": "owner",
    "/settings/people/1/role": "owner",
    "/settings/people/1/link": "owner",
    "/settings/people/1/remove": "owner",
    "/experiments/edit": "owner",
    **{f"/experiments/{step}": "owner" for step in (*STEPS, "promote", "note", "delete")},
    "/settings/shares": "analyst",
    "/settings/shares/1/revoke": "analyst",
}
READ = {
    "visitors": "analyst",
    "visitor?id=ann": "analyst",
    "visitors/ann": "analyst",
    "visitors/ann/export": "analyst",
    "visitors/ann/erasure": "analyst",
    "reports/visits?from=2026-01-01&to=2026-01-02": "viewer",
}
FOR_EVERYBODY = {
    "/", "/sign-in", "/sign-in/account", "/sign-out", "/welcome", "/shared/<token>", "/dashboard/pieces.css",
}  # fmt: skip
HOUSE = ("pages", "dashboard", "account", "people", "shares", "settings", "experiments")
"""The blueprints of pages."""
WHO = (None, *ROLES)


def allowed(role: str | None, needed: str) -> bool:
    return role is not None and ROLES.index(role) >= ROLES.index(needed)


@pytest.fixture
def client(desk: Desk, role: str | None) -> FlaskClient:
    """A browser in which somebody of this role is signed in."""
    desk.shop.send(desk.shop.event("page_view", 0), desk.shop.event("execute", 0, action="hero", kind="banner"))
    desk.store.put_definition(1, "experiments", "hero", {"state": "draft"})
    desk.person("owner", email="first@shop.example")
    if role:
        assert desk.sign_in_as(desk.person(role).email).status_code == 303
    return desk.client


@pytest.mark.parametrize("role", WHO)
def test_pages_open_for_those_whose_role_is_enough(desk: Desk, client: FlaskClient, role: str | None) -> None:
    for path, needed in PAGES.items():
        expected = 200 if allowed(role, needed) else 403 if role else 302
        address = path.format(public=desk.keys["public"][:HINT_LENGTH])
        assert client.get(address).status_code == expected, path


@pytest.mark.parametrize("role", WHO)
def test_forms_are_taken_from_those_whose_role_is_enough(desk: Desk, client: FlaskClient, role: str | None) -> None:
    before = (desk.store.accounts(), desk.store.holds())
    for path, needed in FORMS.items():
        if not allowed(role, needed):
            assert desk.post(path, role="owner", email="x@shop.example").status_code == (403 if role else 302), path
    assert (desk.store.accounts(), desk.store.holds()) == before


@pytest.mark.parametrize("role", WHO)
def test_the_api_answers_sessions_whose_role_is_enough(client: FlaskClient, role: str | None) -> None:
    for path, needed in READ.items():
        expected = 200 if allowed(role, needed) else 403 if role else 401
        assert client.get(f"/api/v1/{path}").status_code == expected, path


@pytest.mark.parametrize("role", ROLES)
def test_no_session_changes_anything_through_the_api(client: FlaskClient, role: str) -> None:
    for method, path in (("DELETE", "visitors/ann"), ("PUT", "goals/x"), ("PUT", "keys/admin"), ("GET", "keys")):
        assert client.open(f"/api/v1/{path}", method=method, json={}).status_code == 401, path


@pytest.mark.parametrize("role", ["owner"])
def test_every_form_carries_its_token(desk: Desk, client: FlaskClient, role: str) -> None:
    before = desk.store.accounts()
    for path in (*FORMS, "/sign-in/account", "/shared/x", "/welcome", "/sign-out", "/sign-in"):
        for form in ({}, {"form": ""}, {"form": "guessed"}):
            data = {"role": "viewer", "email": "x@shop.example", "password": "x" * 12, **form}
            assert client.post(path, data=data).status_code == 403, path
    assert desk.store.accounts() == before
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("role", [None])
def test_no_page_and_no_form_is_without_a_role_or_a_test(desk: Desk, client: FlaskClient, role: None) -> None:
    """Whoever adds a page says with @require who may see it, and adds it here."""
    tested = {"GET": PAGES, "POST": FORMS}
    adapter = desk.app.url_map.bind("localhost")
    seen = {
        (method, adapter.match(path.partition("?")[0], method=method)[0])
        for method, paths in tested.items()
        for path in paths
    }
    for rule in desk.app.url_map.iter_rules():
        blueprint = rule.endpoint.partition(".")[0]
        if blueprint not in HOUSE or rule.endpoint == "pages.static":
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            view = desk.app.view_functions[rule.endpoint]
            assert rule.rule in FOR_EVERYBODY or hasattr(view, "required_role"), rule
            assert rule.rule in FOR_EVERYBODY or (method, rule.endpoint) in seen, rule


@pytest.mark.parametrize(("kind", "people"), [("read", 403), ("admin", 200)])
def test_a_read_key_looks_as_an_analyst_and_an_admin_key_as_an_owner(desk: Desk, kind: str, people: int) -> None:
    desk.sign_in(kind)
    assert desk.client.get("/visitors").status_code == 200
    assert desk.client.get("/settings/people").status_code == people
