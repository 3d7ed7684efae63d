"""Values as people read them."""

from __future__ import annotations

import pytest

from collector.present import formatting

MOMENT = "2026-01-02T10:00:12.345Z"
VIENNA = "Europe/Vienna"


def test_times_are_those_of_the_zone() -> None:
    assert formatting.clock(MOMENT, VIENNA) == "11:00:12"
    assert formatting.day(MOMENT, VIENNA) == "Fri 2 Jan 2026"
    assert formatting.day_and_minute(MOMENT, VIENNA) == "Fri 2 Jan 2026, 11:00"
    assert formatting.exact(MOMENT, VIENNA) == "2026-01-02 11:00:12.345 +01:00"


def test_a_stretch_of_time_names_its_day_once() -> None:
    assert formatting.from_to(MOMENT, "2026-01-02T10:10:00.000Z", VIENNA) == "Fri 2 Jan 2026, 11:00–11:10"
    assert formatting.from_to(MOMENT, "2026-01-02T23:10:00.000Z", VIENNA) == (
        "Fri 2 Jan 2026, 11:00–Sat 3 Jan 2026, 00:10"
    )


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://shop.example/a?b=c", True),
        ("http://shop.example", True),
        ("HTTPS://shop.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
        ("//evil.example", False),
        ("/path", False),
        ("https:", False),
        ("https://[", False),
        ("ftp://shop.example", False),
        (None, False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, link: bool) -> None:
    assert formatting.web_address(url) == (url if link else None)


def test_what_brought_a_visit() -> None:
    nothing = {"source": None, "medium": None, "utm_campaign": None, "referrer": None}

    assert formatting.origin({**nothing, "source": "news", "utm_campaign": "may"}) == "news / may"
    assert formatting.origin({**nothing, "referrer": "https://a.example/x"}) == "a.example"
    assert formatting.origin({**nothing, "referrer": "https://["}) == "direct or unknown"
    assert formatting.origin(nothing) == "direct or unknown"


@pytest.mark.parametrize(
    ("name", "locale", "text"),
    [
        ("2026-01", "en", "Jan 2026"),
        ("2026-01", "de", "Jan. 2026"),
        ("2026 Q3", "en", "Q3 2026"),
        ("2026 Q3", "fr", "T3 2026"),
        ("2026", "ja", "2026"),
    ],
)
def test_months_and_quarters_are_in_the_readers_language(name: str, locale: str, text: str) -> None:
    assert formatting.unit_text(name, locale) == text


def test_numbers_are_tied_to_their_units() -> None:
    assert formatting.tied("After 8.8 s, 82 % of 3,000 px, 2 × A for 10 EUR in 3 days") == (
        "After 8.8\u00a0s, 82\u00a0% of 3,000\u00a0px, 2\u00a0× A for 10\u00a0EUR in 3 days"
    )
    assert formatting.tied(None) is None
