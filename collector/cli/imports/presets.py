"""Order exports of well-known shops: what their columns mean, and what the shop makes of its orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any, NamedTuple

from collector.cli.imports.amounts import UnreadableError, amount, number
from collector.cli.imports.csv_values import Errors, Texts, Writing, event_of
from collector.cli.imports.rows import Row
from collector.cli.imports.taxes import tax_of, without_tax

SHOP = "shop."
MAX_ID_LENGTH = 128
MILLIONTH = Decimal("0.000001")
NOBODY = ("user_id", "visitor_id")


class Preset(NamedTuple):
    """One kind of file. Fields that begin with `shop.` say what becomes of the order.

    Within `items.` there are also `name`, for a line that has no number of its own, and `subtotal` and `total`, what a
    line comes to before and after discounts. `shop.subtotal` is what the lines come to after all discounts, or before
    that of the whole order (`before_discount`); `shop.total` what was to be paid for all of it.
    """

    columns: Mapping[str, Sequence[str]]
    required: frozenset[str]
    no_orders: frozenset[str]
    before_discount: bool = False

    def row(self, record: Texts, lines: list[Texts], writing: Writing) -> Row:
        """The purchase of an order, and the refund of it if there was one; nothing if it is no order any more."""
        status = record.get("shop.status", "").lower().removeprefix("wc-").strip()
        number_of_order = record.get("order_id", "")
        if status in self.no_orders or "shop.cancelled_at" in record:
            return Row(0, "", left_out=status if status in self.no_orders else "cancelled")
        try:
            sold = [each for line in lines if (each := sold_line(line, writing))]
        except UnreadableError as error:
            return Row(0, "", wrong={"items": [str(error) or "hold an amount or a quantity that is no number"]})
        if lines and not sold:
            return Row(0, "", left_out="without items")
        texts = {field: text for field, text in record.items() if not field.startswith(SHOP)}
        if not any(name in texts for name in NOBODY):
            texts["user_id"] = f"order {number_of_order}"[:MAX_ID_LENGTH]
        elif "@" in texts.get("user_id", ""):
            # Who types an address anew for each order begins it with a capital now and then.
            texts["user_id"] = texts["user_id"].lower()
        event, errors = event_of(texts, sold, writing)
        money = Money.read(record, writing, texts.get("currency"), errors)
        if money.subtotal is None and any("total" in line for line in lines):
            money = money._replace(discount=Decimal(0))
        if errors:
            return Row(0, "", (event,), errors)
        goods = sum((line_net(line) for line in event.get("items", ())), Decimal(0))
        events = self.events(event, status, money, goods)
        tax = tax_of(event, goods - Decimal(event.get("discount", 0)), money.total)
        if writing.without_tax:
            return Row(0, "", tuple(without_tax(events, tax)))
        return Row(0, "", tuple(events), tax_in_prices=tax.in_prices)

    def events(self, purchase: dict[str, Any], status: str, money: Money, before: Decimal) -> list[dict[str, Any]]:
        """The purchase, whose lines came to so much `before`, with the discount of the whole order; and what was paid
        back."""
        discount = money.discount
        if money.subtotal is not None:
            after = money.subtotal - (money.discount if self.before_discount else 0)
            discount = before - after
        discount = min(max(discount, Decimal(0)), max(before, Decimal(0)))
        if discount:
            purchase["discount"] = f"{discount:f}"
        refund: dict[str, Any] = {name: purchase[name] for name in ("order_id", "ts") if name in purchase}
        refund |= {"type": "refund", "refund_id": f"{purchase.get('order_id', '')} refunded"[:MAX_ID_LENGTH]}
        if status == "refunded":
            return [purchase, refund]
        paid_back = min(money.refunded, before - discount)
        return [purchase, {**refund, "amount": f"{paid_back:f}"}] if paid_back > 0 else [purchase]


class Money(NamedTuple):
    """The amounts of an order beside its lines."""

    subtotal: Decimal | None
    discount: Decimal
    refunded: Decimal
    total: Decimal | None = None

    @classmethod
    def read(cls, record: Texts, writing: Writing, currency: str | None, errors: Errors) -> Money:
        """Signs do not matter: some files write discounts and refunds as negative amounts."""

        def read(field: str) -> Decimal | None:
            try:
                return abs(Decimal(amount(record[field], writing.decimal, currency))) if field in record else None
            except UnreadableError as error:
                errors[field.removeprefix(SHOP)] = [str(error) or 'must be an amount such as "19.90"']
                return None

        discount, refunded = (read(field) or Decimal(0) for field in ("shop.discount", "shop.refunded"))
        return cls(read("shop.subtotal"), discount, refunded, read("shop.total"))


def sold_line(line: Texts, writing: Writing) -> dict[str, str] | None:
    """A line as events have it; None for one of which nothing is left. One without a number is known by its name."""
    own = {field: text for field, text in line.items() if field not in ("name", "subtotal", "total")}
    quantity = number(line["quantity"], writing.decimal) if "quantity" in line else 1
    if not quantity:
        return None
    if "item" not in own and "name" in line:
        own["item"] = line["name"][:MAX_ID_LENGTH]
    if "total" in line:
        own |= priced(line, Decimal(str(quantity)), writing)
    if own.get("discount", "").startswith("-"):
        own["discount"] = own["discount"][1:]
    return own


def priced(line: Texts, quantity: Decimal, writing: Writing) -> dict[str, str]:
    """The price of one piece and the discount of the line that together come to the line's total, exactly."""
    total = Decimal(amount(line["total"], writing.decimal))
    subtotal = Decimal(amount(line.get("subtotal", line["total"]), writing.decimal))
    price = (max(total, subtotal) / quantity).quantize(MILLIONTH, ROUND_CEILING)
    point = writing.decimal or "."
    return {"price": f"{price:f}".replace(".", point), "discount": f"{price * quantity - total:f}".replace(".", point)}


def line_net(line: Mapping[str, Any]) -> Decimal:
    """What a line comes to; nothing if the schemas are going to reject it."""
    try:
        pieces = Decimal(str(line.get("quantity", 1)))
        return Decimal(str(line["price"])) * pieces - Decimal(str(line.get("discount", 0)))
    except (ArithmeticError, KeyError):
        return Decimal(0)


SHOPIFY = Preset(
    columns={
        "order_id": ["Name"],
        "ts": ["Created at"],
        "user_id": ["Email", "Phone"],
        "currency": ["Currency"],
        "tax": ["Taxes"],
        "shipping": ["Shipping"],
        "items.item": ["Lineitem sku"],
        "items.name": ["Lineitem name"],
        "items.quantity": ["Lineitem quantity"],
        "items.price": ["Lineitem price"],
        "items.discount": ["Lineitem discount"],
        "shop.status": ["Financial Status"],
        "shop.cancelled_at": ["Cancelled at"],
        "shop.subtotal": ["Subtotal"],
        "shop.discount": ["Discount Amount"],
        "shop.refunded": ["Refunded Amount"],
        "shop.total": ["Total"],
    },
    required=frozenset({"order_id", "ts", "items.price"}),
    no_orders=frozenset({"voided", "expired"}),
)
WOOCOMMERCE = Preset(
    columns={
        "order_id": ["order_number_formatted", "order_number", "order_id", "Order Number", "Order ID"],
        "ts": ["date", "order_date", "Order Date"],
        "user_id": ["billing_email", "customer_email", "Email (Billing)", "Billing Email"],
        "currency": ["order_currency", "currency", "Currency", "Order Currency"],
        "tax": ["tax_total", "Order Total Tax Amount"],
        "shipping": ["shipping_total", "Order Shipping Amount"],
        "items.item": ["item_sku", "SKU", "item_product_id", "Product Id"],
        "items.name": ["item_name", "Item Name", "Product Name"],
        "items.quantity": ["item_quantity", "Quantity", "Quantity (- Refund)"],
        "items.price": ["item_price", "Item Cost"],
        "items.subtotal": ["item_subtotal", "Order Line Subtotal"],
        "items.total": ["item_total", "Order Line Total"],
        "shop.status": ["status", "order_status", "Order Status"],
        "shop.subtotal": ["order_subtotal", "Order Subtotal Amount"],
        "shop.discount": ["discount_total", "cart_discount", "Cart Discount Amount"],
        "shop.refunded": ["refunded_total", "Order Refund Amount"],
        "shop.total": ["order_total", "Order Total Amount"],
    },
    required=frozenset({"order_id", "ts"}),
    no_orders=frozenset(
        {"cancelled", "canceled", "failed", "pending", "pending payment", "trash", "checkout-draft", "draft"}
    ),
    before_discount=True,
)
PRESETS = {"shopify": SHOPIFY, "woocommerce": WOOCOMMERCE}
