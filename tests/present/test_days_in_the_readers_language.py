"""Days and times on every page are those of the site's zone, written as the reader's language does."""

from __future__ import annotations

import re

import pytest

from tests.present.desk import Desk
from tests.present.reading import Elements, a_visit

IN_ENGLISH = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b[ ,]")
ISOLATES = re.compile("[\N{RIGHT-TO-LEFT ISOLATE}\N{POP DIRECTIONAL ISOLATE}]")
LANGUAGES = {
    "de": ("Fr., 2. Jan. 2026, 11:00", "11:10:00"),
    "fr": ("ven. 2 janv. 2026, 11:00", "11:10:00"),
    "ar": ("الجمعة، 2 يناير 2026, 11:00 ص", "11:10:00 ص"),
    "ja": ("2026年1月2日(金), 11:00", "11:10:00"),
    "en-GB": ("Fri, 2 Jan 2026, 11:00", "11:10:00"),
}
PATHS = (
    "/visitors", "/visitor?id=u17", "/live", "/account", "/settings/keys", "/settings/shares", "/settings/changes",
    "/settings/annotations", "/settings/costs", "/overview?from=2026-01-01&to=2026-01-31",
)  # fmt: skip


def in_language(desk: Desk, path: str, language: str) -> str:
    response = desk.client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200, response.text
    return ISOLATES.sub("", Elements(response.text).words.replace("\u202f", " "))


@pytest.fixture
def visited(desk: Desk) -> Desk:
    a_visit(desk.shop)
    desk.person("owner")
    desk.sign_in_as("owner@shop.example")
    desk.store.add_share(1, ["/overview"], by="owner@shop.example", account=1, lasts_ms=86_400_000)
    desk.store.put_definition(1, "annotations", "a", {"at": "2026-01-02", "text": "a note"})
    desk.store.put_definition(1, "costs", "c", {"campaign": "c", "amount": "5", "day_from": "2026-01-02"})
    return desk


def test_a_report_has_its_days_and_times_in_the_language(visited: Desk) -> None:
    for language, (day, time) in LANGUAGES.items():
        words = in_language(visited, "/visitor?id=u17", language)
        assert day in words, language
        assert time in words, language


def test_no_page_has_english_days_in_another_language(visited: Desk) -> None:
    for path in PATHS:
        assert IN_ENGLISH.search(in_language(visited, path, "en")), path
        assert IN_ENGLISH.search(in_language(visited, path, "ja")) is None, path


def test_a_day_written_from_right_to_left_stands_apart_from_the_words_around_it(visited: Desk) -> None:
    html = visited.client.get(PATHS[-1], headers={"Accept-Language": "ar"}).text
    begin, end = "\u206701\u200f/01\u200f/2026\u2069", "\u206731\u200f/01\u200f/2026\u2069"
    assert f"{begin} to {end}" in html
    assert "\u2067" not in visited.client.get(PATHS[-1], headers={"Accept-Language": "de"}).text
