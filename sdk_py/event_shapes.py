"""The fields of each type of event. Made by `make generate` from the collector's schemas: do not edit."""

from sdk_py import rules
from sdk_py.checks import (
    amount,
    boolean,
    currency,
    event_id,
    fraction,
    free_json,
    free_object,
    integer,
    milliseconds,
    one_of,
    quantity,
    text,
    timestamp,
    truncated,
)
from sdk_py.shapes import Check, Items, Part, Shape

NO_CURRENCY = "XXX"
"""ISO 4217's code for "no currency": there is no rate for it, so the order counts without money."""

IDENTITIES = ("visitor_id", "user_id", "view_id", "order_id", "refund_id")
"""Ids that are never left out for being too long: without them, the event would belong to someone else."""

_name = text(128)

PAGE = Shape(
    fields={
        "url": truncated(2048),
        "title": truncated(512),
        "referrer": truncated(2048),
        "item": _name,
    }
)
SHOWN = Shape(
    fields={
        "item": _name,
        "group": _name,
        "category": _name,
    },
    required=("item",),
)
LINE = Shape(
    fields={
        "item": _name,
        "group": _name,
        "quantity": quantity,
        "price": amount,
        "discount": amount,
        "category": _name,
    },
    required=("price",),
    rules=(
        rules.countable_line,
        rules.discount_in_total,
    ),
    instead={"price": "0"},
    essential=("quantity",),
)
RETURNED = Shape(
    fields={
        "item": _name,
        "quantity": quantity,
        "amount": amount,
    },
    essential=("item", "quantity", "amount"),
    exact=("quantity", "amount"),
)
_EVENT: dict[str, Check | Part | Items] = {
    "id": event_id,
    "ts": timestamp,
    "visitor_id": _name,
    "user_id": _name,
    "view_id": _name,
    "page": Part(PAGE, "url"),
    "props": free_object,
}

SHAPES: dict[str, Shape] = {
    "page_view": Shape(
        fields={
            **_EVENT,
        },
        required=("view_id",),
        rules=(rules.needs_identity,),
    ),
    "page_leave": Shape(
        fields={
            **_EVENT,
            "engaged_ms": milliseconds,
            "scroll": fraction,
        },
        required=("view_id",),
        rules=(rules.needs_identity,),
    ),
    "execute": Shape(
        fields={
            **_EVENT,
            "action": _name,
            "variation": _name,
            "kind": one_of("banner", "popup", "form", "survey", "products", "articles", "email", "other"),
            "campaign": _name,
            "items": Items(SHOWN, 0, 200, shorten=True),
            "first_position": integer(1, 1000000),
        },
        required=("view_id", "action"),
        rules=(rules.needs_identity,),
        instead={"kind": "other"},
    ),
    "deliver": Shape(
        fields={
            **_EVENT,
            "action": _name,
            "variation": _name,
            "kind": one_of("banner", "popup", "form", "survey", "products", "articles", "email", "other"),
            "campaign": _name,
            "items": Items(SHOWN, 0, 200, shorten=True),
        },
        required=("view_id", "action"),
        rules=(rules.needs_identity,),
        instead={"kind": "other"},
    ),
    "evidence": Shape(
        fields={
            **_EVENT,
            "action": _name,
            "variation": _name,
            "kind": one_of("banner", "popup", "form", "survey", "products", "articles", "email", "other"),
            "campaign": _name,
            "max_fraction": fraction,
            "visible_ms": milliseconds,
            "longest_ms": milliseconds,
            "reason": one_of("below_fold", "passed", "offscreen", "hidden", "covered", "tab_hidden", "removed"),
            "detail": free_json,
        },
        required=("view_id", "action"),
        rules=(
            rules.needs_identity,
            rules.some_evidence,
        ),
        instead={"kind": "other"},
    ),
    "skip": Shape(
        fields={
            **_EVENT,
            "action": _name,
            "variation": _name,
            "kind": one_of("banner", "popup", "form", "survey", "products", "articles", "email", "other"),
            "campaign": _name,
            "reason": one_of(
                "selector_missing",
                "delay_not_elapsed",
                "frequency_capped",
                "page_excluded",
                "exit_intent_not_fired",
                "device_excluded",
                "no_consent",
                "error",
            ),
            "detail": free_json,
        },
        required=("action", "reason"),
        rules=(rules.needs_identity,),
        instead={"kind": "other", "reason": "error"},
    ),
    "click": Shape(
        fields={
            **_EVENT,
            "action": _name,
            "variation": _name,
            "kind": one_of("banner", "popup", "form", "survey", "products", "articles", "email", "other"),
            "campaign": _name,
            "item": _name,
            "group": _name,
            "target": free_json,
        },
        required=("action",),
        rules=(rules.needs_identity,),
        instead={"kind": "other"},
    ),
    "dismiss": Shape(
        fields={
            **_EVENT,
            "action": _name,
            "variation": _name,
            "kind": one_of("banner", "popup", "form", "survey", "products", "articles", "email", "other"),
            "campaign": _name,
        },
        required=("action",),
        rules=(rules.needs_identity,),
        instead={"kind": "other"},
    ),
    "quick_add": Shape(
        fields={
            **_EVENT,
            "action": _name,
            "variation": _name,
            "kind": one_of("banner", "popup", "form", "survey", "products", "articles", "email", "other"),
            "campaign": _name,
            "item": _name,
            "group": _name,
            "quantity": quantity,
            "price": amount,
            "currency": currency,
        },
        required=("action", "item"),
        rules=(
            rules.needs_identity,
            rules.amount_has_currency,
            rules.countable,
        ),
        instead={"kind": "other"},
    ),
    "wishlist_add": Shape(
        fields={
            **_EVENT,
            "action": _name,
            "variation": _name,
            "item": _name,
            "group": _name,
        },
        required=("item",),
        rules=(rules.needs_identity,),
    ),
    "wishlist_remove": Shape(
        fields={
            **_EVENT,
            "action": _name,
            "variation": _name,
            "item": _name,
            "group": _name,
        },
        required=("item",),
        rules=(rules.needs_identity,),
    ),
    "cart_add": Shape(
        fields={
            **_EVENT,
            "item": _name,
            "group": _name,
            "quantity": quantity,
            "price": amount,
            "currency": currency,
        },
        required=("item",),
        rules=(
            rules.needs_identity,
            rules.amount_has_currency,
            rules.countable,
        ),
    ),
    "cart_remove": Shape(
        fields={
            **_EVENT,
            "item": _name,
            "group": _name,
            "quantity": quantity,
            "price": amount,
            "currency": currency,
        },
        required=("item",),
        rules=(
            rules.needs_identity,
            rules.amount_has_currency,
            rules.countable,
        ),
    ),
    "purchase": Shape(
        fields={
            **_EVENT,
            "order_id": _name,
            "currency": currency,
            "items": Items(LINE, 1, 500),
            "discount": amount,
            "replaces": boolean,
            "tax": amount,
            "shipping": amount,
        },
        required=("currency", "items"),
        rules=(
            rules.needs_identity,
            rules.replaces_an_order,
        ),
        instead={"currency": NO_CURRENCY},
        essential=("replaces",),
    ),
    "refund": Shape(
        fields={
            **_EVENT,
            "order_id": _name,
            "refund_id": _name,
            "items": Items(RETURNED, 1, 500, whole=True),
            "amount": amount,
            "cancel": boolean,
            "reason": text(256, shorten=True),
        },
        required=("order_id",),
        rules=(rules.one_way_to_refund,),
        essential=("items", "amount", "cancel"),
        exact=("amount",),
    ),
    "goal": Shape(
        fields={
            **_EVENT,
            "goal": _name,
            "value": amount,
            "currency": currency,
        },
        required=("goal",),
        rules=(
            rules.needs_identity,
            rules.amount_has_currency,
        ),
    ),
    "assign": Shape(
        fields={
            **_EVENT,
            "experiment": _name,
            "variation": _name,
            "allocation": integer(0, 1000000),
            "override": boolean,
        },
        required=("experiment", "variation"),
        rules=(rules.needs_identity,),
        essential=("override",),
    ),
    "identify": Shape(
        fields={
            **_EVENT,
            "traits": free_object,
        },
        required=("user_id",),
        rules=(rules.needs_identity,),
    ),
    "survey": Shape(
        fields={
            **_EVENT,
            "action": _name,
            "variation": _name,
            "instrument": one_of("nps", "csat"),
            "score": integer(0, 100),
            "scale": integer(2, 100),
            "comment": text(4000, shorten=True),
            "answers": free_json,
        },
        required=("instrument", "score"),
        rules=(
            rules.needs_identity,
            rules.score_on_scale,
        ),
        essential=("scale",),
    ),
    "subscription": Shape(
        fields={
            **_EVENT,
            "subscription_id": _name,
            "status": one_of("started", "changed", "cancelled"),
            "plan": _name,
            "mrr": amount,
            "currency": currency,
        },
        required=("subscription_id", "status"),
        rules=(
            rules.needs_identity,
            rules.amount_has_currency,
        ),
    ),
    "custom": Shape(
        fields={
            **_EVENT,
            "name": _name,
        },
        required=("name",),
        rules=(rules.needs_identity,),
    ),
}
