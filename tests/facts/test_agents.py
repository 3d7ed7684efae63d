"""What a user agent says."""

from __future__ import annotations

import pytest

from collector.facts.agents import agent_of
from tests.facts.streams import CRAWLER, PHONE

DESKTOP = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
TABLET = (
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("user_agent", "device", "browser", "system"),
    [
        (DESKTOP, "desktop", "Chrome", "Windows"),
        (PHONE, "phone", "Mobile Safari UI/WKWebView", "iOS"),
        (TABLET, "tablet", "Mobile Safari", "iOS"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36", "phone",
         "Chrome Mobile", "Android"),
        ("Mozilla/5.0 (Linux; Android 15; SM-X710) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36", "tablet",
         "Chrome", "Android"),
        ("Mozilla/5.0 (SMART-TV; LINUX; Tizen 8.0) AppleWebKit/537.36 Version/8.0 TV Safari/537.36", "tv",
         "Safari", "Tizen"),
    ],
)  # fmt: skip
def test_device_browser_and_system(user_agent: str, device: str, browser: str, system: str) -> None:
    found = agent_of(user_agent, False)
    assert (found.device, found.bot) == (device, 0)
    assert found.os == system
    assert found.browser == browser


@pytest.mark.parametrize(
    "user_agent",
    [
        CRAWLER,
        "",
        "Mozilla/5.0",
        "python-requests/2.32.3",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
    ],
)
def test_bots(user_agent: str) -> None:
    assert agent_of(user_agent, False).bot == 1


def test_a_browser_that_a_program_drives_is_a_bots() -> None:
    assert agent_of(DESKTOP, True).bot == 1


def test_no_user_agent_at_all_says_nothing() -> None:
    assert agent_of(None, False) == (None, None, None, 0)
