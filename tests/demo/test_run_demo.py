"""`beheld demo`, run as its user runs it."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
from pathlib import Path

import requests

from collector.store import open_store
from tests.demo.conftest import PATIENCE_S, ROOT, Demo, started, wait_for


def test_it_prints_where_the_shop_is_and_how_to_sign_in(demo: Demo) -> None:
    assert requests.get(f"{demo.url}/demo/", timeout=20).ok
    entered = requests.Session()
    form = entered.get(f"{demo.url}/sign-in", timeout=20).text
    token = re.search(r'name="form" value="([^"]+)"', form)
    assert token
    there = entered.post(f"{demo.url}/sign-in", data={"key": demo.read_key, "form": token.group(1)}, timeout=20)
    assert there.url == f"{demo.url}/overview"
    assert there.ok


def test_the_visitors_it_points_out_have_the_stories_it_promises(demo: Demo) -> None:
    stories = dict(re.findall(r"^  (.+?) {2,}http\S+/visitor\?id=(\S+)$", demo.printed, re.MULTILINE))
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


def test_a_second_demo_at_the_same_port_says_who_is_there_and_leaves_the_first_ones_key_alone(demo: Demo) -> None:
    port = demo.url.rpartition(":")[2]
    second = subprocess.run(
        [sys.executable, "-m", "collector", "--store", demo.store_url, "demo", "--port", port],
        capture_output=True, text=True, cwd=ROOT, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert second.returncode == 2
    assert f"a Beheld server is running there: {demo.url}" in second.stderr
    assert demo.get("/api/v1/visitors") is not None


def test_stopped_while_it_simulates_it_ends_in_good_order_and_in_silence(tmp_path: Path) -> None:
    process = started(tmp_path / "beheld.db", "--visitors", "100000")
    with contextlib.closing(open_store(f"sqlite:///{tmp_path}/beheld.db")) as store:
        wait_for(lambda: store.query("select seq from events limit 1", {}), "the first visitor")
        process.send_signal(signal.SIGINT)
        printed = process.communicate(timeout=PATIENCE_S)
        assert (process.returncode, *printed) == (0, "", "")
        site = store.site_named("demo")
        assert site is not None
        assert [key.kind for key in store.keys(site.site) if key.revoked_at is None] == ["public"]
