"""Owners and the people of their site: added, changed and removed there, and nowhere else."""

from __future__ import annotations

import re

import pytest

from collector.store.accounts import EVERY_SITE
from tests.present.desk import PASSWORD, Desk
from tests.present.reading import HOSTILE

NEW = "twelve new characters"


@pytest.fixture(autouse=True)
def owner(desk: Desk) -> str:
    account = desk.person("owner")
    desk.sign_in_as(account.email)
    return account.email


def roles(desk: Desk) -> dict[str, dict[int, str]]:
    return {account.email: dict(account.roles) for account in desk.store.accounts()}


def test_an_owner_adds_somebody_who_sets_a_password_with_the_link(desk: Desk) -> None:
    page = desk.post("/settings/people", email="Ann@shop.example", role="analyst").text
    (token,) = re.findall(r"http://localhost/welcome#([\w-]+)", page)
    assert token not in desk.client.get("/settings/people").text
    theirs = desk.app.test_client()
    desk.post("/welcome", client=theirs, token=token, password=NEW, again=NEW)
    assert theirs.get("/visitors").status_code == 200
    assert theirs.get("/settings/people").status_code == 403


def test_a_mistake_stands_beside_what_was_written(desk: Desk, owner: str) -> None:
    before = roles(desk)
    for form in ({"email": "no address", "role": "viewer"}, {"email": owner, "role": "viewer"}, {"email": "a@b.c"}):
        answer = desk.post("/settings/people", **form)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
        assert form["email"] in answer.text
    assert roles(desk) == before


def test_an_owner_changes_roles_and_removes(desk: Desk) -> None:
    ann = desk.person("viewer")
    assert desk.post(f"/settings/people/{ann.account}/role", role="analyst").status_code == 303
    assert roles(desk)[ann.email] == {1: "analyst"}
    assert desk.post(f"/settings/people/{ann.account}/role", role="admin").status_code == 400
    assert desk.post(f"/settings/people/{ann.account}/remove").status_code == 303
    assert ann.email not in roles(desk)


@pytest.mark.parametrize("how", ["role", "remove"])
def test_the_last_owner_stays(desk: Desk, owner: str, how: str) -> None:
    account = desk.store.account(owner)
    assert account
    answer = desk.post(f"/settings/people/{account.account}/{how}", role="viewer")
    assert answer.status_code == 400
    assert "is the last owner of shop" in answer.text
    assert roles(desk)[owner] == {1: "owner"}


def test_an_owner_gives_a_new_link_to_somebody_who_forgot_the_password(desk: Desk) -> None:
    ann = desk.person("viewer")
    page = desk.post(f"/settings/people/{ann.account}/link").text
    (token,) = re.findall(r"/welcome#([\w-]+)", page)
    theirs = desk.app.test_client()
    desk.sign_in_as(ann.email, client=theirs)
    assert theirs.get("/account").status_code == 200
    desk.post("/welcome", client=desk.app.test_client(), token=token, password=NEW, again=NEW)
    assert theirs.get("/account").status_code == 302


def test_people_of_another_site_are_out_of_reach(desk: Desk) -> None:
    """Neither seen, nor changed; and nobody gets a password for who is somebody elsewhere."""
    zoe = desk.person("owner", email="zoe@other.example", site=2)
    root = desk.person("owner", email="root@shop.example", site=EVERY_SITE)
    before = roles(desk)
    assert zoe.email not in desk.client.get("/settings/people").text
    assert "owner of every site" in desk.client.get("/settings/people").text
    for account in (zoe, root):
        for how in ("role", "remove", "link"):
            assert desk.post(f"/settings/people/{account.account}/{how}", role="viewer").status_code == 404
    assert desk.post("/settings/people", email=zoe.email, role="viewer").status_code == 403
    assert roles(desk) == before

    desk.store.add_account(zoe.email, 1, "viewer", by="cli")
    answer = desk.post(f"/settings/people/{zoe.account}/link")
    assert answer.status_code == 403
    assert "/welcome#" not in answer.text
    assert desk.sign_in_as(zoe.email, PASSWORD, client=desk.app.test_client()).status_code == 303


def test_an_owner_of_every_site_may_add_whom_another_site_knows(desk: Desk) -> None:
    zoe = desk.person("owner", email="zoe@other.example", site=2)
    desk.sign_in_as(desk.person("owner", email="root@shop.example", site=EVERY_SITE).email)
    assert desk.post("/settings/people", email=zoe.email, role="viewer").status_code == 303
    assert roles(desk)[zoe.email] == {1: "viewer", 2: "owner"}


def test_the_admin_key_manages_the_people_of_its_own_site(desk: Desk) -> None:
    desk.post("/sign-out")
    desk.sign_in("admin")
    assert "/welcome#" in desk.post("/settings/people", email="ann@shop.example", role="viewer").text
    zoe = desk.person("owner", email="zoe@other.example", site=2)
    assert desk.post("/settings/people", email=zoe.email, role="viewer").status_code == 403
    assert desk.store.changes(1)[0].actor == desk.keys["admin"][:11]


def test_what_people_change_is_shown_with_their_names(desk: Desk, owner: str) -> None:
    desk.post("/settings/people", email="ann@shop.example", role="analyst")
    desk.store.log_change(2, "somebody", "account.add", "of another site", {})
    page = desk.client.get("/settings/changes").text
    assert "ann@shop.example" in page
    assert "account.add" in page
    assert owner in page
    assert "of another site" not in page


def test_the_log_is_read_page_by_page(desk: Desk) -> None:
    for number in range(120):
        desk.store.log_change(1, "cli", "goal.set", f"goal {number}", {})
    first = desk.client.get("/settings/changes").text
    (earlier,) = re.findall(r'href="(/settings/changes\?before=\d+)"', first)
    assert "goal 119<" in first
    assert "goal 20<" in first
    assert "goal 19<" not in first
    assert "goal 19<" in desk.client.get(earlier).text


def test_whatever_is_in_the_log_is_shown_as_text(desk: Desk) -> None:
    desk.store.log_change(1, HOSTILE, HOSTILE, HOSTILE, {HOSTILE: HOSTILE, "list": [HOSTILE]})
    page = desk.client.get("/settings/changes").text
    assert HOSTILE not in page
    assert "<script>alert" not in page


def test_an_erasure_is_noted_without_saying_whose(desk: Desk, owner: str) -> None:
    desk.shop.send(desk.shop.event("page_view", 0, visitor="ann-of-the-shop"))
    desk.post("/visitor/erase?id=ann-of-the-shop", password=PASSWORD)
    change = desk.store.changes(1)[0]
    assert (change.actor, change.action, change.details) == (owner, "person.erase", {"events": 1})
    assert "ann-of-the-shop" not in str(change)


def test_changes_through_the_api_name_the_key_that_made_them(desk: Desk) -> None:
    hint = desk.keys["admin"][:11]
    made = desk.ask("keys/read", key="admin", method="PUT").json["key"]
    desk.ask("goals/x", key="admin", method="PUT", json={"name": "X"})
    desk.ask("goals/x", key="admin", method="DELETE")
    desk.ask("experiments/e", key="admin", method="PUT", json={"variations": {"a": 1, "control": 1}})
    for step in ("stop", "archive"):
        desk.ask(f"experiments/e/{step}", key="admin", method="POST")
    desk.ask("experiments/e", key="admin", method="DELETE")
    desk.ask("rates/USD:2026-01-01", key="admin", method="PUT", json={"rate": "0.92"})
    desk.ask("rates/USD:2026-01-01", key="admin", method="DELETE")
    desk.ask("sites/shop", key="admin", method="PUT", json={"consent": "pending"})
    desk.ask(f"keys/{made[:11]}", key="admin", method="DELETE")
    desk.ask(f"keys/{hint}", key="admin", method="DELETE")

    changes = [change for change in reversed(desk.store.changes(1)) if not change.action.startswith("account.")]

    assert {change.actor for change in changes} == {hint}
    assert [(change.action, change.subject) for change in changes] == [
        ("key.new", made[:11]),
        ("goal.set", "x"),
        ("goal.delete", "x"),
        ("experiment.start", "e"),
        ("experiment.stop", "e"),
        ("experiment.archive", "e"),
        ("experiment.delete", "e"),
        ("rate.set", "USD:2026-01-01"),
        ("rate.delete", "USD:2026-01-01"),
        ("site.set", "shop"),
        ("key.revoke", made[:11]),
        ("key.revoke", hint),
    ]
    assert changes[1].details == {"name": "X"}
    assert made not in str(changes)
