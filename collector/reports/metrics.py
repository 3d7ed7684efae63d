"""The one home of every figure: its name, unit, what it means, its formula, and how its noise is found.

API, pages, command line and README take these from here; reports hand over the sums that formulas name.
"""

from __future__ import annotations

from collector.reports.figures import Balance, Count, Estimated, Metric, Money, NetScore, Proportion, Ratio
from collector.rules import SESSION_GAP_MS


def _by_name(*metrics: Metric) -> dict[str, Metric]:
    return {metric.name: metric for metric in metrics}


METRICS = _by_name(
    Count("executed", "Impressions: how often it was placed on a page."),
    Count("delivered", "Impressions whose content entered the visible area of a visible tab."),
    Count("undelivered", "Impressions that were measured and never came into sight."),
    Count("unmeasured", "Impressions of which no measurement arrived; never counted as unseen."),
    Count("viewable", "Delivered impressions in sight for an unbroken second, or interacted with."),
    Count("skipped", "How often it was meant for a view and not placed."),
    Proportion("placement_rate", "executed / (executed + skipped)", "executed", ("executed", "skipped")),
    Proportion("delivery_rate", "delivered / executed", "delivered", "executed"),
    Count("measured", "Impressions of an item of which a measurement of its own arrived."),
    Proportion("measured_delivery_rate", "Of items: delivered / those measured one by one", "delivered", "measured"),
    Proportion("measurable_rate", "(delivered + undelivered) / executed", ("delivered", "undelivered"), "executed"),
    Count("clicks", "Delivered impressions with at least one click."),
    Proportion("ctr", "clicks / delivered", "clicks", "delivered", label="CTR"),
    Count("sessions_delivered", "Visits in which it was seen.", label="Visits that saw it"),
    Count("sessions_clicked", "Visits in which it was clicked.", label="Visits with a click"),
    Proportion(
        "ctr_of_visits",
        "sessions_clicked / sessions_delivered",
        "sessions_clicked",
        "sessions_delivered",
        label="CTR of visits",
    ),
    Count("persons_delivered", "Persons who saw it.", label="Persons who saw it"),
    Count(
        "persons_converted",
        "Persons who saw it and then converted, in the period and within the window.",
        label="Persons who converted",
    ),
    Proportion(
        "conversion_rate",
        "persons_converted / persons_delivered; of visits, in reports on visits and goals: "
        "visits that converted / visits; of an experiment: conversions / persons",
        "persons_converted",
        "persons_delivered",
    ),
    Count(
        "conversions",
        "Conversions on the goal that the model credits; in an experiment: persons who converted in their window.",
        clustered=True,
    ),
    Money("value", "What those conversions are worth: net revenue of orders, values of goals.", "value_micros"),
    Count("quick_adds", "Impressions of an item with at least one quick add."),
    Count("wishlist_adds", "Items put on the wish list from inside it.", label="Wish-list adds"),
    Count("dismissals", "How often it was closed."),
    Count("ghost_executed", "Control: how often it would have been placed.", label="Control: would have been placed"),
    Count("ghost_delivered", "Control: how often it would have been seen.", label="Control: would have been seen"),
    Count("before_any_delivery", "Conversions of persons who had seen no action within the window."),
    Money(
        "influenced",
        "Value of the conversions of persons who had seen an action within the window, each once.",
        "influenced_micros",
        label="Influenced value",
    ),
    Proportion(
        "influenced_rate",
        "Conversions of persons who had seen an action within the window / conversions",
        "influenced_conversions",
        "conversions",
        label="Influenced conversions",
    ),
    Count(
        "influenced_conversions",
        "Conversions of persons who had seen an action of it within the window, each once.",
        label="Conversions influenced",
    ),
    Money("cost", "The part of the costs set for it that falls on the days of the period.", "cost_micros"),
    Money(
        "net",
        "Modelled: influenced value * margin - cost. Influenced is not caused: an experiment tells that.",
        "net_micros",
        label="Net (modelled)",
    ),
    Ratio(
        "roi",
        "Modelled: net / cost. 1 is: twice the cost came back.",
        "net_micros",
        "cost_micros",
        unit="share",
        label="ROI (modelled)",
    ),
    Money("credited", "Value credited by the model, over all actions.", "credited_micros", label="Credited value"),
    Ratio(
        "over_credit",
        "credited / value: above 1, conversions are credited more than once.",
        "credited_micros",
        "value_micros",
        unit="share",
        label="Over-credit",
    ),
    Count("impressions", "Impressions that were not seen for this reason.", label="Impressions lost"),
    Proportion("share", "Of all that was not seen of this action.", "impressions", "impressions_lost", label="Share"),
    Money(
        "revenue",
        "Net revenue of all orders: price * quantity - discount - refunds, no tax or shipping.",
        "revenue_micros",
    ),
    Count("orders", "Orders; one for each order id."),
    Count("orders_excluded", "Left out of money: without a rate, or beyond what the public key is believed."),
    Money("refunds_booked", "Refunds that were made in the period, whenever it was bought.", "refunded_micros"),
    Money(
        "found_revenue", "Net revenue of what was clicked or quick-added in it before it was ordered.", "found_micros"
    ),
    Ratio("contribution", "found_revenue / revenue", "found_micros", "revenue_micros", unit="share"),
    Count("found_orders", "Orders with at least one line found through the widget."),
    Proportion(
        "contribution_transactions", "found_orders / orders", "found_orders", "orders", label="Contribution to orders"
    ),
    Count("items_sold", "Pieces sold of what was found through the widget, before refunds.", clustered=True),
    Count(
        "sessions_added_to_cart",
        "Visits with a quick add in it, or a cart add of a product after a click on it there.",
        label="Visits with a cart add",
    ),
    Count(
        "sessions_purchased",
        "Visits with an order that has a line found through the widget.",
        label="Visits with a purchase",
    ),
    Ratio(
        "revenue_per_1000_delivered",
        "1,000 * found_revenue / delivered",
        "found_micros",
        "delivered",
        unit="money",
        times=1000,
        label="Revenue per 1,000 delivered",
    ),
    Count("reads", "Views of an article after clicks on it in the same visit, each view once.", clustered=True),
    Count("finished", "Reads that were scrolled to at least 90 %.", clustered=True, label="Finished reads"),
    Ratio("finished_rate", "finished / reads", "finished", "reads", unit="share", label="Read to the end"),
    Count(
        "engaged_ms",
        "Time in a visible, focused tab on the articles read.",
        clustered=True,
        unit="ms",
        label="Engaged time",
    ),
    Ratio(
        "mean_engaged_s",
        "engaged_ms / views read / 1,000",
        "engaged_ms",
        "reads",
        unit="seconds",
        per=1000,
        label="Mean engaged time",
    ),
    Count("pages_after", "Pages viewed in the visit after its first read.", clustered=True, label="Pages afterwards"),
    Count("goals_after", "Conversions in the visit after its first read.", clustered=True, label="Goals afterwards"),
    Count(
        "sessions",
        f"Visits: runs of one visitor's events without a gap over {SESSION_GAP_MS // 60_000} minutes.",
        clustered=True,
        label="Visits",
    ),
    Count("visitors", "Browsers or devices."),
    Count("persons", "People, as far as sign-ins tell; in an experiment: those who are counted, their window over."),
    Count("page_views", "Page views.", clustered=True, label="Page views"),
    Proportion("bounce_rate", "Visits of at most one page and nothing done / visits.", "bounces", "sessions"),
    Ratio("pages_per_visit", "page_views / sessions", "page_views", "sessions", unit="per visit"),
    Ratio(
        "mean_duration_s",
        "Time from the first to the last event of a visit, on average.",
        "duration_ms",
        "sessions",
        unit="seconds",
        per=1000,
        label="Mean duration of a visit",
    ),
    Count("bots_left_out", "Visits by bots, which no figure counts.", label="Visits by bots"),
    Count("persons_assigned", "Persons who were assigned to the variation.", label="Assigned"),
    Count("persons_executed", "Of those assigned: to whom it was placed.", label="Placed"),
    Count("persons_waiting", "Persons who saw it and whose window is not over yet.", label="Window not over"),
    Count("persons_two_arms", "Persons who saw two variations, and are left out.", label="Saw two variations"),
    Estimated(
        "lift", "Of a variation over control: how much more converts, relative to control.", unit="share", signed=True
    ),
    Estimated(
        "lift_low", "The lower bound of the lift, on whichever day one looks.", unit="share", label="From", signed=True
    ),
    Estimated(
        "lift_high", "The upper bound of the lift, on whichever day one looks.", unit="share", label="To", signed=True
    ),
    Estimated(
        "chance_best",
        "That the variation is the best one; for information, nothing is decided by it.",
        unit="share",
        label="Chance to be best",
    ),
    Ratio("value_per_person", "Net revenue in the window / persons", "value_micros", "persons", unit="money"),
    Ratio(
        "capped_value_per_person",
        "The same with each person's value cut at the cap that was set before the test.",
        "capped_micros",
        "persons",
        unit="money",
        label="Value per person, capped",
    ),
    Ratio("value_per_order", "Net revenue in the window / orders", "value_micros", "orders", unit="money"),
    Count(
        "persons_treated",
        "Persons who first saw it in the period (by intention to treat: were assigned to it), their window over.",
        label="Got it",
    ),
    Count("persons_control", "Persons in its control, or held out, who are compared with them.", label="In control"),
    Count(
        "persons_unmatched",
        "Persons who got it when nobody was in control: they are not in the figure.",
        label="Without control",
    ),
    Estimated(
        "treated_value",
        "Net revenue per person in the window, of those who got it, as it is.",
        unit="money",
        label="Per person",
    ),
    Estimated(
        "control_value",
        "The same of control, had it come at the same times as those who got it.",
        unit="money",
        label="Per person in control",
    ),
    Estimated(
        "treated_value_capped",
        "treated_value with each person's value cut at the cap, and without what their past explains.",
        unit="money",
        label="Per person, capped",
    ),
    Estimated("control_value_capped", "The same of control.", unit="money", label="Per person in control, capped"),
    Estimated(
        "incremental_per_person",
        "treated_value_capped - control_value_capped",
        unit="money",
        label="Incremental per person",
    ),
    Estimated(
        "incremental_revenue",
        "incremental_per_person * persons_treated",
        unit="money",
        label="Incremental revenue",
        signed=True,
    ),
    Estimated(
        "incremental_low",
        "The lower bound of incremental_revenue, on whichever day one looks.",
        unit="money",
        label="From",
        signed=True,
    ),
    Estimated(
        "incremental_high",
        "The upper bound of incremental_revenue, on whichever day one looks.",
        unit="money",
        label="To",
        signed=True,
    ),
    Estimated(
        "incremental_raw",
        "(treated_value - control_value) * persons_treated: uncapped, without an interval.",
        unit="money",
        label="Uncapped",
    ),
    Estimated(
        "incremental_margin",
        "incremental_revenue * margin",
        unit="money",
        label="Incremental margin",
    ),
    Estimated("incremental_roi", "(incremental_margin - cost) / cost", unit="share", label="ROI"),
    Estimated("incremental_roi_low", "The same of incremental_low.", unit="share", label="ROI from"),
    Estimated("incremental_roi_high", "The same of incremental_high.", unit="share", label="ROI to"),
    Estimated("margin", "The share of net revenue of the period that is left after the cost of goods.", unit="share"),
    Estimated(
        "break_even", "cost / margin: so much incremental revenue pays the cost.", unit="money", label="Break-even"
    ),
    Estimated(
        "attributed_value",
        "The value of conversions of persons who had seen it before. Attributed, not incremental.",
        unit="money",
        label="Attributed value",
    ),
    Estimated(
        "attributed_net",
        "attributed_value * margin - cost: if all of it had been caused.",
        unit="money",
        label="Net (attributed)",
    ),
    Estimated(
        "attributed_roi",
        "attributed_net / cost. Attributed, not incremental.",
        unit="share",
        label="ROI (attributed)",
    ),
    Estimated(
        "baseline_revenue",
        "Revenue of the days that are compared with, in proportion to how many they are.",
        unit="money",
    ),
    Estimated("baseline_orders", "The same of orders.", unit="count"),
    Estimated(
        "baseline_change", "revenue - baseline_revenue. It is no cause.", unit="money", label="Difference", signed=True
    ),
    Estimated(
        "baseline_lift", "revenue / baseline_revenue - 1. It is no cause.", unit="share", label="Change", signed=True
    ),
    Estimated(
        "placebo_low",
        "The lower end of where nine in ten changes lay that the same comparison showed in earlier windows.",
        unit="share",
        label="By itself from",
        signed=True,
    ),
    Estimated("placebo_high", "The upper end of it.", unit="share", label="By itself to", signed=True),
    Count("placebo_windows", "Earlier windows without a known change that the range is taken from; at least 19."),
    Count("customers", "Persons with an order in the period."),
    Count("new_customers", "Customers whose first order lies in the period."),
    Proportion("repeat_rate", "Customers with an order before their latest / customers.", "repeating", "customers"),
    Ratio("aov", "Average order value: revenue / orders", "revenue_micros", "orders", unit="money", label="AOV"),
    Ratio(
        "orders_per_customer",
        "Purchase frequency: orders / customers, of the period",
        "orders",
        "customers",
        unit="per customer",
    ),
    Estimated(
        "median_gap_s",
        "Half of the customers' orders came sooner than this after the order before.",
        unit="seconds",
        label="Time between orders",
    ),
    Ratio(
        "full_price_share",
        "Revenue of lines that no discount lowered / revenue",
        "full_price_micros",
        "revenue_micros",
        unit="share",
        label="At full price",
    ),
    Proportion(
        "bargain_hunters",
        "Customers who bought only at a discount in the period / customers.",
        "hunting",
        "customers",
    ),
    Estimated(
        "top_20_share",
        "The part of revenue that the fifth of customers brought who spent most in the period.",
        unit="share",
        label="Share of the top 20\N{NO-BREAK SPACE}%",
    ),
    Ratio(
        "clv_so_far",
        "Customer lifetime value until now: net revenue of all their orders up to the last day / customers",
        "history_micros",
        "customers",
        unit="money",
        label="CLV so far",
    ),
    Estimated(
        "clv_simple",
        "An upper estimate: value of a day with orders * further such days of a customer per day * days they stay.",
        unit="money",
        label="CLV simple, upper estimate",
    ),
    Estimated(
        "clv_model",
        "Modelled (BG/NBD and Gamma-Gamma): what a customer is expected to bring in the next 12 months, by the margin, "
        "discounted.",
        unit="money",
        label="CLV modelled, next 12 months",
    ),
    Estimated(
        "expected_orders",
        "Modelled: days with orders that a customer is expected to make in the next 12 months.",
        unit="per customer",
        label="Expected orders (modelled)",
    ),
    Estimated(
        "alive",
        "Modelled: how likely a customer who came back is to still be one.",
        unit="share",
        label="Still customers",
    ),
    Proportion(
        "customer_rate",
        "Persons who ordered after it / persons to whom it was delivered first of all",
        "customers",
        "persons_delivered",
        label="Became customers",
    ),
    Count("customers_before", "Customers of the unit of time just before."),
    Count("customers_kept", "Customers of the unit before who ordered again in this one."),
    Proportion("retention", "Strict: customers_kept / customers_before", "customers_kept", "customers_before"),
    Estimated(
        "active_base_ratio",
        "Customers of the unit / customers of the unit before. New ones count: it can exceed 100\N{NO-BREAK SPACE}%.",
        unit="share",
    ),
    Balance(
        "mrr",
        "Monthly recurring revenue at the end of the last day: what running subscriptions bring a month.",
        "end_micros",
        unit="money",
        label="MRR",
    ),
    Balance("mrr_start", "MRR at the begin of the first day.", "start_micros", unit="money", label="MRR before"),
    Money("new_mrr", "MRR of persons who subscribed for the first time.", "new_micros", label="New"),
    Money("expansion_mrr", "What subscribers came to bring more a month.", "expansion_micros", label="Expansion"),
    Money(
        "reactivated_mrr",
        "MRR of persons who subscribed again after all had ended.",
        "reactivated_micros",
        label="Reactivated",
    ),
    Money(
        "contraction_mrr",
        "What subscribers came to bring less a month, and still something.",
        "contraction_micros",
        label="Contraction",
    ),
    Money("churned_mrr", "MRR of persons all of whose subscriptions ended.", "churned_micros", label="Churned"),
    Money(
        "net_new_mrr",
        "mrr - mrr_start: new + expansion + reactivated - contraction - churned",
        "net_new_micros",
        label="Net new MRR",
    ),
    Money("started_mrr", "Of a plan: MRR of subscriptions that began with it.", "started_micros", label="Started"),
    Money(
        "moved_in_mrr",
        "Of a plan: MRR of subscriptions that came from another plan.",
        "moved_in_micros",
        label="Moved in",
    ),
    Money(
        "moved_out_mrr",
        "Of a plan: MRR of subscriptions that went to another plan.",
        "moved_out_micros",
        label="Moved out",
    ),
    Money("ended_mrr", "Of a plan: MRR of subscriptions that ended.", "ended_micros", label="Ended"),
    Balance("subscribers", "Persons with MRR above zero at the end of the last day.", "subscribers", unit="count"),
    Balance(
        "subscribers_start",
        "Persons with MRR above zero at the begin of the first day.",
        "subscribers_start",
        unit="count",
        label="Subscribers before",
    ),
    Count("new_subscribers", "Persons who subscribed for the first time.", "new"),
    Count("reactivated_subscribers", "How often somebody subscribed again after all had ended.", "reactivated"),
    Count("churned_subscribers", "How often all of somebody's subscriptions ended.", "churned"),
    Count("subscribers_lost", "Subscribers of the begin who are none at the end.", label="Subscribers lost"),
    Proportion(
        "customer_churn",
        "Churn of customers (logo churn): subscribers_lost / subscribers_start",
        "subscribers_lost",
        "subscribers_start",
        label="Customer churn",
    ),
    Estimated("customer_churn_low", "The lower bound of customer_churn, 95\N{NO-BREAK SPACE}%.", unit="share"),
    Estimated("customer_churn_high", "The upper bound of customer_churn, 95\N{NO-BREAK SPACE}%.", unit="share"),
    Ratio(
        "gross_churn",
        "Gross revenue churn: the part of mrr_start that subscribers of the begin no longer bring at the end",
        "lost_micros",
        "start_micros",
        unit="share",
        label="Gross MRR churn",
    ),
    Estimated("gross_churn_low", "The lower bound of gross_churn, 95\N{NO-BREAK SPACE}%.", unit="share"),
    Estimated("gross_churn_high", "The upper bound of gross_churn, 95\N{NO-BREAK SPACE}%.", unit="share"),
    Ratio(
        "net_churn",
        "Net revenue churn: the same less what subscribers of the begin grew; below zero, they grew by more.",
        "net_lost_micros",
        "start_micros",
        unit="share",
        label="Net MRR churn",
    ),
    Estimated("net_churn_low", "The lower bound of net_churn, 95\N{NO-BREAK SPACE}%.", unit="share"),
    Estimated("net_churn_high", "The upper bound of net_churn, 95\N{NO-BREAK SPACE}%.", unit="share"),
    Estimated(
        "monthly_churn",
        "Customer churn brought to one month: 1 - (1 - customer_churn)^(1 / months of the period)",
        unit="share",
    ),
    Ratio(
        "arpu",
        "Average revenue per user and month: mrr / subscribers",
        "end_micros",
        "subscribers",
        unit="money",
        label="ARPU",
    ),
    Estimated(
        "ltv",
        "Lifetime value of a subscriber by the simple formula: arpu * margin / monthly_churn",
        unit="money",
        label="LTV",
    ),
    Estimated("ltv_low", "The lower bound of ltv, from that of churn.", unit="money", label="LTV from"),
    Estimated("ltv_high", "The upper bound of ltv, from that of churn.", unit="money", label="LTV to"),
    Estimated(
        "ltv_model",
        "Modelled (shifted-beta-geometric): what a new subscriber is expected to bring, by the margin, discounted.",
        unit="money",
        label="LTV modelled",
    ),
    Balance(
        "subscriptions_excluded",
        "Subscriptions that run at the end without a known amount, or in a currency without a rate.",
        "subscriptions_excluded",
        unit="count",
    ),
    Proportion(
        "subscriber_rate",
        "Persons who subscribed for the first time after it / persons to whom it was delivered first of all",
        "new_subscribers",
        "persons_delivered",
        label="Became subscribers",
    ),
    Ratio(
        "mrr_per_person",
        "MRR of those who subscribed since / persons to whom it was delivered first of all",
        "end_micros",
        "persons_delivered",
        unit="money",
        label="MRR per person",
    ),
    Count("answers", "Survey answers; of several to one survey in one view the last.", clustered=True),
    Count(
        "respondents",
        "Persons who answered, each by their latest answer: what scores are worked out from. In totals each once for "
        "NPS and once for CSAT.",
    ),
    Count("responses", "Delivered surveys that were answered in the same view."),
    Proportion("response_rate", "responses / delivered, of surveys", "responses", "delivered"),
    NetScore("nps", "Net Promoter Score: promoters less detractors, of 100 respondents.", label="NPS"),
    Estimated("nps_low", "The lower bound of its 95\N{NO-BREAK SPACE}% interval.", unit="points", label="NPS from"),
    Estimated("nps_high", "The upper bound of its 95\N{NO-BREAK SPACE}% interval.", unit="points", label="NPS to"),
    Count("promoters", "Respondents who gave 9 or 10 of 10."),
    Count("passives", "Respondents who gave 7 or 8 of 10."),
    Count("detractors", "Respondents who gave 0 to 6 of 10."),
    Proportion(
        "csat",
        "Customer satisfaction, top-two box: respondents with one of the two best scores / respondents; on a scale of "
        "fewer than 4 with the best one.",
        "satisfied",
        "csat_respondents",
        label="CSAT",
    ),
    Estimated("csat_low", "The lower bound of its 95\N{NO-BREAK SPACE}% interval.", unit="share", label="CSAT from"),
    Estimated("csat_high", "The upper bound of its 95\N{NO-BREAK SPACE}% interval.", unit="share", label="CSAT to"),
    Count("satisfied", "Respondents to CSAT with a score in the top-two box."),
    Ratio("mean_score", "Sum of scores / respondents, on one scale.", "score_sum", "respondents", unit="score"),
)
"""By name, as answers and documents have them."""

CONVERSION_RATE_OF_VISITS = Proportion(
    METRICS["conversion_rate"].name, METRICS["conversion_rate"].means, "sessions_converted", "sessions"
)
"""What reports on visits and goals call `conversion_rate`."""

CONVERSION_RATE_OF_PERSONS = Proportion(
    METRICS["conversion_rate"].name, METRICS["conversion_rate"].means, "conversions", "persons"
)
"""What the report of an experiment calls so."""


def metrics(*names: str) -> tuple[Metric, ...]:
    """The figures of these names."""
    return tuple(METRICS[name] for name in names)
