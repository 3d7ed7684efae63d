"""The API about visitors: shapes, parameters, export, erasure."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from markupsafe import escape

from collector.event import Rejected
from collector.facts.rebuild import rebuild
from collector.reports.visitor import export
from tests.present.desk import Desk
from tests.reports.building import DAY, a_line


def test_a_report_has_the_documented_fields_in_order(desk: Desk) -> None:
    desk.shop.send(desk.shop.event("page_view", 0))

    report = json.loads(desk.ask("visitors/ann").text)

    assert list(report) == [
        "site", "time_zone", "id", "person", "visitor_ids", "user_id", "also", "first_seen", "last_seen", "orders",
        "revenue", "clv", "currency", "bot", "found_revenue", "subscriptions", "traits", "sessions", "outside_sessions",
        "truncated", "next", "fresh_to",
    ]  # fmt: skip
    assert (report["site"], report["id"], report["next"]) == ("shop", "ann", None)


def test_posted_events_stand_in_the_visitors_report(desk: Desk) -> None:
    """From a page's events to its visitor's report, all over HTTP."""
    view = {"visitor_id": "v1", "view_id": "w1"}
    page = {"url": "https://shop.example/?utm_source=mail", "title": "<b>Tea</b>"}
    detail = {"top": 2400, "deepest": 1310, "page": 3000}
    events: list[dict[str, Any]] = [
        {"type": "page_view", "ts": 1767348000000, **view, "page": page},
        {"type": "execute", "ts": 1767348001000, **view, "action": "recs", "kind": "products", "items": ["A", "B"]},
        {"type": "execute", "ts": 1767348001000, **view, "action": "deep", "kind": "banner"},
        {"type": "deliver", "ts": 1767348002000, **view, "action": "recs"},
        {"type": "click", "ts": 1767348010000, **view, "action": "recs", "item": "A", "target": "a.card"},
        {
            "type": "evidence", "ts": 1767348020000, **view, "action": "deep",
            "max_fraction": 0, "reason": "below_fold", "detail": detail,
        },
        {
            "type": "purchase", "ts": 1767348600000, **view, "order_id": "7", "currency": "EUR",
            "items": [{"item": "A", "quantity": 2, "price": "19.90"}],
        },
    ]  # fmt: skip
    for number, event in enumerate(events):
        event["id"] = f"00000000-0000-4000-8000-{number:012d}"
    sent = desk.client.post("/v1/events", json={"key": desk.keys["secret"], "events": events})
    assert sent.status_code == 202
    desk.shop.send()

    report = desk.ask("visitors/v1").json

    assert (report["orders"], report["revenue"]) == (1, "39.80")
    (session,) = report["sessions"]
    assert session["source"] == "mail"
    timeline = session["timeline"]
    assert [entry["type"] for entry in timeline] == ["page_view", "impression", "impression", "click", "purchase"]
    assert timeline[0]["page"]["title"] == "<b>Tea</b>"
    assert [entry["explanation"] for entry in timeline[1:3]] == [
        "Interacted with after 1.0 s; viewing time not measured.",
        "Not seen: it was 2,400 px down; the visitor reached 1,310 of 3,000 px.",
    ]
    assert timeline[4]["lines"][0]["found_through"]["action"] == "recs"


@pytest.mark.parametrize("id", ["a/b", "a//b", "/a", "ä ö", "a?b#c", "50%", "u:1", "..", "a&b=c"])
def test_any_id_can_be_looked_up(desk: Desk, id: str) -> None:
    desk.shop.send(desk.shop.event("page_view", 0, visitor=id))

    assert desk.ask(f"visitors/{quote(f'v:{id}', safe='')}").json["visitor_ids"] == [id]
    assert desk.ask("visitors", query_string={"q": id}).json["visitors"][0]["id"] == id


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("limit=0", {"limit"}),
        ("limit=201", {"limit"}),
        ("limit=ten", {"limit"}),
        ("from=2026-13-01", {"from"}),
        ("from=yesterday", {"from"}),
        ("to=1066-10-14", {"to"}),
        ("from=2026-01-02&to=2026-01-01", {"to"}),
        ("cursor=nonsense", {"cursor"}),
        ("cursor=" + "A" * 5000, {"cursor"}),
        ("q=" + "x" * 129, {"q"}),
        ("q=a&q=b", {"q"}),
        ("q=%00", {"q"}),
        ("page=2&limit=x", {"page", "limit"}),
    ],
)
def test_bad_parameters_of_a_search_are_named_with_what_is_allowed(desk: Desk, query: str, wrong: set[str]) -> None:
    response = desk.ask(f"visitors?{query}")

    assert response.status_code == 400
    error = response.json["error"]
    assert set(error["fields"]) == wrong
    assert all(isinstance(message, str) for messages in error["fields"].values() for message in messages)
    allowed = "q, action, not_delivered, reason, bought, from, to, cursor, limit"
    assert query.startswith("cursor") or allowed in error["message"]


@pytest.mark.parametrize("query", ["limit=501", "limit=-1", "before=x", "cursor=x", "format=json"])
def test_bad_parameters_of_a_report_are_rejected(desk: Desk, query: str) -> None:
    desk.shop.send(desk.shop.event("page_view", 0))

    response = desk.ask(f"visitors/ann?{query}")

    assert response.status_code == 400
    assert list(response.json["error"]["fields"]) == [query.split("=")[0]]


def test_empty_parameters_ask_for_nothing(desk: Desk) -> None:
    desk.shop.send(desk.shop.event("page_view", 0))

    found = desk.ask("visitors?q=&action=&not_delivered=&from=&to=").json

    assert [visitor["id"] for visitor in found["visitors"]] == ["ann"]


@pytest.mark.parametrize(
    ("query", "found"), [("from=2026-01-02&to=2026-01-02", True), ("from=2026-01-03", False), ("to=2026-01-01", False)]
)
def test_days_are_those_of_the_sites_time_zone(desk: Desk, query: str, found: bool) -> None:
    just_after_midnight_in_vienna = -10.9 * 3600
    desk.shop.send(desk.shop.event("page_view", just_after_midnight_in_vienna))

    assert bool(desk.ask(f"visitors?{query}").json["visitors"]) is found


def test_sessions_are_paged_by_a_cursor(desk: Desk) -> None:
    desk.shop.send(*(desk.shop.event("page_view", n * DAY, view_id=f"w{n}") for n in range(3)))

    first = desk.ask("visitors/ann?limit=2").json
    second = desk.ask("visitors/ann", query_string={"limit": 2, "before": first["next"]}).json

    days = [session["started_at"][:10] for page in (first, second) for session in page["sessions"]]
    assert days == ["2026-01-04", "2026-01-03", "2026-01-02"]
    assert second["next"] is None


def test_answers_are_kept_in_no_cache(desk: Desk) -> None:
    desk.shop.send(desk.shop.event("page_view", 0))

    for route in ("visitors", "visitors/ann", "visitors/ann/export"):
        assert desk.ask(route).headers["Cache-Control"] == "no-store"


def test_an_export_holds_every_event_as_it_was_sent(desk: Desk) -> None:
    shop = desk.shop
    page_view = {
        "type": "page_view",
        "id": "00000000-0000-4000-8000-000000000001",
        "ts": 1767348000000,
        "visitor_id": "v1",
        "view_id": "w1",
        "page": {"url": "https://shop.example/", "title": "Tea"},
    }
    order = {
        "type": "purchase",
        "id": "00000000-0000-4000-8000-000000000002",
        "ts": 1767348060000,
        "visitor_id": "v1",
        "user_id": "u1",
        "order_id": "7",
        "currency": "EUR",
        "items": [{"item": "A", "quantity": 2, "price": "19.90", "discount": "1.00"}],
        "tax": "3.00",
        "props": {"gift": True},
    }
    refund = {"type": "refund", "id": "00000000-0000-4000-8000-000000000003", "ts": 1767348090000, "order_id": "7"}
    desk.client.post("/v1/events", json={"key": desk.keys["secret"], "events": [page_view, order, refund]})
    shop.send(shop.event("page_view", 0, visitor="somebody-else"))

    response = desk.ask("visitors/u1/export")

    exported = json.loads(response.text)
    assert {name: exported[name] for name in ("site", "person", "visitor_ids", "user_id")} == {
        "site": "shop",
        "person": "u:u1",
        "visitor_ids": ["v1"],
        "user_id": "u1",
    }
    kept = ("received_at", "trust", "context")
    events = [{name: value for name, value in event.items() if name not in kept} for event in exported["events"]]
    assert events == [page_view, order, refund]
    assert "attachment" in response.headers["Content-Disposition"]


def test_an_export_of_many_events_holds_each_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "AT_ONCE", 3)
    desk.shop.send(*(desk.shop.event("page_view", n, view_id=f"w{n}") for n in range(10)))

    events = json.loads(desk.ask("visitors/ann/export").text)["events"]

    assert [event["view_id"] for event in events] == [f"w{n}" for n in range(10)]


def test_a_person_known_by_rejected_events_alone_can_be_erased(desk: Desk) -> None:
    desk.store.append([], [Rejected(1, 1, "r", '{"userId": "u9", "value": NaN}', "{}")])
    erased = desk.ask("visitors/u9", key="admin", method="DELETE").json["erased"]
    assert erased == {"person": None, "events": 0, "rejections": 1}
    assert desk.store.rejected(1, 10) == []
    assert desk.ask("visitors/u9", key="admin", method="DELETE").status_code == 404


def test_an_erased_person_is_gone_and_others_stay(desk: Desk) -> None:
    shop = desk.shop
    shop.send(
        shop.event("page_view", 0, user_id="u1"),
        shop.event("page_view", DAY, visitor="phone", user_id="u1", view_id="w2"),
        shop.order(60, a_line("A", 5), user_id="u1"),
        shop.event("page_view", 0, visitor="bob"),
    )

    would = desk.ask("visitors/u1/erasure").json["would_erase"]
    assert would == {
        "person": "u:u1",
        "events": 3,
        "visitors": 2,
        "users": 1,
        "persons": 1,
        "orders": 1,
        "rejections": 0,
    }

    response = desk.ask("visitors/u1", key="admin", method="DELETE")

    assert response.json == {"site": "shop", "erased": {"person": "u:u1", "events": 3, "rejections": 0}}
    for id in ("ann", "phone", "u1"):
        assert desk.ask(f"visitors/{id}").status_code == 404
    assert [visitor["id"] for visitor in desk.ask("visitors").json["visitors"]] == ["bob"]
    assert desk.ask("visitors/ann", key="admin", method="DELETE").status_code == 404


def test_erasing_somebody_keeps_what_others_did_on_their_device(desk: Desk) -> None:
    shop = desk.shop
    shop.send(
        shop.event("page_view", 0, visitor="till", user_id="u1"),
        shop.event("goal", 10, visitor="till", name="mine"),
        shop.event("page_view", 60, visitor="till", user_id="u2", view_id="w2"),
        shop.event("goal", 70, visitor="till", name="theirs", view_id="w2"),
    )

    desk.ask("visitors/u1", key="admin", method="DELETE")
    rebuild(desk.store)

    assert desk.ask("visitors/u1").status_code == 404
    kept = desk.ask("visitors/u2").json["sessions"][0]["timeline"]
    assert [entry["type"] for entry in kept] == ["page_view", "goal"]
    assert kept[1]["goal"] == "theirs"


def test_erasing_the_nameless_user_of_a_shared_device_keeps_what_users_did_on_it(desk: Desk) -> None:
    shop = desk.shop
    users = [shop.event("page_view", n, visitor="till", user_id=f"u{n}", view_id=f"w{n}") for n in range(1, 12)]
    shop.send(shop.event("page_view", 0, visitor="till", view_id="w0"), *users)
    assert desk.ask("visitors/v:till").json["person"] == "v:till"

    erased = desk.ask("visitors/v:till", key="admin", method="DELETE").json["erased"]
    rebuild(desk.store)

    assert erased == {"person": "v:till", "events": 1, "rejections": 0}
    assert desk.ask("visitors/v:till").status_code == 404
    assert desk.ask("visitors/u1").status_code == 200


def test_erasing_a_visitor_keeps_the_user_whom_it_only_named(desk: Desk) -> None:
    shop = desk.shop
    shop.send(
        shop.event("page_view", 0, user_id="alice"),
        shop.order(60, a_line("A", 5), a_line("B", 4), user_id="alice", order_id="1001"),
        shop.from_server("refund", 90, order_id="1001", items=["A"]),
        shop.event("page_view", 100, visitor="evil", view_id="e1"),
        shop.event("identify", 110, visitor="evil", view_id="e1", user_id="alice", traits={"name": "Mallory"}),
        shop.order(120, a_line("A", 5), visitor="evil", view_id="e1", order_id="1001"),
    )
    would = desk.ask("visitors/evil/erasure").json["would_erase"]
    assert (would["person"], would["events"], would["orders"], would["stays"]) == ("v:evil", 3, 1, "u:alice")

    erased = desk.ask("visitors/evil", key="admin", method="DELETE").json["erased"]
    rebuild(desk.store)

    assert erased == {"person": "v:evil", "events": 3, "rejections": 0, "stays": "u:alice"}
    assert desk.ask("visitors/evil").status_code == 404
    alice = desk.ask("visitors/alice").json
    assert (alice["visitor_ids"], alice["traits"], alice["orders"], alice["revenue"]) == (["ann"], {}, 1, "4.00")


def test_erasing_a_visitor_whom_the_server_knows_as_a_user_erases_the_user(desk: Desk) -> None:
    shop = desk.shop
    shop.send(
        shop.event("page_view", 0),
        shop.event("page_view", DAY, visitor="phone", user_id="u1", view_id="w2"),
        shop.from_server("goal", 60, visitor="ann", user_id="u1", name="paid"),
    )

    erased = desk.ask("visitors/ann", key="admin", method="DELETE").json["erased"]

    assert erased == {"person": "u:u1", "events": 3, "rejections": 0}
    assert desk.ask("visitors/phone").status_code == 404


def test_erasing_a_visitor_whom_several_used_takes_what_the_last_of_them_did_there(desk: Desk) -> None:
    shop = desk.shop
    shop.send(
        shop.event("page_view", 0, visitor="till", user_id="u1"),
        shop.event("page_view", 60, visitor="till", user_id="u2", view_id="w2"),
        shop.event("page_view", 90, visitor="phone", user_id="u2", view_id="w3"),
    )

    erased = desk.ask("visitors/till", key="admin", method="DELETE").json["erased"]
    rebuild(desk.store)

    assert erased == {"person": "v:till", "events": 1, "rejections": 0, "stays": "u:u2"}
    assert desk.ask("visitors/u1").json["visitor_ids"] == ["till"]
    assert desk.ask("visitors/u2").json["visitor_ids"] == ["phone"]


ODD_IDS = [
    "bob\nb",
    "x/../v:victim",
    "..",
    ".",
    "/lead",
    "a//b",
    "a/export",
    "a/erasure",
    "%2e%2e",
    "a?b#c",
    "v:..",
]


@pytest.mark.parametrize("id", ODD_IDS)
def test_every_id_reaches_the_person_it_names_and_no_other(desk: Desk, id: str) -> None:
    shop = desk.shop
    shop.send(
        *(shop.event("page_view", 0, visitor=name, view_id="w") for name in ("alice", "a", "victim", id)),
    )

    asked = {"id": id}
    assert desk.ask("visitor", query_string=asked).json["visitor_ids"] == [id]
    assert desk.ask("visitor", query_string={"id": f"v: {id}\n"}).json["visitor_ids"] == [id]
    exported = json.loads(desk.ask("visitor/export", query_string=asked).text)
    assert [event["visitor_id"] for event in exported["events"]] == [id]
    assert desk.ask("visitor/erasure", query_string=asked).json["would_erase"]["events"] == 1
    links = map(unescape, re.findall(r'href="([^"]+)"', desk.page("/visitors")))
    (link,) = [link for link in links if parse_qs(urlsplit(link).query).get("id") == [f"v:{id}"]]
    assert f"<h1>{escape(id)}</h1>" in desk.page(link)
    assert desk.ask("visitor", key="admin", method="DELETE", query_string=asked).json["erased"]["events"] == 1
    assert desk.ask("visitor", query_string=asked).status_code == 404
    assert {visitor["id"] for visitor in desk.ask("visitors").json["visitors"]} == {"alice", "a", "victim"}


@pytest.mark.parametrize("id", ["bob\nb", "x/../v:victim", "/lead", "a//b"])
def test_an_id_encoded_in_the_path_is_taken_letter_by_letter(desk: Desk, id: str) -> None:
    shop = desk.shop
    shop.send(*(shop.event("page_view", 0, visitor=name, view_id="w") for name in ("alice", "victim", id)))
    assert desk.ask(f"visitors/{quote(id, safe='')}").json["visitor_ids"] == [id]
    assert desk.ask(f"visitors/{quote(id, safe='')}", key="admin", method="DELETE").json["erased"]["events"] == 1


@pytest.mark.parametrize(
    "path", ["visitor", "visitor?id=", "visitors/ann?id=bob", "visitor/export", "visitor?id=a&id=b"]
)
def test_a_request_names_one_visitor_or_user(desk: Desk, path: str) -> None:
    wrong = desk.ask(path)
    assert wrong.status_code == 400
    assert "id" in wrong.json["error"]["fields"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_405_names_the_methods_there_are(desk: Desk, method: str) -> None:
    response = desk.ask("visitors/ann", key="admin", method=method)

    assert response.status_code == 405
    assert response.json["error"]["code"] == "method_not_allowed"
