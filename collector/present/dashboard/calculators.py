"""The calculators: what a change would bring, from the site's own figures; each result can be shared by its address."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Response, request
from marshmallow import ValidationError, fields

from collector.errors import BadRequest, Fields
from collector.present.auth import require, shareable
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.page_reports import Answer
from collector.present.dashboard.pieces import Row
from collector.present.parameters import Parameters, Text, checked
from collector.present.report_answers import ROI
from collector.reports.calculators import Earned, MoreDelivered, earned, more_contribution, more_delivered
from collector.store.accounts import VIEWER

MAX_AMOUNT = Decimal(10**12)
CENT = Decimal("0.01")
THOUSANDS = re.compile(r",[0-9]{3}(?![0-9])")
"""A comma that may part thousands: an address means the same to readers of all languages."""
HIGHER = Decimal("0.1")
"""How much higher a rate is that nobody has chosen yet."""


class Number(fields.Field[Decimal]):
    """A decimal number from 0 to a maximum; a comma may stand before its decimals."""

    def __init__(self, maximum: Decimal) -> None:
        super().__init__()
        self.maximum = maximum

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if THOUSANDS.search(value.strip()):
            raise ValidationError("Write it without a comma between thousands: 1200, or 1200.50.")
        try:
            number = Decimal(value.strip().replace(",", "."))
        except InvalidOperation:
            raise ValidationError("Not a number: write it as 12.5.") from None
        if not number.is_finite() or not 0 <= number <= self.maximum:
            raise ValidationError(f"Must be 0 to {self.maximum:,}.")
        return number


class Percent(Number):
    """A percentage; loads a share of 0 to 1."""

    def __init__(self) -> None:
        super().__init__(Decimal(100))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        return super()._deserialize(value, attr, data, **kwargs) / 100


class CalculatorParameters(Parameters):
    """What the calculators are given."""

    action = Text()
    rate = Percent()
    contribution = Percent()
    cost = Number(MAX_AMOUNT)
    margin = Percent()
    caused = Percent()


@blueprint.get("/calculators")
@shareable
@require(VIEWER)
def calculators() -> Response:
    """Three of them: delivery, contribution, and whether it pays."""
    frame = frame_here()
    reports = reports_of(frame)
    given, wrong = given_here()
    actions, attribution = reports.answer("actions"), reports.answer("attribution")
    recommendations = reports.answer("recommendations")
    row = action_of(actions, given.get("action"))
    costs = reports.answer(ROI).total.get("cost")
    inputs = cost_inputs(frame.site.settings, costs, given)
    response = report_page(
        "calculators.html",
        frame,
        wrong_numbers=wrong,
        actions=actions,
        row=row,
        rate=rate_of(row, given),
        delivered=delivery_result(row, given),
        recommendations=recommendations,
        contribution=contribution_of(recommendations, given),
        added_revenue=contribution_result(recommendations, given),
        attribution=attribution,
        inputs=inputs,
        earned=cost_result(attribution, inputs),
    )
    if wrong:
        response.status_code = BadRequest.status
    return response


def given_here() -> tuple[dict[str, Any], Fields]:
    """What the address gives the calculators, and what is wrong with the rest of it."""
    typed = {name: request.args[name] for name in CalculatorParameters().fields if request.args.get(name)}
    try:
        return checked(CalculatorParameters, typed), {}
    except BadRequest as problem:
        usable = {name: text for name, text in typed.items() if name not in problem.fields}
        return checked(CalculatorParameters, usable), problem.fields


def action_of(actions: Answer, id: str | None) -> Row | None:
    """The row of the chosen action; if none is chosen, of the one with most impressions that were not delivered."""
    chosen = [row for row in actions.rows if id in (None, row["action"])]
    return max(chosen, key=lambda row: row["executed"] - row["delivered"], default=None)


def rate_of(row: Row | None, given: dict[str, Any]) -> Decimal | None:
    """The delivery rate to work with: the chosen one, or one that is higher by a tenth of all."""
    return higher(row["delivery_rate"], given.get("rate")) if row else None


def delivery_result(row: Row | None, given: dict[str, Any]) -> MoreDelivered | None:
    """What the higher delivery rate would bring."""
    rate = rate_of(row, given)
    if row is None or rate is None:
        return None
    credited = Decimal(str(row["conversions"])), Decimal(row["value"])
    return more_delivered(row["executed"], row["delivered"], *credited, rate=rate)


def contribution_of(recommendations: Answer, given: dict[str, Any]) -> Decimal | None:
    """The contribution to work with."""
    return higher(recommendations.total.get("contribution"), given.get("contribution"))


def contribution_result(recommendations: Answer, given: dict[str, Any]) -> Decimal | None:
    """What the higher contribution would bring."""
    contribution, total = contribution_of(recommendations, given), recommendations.total
    if contribution is None:
        return None
    return more_contribution(Decimal(total["revenue"]), Decimal(total["found_revenue"]), contribution=contribution)


def cost_inputs(settings: dict[str, Any], costs: str | None, given: dict[str, Any]) -> dict[str, Decimal | None]:
    """Cost, margin and the caused share: the chosen ones, or the `costs` of the period and the margin that are set."""
    margin = settings.get("margin")
    usual = {
        "cost": Decimal(costs).quantize(CENT) if costs and Decimal(costs) else None,
        "margin": None if margin is None else Decimal(str(margin)),
        "caused": Decimal(1),
    }
    return usual | {name: given[name] for name in usual if name in given}


def cost_result(attribution: Answer, inputs: dict[str, Decimal | None]) -> Earned | None:
    """Whether it pays; None until cost and margin are known."""
    cost, margin, caused = inputs["cost"], inputs["margin"], inputs["caused"]
    if not attribution.total or cost is None or margin is None or caused is None:
        return None
    total = attribution.total
    conversions = Decimal(str(total["conversions"])) * Decimal(str(total["influenced_rate"] or 0))
    return earned(Decimal(total["influenced"]), conversions, cost=cost, margin=margin, caused=caused)


def higher(measured: float | None, chosen: Decimal | None) -> Decimal | None:
    """A share to work with: the chosen one, or a higher one than measured; None if nothing was measured."""
    if measured is None:
        return None
    return chosen if chosen is not None else min(Decimal(1), Decimal(str(measured)) + HIGHER).quantize(Decimal("0.001"))
