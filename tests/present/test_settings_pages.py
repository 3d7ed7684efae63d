"""Owners set on pages what the API sets, with the same checks and the same log; analysts look."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from tests.present.desk import Desk
from tests.present.reading import HOSTILE, Elements


@pytest.fixture(autouse=True)
def owner(desk: Desk) -> str:
    account = desk.person("owner")
    desk.sign_in_as(account.email)
    return account.email


def settings(desk: Desk) -> dict[str, object]:
    return desk.store.sites()[0].settings


@pytest.mark.parametrize(
    ("kind", "form", "body"),
    [
        ("actions", {"id": "hero", "name": "Hero", "kind": "banner", "goals": "call\r\n\r\npurchase", "campaign": ""},
         {"name": "Hero", "kind": "banner", "goals": ["call", "purchase"]}),
        ("campaigns", {"id": "summer", "name": " Summer ", "primary_goal": "call"},
         {"name": "Summer", "primary_goal": "call"}),
        ("goals", {"id": "call", "name": "Call", "value": "2.50"}, {"name": "Call", "value": "2.50"}),
        ("annotations", {"at": "2026-01-31", "text": "Larger button", "action": "hero"},
         {"at": "2026-01-31", "text": "Larger button", "action": "hero"}),
        ("costs", {"campaign": "summer", "amount": "12", "day_from": "2026-01-01", "day_to": "", "text": "Pictures"},
         {"campaign": "summer", "amount": "12", "day_from": "2026-01-01", "text": "Pictures"}),
        ("baselines", {"name": "Old", "kind": "figures", "day_from": "2025-01-01", "day_to": "2025-01-31",
                       "revenue": "9.50", "orders": "3", "segments": ""},
         {"name": "Old", "kind": "figures", "day_from": "2025-01-01", "day_to": "2025-01-31", "revenue": "9.50",
          "orders": 3}),
    ],
)  # fmt: skip
def test_what_an_owner_sets_is_kept_listed_changed_and_deleted(
    desk: Desk, owner: str, kind: str, form: dict[str, str], body: dict[str, object]
) -> None:
    assert desk.post(f"/settings/{kind}", **form).status_code == 303
    ((id, kept),) = desk.store.definitions(1, kind).items()
    assert (id, kept) == (form.get("id", id), body)
    change = desk.store.changes(1)[0]
    assert (change.actor, change.action, change.subject, change.details) == (owner, f"{kind[:-1]}.set", id, body)
    page = desk.client.get(f"/settings/{kind}?id={id}").text
    assert f'name="editing" value="{id}"' in page
    changed = {**form, "editing": id, "text" if "text" in form else "name": "Other"}
    assert desk.post(f"/settings/{kind}", **changed).status_code == 303
    assert [each.get("text", each.get("name")) for each in desk.store.definitions(1, kind).values()] == ["Other"]
    assert desk.post(f"/settings/{kind}/delete", id=id).status_code == 303
    assert desk.store.definitions(1, kind) == {}


@pytest.mark.parametrize(
    ("path", "form", "field", "said"),
    [
        ("actions", {"id": "hero", "kind": "bannner"}, "kind", "Must be one of"),
        ("actions", {"id": "hero", "goals": "a\n" + "x" * 200}, "goals", "Line 2: Longer than 128"),
        ("actions", {"id": ""}, "id", "Cannot be used"),
        ("goals", {"id": "call", "value": "much"}, "value", "2.50"),
        ("annotations", {"text": "x", "at": "someday"}, "at", "2026-01-31"),
        ("costs", {"amount": "1", "day_from": "2026-01-01"}, "campaign", "either"),
        ("baselines", {"kind": "period", "day_to": "2026-01-01"}, "day_from", "period needs it"),
        ("money/margin", {"margin": "35"}, "margin", "0 to 1"),
        ("money/margin", {"margin": "much %"}, "margin", "0.35"),
        ("money/rates", {"currency": "usd", "rate": "1", "rate_date": "2026-01-01"}, "currency", "Must be three"),
        ("collection", {"origins": "https://a.example\nshop.example", "consent": "granted"}, "origins", "Line 2: Not"),
        ("collection", {"min_fraction": "2", "consent": "granted"}, "min_fraction", "0 and less"),
        ("collection", {"consent": "perhaps"}, "consent", "Must be one of"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_is_saved(
    desk: Desk, path: str, form: dict[str, str], field: str, said: str
) -> None:
    before = (settings(desk), desk.store.changes(1))
    answer = desk.post(f"/settings/{path}", **form)
    assert answer.status_code == 400
    (error,) = re.findall(rf'<p class="field-error" id="{field}-error">(.*?)</p>', answer.text)
    assert said in error
    assert re.search(rf'id="{field}"[^>]* aria-describedby="[^"]*{field}-error" aria-invalid="true"', answer.text)
    assert (settings(desk), desk.store.changes(1)) == before


def test_what_is_new_takes_the_place_of_nothing(desk: Desk) -> None:
    desk.store.put_definition(1, "goals", "call", {"value": "2"})
    answer = desk.post("/settings/goals", id="call", value="3")
    assert "Is registered already" in answer.text
    assert desk.store.definitions(1, "goals") == {"call": {"value": "2"}}


def test_names_that_only_events_know_are_one_click_from_theirs(desk: Desk) -> None:
    shown = {"view_id": "w1", "action": "a/b & c", "campaign": "summer"}
    desk.shop.send(desk.shop.event("deliver", 0, **shown), desk.shop.event("goal", 1, name="call"))
    desk.shop.send(desk.shop.event("purchase", 2, order_id="1", currency="EUR", items=[]))
    for kind, name in (("actions", "a/b & c"), ("campaigns", "summer"), ("goals", "call")):
        page = desk.client.get(f"/settings/{kind}").text
        (link,) = re.findall(r'<a class="chip" href="([^"]+)"', page)
        assert f'name="id" value="{name.replace("&", "&amp;")}"' in desk.client.get(link.partition("#")[0]).text or (
            f'value="{name.replace("&", "&amp;")}"' in desk.client.get(link.partition("#")[0]).text
        )
        desk.post(f"/settings/{kind}", id=name, name="Named")
        assert 'class="chip"' not in desk.client.get(f"/settings/{kind}").text


def test_a_key_is_shown_once_and_revoked_after_a_page_that_asks(desk: Desk, owner: str) -> None:
    page = desk.post("/settings/keys", kind="read").text
    (made,) = set(re.findall(r"rk_[\w-]{20,}", page))
    assert made not in desk.client.get("/settings/keys").text
    assert desk.ask("reports/visits?from=2026-01-01&to=2026-01-01", key=made).status_code == 200
    hint = made[:11]
    asked = desk.client.get(f"/settings/keys/revoke?hint={hint}").text
    assert "Revoke it" in asked
    assert "the only" not in asked
    assert desk.ask("reports/visits?from=2026-01-01&to=2026-01-01", key=made).status_code == 200
    assert desk.post(f"/settings/keys/revoke?hint={hint}").status_code == 303
    assert desk.ask("reports/visits?from=2026-01-01&to=2026-01-01", key=made).status_code == 401
    assert [(change.actor, change.action) for change in desk.store.changes(1)[:2]] == [
        (owner, "key.revoke"), (owner, "key.new"),
    ]  # fmt: skip
    assert desk.client.get(f"/settings/keys/revoke?hint={hint}").status_code == 404
    assert desk.post("/settings/keys", kind="master").status_code == 404


def test_revoking_the_last_key_of_a_kind_warns(desk: Desk) -> None:
    assert "the only public key" in desk.client.get(f"/settings/keys/revoke?hint={desk.keys['public'][:11]}").text


def test_an_owner_signed_in_with_a_key_may_revoke_it_and_is_named(desk: Desk) -> None:
    desk.post("/sign-out")
    desk.sign_in("admin")
    hint = desk.keys["admin"][:11]
    assert "you are signed in with it" in desk.client.get("/settings/keys").text
    desk.post(f"/settings/keys/revoke?hint={hint}")
    assert (desk.store.changes(1)[0].actor, desk.store.changes(1)[0].action) == (hint, "key.revoke")
    assert desk.client.get("/settings/keys").status_code == 302


def test_the_margin_and_rates_are_set_and_unset(desk: Desk) -> None:
    desk.post("/settings/money/margin", margin="0.35")
    assert settings(desk) == {"margin": "0.35"}
    desk.post("/settings/money/margin", margin="")
    assert settings(desk) == {}
    desk.post("/settings/money/rates", currency="USD", rate="0.9", rate_date="2026-01-01")
    assert "1 USD = 0.9 EUR" in desk.client.get("/settings/money").text
    desk.post("/settings/money/rates/delete", currency="USD", rate_date="2026-01-01")
    assert desk.store.rates(1) == []


def test_what_is_collected_is_changed_where_the_form_changed_it_alone(desk: Desk) -> None:
    desk.store.set_settings(1, {"margin": "0.35", "nobody_ids": ["x"]})
    sent = {
        "origins": "https://shop.example\r\nhttps://www.shop.example", "consent": "pending", "min_fraction": "0.5",
        "min_ms": "", "max_public_value": "", "nobody_ids": "x",
    }  # fmt: skip
    assert desk.post("/settings/collection", **sent).status_code == 303
    changed = {
        "origins": ["https://shop.example", "https://www.shop.example"], "consent": "pending",
        "thresholds": {"min_fraction": 0.5},
    }  # fmt: skip
    assert settings(desk) == {"margin": "0.35", "nobody_ids": ["x"], **changed}
    assert desk.store.changes(1)[0].details == changed
    logged = len(desk.store.changes(1))
    desk.post("/settings/collection", **sent)
    assert len(desk.store.changes(1)) == logged


def test_a_note_goes_back_to_the_page_it_was_made_on_and_to_no_other_server(desk: Desk) -> None:
    note = {"at": "2026-01-31", "text": "x"}
    back = "/actions/one?action=hero"
    assert desk.post("/settings/annotations", **note, next=back).headers["Location"] == back
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "/nowhere"):
        assert desk.post("/settings/annotations", **note, next=elsewhere).headers["Location"] == "/settings/annotations"


def test_an_analyst_looks_and_gets_no_forms(desk: Desk) -> None:
    desk.store.put_definition(1, "costs", "c", {"campaign": "summer", "amount": "1", "day_from": "2026-01-01"})
    desk.sign_in_as(desk.person("analyst").email)
    index = desk.client.get("/settings").text
    assert "/settings/costs" in index
    assert "/settings/keys" not in index
    for path in ("actions", "costs", "money", "collection"):
        page = desk.client.get(f"/settings/{path}").text
        assert f'action="/settings/{path}' not in page
        assert "<h1>" in page


def test_whatever_was_set_is_shown_as_text(desk: Desk) -> None:
    desk.store.put_definition(1, "actions", HOSTILE, {"name": HOSTILE, "campaign": HOSTILE, "goals": [HOSTILE]})
    desk.store.put_definition(1, "annotations", HOSTILE, {"at": "2026-01-01", "text": HOSTILE, "action": HOSTILE})
    desk.store.set_settings(1, {"nobody_ids": [HOSTILE], "origins": [HOSTILE]})
    id = quote(HOSTILE, safe="")
    for path in (f"actions?id={id}", f"annotations?id={id}", "collection"):
        page = desk.client.get(f"/settings/{path}").text
        assert HOSTILE not in page
        assert "<script>alert" not in page


def test_margins_of_categories_are_set_and_unset(desk: Desk) -> None:
    desk.post("/settings/money/margin", margin="35 %", category_margins="tea=50%\r\na=b=0.4")
    assert settings(desk) == {"margin": "0.35", "category_margins": {"tea": "0.5", "a=b": "0.4"}}
    page = desk.client.get("/settings/money").text
    assert "tea=50 %\na=b=40 %" in page
    assert 'value="35 %"' in page
    for wrong in ("tea", "tea=0.5\n=1", "tea=2", "tea=101 %", "tea=%", "tea=NaN%", "tea=1e999%"):
        page = desk.post("/settings/money/margin", margin="0.35", category_margins=wrong)
        assert page.status_code == 400
    desk.post("/settings/money/margin", margin="0.35", category_margins="")
    assert settings(desk) == {"margin": "0.35"}


def test_readers_without_the_right_to_change_see_the_defaults(desk: Desk) -> None:
    desk.sign_in_as(desk.person("analyst").email)
    words = Elements(desk.client.get("/settings/collection").text).words
    for said in ("any may send (default)", "at once (default)", "granted (default)", "1,000,000.00 EUR (default)"):
        assert said in words, said
    desk.store.set_settings(1, {"thresholds": {"min_ms": 500}, "consent": "denied", "margin": "0.355"})
    words = Elements(desk.client.get("/settings/collection").text).words
    assert "Milliseconds it must be visible 500" in words
    assert "denied: nothing is stored or sent" in words
    assert "35.5 %" in desk.client.get("/settings/money").text
