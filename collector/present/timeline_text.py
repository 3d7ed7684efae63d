"""A line of a timeline in words: what kind of line it is, what was done, to what, and a note. Pure.

The pages and the terminal tell the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from collector.present.formatting import joined
from collector.present.numbers import (
    amount_text,
    count_text,
    counted,
    decimal_text,
    money_text,
    quantity_text,
    seconds_text,
)
from collector.reports.explain import Measured, impression_sentence, skip_sentence

Entry = Mapping[str, Any]


class Line(NamedTuple):
    """A line in words. `mark` names the sign that stands before it, `kind` what sort of action the subject is."""

    mark: str
    label: str
    subject: str
    note: str | None = None
    kind: str | None = None


def described(entry: Entry, locale: str = "en") -> Line:
    """The words for one entry of a timeline."""
    return TELLERS[entry["type"]](entry, locale)


def found_through(found: Mapping[str, Any] | None, locale: str = "en") -> str:
    """How a bought line was found: "recs: clicked 9 min before, same visit"."""
    if not found:
        return "not through a widget"
    did = "clicked" if found["by"] == "click" else "added"
    where = "same visit" if found["same_session"] else "an earlier visit"
    name = found.get("action_name") or found["action"]
    return f"{name}: {did} {seconds_text(found['seconds_before'], locale)} before, {where}"


def outcome(session: Entry, currency: str, locale: str = "en") -> list[tuple[str, str]]:
    """What a visit came to, each with the sign of its lines: ("seen", "2 seen"), ("bought", "1 order, 40.00 EUR")."""
    orders = f"{counted(session['orders'], 'order', locale=locale)}, {money_text(session['revenue'], currency, locale)}"
    counts = session["counts"]
    others = [(mark, counted(counts[name], one, many, locale)) for name, mark, one, many in OUTCOMES if counts[name]]
    return [("bought", orders), *others] if session["orders"] else others


OUTCOMES = (
    ("goals", "goal", "goal", "goals"),
    ("clicks", "click", "click", "clicks"),
    ("quick_adds", "add", "added to cart", "added to cart"),
    ("wishlist_adds", "wish", "wish-listed", "wish-listed"),
    ("seen", "seen", "seen", "seen"),
    ("not_seen", "unseen", "placed but unseen", "placed but unseen"),
    ("unmeasured", "unmeasured", "unmeasured", "unmeasured"),
    ("skipped", "skipped", "not placed", "not placed"),
    ("ghosts", "control", "control", "control"),
)


SIGNS = {
    "page": "a page that was viewed",
    "seen": "placed, and came into view",
    "unseen": "placed, and never came into view",
    "unmeasured": "placed, and the page was gone before it could report",
    "skipped": "meant for the page, and not placed: nobody could have seen it",
    "control": "not shown, to compare with (control group)",
    "click": "clicked",
    "add": "added to the cart from a widget",
    "cart": "added to the cart",
    "uncart": "taken from the cart",
    "wish": "put on the wish list",
    "unwish": "taken from the wish list",
    "dismiss": "closed by the visitor",
    "bought": "an order",
    "duplicate": "an order that was repeated, changed or cancelled",
    "refund": "a refund",
    "goal": "a goal that was reached",
    "assign": "got a variation of an experiment",
    "survey": "an answer to a survey",
    "subscription": "a subscription",
    "identify": "it became known who it is",
    "custom": "an event of the site's own",
}
"""What the sign of a line means."""


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


def _money(decimal: str | None, currency: str | None, locale: str) -> str | None:
    return None if decimal is None else money_text(decimal, currency, locale)


def _page_view(entry: Entry, locale: str) -> Line:
    page = entry["page"]
    engaged = None if entry["engaged_ms"] is None else f"read for {seconds_text(entry['engaged_ms'] / 1000, locale)}"
    scrolled = None if entry["scroll"] is None else f"scrolled {count_text(round(entry['scroll'] * 100), locale)} %"
    note = joined((engaged, scrolled), ", ") or None
    label = "Viewed" if entry["type"] == "page_view" else "Left"
    return Line("page", label, page["title"] or page["path"] or page["url"] or "a page without an address", note)


def _impression(entry: Entry, locale: str) -> Line:
    mark, label = ("control", "Control group") if entry["ghost"] else STATES[entry["state"]]
    return Line(mark, label, _named(entry), _without(_explained(entry, locale), label), entry["kind"])


MOMENTS = ("executed_at", "delivered_at")
INTERACTED = "interacted with"
"""So the explanation of what was used, and not measured, begins."""


def _explained(entry: Entry, locale: str) -> str:
    """The explanation of an entry, with its numbers as they are written in a language."""
    same = ("state", "ghost", "viewable", "reason", "detail", "max_fraction", "visible_ms")
    interacted = INTERACTED in entry["explanation"].lower()
    executed, delivered = (datetime.fromisoformat(entry[name] or entry["executed_at"]) for name in MOMENTS)
    delay_ms = round((delivered - executed).total_seconds() * 1000)
    measured = Measured(**{name: entry[name] for name in same}, interacted=interacted, delay_ms=delay_ms)
    return impression_sentence(measured, partial(decimal_text, locale=locale))


STATES = {
    "delivered": ("seen", "Seen"),
    "undelivered": ("unseen", "Not seen"),
    "unmeasured": ("unmeasured", "Unmeasured"),
}


def _named(entry: Entry) -> str:
    variation = entry.get("variation")
    name = str(entry.get("action_name") or entry["action"])
    return f"{name} (variation {variation})" if variation else name


def _without(sentence: str, label: str) -> str:
    """A sentence that stands behind its own beginning: "Not seen: it stood …" after "Not seen" is "It stood …"."""
    if not sentence.startswith(label):
        return sentence
    rest = sentence.removeprefix(label).lstrip(":;, ")
    return rest[:1].upper() + rest[1:]


def _skip(entry: Entry, locale: str) -> Line:
    sentence = skip_sentence(entry["reason"], entry["detail"], partial(decimal_text, locale=locale))
    return Line("skipped", "Not placed", _named(entry), _without(sentence, "Not placed"))


def _click(entry: Entry, locale: str) -> Line:
    return Line("click", "Clicked", _item_in_action(entry, locale), free(entry["target"]))


def _item_in_action(entry: Entry, locale: str) -> str:
    quantity = f"{quantity_text(entry['quantity'], locale)} × " if entry.get("quantity") else ""
    item = f"{quantity}{entry['item']}" if entry.get("item") else None
    return joined((item, entry.get("action") and _named(entry)), " in ")


def _cart(entry: Entry, locale: str) -> Line:
    mark, label = CARTS[entry["type"]]
    each = _money(entry["price"], entry["currency"], locale)
    return Line(mark, label, _item_in_action(entry, locale), each and f"{each} each")


CARTS = {
    "quick_add": ("add", "Added to cart"),
    "cart_add": ("cart", "Added to cart"),
    "cart_remove": ("uncart", "Took from cart"),
}


def _wish(entry: Entry, locale: str) -> Line:
    if entry["type"] == "wishlist_add":
        return Line("wish", "Wish-listed", _item_in_action(entry, locale))
    return Line("unwish", "Un-wished", _item_in_action(entry, locale))


def _purchase(entry: Entry, locale: str) -> Line:
    order = f"order {entry['order_id']}" if entry["order_id"] else "an order without a number"
    if entry["cancelled"]:
        return Line("duplicate", "Ordered", order, "Cancelled later, so it is no order and earns nothing.")
    if entry["replaces"]:
        return Line("duplicate", "Changed", order, "These lines replace those reported before.")
    if entry["duplicate"]:
        return Line("duplicate", "Repeated", order, "The same order was reported again. It is counted once.")
    worth = money_text(entry["revenue"], entry["currency"], locale)
    return Line("bought", "Bought", f"{worth}, {order}", _about_order(entry, locale))


NOT_BELIEVED = "Left out of revenue: it exceeds the maximum value for what only the public key reports."
CONFLICTING = "Another report of this order differs: see the data checks."


def _about_order(entry: Entry, locale: str) -> str | None:
    if entry.get("claimed"):
        return NOT_BELIEVED
    if entry["excluded"]:
        return f"There was no exchange rate for {entry['paid_currency']}, so it is left out of revenue."
    sold, refunds = (amount_text(entry[name], entry["currency"], locale) for name in ("sold", "refunded"))
    refunded = f"{sold} less {refunds} refunded."
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


def _refund(entry: Entry, locale: str) -> Line:
    items = ", ".join(_refunded_item(item, locale) for item in entry["items"])
    if entry["cancelled"]:
        return Line("refund", "Cancelled", f"order {entry['order_id']}", entry["reason"])
    if not entry["matched"]:
        return Line("refund", "Refund", f"of order {entry['order_id']}", "No order of this person has this number.")
    subject = f"{money_text(entry['refunded'], entry['currency'], locale)} of order {entry['order_id']}"
    return Line("refund", "Refunded", subject, joined((items, entry["reason"])) or None)


def _refunded_item(item: Entry, locale: str) -> str:
    return joined((item["quantity"] and quantity_text(item["quantity"], locale), item["item"]), " × ")


def _goal(entry: Entry, locale: str) -> Line:
    worth = _money(entry["value"], entry["currency"], locale)
    return Line("goal", "Goal", entry["goal"], f"{worth}. {NOT_BELIEVED}" if entry.get("claimed") else worth)


def _assign(entry: Entry, locale: str) -> Line:
    tester = "Chosen by a tester, left out of results" if entry["override"] else None
    return Line("assign", "Assigned", f"{entry['experiment']}: {entry['variation']}", tester)


def _survey(entry: Entry, locale: str) -> Line:
    best = f" of {entry['scale']}" if entry["scale"] else ""
    subject = f"{str(entry['instrument']).upper()} {entry['score']}{best}"
    comment = f"“{entry['comment']}”" if entry["comment"] else None
    return Line("survey", "Answered", subject, joined((comment, free(entry["answers"]))) or None)


def _subscription(entry: Entry, locale: str) -> Line:
    label = SUBSCRIPTIONS.get(entry["status"], "Subscription")
    monthly = _money(entry["mrr"], entry["currency"], locale)
    return Line("subscription", label, entry["plan"] or entry["subscription_id"], monthly and f"{monthly} a month")


SUBSCRIPTIONS = {"started": "Subscribed", "changed": "Changed plan", "cancelled": "Cancelled"}


def _identify(entry: Entry, locale: str) -> Line:
    return Line("identify", "Known as", entry["user_id"], free(entry["traits"]))


def _custom(entry: Entry, locale: str) -> Line:
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


TELLERS: dict[str, Callable[[Entry, str], Line]] = {
    "page_view": _page_view,
    "page_leave": _page_view,
    "impression": _impression,
    "skip": _skip,
    "click": _click,
    "dismiss": lambda entry, _: Line("dismiss", "Closed", _named(entry)),
    "quick_add": _cart,
    "cart_add": _cart,
    "cart_remove": _cart,
    "wishlist_add": _wish,
    "wishlist_remove": _wish,
    "purchase": _purchase,
    "refund": _refund,
    "goal": _goal,
    "assign": _assign,
    "survey": _survey,
    "subscription": _subscription,
    "identify": _identify,
    "custom": _custom,
}
