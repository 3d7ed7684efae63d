"""The page behind a link in a mail: opening records nothing, sending records once, and nobody can make a link up."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest

from collector.store.sqlite.registry import HINT_LENGTH
from sdk_py import Beheld
from sdk_py.errors import InvalidSetting
from sdk_py.survey_links import LinkSigner
from tests.wire.shop import Shop

ORIGIN = "https://collector.example"


def link(shop: Shop, instrument: Any = "nps", **more: Any) -> str:
    """The path of a link as the SDK makes it."""
    asked = {"user_id": "u17", "action": "order-mail"} | more
    with Beheld(ORIGIN, key=shop.keys["secret"]) as client:
        return client.survey_link(instrument, **asked).removeprefix(ORIGIN)


def stored(shop: Shop) -> list[dict[str, Any]]:
    return [dict(row) for row in shop.store.query("select * from events where type = 'survey'")]


def test_to_open_it_records_nothing_and_only_chooses(shop: Shop) -> None:
    path = link(shop)
    for _ in range(2):
        page = shop.client.get(f"{path}?score=9").text
    assert re.findall(r'value="(\d+)" required( checked)?', page) == [
        (str(score), " checked" if score == 9 else "") for score in range(11)
    ]
    assert shop.client.head(path).status_code == 200
    assert "checked" not in shop.client.get(f"{path}?score=11").text.partition("<form")[2]
    assert stored(shop) == []


def test_an_answer_is_recorded_with_its_person(shop: Shop) -> None:
    answer = shop.client.post(link(shop, variation="b"), data={"score": "9", "comment": " Good "})
    assert "Thank you" in answer.text
    (event,) = stored(shop)
    message = (
        event["user_id"],
        event["visitor"],
        event["action"],
        event["variation"],
        event["trust"],
        event["view_id"],
    )
    assert message == ("u17", None, "order-mail", "b", 1, None)
    assert json.loads(event["body"]) == {"instrument": "nps", "scale": 10, "score": 9, "comment": "Good"}


def test_one_link_is_one_answer_the_first(shop: Shop) -> None:
    path = link(shop)
    shop.client.post(path, data={"score": "9"})
    again = shop.client.post(path, data={"score": "0"})
    assert "answered already" in again.text
    assert [json.loads(event["body"])["score"] for event in stored(shop)] == [9]


@pytest.mark.parametrize("score", ["", "11", "-1", "9x", "00000009", "٩"])
def test_without_a_number_of_the_scale_it_asks_again(shop: Shop, score: str) -> None:
    answer = shop.client.post(link(shop), data={"score": score, "comment": "<b>kept"})
    assert answer.status_code == 400
    assert "Please choose" in answer.text
    assert "&lt;b&gt;kept" in answer.text
    assert stored(shop) == []


def test_csat_begins_with_one_and_has_its_scale(shop: Shop) -> None:
    page = shop.client.get(link(shop, "csat", scale=7, visitor_id="ann", user_id=None)).text
    assert re.findall(r'value="(\d+)"', page) == [str(score) for score in range(1, 8)]


def test_what_was_changed_or_made_up_is_no_link(shop: Shop) -> None:
    path = link(shop)
    payload, _, signature = path.removeprefix("/s/").partition(".")
    message = json.loads(base64.urlsafe_b64decode(payload + "=="))
    other = base64.urlsafe_b64encode(json.dumps(message | {"u": "somebody"}).encode()).decode().rstrip("=")
    made_up = LinkSigner("sk_" + "x" * 40).token({"n": "1", "x": 2**40, "i": "nps", "u": "u17"})
    public = LinkSigner(shop.keys["public"]).token({"n": "1", "x": 2**40, "i": "nps", "u": "u17"})
    for bad in (f"{other}.{signature}", payload, f"{payload}.", f"{payload}.AAAA", "x", "%00", made_up, public):
        assert shop.client.get(f"/s/{bad}").status_code == 404
        assert shop.client.post(f"/s/{bad}", data={"score": "9"}).status_code == 404
    assert stored(shop) == []


@pytest.mark.parametrize(
    "message", [{}, {"i": "ces"}, {"u": None}, {"x": "never"}, {"s": 1}, {"s": "5"}, {"t": "x"}, {"n": 5}]
)
def test_what_a_site_signed_may_still_be_nonsense(shop: Shop, message: dict[str, Any]) -> None:
    whole = {"n": "0198-1", "x": 2**40, "i": "nps", "u": "u17"} | message if message else {}
    assert shop.client.get(f"/s/{LinkSigner(shop.keys['secret']).token(whole)}").status_code == 404


def test_a_link_ends(shop: Shop) -> None:
    path = link(shop, expires_days=-1)
    assert shop.client.get(path).status_code == 410
    assert shop.client.post(path, data={"score": "9"}).status_code == 410
    assert stored(shop) == []


def test_a_revoked_key_ends_its_links(shop: Shop) -> None:
    path = link(shop)
    shop.store.revoke_key(shop.site, shop.keys["secret"][:HINT_LENGTH])
    assert shop.client.get(path).status_code == 404


def test_other_words_and_no_script_of_anybodys(shop: Shop) -> None:
    texts = {"question": "¿Qué <b>tal</b>?", "language": "ar", "direction": "rtl", "send": "إرسال"}
    answer = shop.client.get(link(shop, texts=texts))
    assert '<html lang="ar" dir="rtl">' in answer.text
    assert "¿Qué &lt;b&gt;tal&lt;/b&gt;?" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'nonce-")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers


def test_what_the_sdk_makes_no_link_of(shop: Shop) -> None:
    with Beheld(ORIGIN, key=shop.keys["public"]) as client, pytest.raises(InvalidSetting, match="secret key"):
        client.survey_link("nps", user_id="u")
    for wrong in ({"user_id": None}, {"scale": 5}, {"texts": {"heading": "x"}}, {"texts": {"question": "x" * 3000}}):
        with pytest.raises(InvalidSetting):
            link(shop, **wrong)
    with pytest.raises(InvalidSetting):
        link(shop, "ces")
