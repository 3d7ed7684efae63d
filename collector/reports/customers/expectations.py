"""What customers are expected to bring: the models fitted to all of a site, and the simple formula beside them.

Pure, but for the libraries that fit models. Times are days, amounts millionths.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collector.reports.figures import MILLION
from collector.reports.result import Record
from collector.reports.stats.bg_nbd import BgNbd, Histories, fit_bg_nbd
from collector.reports.stats.gamma_gamma import GammaGamma, Values, fit_gamma_gamma
from collector.rules import DAY_MS

MIN_REPEAT_BUYERS = 100
"""Of models fitted to random parts of CDNOW with 50 of them one in three had no maximum; with 100 one in eight, and
nine in ten of the others came to 0.67 to 1.08 times what was spent (with all 946: 0.84)."""
HORIZON_DAYS = 365
QUARTERS = 4
HALF_YEAR_DAYS = 182
TOO_FEW = "{found} {customers} came back; below {limit} no model is shown, since it would say little."
NO_MAXIMUM = "The model finds no maximum of its likelihood: what customers did so far does not fit it."


@dataclass(frozen=True)
class Models:
    """How often customers buy and what they spend, as fitted; or `why` there are none."""

    purchases: BgNbd | None = None
    values: GammaGamma | None = None
    why: str | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """As answers show them, in days and units of the currency."""
        if self.purchases is None or self.values is None:
            return {"shown": False, "why": self.why}
        buys, pays = self.purchases, self.values
        named = {"r": buys.r, "alpha": buys.alpha, "a": buys.a, "b": buys.b}
        return {"shown": True, "why": None, **named, "p": pays.p, "q": pays.q, "gamma": pays.gamma / MILLION}


@dataclass(frozen=True)
class Expected:
    """Sums over some customers, as expected; `again` are those who came back, of whom alone it is known who is `alive`:
    the model takes whoever bought once to be a customer for ever."""

    worth_micros: float = 0.0
    orders: float = 0.0
    again: float = 0.0
    alive: float = 0.0


def repeat_buyers(rows: Iterable[Record]) -> int:
    """How many customers came back on another day."""
    return sum(row["customers"] for row in rows if row["frequency"] > 0)


def models_of(rows: Sequence[Record], values: Iterable[Record], step_micros: int) -> Models:
    """The models of all customers of a site, or why there are none."""
    found = repeat_buyers(rows)
    if found < MIN_REPEAT_BUYERS:
        customers = "customer" if found == 1 else "customers"
        return Models(why=TOO_FEW.format(found=found, customers=customers, limit=MIN_REPEAT_BUYERS))
    spent = [(row["frequency"], row["low_micros"] + step_micros / 2, row["customers"]) for row in values]
    purchases = fit_bg_nbd(histories_of(rows))
    worth = fit_gamma_gamma(
        Values([x for x, _, _ in spent], [sum_ / x for x, sum_, _ in spent], [n for *_, n in spent])
    )
    if purchases is None or worth is None or not worth.has_mean:
        return Models(why=NO_MAXIMUM)
    return Models(purchases, worth)


def histories_of(rows: Sequence[Record]) -> Histories:
    """Rows as the model takes them, in days."""
    return Histories(
        [row["frequency"] for row in rows],
        [row["recency_ms"] / DAY_MS for row in rows],
        [row["age_ms"] / DAY_MS for row in rows],
        [row["customers"] for row in rows],
    )


def expected_of(
    models: Models, rows: Sequence[Record], *, margin: float, discount_rate: float, days: float = HORIZON_DAYS
) -> dict[str | None, Expected]:
    """What customers are expected to bring in so many days, by the value of the dimension of their row.

    Each quarter is discounted from its middle.
    """
    import numpy as np

    if models.purchases is None or models.values is None or not rows:
        return {}
    histories = histories_of(rows)
    count = np.asarray(histories.customers, dtype=float)
    worth = models.values.expected(histories.frequency, [float(row["worth_micros"]) for row in rows], count.tolist())
    orders, money = np.zeros(len(rows)), np.zeros(len(rows))
    for quarter in range(1, QUARTERS + 1):
        until = models.purchases.expected(histories, days * quarter / QUARTERS)
        years = days * (quarter - 0.5) / QUARTERS / HORIZON_DAYS
        money += (until - orders) * worth * margin / (1 + discount_rate) ** years
        orders = until
    again = np.where(np.asarray(histories.frequency) > 0, count, 0.0)
    columns = np.array([money, orders * count, again, models.purchases.alive(histories) * again])
    return _by_value([row["by_value"] for row in rows], columns)


def _by_value(names: Sequence[str | None], columns: Any) -> dict[str | None, Expected]:
    places: dict[str | None, list[int]] = {}
    for nth, name in enumerate(names):
        places.setdefault(name, []).append(nth)
    return {name: Expected(*(float(sum_) for sum_ in columns[:, at].sum(axis=1))) for name, at in places.items()}


def lifespan_days(churn: Record, *, known_days: float, horizon_days: float = HORIZON_DAYS) -> float:
    """How long customers stay by the simple formula: half a year / the part lost from one half to the next, at most the
    horizon; the horizon where there are not two half years to tell from."""
    if known_days < 2 * HALF_YEAR_DAYS or not churn["earlier"]:
        return horizon_days
    lost = 1 - churn["kept"] / churn["earlier"]
    return min(horizon_days, HALF_YEAR_DAYS / lost) if lost > 0 else horizon_days


def simple_micros(sums: Mapping[str, Any], lifespan: float) -> float | None:
    """Value of a day with orders x how many further ones a customer has a day x days that they stay; None on the first
    day of all."""
    if not sums["age_ms"]:
        return None
    further_a_day = (sums["history_days"] - sums["customers"]) / (sums["age_ms"] / DAY_MS)
    return float(sums["history_micros"] / sums["history_days"] * further_a_day * lifespan)
