"""The one home of every figure: its name, unit, what it means, and how its noise is told.

API, pages, command line and README take these from here. A rate names the two counts it is made of; a figure with
neither parts nor a variance of its own is a count of independent happenings.
"""

from __future__ import annotations

from typing import NamedTuple


class Metric(NamedTuple):
    """unit: `count`, `share` (0 to 1), `money` (an exact decimal as text), `seconds`, `ms`, or `per visit`."""

    name: str
    unit: str
    means: str
    parts: tuple[str, str] | None = None


def _metrics(*metrics: Metric) -> dict[str, Metric]:
    return {metric.name: metric for metric in metrics}


METRICS = _metrics(
    Metric("executed", "count", "Impressions: how often it was placed on a page."),
    Metric("delivered", "count", "Impressions whose content entered the visible area of a visible tab."),
    Metric("undelivered", "count", "Impressions that were measured and never came into sight."),
    Metric("unmeasured", "count", "Impressions of which no measurement arrived; never counted as unseen."),
    Metric("viewable", "count", "Delivered impressions in sight for an unbroken second, or interacted with."),
    Metric("skipped", "count", "How often it was meant for a view and not placed."),
    Metric("placement_rate", "share", "executed / (executed + skipped)", ("executed", "meant")),
    Metric("delivery_rate", "share", "delivered / executed", ("delivered", "executed")),
    Metric(
        "measured_delivery_rate", "share", "Of items: delivered / those measured one by one", ("delivered", "measured")
    ),
    Metric("measurable_rate", "share", "(delivered + undelivered) / executed", ("measured", "executed")),
    Metric("clicks", "count", "Delivered impressions with at least one click."),
    Metric("ctr", "share", "clicks / delivered", ("clicks", "delivered")),
    Metric("sessions_delivered", "count", "Visits in which it was seen."),
    Metric("sessions_clicked", "count", "Visits in which it was clicked."),
    Metric(
        "ctr_of_visits", "share", "sessions_clicked / sessions_delivered", ("sessions_clicked", "sessions_delivered")
    ),
    Metric("persons_delivered", "count", "Persons who saw it."),
    Metric("persons_converted", "count", "Persons who saw it and then converted, in the period and within the window."),
    Metric(
        "conversion_rate", "share", "persons_converted / persons_delivered; of visits, in reports on visits and goals: "
        "visits that converted / visits", ("persons_converted", "persons_delivered"),
    ),
    Metric("conversions", "count", "Conversions on the goal that the model credits."),
    Metric("value", "money", "What those conversions are worth: net revenue of orders, values of goals."),
    Metric("wishlist_adds", "count", "Items put on the wish list from inside it."),
    Metric("dismissals", "count", "How often it was closed."),
    Metric("ghost_executed", "count", "Control: how often it would have been placed."),
    Metric("ghost_delivered", "count", "Control: how often it would have been seen."),
    Metric("before_any_delivery", "count", "Conversions of persons who had seen no action within the window."),
    Metric("credited", "money", "Value credited by the model, over all actions."),
    Metric("over_credit", "share", "credited / value: above 1, conversions are credited more than once."),
    Metric("impressions", "count", "Impressions that were not seen for this reason."),
    Metric("share", "share", "Of all that was not seen of this action.", ("impressions", "impressions_lost")),
    Metric("revenue", "money", "Net revenue of all orders: price * quantity - discount - refunds, no tax or shipping."),
    Metric("orders", "count", "Orders; one for each order id."),
    Metric("orders_excluded", "count", "Left out of money: without a rate, or beyond what the public key is believed."),
    Metric("refunds_booked", "money", "Refunds that were made in the period, whenever it was bought."),
    Metric("found_revenue", "money", "Net revenue of what was clicked or quick-added in it before it was ordered."),
    Metric("contribution", "share", "found_revenue / revenue"),
    Metric("found_orders", "count", "Orders with at least one line found through the widget."),
    Metric("contribution_transactions", "share", "found_orders / orders", ("found_orders", "orders")),
    Metric("items_sold", "count", "Pieces sold of what was found through the widget, before refunds."),
    Metric("sessions_added_to_cart", "count", "Visits with a quick add in it, or a cart add after a click in it."),
    Metric("sessions_purchased", "count", "Visits with an order that has a line found through the widget."),
    Metric("revenue_per_1000_delivered", "money", "1,000 * found_revenue / delivered"),
    Metric("reads", "count", "Views of an article after clicks on it in the same visit, each view once."),
    Metric("finished", "count", "Reads that were scrolled to at least 90 %."),
    Metric("engaged_ms", "ms", "Time in a visible, focused tab on the articles read."),
    Metric("mean_engaged_s", "seconds", "engaged_ms / views read / 1,000"),
    Metric("pages_after", "count", "Pages viewed in the visit after its first read."),
    Metric("goals_after", "count", "Conversions in the visit after its first read."),
    Metric("sessions", "count", "Visits: runs of one visitor's events without a gap over 30 minutes."),
    Metric("visitors", "count", "Browsers or devices."),
    Metric("persons", "count", "People, as far as sign-ins tell."),
    Metric("page_views", "count", "Page views."),
    Metric("bounce_rate", "share", "Visits of at most one page and nothing done / visits.", ("bounces", "sessions")),
    Metric("pages_per_visit", "per visit", "page_views / sessions"),
    Metric("mean_duration_s", "seconds", "Time from the first to the last event of a visit, on average."),
    Metric("bots_left_out", "count", "Visits by bots, which no figure counts."),
)  # fmt: skip
