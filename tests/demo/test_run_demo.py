"""`beheld demo`, run as its user runs it."""

from __future__ import annotations

import re
from pathlib import Path

import requests

from tests.demo.conftest import Demo


def test_it_prints_where_the_shop_is_and_how_to_sign_in(demo: Demo) -> None:
    assert requests.get(f"{demo.url}/demo/", timeout=20).ok
    entered = requests.Session()
    form = entered.get(f"{demo.url}/sign-in", timeout=20).text
    token = re.search(r'name="form" value="([^"]+)"', form)
    assert token
    there = entered.post(f"{demo.url}/sign-in", data={"key": demo.read_key, "form": token.group(1)}, timeout=20)
    assert there.url == f"{demo.url}/visitors"
    assert there.ok


def test_the_visitors_it_points_out_tell_the_stories_it_promises(demo: Demo) -> None:
    stories = dict(re.findall(r"^  (.+?) {2,}http\S+/visitors/(\S+)$", demo.printed, re.MULTILINE))
    bought = demo.get(f"/api/v1/visitors/{stories['bought what a widget showed']}")
    lines = [line for entry in _entries(bought) for line in entry.get("lines", ())]
    assert [line for line in lines if line["found_through"]]
    unseen = demo.get(f"/api/v1/visitors/{stories['never scrolled to the widget']}")
    shown = [
        entry for entry in _entries(unseen) if entry.get("action") == "home-recs" and entry["type"] == "impression"
    ]
    assert {entry["state"] for entry in shown} <= {"undelivered", "unmeasured"}
    assert "below_fold" in {entry["reason"] for entry in shown}
    two = demo.get(f"/api/v1/visitors/{stories['one person on two devices']}")
    assert len(two["visitor_ids"]) == 2


def _entries(report: dict) -> list[dict]:  # type: ignore[type-arg]
    return [entry for session in report["sessions"] for entry in session["timeline"]]


def test_a_second_demo_on_the_same_store_adds_nobody_and_ends_the_first_read_key(tmp_path: Path) -> None:
    first = Demo(tmp_path / "beheld.db", "--visitors", "3")
    before = first.get("/api/v1/visitors")["visitors"]
    assert first.stop() == 0
    second = Demo(tmp_path / "beheld.db", "--visitors", "3")
    assert second.get("/api/v1/visitors")["visitors"] == before
    former, second.read_key = second.read_key, first.read_key
    assert second.get("/api/v1/visitors") is None
    assert former != first.read_key
    assert second.stop() == 0
