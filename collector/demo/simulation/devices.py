"""What simulated visitors hold in their hands, where they live, and what brought them."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1"
WINDOWS, MAC = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
IPHONE, IPAD = (
    f"Mozilla/5.0 ({it}; CPU {it} OS 18_7 like Mac OS X) {SAFARI} Mobile/15E148" for it in ("iPhone", "iPad")
)


class Device(NamedTuple):
    """One kind of browser; `kind` names the column of layout.json whose pages it sees."""

    kind: str
    user_agent: str
    screen: str
    viewport: str

    @property
    def fold(self) -> int:
        """How many pixels of a page are seen without scrolling."""
        return int(self.viewport.split("x")[1])


class Home(NamedTuple):
    """Where somebody lives: the language of the browser, its time zone, how far that is ahead of the shop's own, and
    what a collector would find out by the address: the country and a city.
    """

    language: str
    time_zone: str
    ahead_minutes: int
    country: str
    cities: tuple[str, ...]


class Source(NamedTuple):
    """What brings somebody: the referrer, the campaign parameters of the link, and the pages it leads to."""

    referrer: str | None
    parameters: str
    landings: tuple[str, ...]


def _utm(campaign: str) -> str:
    """The parameters of a link, of source/medium/campaign."""
    source, medium, name = campaign.split("/")
    return f"utm_source={source}&utm_medium={medium}&utm_campaign={name}"


DESKTOPS = (
    Device("desktop", f"{WINDOWS} {CHROME} Safari/537.36", "1920x1080", "1903x937"),
    Device("desktop", f"{MAC} {SAFARI} Safari/605.1.15", "1440x900", "1440x789"),
    Device("desktop", f"{WINDOWS} {CHROME} Safari/537.36 Edg/142.0.0.0", "1536x864", "1536x730"),
    Device(
        "desktop",
        "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "1920x1080",
        "1920x955",
    ),
)
PHONES = (
    Device("phone", f"{IPHONE} Safari/604.1", "393x852", "393x660"),
    Device("phone", f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Mobile Safari/537.36", "412x915", "412x785"),
    Device(
        "phone",
        "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) "
        "SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36",
        "384x832",
        "384x718",
    ),
    Device("phone", "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "412x892", "412x772"),
)
TABLETS = (
    Device("tablet", f"{IPAD} Safari/604.1", "820x1180", "820x1106"),
    Device("tablet", f"Mozilla/5.0 (Linux; Android 15; Pixel Tablet) {CHROME} Safari/537.36", "800x1280", "800x1144"),
)
DEVICES = ((DESKTOPS, 46), (PHONES, 46), (TABLETS, 8))
LIKELY = (44, 28, 16, 12)

HOMES = (
    (Home("de-DE", "Europe/Berlin", 0, "DE", ("Berlin", "Hamburg", "Munich", "Cologne")), 44),
    (Home("de-AT", "Europe/Vienna", 0, "AT", ("Vienna", "Graz")), 11),
    (Home("fr-FR", "Europe/Paris", 0, "FR", ("Paris", "Lyon", "Nantes")), 11),
    (Home("en-GB", "Europe/London", -60, "GB", ("London", "Bristol", "Edinburgh")), 10),
    (Home("nl-NL", "Europe/Amsterdam", 0, "NL", ("Amsterdam", "Utrecht")), 8),
    (Home("pt-PT", "Europe/Lisbon", -60, "PT", ("Lisbon", "Porto")), 5),
    (Home("fi-FI", "Europe/Helsinki", 60, "FI", ("Helsinki", "Tampere")), 5),
    (Home("en-US", "America/New_York", -360, "US", ("New York", "Boston")), 6),
)
CITY_SIZES = (50, 22, 16, 12)

GOOGLE = "https://www.google.com/"
FOUND = (
    "home",
    "home",
    "shelf",
    "product",
    "article:the-second-steep",
    "article:water-first",
    "article:cold-brew-for-the-impatient",
    "article:what-the-mountain-does",
)
SOURCES = (
    (Source(GOOGLE, "", FOUND), 34),
    (Source(None, "", ("home", "home", "home", "shelf")), 26),
    (
        Source("https://l.instagram.com/", _utm("instagram/social/autumn-picking"), ("home", "product:high-mountain")),
        14,
    ),
    (Source(None, _utm("newsletter/email/october-letter"), ("home", "article:the-second-steep", "shelf")), 10),
    (Source(GOOGLE, _utm("google/cpc/loose-leaf"), ("shelf", "product:slow-matcha", "home")), 9),
    (Source("https://duckduckgo.com/", "", ("home", "article:water-first")), 4),
    (Source("https://www.youtube.com/", _utm("youtube/video/gongfu"), ("product:gaiwan", "home")), 3),
)
MAIL = Source(None, _utm("restock/email/autumn-picking"), ("product:morning-mist",))


def some_device(random: Random, kind: str | None = None) -> Device:
    """A device, or one of that kind."""
    shelf = random.choices([devices for devices, _ in DEVICES], [weight for _, weight in DEVICES])[0]
    if kind:
        shelf = next(devices for devices, _ in DEVICES if devices[0].kind == kind)
    return random.choices(shelf, LIKELY[: len(shelf)])[0]


def some_home(random: Random) -> Home:
    """A place to live."""
    return random.choices([home for home, _ in HOMES], [weight for _, weight in HOMES])[0]


def some_source(random: Random) -> Source:
    """A way to the shop."""
    return random.choices([source for source, _ in SOURCES], [weight for _, weight in SOURCES])[0]
