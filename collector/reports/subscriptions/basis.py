"""The rules of the report of subscriptions in words."""

from __future__ import annotations

from collector.reports.query import ReportQuery
from collector.reports.subscriptions.survival import MIN_AT_RISK, MIN_RENEWALS, Survival
from collector.reports.wording import percent_words


def basis_of(query: ReportQuery, survival: Survival) -> dict[str, str]:
    """What was applied, by topic."""
    margin = query.site.settings.get("margin")
    kept = "ARPU (no margin is set)"
    if margin is not None:
        kept = f"ARPU x {percent_words(float(margin), 1)} (the site's margin)"
    model = (
        f"Modelled: shifted-beta-geometric, fitted to all subscribers up to the last day, by {query.unit}s; {kept} x "
        f"the payments that it expects of a new subscriber, discounted by {percent_words(query.discount_rate)} a year. "
        f"It takes {MIN_RENEWALS} renewals of at least {MIN_AT_RISK} subscribers each, and a discount."
    )
    return {
        "subscribers": "Persons whose running subscriptions together bring more than zero a month, at the end of "
        "the day. Amounts in other currencies are converted at the rate of the day on which they were sent.",
        "bridge": "mrr_start + new + expansion + reactivated - contraction - churned = mrr, of any period. A movement "
        "is a person's MRR at the end of a day against the day before: who began and ended within the period is in "
        "both.",
        "churn": "Of the subscribers at the start: the share who are none at the end (customers); the share "
        "of their MRR that is gone (gross), less what they grew by (net). 95 %: Wilson's interval, and for money the "
        "delta method over persons.",
        "segment_of_subscribers": "A subscriber belongs to the session in which they first subscribed. Where only a "
        "server reported it, outside any session, the segment is not known.",
        "ltv": f"{kept} / customer churn a month: {MONTHLY} Its interval comes from that of churn.",
        "ltv_model": survival.why or model,
        "survival": f"The share of persons who went on paying after each {query.unit} since they first subscribed: "
        "due on the day of the month on which they began, no matter what was agreed. Kaplan and Meier's estimate with "
        "Greenwood's interval.",
        "plans": "Subscription by subscription: what moved from one plan to another left the one and came to the "
        "other.",
        "first_delivered": "By the first action delivered to a person: those who subscribed since, for the first time; "
        "control: persons to whom it would have been delivered. Persons who merely did not see it are never compared "
        "with them.",
    }


MONTHLY = "1 - (1 - churn of the period)^(1 / months of the period)."
