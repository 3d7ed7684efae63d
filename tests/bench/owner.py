"""What the owner of the shop set: an experiment with a control that still runs, costs, notes and a margin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from collector.present.experiments.changes import SiteExperiments
from collector.present.site_changes import SiteChanges
from collector.store import Site, Store
from tests.bench.traffic import FIRST_DAY, shop

BY = "bench"
WEIGHTS = {"control": 1, "a": 4, "b": 5}
MARGIN = "0.4"


def register(store: Store, site: Site, *, days: int) -> None:
    """Set all of it, for events of this many days."""
    changes = SiteChanges(store, site, BY)
    for kind, id, body in definitions(days):
        changes.define(kind, id, body)
    changes.change_settings({"margin": MARGIN})
    experiments = SiteExperiments(store, site, BY, now=lambda: round(FIRST_DAY.timestamp() * 1000))
    variations = {name: {"weight": weight} for name, weight in WEIGHTS.items()}
    experiments.set(shop.EXPERIMENT, {"actions": [shop.TESTED], "variations": variations})


def definitions(days: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What campaigns and the action of the experiment cost, and what was changed each month: kinds, ids and bodies."""
    first = FIRST_DAY.date()
    paid = {"day_from": first.isoformat(), "day_to": (first + timedelta(days - 1)).isoformat()}
    for banner in shop.BANNERS:
        yield "costs", banner.action, {"campaign": banner.campaign, "amount": "500", **paid}
    yield "costs", shop.TESTED, {"action": shop.TESTED, "amount": "900", **paid}
    for nth in range(0, days, 30):
        yield "annotations", f"change-{nth}", {"at": (first + timedelta(nth)).isoformat(), "text": f"Change {nth}"}
