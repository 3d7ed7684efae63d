"""WebKit (as Debian has it for GNOME) and Chromium with its windows, driven by WebDriver: Playwright knows neither."""

from __future__ import annotations

import os
import queue
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import ActionChains, Chrome, ChromeOptions, ChromeService, Keys, WebKitGTK
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.mouse_button import MouseButton
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.webkitgtk.options import Options as WebKitOptions
from selenium.webdriver.webkitgtk.service import Service as WebKitService

from tests.browser.screen import path_of_screen, screen

POLL_S = 0.05
WIDTH, HEIGHT = 1000, 600

# WebDriver hears no console: pages keep what is said there.
EAR = "<script>window.heard = []; console.debug = (...words) => heard.push(words.join(' '))</script>"


class Driven:
    """A browser, and the page that its visitor looks at; the commands are those of firefox.mjs."""

    in_head = EAR

    def __init__(self, driver: WebDriver) -> None:
        self.driver = driver
        self.console = Console(driver)
        self.thrown: list[str] = []
        self.version = f"{driver.capabilities['browserName']} {driver.capabilities['browserVersion']}"

    def do(self, command: str, *given: Any) -> Any:
        """Carry out a command, and return what came of it."""
        return getattr(self, f"_{command}")(*given)

    def _visit(self, url: str) -> None:
        self.driver.get(url.rpartition("/")[0] + "/empty")
        self.driver.delete_all_cookies()  # those of all ports; what is stored is of one port, so of one test
        self._size()
        self.driver.get(url)

    def _size(self) -> None:
        self.driver.set_window_size(WIDTH, HEIGHT)
        width, height = self.driver.execute_script("return [innerWidth, innerHeight]")
        self.driver.set_window_size(2 * WIDTH - width, 2 * HEIGHT - height)

    def _goto(self, url: str) -> None:
        self.driver.get(url)

    def _back(self) -> None:
        self.driver.execute_script("setTimeout(() => history.back())")

    def _evaluate(self, script: str) -> None:
        self.driver.execute_script(script)

    def _click(self, x: int, y: int, button: str = "left") -> None:
        actions = ActionBuilder(self.driver)
        which = MouseButton.MIDDLE if button == "middle" else MouseButton.LEFT
        actions.pointer_action.move_to_location(x, y).pointer_down(which).pointer_up(which)
        actions.perform()

    def _drag(self, x: int, y: int, to_x: int, to_y: int) -> None:
        actions = ActionBuilder(self.driver, duration=20)
        actions.pointer_action.move_to_location(x, y).pointer_down()
        for part in (1 / 3, 2 / 3, 1):
            actions.pointer_action.move_to_location(round(x + part * (to_x - x)), round(y + part * (to_y - y)))
        actions.pointer_action.pointer_up()
        actions.perform()

    def _hover(self, x: int, y: int) -> None:
        actions = ActionBuilder(self.driver)
        actions.pointer_action.move_to_location(x, y)
        actions.perform()

    def _press(self, key: str) -> None:
        ActionChains(self.driver).send_keys(getattr(Keys, key.upper())).perform()

    def _hide(self) -> None:
        self._behind = self.driver.current_window_handle
        self.driver.switch_to.new_window("tab")

    def _show(self) -> None:
        self.driver.close()
        self.driver.switch_to.window(self._behind)

    def _close(self) -> None:
        self._hide()
        front = self.driver.current_window_handle
        self.driver.switch_to.window(self._behind)
        self.driver.close()
        self.driver.switch_to.window(front)


class Console:
    """What a page said in its console, as a queue that is asked again and again."""

    def __init__(self, driver: WebDriver) -> None:
        self.queue: list[str] = []
        self._driver = driver

    def get(self, timeout: float) -> str:
        """The next message, within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while not self.queue:
            self.queue += self._driver.execute_script("return window.heard ? heard.splice(0) : []")
            if time.monotonic() > deadline:
                raise queue.Empty
            time.sleep(POLL_S)
        return self.queue.pop(0)


def path_of_webkit() -> tuple[str, str] | None:
    """Where WebKit's driver and browser are; None on machines without them."""
    driver = shutil.which("WebKitWebDriver")
    browser = next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), None)
    return (driver, str(browser)) if driver and browser and path_of_screen() else None


def path_of_chromedriver() -> tuple[str, str] | None:
    """Where the driver and the browser of Chromium are; None on machines without them."""
    driver, browser = shutil.which("chromedriver"), shutil.which("chromium")
    return (driver, browser) if driver and browser and path_of_screen() else None


@contextmanager
def webkit(driver: str, browser: str) -> Iterator[Driven]:
    """A WebKit with a window, which ends with this."""
    options = WebKitOptions()
    options.binary_location = browser
    options.add_argument("--automation")
    with screen() as display:
        service = WebKitService(driver, env=_environment(display))
        yield from _driven(WebKitGTK(options=options, service=service))


@contextmanager
def chromium_with_windows(driver: str, browser: str) -> Iterator[Driven]:
    """A Chromium with a window, which hides tabs and keeps pages for going back."""
    options = ChromeOptions()
    options.binary_location = browser
    for argument in ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"):
        options.add_argument(argument)
    with screen() as display:
        service = ChromeService(driver, env=_environment(display))
        yield from _driven(Chrome(options=options, service=service))


def _environment(display: str) -> dict[str, str]:

    return os.environ | {"DISPLAY": display, "NO_AT_BRIDGE": "1"}


def _driven(driver: WebDriver) -> Iterator[Driven]:
    try:
        yield Driven(driver)
    finally:
        driver.quit()
