"""A line of a timeline in words: what kind of line it is, what was done, to what, and a note. Pure.

The pages and the terminal tell the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from collector.present.formatting import amount, count_of, duration, joined, money

Entry = Mapping[str, Any]


class Line(NamedTuple):
    """A line in words. `mark` names the sign that stands before it, `kind` what sort of action the subject is."""

    mark: str
    label: str
    subject: str
    note: str | None = None
    kind: str | None = None


def described(entry: Entry) -> Line:
    """The words for one entry of a timeline."""
    return TELLERS[entry["type"]](entry)


def found_through(found: Mapping[str, Any] | None) -> str:
    """How a bought line was found: "recs: clicked 9 min before, same visit"."""
    if not found:
        return "not through a widget"
    did = "clicked" if found["by"] == "click" else "added"
    where = "same visit" if found["same_session"] else "an earlier visit"
    return f"{found['action']}: {did} {duration(found['seconds_before'])} before, {where}"


def outcome(session: Entry, currency: str) -> list[tuple[str, str]]:
    """What a visit came to, each with the sign of its lines: ("seen", "2 seen"), ("bought", "1 order, 40.00 EUR")."""
    orders = f"{count_of(session['orders'], 'order')}, {money(session['revenue'], currency)}"
    counts = session["counts"]
    counted = [(mark, count_of(counts[name], one, many)) for name, mark, one, many in OUTCOMES if counts[name]]
    return [("bought", orders), *counted] if session["orders"] else counted


OUTCOMES = (
    ("goals", "goal", "goal", "goals"),
    ("clicks", "click", "click", "clicks"),
    ("quick_adds", "add", "added to cart", "added to cart"),
    ("wishlist_adds", "wish", "wish-listed", "wish-listed"),
    ("seen", "seen", "seen", "seen"),
    ("not_seen", "unseen", "not seen", "not seen"),
    ("unmeasured", "unmeasured", "unmeasured", "unmeasured"),
    ("skipped", "skipped", "not placed", "not placed"),
    ("ghosts", "control", "control", "control"),
)


class Depth(NamedTuple):
    """How far down a page the visitor came and something stood, in percent of its height."""

    reached: int
    stood: int


def page_depth(entry: Entry) -> Depth | None:
    """How far the visitor was from something below the fold, where that was measured."""
    detail = entry.get("detail")
    if entry.get("reason") != "below_fold" or not isinstance(detail, Mapping):
        return None
    top, deepest, page = (_number(detail.get(name)) for name in ("top", "deepest", "page"))
    if top is None or deepest is None or not page:
        return None
    return Depth(*(int(100 * min(1, max(0, number / page))) for number in (deepest, top)))


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) else None


def _page_view(entry: Entry) -> Line:
    page = entry["page"]
    engaged = None if entry["engaged_ms"] is None else f"read for {duration(entry['engaged_ms'] / 1000)}"
    scrolled = None if entry["scroll"] is None else f"scrolled {entry['scroll'] * 100:.0f} %"
    note = joined((engaged, scrolled), ", ") or None
    label = "Viewed" if entry["type"] == "page_view" else "Left"
    return Line("page", label, page["title"] or page["path"] or page["url"] or "a page without an address", note)


def _impression(entry: Entry) -> Line:
    mark, label = ("control", "Control group") if entry["ghost"] else STATES[entry["state"]]
    return Line(mark, label, _named(entry), _without(entry["explanation"], label), entry["kind"])


STATES = {
    "delivered": ("seen", "Seen"),
    "undelivered": ("unseen", "Not seen"),
    "unmeasured": ("unmeasured", "Unmeasured"),
}


def _named(entry: Entry) -> str:
    variation = entry.get("variation")
    return f"{entry['action']} (variation {variation})" if variation else str(entry["action"])


def _without(sentence: str, label: str) -> str:
    """A sentence that stands behind its own beginning: "Not seen: it stood …" after "Not seen" is "It stood …"."""
    if not sentence.startswith(label):
        return sentence
    rest = sentence.removeprefix(label).lstrip(":;, ")
    return rest[:1].upper() + rest[1:]


def _skip(entry: Entry) -> Line:
    return Line("skipped", "Not placed", _named(entry), _without(entry["explanation"], "Not placed"))


def _click(entry: Entry) -> Line:
    return Line("click", "Clicked", _item_in_action(entry), free(entry["target"]))


def _item_in_action(entry: Entry) -> str:
    quantity = f"{entry['quantity']} × " if entry.get("quantity") else ""
    item = f"{quantity}{entry['item']}" if entry.get("item") else None
    return joined((item, entry.get("action") and _named(entry)), " in ")


def _cart(entry: Entry) -> Line:
    mark, label = CARTS[entry["type"]]
    each = money(entry["price"], entry["currency"])
    return Line(mark, label, _item_in_action(entry), each and f"{each} each")


CARTS = {
    "quick_add": ("add", "Added to cart"),
    "cart_add": ("cart", "Added to cart"),
    "cart_remove": ("uncart", "Took from cart"),
}


def _wish(entry: Entry) -> Line:
    if entry["type"] == "wishlist_add":
        return Line("wish", "Wish-listed", _item_in_action(entry))
    return Line("unwish", "Un-wished", _item_in_action(entry))


def _purchase(entry: Entry) -> Line:
    order = f"order {entry['order_id']}" if entry["order_id"] else "an order without a number"
    if entry["cancelled"]:
        return Line("duplicate", "Ordered", order, "Cancelled later, so it is no order and earns nothing.")
    if entry["replaces"]:
        return Line("duplicate", "Changed", order, "These lines take the place of those reported before.")
    if entry["duplicate"]:
        return Line("duplicate", "Repeated", order, "The same order was reported again. It is counted once.")
    return Line("bought", "Bought", f"{money(entry['revenue'], entry['currency'])}, {order}", _about_order(entry))


NOT_BELIEVED = "Left out of revenue: it exceeds the maximum value for what only the public key reports."
CONFLICTING = "Another report of this order differs: see the data checks."


def _about_order(entry: Entry) -> str | None:
    if entry.get("claimed"):
        return NOT_BELIEVED
    if entry["excluded"]:
        return f"There was no exchange rate for {entry['paid_currency']}, so it is left out of revenue."
    refunded = (
        f"{amount(entry['sold'], entry['currency'])} less {amount(entry['refunded'], entry['currency'])} refunded."
    )
    paid = f"Paid in {entry['paid_currency']}."
    return (
        joined(
            (
                refunded if entry["refunded"] != "0.00" else None,
                paid if entry["paid_currency"] != entry["currency"] else None,
                CONFLICTING if entry["conflicts"] else None,
            ),
            " ",
        )
        or None
    )


def _refund(entry: Entry) -> Line:
    items = ", ".join(joined((item["quantity"], item["item"]), " × ") for item in entry["items"])
    if entry["cancelled"]:
        return Line("refund", "Cancelled", f"order {entry['order_id']}", entry["reason"])
    if not entry["matched"]:
        return Line("refund", "Refund", f"of order {entry['order_id']}", "No order of this person has this number.")
    subject = f"{money(entry['refunded'], entry['currency'])} of order {entry['order_id']}"
    return Line("refund", "Refunded", subject, joined((items, entry["reason"])) or None)


def _goal(entry: Entry) -> Line:
    worth = money(entry["value"], entry["currency"])
    return Line("goal", "Goal", entry["goal"], f"{worth}. {NOT_BELIEVED}" if entry.get("claimed") else worth)


def _survey(entry: Entry) -> Line:
    best = f" of {entry['scale']}" if entry["scale"] else ""
    subject = f"{str(entry['instrument']).upper()} {entry['score']}{best}"
    comment = f"“{entry['comment']}”" if entry["comment"] else None
    return Line("survey", "Answered", subject, joined((comment, free(entry["answers"]))) or None)


def _subscription(entry: Entry) -> Line:
    label = SUBSCRIPTIONS.get(entry["status"], "Subscription")
    monthly = money(entry["mrr"], entry["currency"])
    return Line("subscription", label, entry["plan"] or entry["subscription_id"], monthly and f"{monthly} a month")


SUBSCRIPTIONS = {"started": "Subscribed", "changed": "Changed plan", "cancelled": "Cancelled"}


def _identify(entry: Entry) -> Line:
    return Line("identify", "Known as", entry["user_id"], free(entry["traits"]))


def _custom(entry: Entry) -> Line:
    return Line("custom", "Event", entry["name"], free(entry.get("props")))


def free(value: object) -> str | None:
    """What a sender sent in its own form: text as it is, an object by its names, anything else as JSON."""
    if value in (None, {}, []):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {part if isinstance(part, str) else _json(part)}" for name, part in value.items())
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


TELLERS: dict[str, Callable[[Entry], Line]] = {
    "page_view": _page_view,
    "page_leave": _page_view,
    "impression": _impression,
    "skip": _skip,
    "click": _click,
    "dismiss": lambda entry: Line("dismiss", "Closed", _named(entry)),
    "quick_add": _cart,
    "cart_add": _cart,
    "cart_remove": _cart,
    "wishlist_add": _wish,
    "wishlist_remove": _wish,
    "purchase": _purchase,
    "refund": _refund,
    "goal": _goal,
    "survey": _survey,
    "subscription": _subscription,
    "identify": _identify,
    "custom": _custom,
}
