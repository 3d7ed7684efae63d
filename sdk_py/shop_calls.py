"""The events of a shop, of users and of anything else: one method for each type, as in `page_calls.py`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Unpack

from sdk_py.arguments import Common, Json, OfUser
from sdk_py.values import Id, Item, Money, Quantity


class ShopCalls(ABC):
    """What happens in the shop: carts, orders, other conversions, and what is known of users."""

    @abstractmethod
    def _record(self, type: str, common: Mapping[str, Any], **own: object) -> str:
        """Check an event, hand it over, return its id."""

    def cart_add(
        self,
        *,
        item: Id,
        group: Id | None = None,
        quantity: Quantity | None = None,
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
        item: Id,
        group: Id | None = None,
        quantity: Quantity | None = None,
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
        items: Sequence[Item | Mapping[str, Any]],
        currency: str,
        order_id: Id | None = None,
        discount: Money | None = None,
        replaces: bool | None = None,
        tax: Money | None = None,
        shipping: Money | None = None,
        **common: Unpack[Common],
    ) -> str:
        """An order; each item needs a `price`. Revenue is price x quantity - discount, without `tax` and `shipping`.

        `discount` is of the whole order, and shared over its lines. One purchase with an `order_id` stands, however
        often it is sent; `replaces=True` puts these lines in the place of those sent before (secret key). Without an
        `order_id`, each purchase is its own order.
        """
        return self._record(
            "purchase",
            common,
            items=items,
            currency=currency,
            order_id=order_id,
            discount=discount,
            replaces=replaces,
            tax=tax,
            shipping=shipping,
        )

    def refund(
        self,
        *,
        order_id: Id,
        refund_id: Id | None = None,
        items: Sequence[Item | Mapping[str, Any]] | None = None,
        amount: Money | None = None,
        cancel: bool | None = None,
        reason: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """Money given back for these items (`quantity`, `amount`), of an `amount`, or with neither for the whole order.

        `cancel=True` takes the order back and out: it never came to be. A `refund_id` makes a refund one, however often
        it is sent. Takes a secret key, and no visitor: the refund belongs to whoever bought.
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
        score: float | str,
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
        subscription_id: Id,
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
