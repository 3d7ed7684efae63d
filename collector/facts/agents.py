"""What a user agent shows: device, browser, operating system, and whether a bot sent it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import crawleruseragents
from ua_parser import parse

OWN_BOT_RULES = re.compile(r"HeadlessChrome|^Mozilla/5\.0$|^\s*$", re.IGNORECASE)
TABLET = re.compile(r"iPad|Tablet|PlayBook|Silk(?!.*Mobile)|Android(?!.*Mobile)")
PHONE = re.compile(r"Mobi|iPhone|iPod|Android|Windows Phone")
TELEVISION = re.compile(r"SmartTV|SMART-TV|AppleTV|GoogleTV|HbbTV|BRAVIA|Web0S|Tizen.*TV|CrKey|Roku")


class Agent(NamedTuple):
    """device is `desktop`, `phone`, `tablet`, `tv` or None; browser and os are family names or None; bot is 0 or 1."""

    device: str | None
    browser: str | None
    os: str | None
    bot: int


def is_bot(user_agent: str | None, *, automated: bool) -> bool:
    """Whether this is a bot's: it names itself one, is a known crawler's, or its browser is driven by a program.

    No user agent at all (None) is what servers send for their users and shows nothing; an empty one is a bot's.
    """
    if user_agent is None:
        return automated
    return bool(automated or OWN_BOT_RULES.search(user_agent) or crawleruseragents.is_crawler(user_agent))


def device_of(user_agent: str) -> str:
    """The kind of device, from the words that browsers put into their user agents."""
    if TELEVISION.search(user_agent):
        return "tv"
    if TABLET.search(user_agent):
        return "tablet"
    return "phone" if PHONE.search(user_agent) else "desktop"


@lru_cache(maxsize=4096)
def agent_of(user_agent: str | None, automated: bool) -> Agent:
    """All that one user agent shows."""
    bot = int(is_bot(user_agent, automated=automated))
    if not user_agent:
        return Agent(None, None, None, bot)
    parsed = parse(user_agent)
    browser = parsed.user_agent.family if parsed.user_agent else None
    system = parsed.os.family if parsed.os else None
    return Agent(device_of(user_agent), browser, system, bot)
