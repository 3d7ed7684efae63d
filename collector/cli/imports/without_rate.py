"""Orders of an import in currencies that have no rate on their day: they are stored, and count in no sum of money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from collector.event import Event
from collector.present.numbers import counted
from collector.reports.moments import local_day
from collector.store import Site, Store


class WithoutRate:
    """Counts them by currency, and remembers the first day of each."""

    def __init__(self, store: Store, site: Site) -> None:
        self.site = site
        self.orders: Counter[str] = Counter()
        self.first_days: dict[str, str] = {}
        self.since: dict[str, str] = {}
        for rate in store.rates(site.site):
            self.since[rate.currency] = min(rate.rate_date, self.since.get(rate.currency, rate.rate_date))

    def look(self, event: Event) -> None:
        """Count an event, if it is such an order."""
        currency = event.currency
        if event.type != "purchase" or currency is None or currency == self.site.currency:
            return
        day = local_day(event.ts, self.site.time_zone).isoformat()
        if currency not in self.since or day < self.since[currency]:
            self.orders[currency] += 1
            self.first_days[currency] = min(day, self.first_days.get(currency, day))

    def notes(self) -> Iterator[str]:
        """What to report about each currency."""
        for currency, count in sorted(self.orders.items()):
            one, many = f"order in {currency} has no rate on its", f"orders in {currency} have no rate on their"
            advice = f"beheld rate set {currency} RATE --from {self.first_days[currency]}"
            yield f"{counted(count, one, many)} day: left out of money until you set one: {advice}"
