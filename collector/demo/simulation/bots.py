"""Programs that visit the shop too: they say what they are, or give themselves away, and are left out of reports."""

from __future__ import annotations

from random import Random

from collector.demo.shop.catalogue import catalogue
from collector.demo.simulation.calendar import DAYS
from collector.demo.simulation.event_log import EventLog
from collector.demo.simulation.layout import CAMPAIGNS, KINDS, Place
from collector.event import Context
from collector.rules import DAY_MS, HOUR_MS

CRAWLERS = (
    Context("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", viewport="1024x1024"),
    Context("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", viewport="1024x1024"),
    Context("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", viewport="1024x1024"),
    Context(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
        viewport="800x600",
    ),
    Context(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
        viewport="1280x720",
        automated=1,
    ),
)
MAX_PAGES = 24
A_CRAWL = 2


def crawl(random: Random, log: EventLog, *, shop: str) -> None:
    """Fetch page after page at machine's pace, running its scripts and scrolling nowhere."""
    context, visitor_id = random.choice(CRAWLERS), log.names.next()
    at: float = random.randrange(DAYS) * DAY_MS + random.randrange(DAY_MS - HOUR_MS)
    for group in random.sample(list(catalogue().products), random.randint(A_CRAWL, MAX_PAGES)):
        place, who = Place("product", group), {"visitor_id": visitor_id, "view_id": log.names.next()}
        log.record("page_view", at, **who, context=context, page=place.page(shop))
        for placement in place.placements("desktop", moved=log.calendar.has_moved(at)):
            action = placement.action
            which = {"action": action, "kind": KINDS[action], "campaign": CAMPAIGNS.get(action)}
            log.record("execute", at + 90, **who, context=context, **which, items=place.items_of(action) or None)
        log.record("page_leave", at + 1_400, **who, context=context, engaged_ms=0, scroll=0.4)
        at += random.randint(1_500, 9_000)
