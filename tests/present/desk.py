"""A collector with a shop in it, asked over HTTP: by programs with a key, and by people who sign in."""

from __future__ import annotations

import contextlib
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from collector import create_app
from collector.config import Config
from collector.present.passwords import hashed
from collector.store import open_store
from collector.store.accounts import Account
from tests.reports.building import Shop

KINDS = ("public", "secret", "read", "admin")
PASSWORD = "correct horse battery"
TOKEN = re.compile(r'name="form" value="([^"]+)"')

_kept_of = cache(hashed)


@cache
def _new_database() -> tuple[bytes, dict[str, str]]:
    """A database with the sites, made once, since each of its transactions waits for the disk; and the shop's keys."""
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(open_store(f"sqlite:///{folder}/new.db")) as store:
        shop = store.add_site("shop", time_zone="Europe/Vienna", currency="EUR")
        store.add_site("other", time_zone="UTC", currency="EUR")
        keys = {kind: store.add_key(shop.site, kind) for kind in KINDS}
        store.close()
        return Path(folder, "new.db").read_bytes(), keys


class Desk:
    """Two sites in one store, `shop` and `other`, with a key of each kind for the first."""

    def __init__(self, folder: Path) -> None:
        new, self.keys = _new_database()
        (folder / "beheld.db").write_bytes(new)
        self.config = Config(store=f"sqlite:///{folder / 'beheld.db'}")
        self.store = open_store(self.config.store)
        self.shop, self.other = (Shop(self.store, site=site) for site in self.store.sites())
        self.app = create_app(self.config, self.store)
        self.client: FlaskClient = self.app.test_client()

    def ask(self, path: str, *, key: str | None = "read", method: str = "GET", **options: Any) -> TestResponse:
        """The API's answer to the bearer of a key: one of the shop's, by its kind, or any text."""
        headers = {"Authorization": f"Bearer {self.keys.get(key, key)}"} if key else {}
        return self.client.open(f"/api/v1/{path}", method=method, headers=headers, **options)

    def sign_in(self, key: str = "read", **form: str) -> TestResponse:
        """Fill in the form of the sign-in page and send it."""
        token = form_token(self.client.get("/sign-in").text)
        return self.client.post("/sign-in", data={"form": token, "key": self.keys.get(key, key)} | form)

    def person(self, role: str, *, email: str = "", site: int = 1) -> Account:
        """Somebody with an account, whose password is PASSWORD: named after the role, if not otherwise."""
        account = self.store.add_account(email or f"{role}@shop.example", site, role, by="cli")
        if not account.has_password:
            self.store.set_password(account.account, _kept_of(PASSWORD), by="cli")
        return account._replace(has_password=True)

    def sign_in_as(
        self, email: str, password: str = PASSWORD, *, client: FlaskClient | None = None, **form: str
    ) -> TestResponse:
        """Fill in the form for accounts and send it."""
        return self.post("/sign-in/account", client=client, email=email, password=password, **form)

    def post(self, path: str, *, client: FlaskClient | None = None, **form: str) -> TestResponse:
        """Send a form of ours, with the token of the session at hand."""
        browser = client or self.client
        pages = (browser.get(path).text for path in ("/account", "/sign-in"))
        token = next(found[1] for html in pages if (found := TOKEN.search(html)))
        return browser.post(path, data={"form": token} | form)

    def page(self, path: str) -> str:
        """The HTML of a page, seen by somebody who is signed in."""
        if self.client.get("/visitors").status_code != 200:
            self.sign_in()
        response = self.client.get(path)
        assert response.status_code == 200, response.text
        return response.text

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def form_token(html: str) -> str:
    """What the first form of a page carries to show that it is ours."""
    found = TOKEN.search(html)
    assert found, "this page has no form"
    return found[1]
