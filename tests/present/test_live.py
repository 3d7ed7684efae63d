"""The page of events as they arrive, and of a site that waits for its first one."""

from __future__ import annotations

import re

import pytest

from collector.clock import now_ms
from collector.event import Rejected, RejectedOrigin
from tests.present.desk import Desk
from tests.present.reading import HOSTILE, Elements, a_visit


def lines_after(desk: Desk, place: str, filters: str = "") -> tuple[str, str]:
    """The lines that arrived after a place, and the next place."""
    response = desk.client.get(f"/live/events?{filters}", headers={"Last-Event-ID": place})
    assert response.status_code == 200, response.text
    assert response.mimetype == "text/event-stream"
    retry, _, event = response.text.partition("\n\n")
    assert retry == "retry: 1000"
    id, *data = event.splitlines() or [f"id: {place}"]
    html = "\n".join(line.removeprefix("data: ") for line in data)
    return Elements(html).words, id.removeprefix("id: ")


def place_of(html: str) -> str:
    found = re.search(r'data-after="([^"]+)"', html)
    assert found
    return found[1]


def reject(desk: Desk, event: str, errors: str = '{"goal": ["Missing."]}') -> None:
    desk.store.append([], [Rejected(desk.shop.site.site, 1_767_348_000_000, None, event, errors)])


def test_only_what_came_after_a_place_is_added(desk: Desk) -> None:
    a_visit(desk.shop)
    place = place_of(html := desk.page("/live"))
    assert "newsletter" in Elements(html).words

    desk.shop.send(desk.shop.event("goal", 700, name="call"))
    words, following = lines_after(desk, place)

    assert "goal call" in words
    assert "newsletter" not in words
    assert lines_after(desk, following) == ("", following)


def test_what_was_received_last_stands_first_in_whichever_order_it_was_stored(desk: Desk) -> None:
    times = {"goal-b": 100, "goal-c": 200, "goal-a": 0}
    desk.shop.send(*(desk.shop.event("goal", at, name=name)._replace(received_at=at) for name, at in times.items()))

    words = Elements(desk.page("/live")).words

    assert words.index("goal-c") < words.index("goal-b") < words.index("goal-a")


def test_a_line_says_who_did_what_where(desk: Desk) -> None:
    desk.shop.send(desk.shop.event("click", 0, action="recs", item="A"))

    html = desk.page("/live")

    assert "click recs A" in Elements(html).words
    assert 'href="/visitor?id=ann"' in html


def test_a_rejected_event_shows_its_errors_and_what_was_sent_as_text(desk: Desk) -> None:
    place = place_of(desk.page("/live"))
    reject(desk, '{"type": "goal", "visitor_id": "bob", "props": "<script>alert(1)</script>"}')

    words, _ = lines_after(desk, place)

    assert "goal rejected bob goal: Missing." in words
    assert '"props": "<script>alert(1)</script>"' in words
    assert "<script>alert" not in desk.page("/live")


@pytest.mark.parametrize("event", ["not JSON", "[1]", '{"type": 7, "page": {"url": 3}}', '{"page": "/x"}'])
def test_whatever_was_rejected_is_shown(desk: Desk, event: str) -> None:
    reject(desk, event)

    assert event in Elements(desk.page("/live")).words


def test_lines_are_filtered_by_visitor_and_type(desk: Desk) -> None:
    desk.shop.send(
        desk.shop.event("goal", 0, visitor="ann", name="one"),
        desk.shop.event("goal", 1, visitor="bob", name="two"),
        desk.shop.event("page_view", 2, visitor="bob"),
    )
    reject(desk, '{"type": "goal", "visitor_id": "bob", "goal": "three"}')
    desk.page("/live")

    words, _ = lines_after(desk, "0-0", "visitor=bob&type=goal")

    assert [name for name in ("one", "two", "three", "page_view") if name in words] == ["two", "three"]
    assert desk.client.get("/live?type=nothing").status_code == 400
    assert desk.client.get("/live/events?after=x").status_code == 400


def test_another_sites_events_are_not_shown(desk: Desk) -> None:
    desk.other.send(desk.other.event("goal", 0, name="secret"))

    assert "secret" not in Elements(desk.page("/live")).words


def test_what_was_sent_is_only_text(desk: Desk) -> None:
    desk.shop.send(desk.shop.event("goal", 0, visitor=HOSTILE[:100], name=HOSTILE))

    assert "<script>alert" not in desk.page("/live")


def test_only_this_page_may_ask_the_server(desk: Desk) -> None:
    desk.page("/live")

    assert "connect-src 'self'" in desk.client.get("/live").headers["Content-Security-Policy"]
    assert "connect-src" not in desk.client.get("/visitors").headers["Content-Security-Policy"]


def test_a_site_without_events_says_what_to_do(desk: Desk) -> None:
    desk.store.change_settings(desk.shop.site.site, lambda settings: {**settings, "origins": ["https://a.example"]})
    desk.store.note_origin(RejectedOrigin(desk.shop.site.site, "https://b.example", now_ms()))

    html = desk.page("/live")

    assert "Waiting for your first event" in html
    assert "http://localhost/beheld.js" in html
    assert desk.keys["public"] not in html
    assert "--origin https://b.example" in html
    assert "Make a new public key" not in html
    assert "See what is still to be done" in desk.page("/overview")


def test_an_owner_makes_a_public_key_that_is_shown_once_and_sends(desk: Desk) -> None:
    desk.sign_in("admin")

    made = desk.post("/live/key").text

    key = re.search(r"data-key=&#34;(pk_[^&]+)&#34;", made)
    assert key
    holder = desk.store.key(key[1])
    assert holder
    assert (holder.kind, holder.site.name) == ("public", "shop")
    assert key[1] not in desk.page("/live")
    assert desk.store.changes(desk.shop.site.site, limit=1)[0].action == "key.new"


def test_the_first_event_turns_the_card_and_leads_on(desk: Desk) -> None:
    desk.shop.send(desk.shop.event("page_view", 0))
    desk.page("/live")

    first = Elements(desk.client.get("/live/beginning").text).words
    desk.shop.send(desk.shop.event("execute", 1, action="hero", kind="banner"))
    second = Elements(desk.client.get("/live/beginning").text).words

    assert "1 × page_view" in first
    assert "Now mark up your first action" in first
    assert "Actions are measured: hero" in second
    assert "No event has arrived" not in desk.page("/overview")


def test_a_site_with_many_events_has_no_such_card(desk: Desk) -> None:
    desk.shop.send(*(desk.shop.event("goal", n, name="x") for n in range(51)))

    assert 'class="card' not in desk.page("/live").split('<div id="beginning">')[1].split("</div>")[0]
