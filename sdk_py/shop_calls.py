"""The events of a shop, of users and of anything else: one method for each type, as in `page_calls.py`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Unpack

from sdk_py.arguments import Common, Json, OfUser
from sdk_py.values import Item, Money


class ShopCalls(ABC):
    """What happens in the shop: carts, orders, other conversions, and what is known of users."""

    @abstractmethod
    def _record(self, type: str, common: Mapping[str, Any], **own: object) -> str:
        """Check an event, hand it over, return its id."""

    def cart_add(
        self,
        *,
        item: str,
        group: str | None = None,
        quantity: int | None = None,
        price: Money | None = None,
        currency: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """Put in the cart anywhere else on the site; `price` is for one piece, without tax, and needs `currency`."""
        return self._record(
            "cart_add",
            common,
            item=item,
            group=group,
            quantity=quantity,
            price=price,
            currency=currency,
        )

    def cart_remove(
        self,
        *,
        item: str,
        group: str | None = None,
        quantity: int | None = None,
        price: Money | None = None,
        currency: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """Taken out of the cart."""
        return self._record(
            "cart_remove",
            common,
            item=item,
            group=group,
            quantity=quantity,
            price=price,
            currency=currency,
        )

    def purchase(
        self,
        *,
        items: Sequence[Item],
        currency: str,
        order_id: str | None = None,
        discount: Money | None = None,
        tax: Money | None = None,
        shipping: Money | None = None,
        replaces: bool | None = None,
        **common: Unpack[Common],
    ) -> str:
        """An order; each item needs a `price`. Revenue is price x quantity - discount, without `tax` and `shipping`.

        One purchase with an `order_id` stands, however often it is sent; without one, each is its own order.
        `discount` is of the whole order. With `replaces`, these lines take the place of those sent before (secret key).
        """
        return self._record(
            "purchase",
            common,
            items=items,
            currency=currency,
            order_id=order_id,
            discount=discount,
            tax=tax,
            shipping=shipping,
            replaces=replaces,
        )

    def refund(
        self,
        *,
        order_id: str,
        refund_id: str | None = None,
        items: Sequence[Item] | None = None,
        amount: Money | None = None,
        cancel: bool | None = None,
        reason: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """Money given back for these items (`quantity`, `amount`), an `amount` of the order, or with neither all of it.

        With a `refund_id` it counts once, however often it is sent; `cancel`: the order never came to be.
        Takes a secret key, and no visitor: the refund belongs to whoever bought.
        """
        return self._record(
            "refund",
            common,
            order_id=order_id,
            refund_id=refund_id,
            items=items,
            amount=amount,
            cancel=cancel,
            reason=reason,
        )

    def goal(
        self,
        *,
        goal: str,
        value: Money | None = None,
        currency: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """Any other conversion; a `value` needs its `currency`, and replaces the registered one."""
        return self._record("goal", common, goal=goal, value=value, currency=currency)

    def identify(self, *, traits: Mapping[str, Any] | None = None, **common: Unpack[OfUser]) -> str:
        """This visitor is this user; `traits` is a JSON object of at most 4 KiB."""
        return self._record("identify", common, traits=traits)

    def survey(
        self,
        *,
        instrument: Literal["nps", "csat"],
        score: int,
        scale: int | None = None,
        comment: str | None = None,
        answers: Json | None = None,
        action: str | None = None,
        variation: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """An answer: a score from 0 to `scale`, which is 10 for nps and 5 for csat unless said."""
        return self._record(
            "survey",
            common,
            instrument=instrument,
            score=score,
            scale=scale,
            comment=comment,
            answers=answers,
            action=action,
            variation=variation,
        )

    def subscription(
        self,
        *,
        subscription_id: str,
        status: Literal["started", "changed", "cancelled"],
        plan: str | None = None,
        mrr: Money | None = None,
        currency: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """Recurring revenue: `mrr` is per month from now on, and needs `currency`. Takes a secret key."""
        return self._record(
            "subscription",
            common,
            subscription_id=subscription_id,
            status=status,
            plan=plan,
            mrr=mrr,
            currency=currency,
        )

    def custom(self, *, name: str, **common: Unpack[Common]) -> str:
        """Anything else, under a name of your own; details go into `props`."""
        return self._record("custom", common, name=name)
