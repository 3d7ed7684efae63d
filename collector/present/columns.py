"""Which columns the rows of each report have, for files that have no row to tell it from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from collector.reports.registry import PARTS


class Columns(NamedTuple):
    """The columns of a report: what a row is about, its figures, groups that all have the figures of `within`, and the
    rest. A `*` stands for what rows are split by, where they are."""

    about: str
    figures: str = ""
    groups: tuple[str, ...] = ()
    within: str = ""
    more: str = ""

    def of(self, *, by: str | None, compared: bool, costs: list[str]) -> list[str]:
        """Their names in the order of rows."""
        about = [by or "" if name == "*" else name for name in self.about.split()]
        grouped = [f"{group}.{name}" for group in self.groups for name in _with_prior(self.within.split(), compared)]
        figures = [*self.figures.split(), *costs]
        return [*filter(None, about), *figures, *grouped, *self.more.split(), *_prior(figures, compared)]


def _prior(figures: list[str], compared: bool) -> list[str]:
    return [f"{of}.{name}" for of in ("prior", "change", "noise") for name in figures] if compared else []


def _with_prior(figures: list[str], compared: bool) -> list[str]:
    return [*figures, *_prior(figures, compared)]


SCORES = (
    "answers respondents nps nps_low nps_high promoters passives detractors csat csat_low csat_high satisfied "
    "mean_score"
)
COLUMNS = {
    "actions": Columns(
        "action name kind campaign *",
        "executed delivered undelivered unmeasured viewable clicks sessions_delivered sessions_clicked "
        "persons_delivered wishlist_adds dismissals ghost_executed ghost_delivered skipped placement_rate "
        "delivery_rate measurable_rate ctr ctr_of_visits persons_converted conversion_rate conversions value",
        more="flags rank",
    ),
    "actions variation": Columns(
        "action name kind campaign variation",
        "executed delivered undelivered unmeasured viewable clicks sessions_delivered sessions_clicked "
        "persons_delivered wishlist_adds dismissals ghost_executed ghost_delivered delivery_rate measurable_rate "
        "ctr ctr_of_visits persons_converted conversion_rate",
    ),
    "attribution": Columns("action *", "conversions value"),
    "baseline": Columns(
        "* revenue baseline_revenue baseline_change baseline_lift placebo_low placebo_high placebo_windows orders "
        "baseline_orders verdict placebo_says"
    ),
    "campaigns": Columns("* campaign name", "executed delivered clicks ctr influenced_conversions influenced"),
    "content": Columns(
        "* action",
        "delivered clicks ctr reads finished finished_rate engaged_ms mean_engaged_s pages_after goals_after",
    ),
    "content item": Columns(
        "action item title",
        "executed measured measured_delivery_rate delivered clicks ctr reads finished finished_rate engaged_ms "
        "mean_engaged_s pages_after goals_after",
    ),
    "customers": Columns(
        "*",
        "customers new_customers repeat_rate orders revenue aov orders_per_customer median_gap_s full_price_share "
        "bargain_hunters top_20_share clv_so_far clv_simple clv_model expected_orders alive",
    ),
    "customers first_delivered": Columns(
        "action compared_with",
        "",
        groups=("seen", "control"),
        within="persons_delivered customers customer_rate orders revenue aov orders_per_customer value_per_person",
        more="warning",
    ),
    "delivery": Columns("* action reason state", "impressions share", more="pages advice examples"),
    "depth": Columns(
        "* action page",
        "executed delivered delivery_rate",
        more="depth.measured depth.came_to stood.measured stood.median",
    ),
    "engagement": Columns(
        "* action",
        "",
        groups=("seen", "not_seen"),
        within="sessions page_views bounce_rate pages_per_visit mean_duration_s conversion_rate",
        more="warning",
    ),
    "goals": Columns("* goal", "conversions persons value conversion_rate"),
    "incremental": Columns(
        "scope id name persons_treated persons_control incremental_revenue incremental_low incremental_high "
        "incremental_raw incremental_margin cost incremental_roi incremental_roi_low incremental_roi_high "
        "treated_value control_value treated_value_capped control_value_capped incremental_per_person "
        "persons_waiting persons_unmatched intention_to_treat.persons_treated intention_to_treat.persons_control "
        "intention_to_treat.incremental_revenue intention_to_treat.incremental_low "
        "intention_to_treat.incremental_high sentence conclusive agrees cohort experiments gates_failed "
        "together_with control_needed"
    ),
    "recommendations": Columns(
        "* action",
        "found_revenue contribution found_orders contribution_transactions items_sold sessions_added_to_cart "
        "sessions_purchased wishlist_adds delivered clicks ctr revenue_per_1000_delivered",
    ),
    "recommendations part": Columns(
        "action *",
        "executed measured delivered clicks quick_adds wishlist_adds delivery_rate measured_delivery_rate ctr "
        "found_revenue contribution found_orders items_sold",
    ),
    "retention": Columns(
        "* nth",
        "customers customers_before customers_kept retention active_base_ratio",
        more="name complete unit_from unit_to",
    ),
    "roi": Columns(
        "scope id name cost margin break_even incremental_revenue incremental_low incremental_high "
        "incremental_roi incremental_roi_low incremental_roi_high attributed_value attributed_net attributed_roi "
        "measured_by pays sentence"
    ),
    "satisfaction": Columns(
        "instrument scale action",
        f"{SCORES} delivered responses response_rate",
    ),
    "satisfaction *": Columns(
        "instrument scale *",
        f"{SCORES} delivered responses response_rate",
    ),
    "satisfaction variation": Columns(
        "instrument scale action variation",
        f"{SCORES} delivered responses response_rate",
        more="comparable against difference difference_low difference_high p_value warning",
    ),
    "satisfaction seen": Columns(
        "instrument scale action",
        "",
        groups=("seen", "not_seen"),
        within=SCORES,
        more="difference difference_low difference_high p_value warning",
    ),
    "subscriptions": Columns(
        "*",
        "mrr_start new_mrr expansion_mrr reactivated_mrr contraction_mrr churned_mrr mrr net_new_mrr subscribers "
        "new_subscribers reactivated_subscribers churned_subscribers subscribers_start subscribers_lost "
        "customer_churn customer_churn_low customer_churn_high gross_churn gross_churn_low gross_churn_high "
        "net_churn net_churn_low net_churn_high monthly_churn arpu ltv ltv_low ltv_high",
    ),
    "subscriptions plan": Columns(
        "plan",
        "mrr_start started_mrr expansion_mrr moved_in_mrr contraction_mrr moved_out_mrr ended_mrr mrr subscribers "
        "subscribers_start subscribers_lost customer_churn customer_churn_low customer_churn_high arpu",
    ),
    "subscriptions first_delivered": Columns(
        "action compared_with",
        "",
        groups=("seen", "control"),
        within="persons_delivered new_subscribers subscriber_rate subscribers mrr mrr_per_person",
        more="warning",
    ),
    "visits": Columns("*", "sessions visitors persons page_views bounce_rate pages_per_visit mean_duration_s"),
}
"""By report, and where they differ by what it groups by itself; `*` of reports that put a dimension in place of it."""
COLUMNS["satisfaction arm"] = COLUMNS["satisfaction variation"]._replace(about="instrument scale experiment variation")
COMMENT_COLUMNS = (
    "at", "person", "instrument", "score", "scale", "action", "variation", "page", "comment", "answers", "name",
)  # fmt: skip
EXPERIMENT_COLUMNS = (
    "experiment", "name", "state", "started", "sentence", "persons", "conversions", "lift", "lift_low", "lift_high",
    "verdict", "best", "gates",
)  # fmt: skip
WHERE_COSTS_ARE = ("cost", "net", "roi")
"""Of campaigns, unless they are split; without a margin there is only the first."""


def columns_without_rows(name: str, given: Mapping[str, Any], answer: Mapping[str, Any]) -> list[str]:
    """The columns that a report would have with these parameters, had its answer any rows."""
    by = given.get("by")
    keys = [f"{name} {by}", f"{name} part" if by in PARTS.get(name, ()) else "", f"{name} *" if by else "", name]
    columns = next((COLUMNS[key] for key in keys if key in COLUMNS), Columns(""))
    costs = [each for each in WHERE_COSTS_ARE if each in answer["total"]] if name == "campaigns" and not by else []
    return columns.of(by=by, compared=bool(answer["compared_with"]), costs=costs)
