"""Which browsers are here."""

from __future__ import annotations

from tests.browser.chromium import installed
from tests.browser.firefox import path_of_firefox
from tests.browser.webdriver import path_of_chromedriver, path_of_webkit


def browser_names() -> list[str]:
    """The programs that tests of the snippet are going to run in."""
    found = [installed() or "chromium of playwright", path_of_firefox(), path_of_webkit(), path_of_chromedriver()]
    return [path if isinstance(path, str) else path[1] for path in found if path]
