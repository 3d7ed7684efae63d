"""A real Chromium, a real collector and small shops made of strings, for tests that walk through pages.

In a conftest:  from tests.browser import chromium, collector, shop, visitor  # noqa: F401

    def test_a_visitor_is_counted(collector, shop, visitor):
        shop["/"] = collector.snippet() + "<h1>Hello</h1>"
        visitor.goto(shop.url("/"))
        collector.wait_for("page_view")
"""

from tests.browser.chromium import chromium, new_visitor, visitor
from tests.browser.collecting import RunningCollector, collector
from tests.browser.serving import LocalServer
from tests.browser.shop import Shop, shop

__all__ = ["LocalServer", "RunningCollector", "Shop", "chromium", "collector", "new_visitor", "shop", "visitor"]
