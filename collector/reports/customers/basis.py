"""The rules of the report of customers in words, with how far off each formula was where that is known."""

from __future__ import annotations

from collector.reports.customers.branches import MAX_CATEGORIES, MIN_CUSTOMERS
from collector.reports.customers.expectations import HALF_YEAR_DAYS, HORIZON_DAYS, MIN_REPEAT_BUYERS, Models
from collector.reports.query import ReportQuery
from collector.reports.wording import percent_words

ON_CDNOW = "On CDNOW (2,357 customers, 39 weeks to learn from, 39 to predict)"


def basis_of(query: ReportQuery, models: Models, lifespan: float, margin: float | None) -> dict[str, str]:
    """What was applied, by topic."""
    whose = "of what was bought in the period" if query.site.settings.get("category_margins") else "of the site"
    kept = "net revenue (no margin is known)"
    if margin is not None:
        kept = f"net revenue x {percent_words(margin, 1)} (the margin {whose})"
    model = (
        f"BG/NBD x Gamma-Gamma, fitted to all customers of the site up to the last day: the {kept} of the "
        f"{HORIZON_DAYS} days after it, discounted by {percent_words(query.discount_rate)} a year. {ON_CDNOW} it "
        f"predicted 0.84 times what they spent. Not shown below {MIN_REPEAT_BUYERS} customers who came back."
    )
    return {
        "customers": "Persons with an order in the period that has an amount (excluded orders have none). The models "
        "take the orders of one day as one purchase.",
        "segment_of_customers": "A customer belongs to the session of their first order in the period.",
        "branches": "From a category in their very first order to one that a later order had and the first had not. "
        "The share is of customers who began there and ordered again by the last day. From "
        f"{MIN_CUSTOMERS} customers on; lines without a category, and all but the {MAX_CATEGORIES} categories with "
        "most customers, are left out.",
        "clv_so_far": "Net revenue of all their orders up to the last day; exact.",
        "clv_simple": "An upper estimate: value of a day with orders x repeat days with orders per customer per day x "
        f"{lifespan:.0f} days. Customers stay {HALF_YEAR_DAYS} days / the part lost from one half year to the next, at "
        f"most {HORIZON_DAYS} days, which also holds where there are no two half years. {ON_CDNOW} it predicted 1.5 "
        "times what they spent; with first purchases among the repeat ones, as is often done, 2.9 times.",
        "clv_model": models.why or model,
        "first_delivered": "By the first action delivered to a person, from then to the last day; control: persons to "
        "whom it would have been delivered. Persons who merely did not see it are never compared with them.",
    }
