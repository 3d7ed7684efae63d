"""The cookie of those who sign in: what signs it, and that senders of events never meet it."""

from __future__ import annotations

import threading
from pathlib import Path

from flask import session

from collector import create_app
from collector.config import Config
from collector.store import open_store
from collector.store.sqlite.secret import secret_beside
from tests.wire.shop import Shop, view


def test_the_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    database = tmp_path / "beheld.db"
    secret = secret_beside(database)
    assert len(secret) >= 32
    assert secret_beside(database) == secret
    assert (tmp_path / "beheld.db-secret").stat().st_mode & 0o777 == 0o600


def test_processes_that_begin_together_agree_on_one_secret(tmp_path: Path) -> None:
    found: list[str] = []
    together = threading.Barrier(8)

    def begin() -> None:
        together.wait()
        found.append(secret_beside(tmp_path / "beheld.db"))

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["beheld.db-secret"]


def test_a_secret_of_the_owners_goes_before(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'beheld.db'}")
    app = create_app(Config(secret_key="s" * 40), store)
    assert app.secret_key == "s" * 40
    assert not (tmp_path / "beheld.db-secret").exists()
    store.close()


def test_two_servers_on_one_file_understand_each_others_cookies(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'beheld.db'}")
    assert create_app(Config(), store).secret_key == create_app(Config(), store).secret_key
    store.close()


def cookie_of(shop: Shop, address: str) -> str:
    shop.app.add_url_rule("/sign", "sign", lambda: session.update(site=1) or "signed")
    return shop.client.get("/sign", base_url=address).headers["Set-Cookie"]


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    cookie = cookie_of(shop, "http://localhost")
    assert cookie.startswith("beheld=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    shop.close()


def test_over_https_the_cookie_never_goes_without_it(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    assert "Secure" in cookie_of(shop, "https://localhost")
    shop.close()


def test_https_before_a_trusted_proxy_counts(tmp_path: Path) -> None:
    shop = Shop(tmp_path, trusted_proxies=1)
    shop.client.environ_base["HTTP_X_FORWARDED_PROTO"] = "https"
    assert "Secure" in cookie_of(shop, "http://localhost")
    shop.close()


def test_senders_of_events_never_get_a_cookie(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    cookie_of(shop, "http://localhost")
    for answer in (
        shop.send(view()),
        shop.post(b"{"),
        shop.client.get("/beheld.full.js"),
        shop.client.get("/beheld-seen.js"),
        shop.client.get("/readyz"),
    ):
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
    shop.close()
