"""Methods for the events of a shop, of users and of anything else. They work as in `page_calls.py`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from sdk_py.event_arguments import Common, Instrument, LineFields, OfUser, ReturnedFields, Status
from sdk_py.values import Id, Item, Json, Money, Quantity


class ShopCalls(ABC):
    """Events in the shop: carts, orders, other conversions and users."""

    @abstractmethod
    def _record(self, type: str, common: Mapping[str, Any], **own: object) -> str:
        """Check an event, queue it, return its id."""

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
        """An item was put into the cart outside of actions. `price`: for one piece, without tax; needs `currency`."""
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
        """An item was taken out of the cart."""
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
        items: Sequence[Item | LineFields | Mapping[str, Any]],
        currency: str,
        order_id: Id | None = None,
        discount: Money | None = None,
        replaces: bool | None = None,
        tax: Money | None = None,
        shipping: Money | None = None,
        **common: Unpack[Common],
    ) -> str:
        """An order; each item needs a `price`. Revenue is price x quantity - discount, without `tax` and `shipping`.

        `discount` is for the whole order, and spread over its lines. Purchases with the same `order_id` count once;
        with `replaces=True` this one replaces the lines sent before (needs the secret key). Without an `order_id`, each
        purchase is a separate order.
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
        items: Sequence[Item | ReturnedFields | Mapping[str, Any]] | None = None,
        amount: Money | None = None,
        cancel: bool | None = None,
        reason: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """A refund for these items (`quantity`, `amount`), of an `amount`, or, with neither, of the whole order.

        `cancel=True` cancels the order, as if it was never placed. Refunds with the same `refund_id` count once. Needs
        the secret key, but no visitor: the refund belongs to the buyer.
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
        """Any other conversion. `value` needs a `currency`, and overrides the registered value of the goal."""
        return self._record("goal", common, goal=goal, value=value, currency=currency)

    def assign(
        self,
        *,
        experiment: Id,
        variation: str,
        allocation: int | None = None,
        override: bool | None = None,
        **common: Unpack[Common],
    ) -> str:
        """The visitor got this variation of an experiment. `variation()` records it by itself.

        `override=True`: a tester chose it, and results leave it out.
        """
        return self._record(
            "assign",
            common,
            experiment=experiment,
            variation=variation,
            allocation=allocation,
            override=override,
        )

    def identify(self, *, traits: Mapping[str, Any] | None = None, **common: Unpack[OfUser]) -> str:
        """The visitor is this user. `traits`: a JSON object of at most 4 KiB."""
        return self._record("identify", common, traits=traits)

    def survey(
        self,
        *,
        instrument: Instrument,
        score: float | str,
        scale: int | None = None,
        comment: str | None = None,
        answers: Json | None = None,
        action: str | None = None,
        variation: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """A survey answer: a score from 0 to `scale`, by default 10 for nps and 5 for csat."""
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
        status: Status,
        plan: str | None = None,
        mrr: Money | None = None,
        currency: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """Recurring revenue. `mrr`: revenue per month from now on; needs `currency`. Needs the secret key."""
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
        """Anything else, under your own name; put details into `props`."""
        return self._record("custom", common, name=name)
