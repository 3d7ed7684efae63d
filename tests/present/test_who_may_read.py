"""Who may read what: keys by their kind, sessions by their key, and each site only its own."""

from __future__ import annotations

import dataclasses
import time

import pytest
from werkzeug.test import TestResponse

from collector import create_app
from collector.present import auth
from tests.present.desk import Desk, form_token

ROUTES = ("visitors", "visitors/ann", "visitors/ann/export")


@pytest.fixture(autouse=True)
def ann(desk: Desk) -> None:
    desk.shop.send(desk.shop.event("page_view", 0))
    desk.other.send(desk.other.event("page_view", 0, visitor="zoe"))


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(("key", "status"), [("read", 200), ("admin", 200), ("public", 403), ("secret", 403)])
def test_read_and_admin_keys_read_and_others_do_not(desk: Desk, route: str, key: str, status: int) -> None:
    assert desk.ask(route, key=key).status_code == status


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("key", [None, "rk_unknown", "", "ключ"])
def test_without_a_known_key_the_answer_holds_nothing(desk: Desk, route: str, key: str | None) -> None:
    headers = {"Authorization": f"Bearer {key}".encode().decode("latin-1")} if key is not None else {}
    response = desk.client.get(f"/api/v1/{route}", headers=headers)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.json["error"]["code"] == "unknown_key"
    assert "ann" not in response.text


def test_a_basic_password_is_no_key(desk: Desk) -> None:
    assert desk.client.get("/api/v1/visitors", auth=("user", desk.keys["read"])).status_code == 401


def test_a_revoked_key_reads_nothing(desk: Desk) -> None:
    desk.store.revoke_key(desk.shop.site.site, desk.keys["read"][:11])

    assert desk.ask("visitors").status_code == 401


def test_sites_never_see_each_other(desk: Desk) -> None:
    assert desk.ask("visitors/zoe").status_code == 404
    assert desk.ask("visitors/zoe/export").status_code == 404
    assert desk.ask("visitors/v:zoe").status_code == 404
    assert desk.ask("visitors/zoe", key="admin", method="DELETE").status_code == 404
    assert [visitor["id"] for visitor in desk.ask("visitors").json["visitors"]] == ["ann"]
    assert desk.ask("visitors?q=zoe").json["visitors"] == []
    assert desk.other.report("zoe")["person"] == "v:zoe"


@pytest.mark.parametrize("key", ["read", "public", "secret", None])
def test_erasing_takes_the_admin_key(desk: Desk, key: str | None) -> None:
    assert desk.ask("visitors/ann", key=key, method="DELETE").status_code in (401, 403)
    assert desk.ask("visitors/ann").status_code == 200


@pytest.mark.parametrize("kind", ["read", "admin"])
def test_a_session_reads_pages_and_api_and_erases_nothing(desk: Desk, kind: str) -> None:
    assert desk.sign_in(kind).headers["Location"] == "/overview"

    assert desk.client.get("/visitors").status_code == 200
    assert desk.client.get("/api/v1/visitors/ann").status_code == 200
    assert desk.client.get("/visitors/zoe").status_code == 404
    assert desk.client.delete("/api/v1/visitors/ann").status_code == 401


def test_a_bad_key_beside_a_session_is_rejected(desk: Desk) -> None:
    desk.sign_in()

    assert desk.ask("visitors", key="rk_unknown").status_code == 401


@pytest.mark.parametrize("kind", ["public", "secret", "rk_unknown", ""])
def test_other_keys_do_not_sign_in(desk: Desk, kind: str) -> None:
    response = desk.sign_in(kind)

    assert response.status_code in (401, 403)
    assert 'role="alert"' in response.text
    assert desk.client.get("/visitors").status_code == 302


def test_a_session_ends_when_its_key_is_revoked(desk: Desk) -> None:
    desk.sign_in()
    desk.store.revoke_key(desk.shop.site.site, desk.keys["read"][:11])

    assert desk.client.get("/visitors").status_code == 302
    assert desk.client.get("/api/v1/visitors").status_code == 401


def test_a_session_of_one_key_outlives_another_that_is_revoked(desk: Desk) -> None:
    second = desk.store.add_key(desk.shop.site.site, "read")
    desk.sign_in()
    desk.store.revoke_key(desk.shop.site.site, second[:11])

    assert desk.client.get("/visitors").status_code == 200


def test_a_session_ends_after_a_week(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.sign_in()
    now = time.time()

    monkeypatch.setattr(auth.time, "time", lambda: now + 7 * 86_400 + 1)

    assert desk.client.get("/visitors").status_code == 302


def test_signing_out_ends_the_session(desk: Desk) -> None:
    desk.sign_in()
    token = form_token(desk.client.get("/visitors").text)

    assert desk.client.post("/sign-out", data={"form": token}).headers["Location"] == "/sign-in"
    assert desk.client.get("/visitors").status_code == 302


def test_the_session_cookie_is_hidden_from_scripts_and_other_sites(desk: Desk) -> None:
    cookie = desk.sign_in().headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert desk.keys["read"] not in cookie


def test_a_forged_cookie_opens_nothing(desk: Desk) -> None:
    desk.sign_in()
    cookie = desk.client.get_cookie("beheld")
    assert cookie is not None
    payload, *signature = cookie.value.rsplit(".", 2)
    desk.client.set_cookie("beheld", ".".join([payload + "A", *signature]))

    assert desk.client.get("/visitors").status_code == 302


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/visitors/ann/erase"])
def test_a_form_that_is_not_ours_is_rejected(desk: Desk, path: str) -> None:
    desk.sign_in()

    for token in ({}, {"form": ""}, {"form": "guessed"}, {"form": "ä"}):
        response = desk.client.post(path, data={"key": desk.keys["admin"], **token})
        assert response.status_code == 403

    assert desk.ask("visitors/ann").status_code == 200


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/visitors/ann?before=x", "/visitors/ann?before=x"),
        ("/visitors", "/visitors"),
        ("", "/overview"),
        ("https://evil.example/visitors", "/overview"),
        ("//evil.example/visitors", "/overview"),
        ("/\\evil.example", "/overview"),
        ("javascript:alert(1)", "/overview"),
        ("/visitors\r\nX: y", "/overview"),
        ("/api/v1/visitors", "/overview"),
    ],
)
def test_after_signing_in_one_goes_to_a_page_of_ours(desk: Desk, wanted: str, location: str) -> None:
    assert desk.sign_in(next=wanted).headers["Location"] == location


@pytest.mark.parametrize("wanted", ["/visitors/ann", "/overview?period=last_month"])
def test_signing_in_leads_back_to_the_page(desk: Desk, wanted: str) -> None:
    response = desk.client.get(wanted)

    assert response.headers["Location"] == f"/sign-in?next={wanted.replace('=', '%3D')}"
    assert f'name="next" value="{wanted}"' in desk.client.get(response.headers["Location"]).text
    assert desk.sign_in(next=wanted).headers["Location"] == wanted


def test_the_first_page_leads_to_the_sign_in(desk: Desk) -> None:
    assert desk.client.get("/overview").headers["Location"] == "/sign-in"


def test_trying_wrong_keys_again_and_again_has_to_wait_and_others_do_not(desk: Desk) -> None:
    for _ in range(10):
        assert desk.sign_in("rk_wrong").status_code == 401
    answer = desk.sign_in()
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 6
    assert 'beheld_limited_total{by="sign_in"} 1.0' in desk.client.get("/metrics").text
    desk.client.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    assert desk.sign_in().status_code == 303


def test_right_keys_may_be_used_as_often_as_one_likes(desk: Desk) -> None:
    for _ in range(15):
        assert desk.sign_in().status_code == 303
        desk.client.delete_cookie("beheld")


def sign_out(desk: Desk) -> TestResponse:
    return desk.client.post("/sign-out", data={"form": form_token(desk.client.get("/visitors").text)})


def cookie_of(desk: Desk) -> str:
    cookie = desk.client.get_cookie("beheld")
    assert cookie
    return cookie.value


def test_a_copy_of_the_cookie_is_of_no_use_after_signing_out_anywhere(desk: Desk) -> None:
    desk.sign_in()
    stolen = cookie_of(desk)
    assert sign_out(desk).status_code == 303
    restarted = create_app(desk.config, desk.store)
    for client in (desk.client, restarted.test_client()):
        client.set_cookie("beheld", stolen)
        assert client.get("/visitors").status_code == 302
        assert client.get("/api/v1/visitors").status_code == 401
    desk.client.delete_cookie("beheld")
    assert desk.sign_in().status_code == 303


def test_signing_out_ends_one_session_and_no_other(desk: Desk) -> None:
    desk.sign_in()
    other = cookie_of(desk)
    desk.client.delete_cookie("beheld")
    desk.sign_in()
    sign_out(desk)
    desk.client.set_cookie("beheld", other)
    assert desk.client.get("/visitors").status_code == 200


def test_signing_out_without_a_session_leaves_no_trace(desk: Desk) -> None:
    token = form_token(desk.client.get("/sign-in").text)
    assert desk.client.post("/sign-out", data={"form": token}).status_code == 303
    assert desk.store.query("select * from ended_sessions") == []


def test_an_ended_session_is_remembered_no_longer_than_it_would_have_lasted(desk: Desk) -> None:
    now = time.time_ns() // 1_000_000
    desk.store.end_session("over", now - 1)
    desk.store.end_session("lasts", now + 60_000)
    desk.store.end_session("lasts", now + 60_000)
    assert [desk.store.session_ended(name) for name in ("over", "lasts", "other")] == [False, True, False]


@pytest.mark.parametrize("path", ["/", "/visitors", "//sign-in", "//evil.example//visitors"])
def test_nobody_is_sent_to_another_host(desk: Desk, path: str) -> None:
    location = desk.client.get(path, headers={"Host": "evil.example"}).headers.get("Location", "/")
    assert "evil" not in location
    assert location.startswith("/")
    assert not location.startswith("//")


@pytest.mark.parametrize(("proxies", "scheme", "secure"), [(1, "https", True), (1, "http", False), (0, "https", False)])
def test_pages_ask_for_https_where_a_trusted_proxy_has_it(desk: Desk, proxies: int, scheme: str, secure: bool) -> None:
    client = create_app(dataclasses.replace(desk.config, trusted_proxies=proxies), desk.store).test_client()
    answer = client.get("/sign-in", headers={"X-Forwarded-Proto": scheme})
    assert ("Strict-Transport-Security" in answer.headers) is secure
