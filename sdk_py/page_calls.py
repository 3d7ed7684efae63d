"""Methods for the events of a page and of the actions on it.

Each method checks the event, queues it and returns its id at once. Invalid parts are left out, and logged. An invalid
event raises InvalidEvent; later problems go to `on_error` and `on_rejected`. `common`: see `event_arguments.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from sdk_py.event_arguments import Common, Kind, OnView, ShownFields, Skipped, Undelivered
from sdk_py.values import Id, Item, Json, Money, Quantity


class PageCalls(ABC):
    """Events on pages: views, impressions and interactions."""

    @abstractmethod
    def _record(self, type: str, common: Mapping[str, Any], **own: object) -> str:
        """Check an event, queue it, return its id."""

    def page_view(self, **common: Unpack[OnView]) -> str:
        """A page view began, on `page`."""
        return self._record("page_view", common)

    def page_leave(
        self, *, engaged_ms: float | None = None, scroll: float | None = None, **common: Unpack[OnView]
    ) -> str:
        """A page view ended. `engaged_ms`: time in a visible, focused tab. `scroll`: deepest scroll, from 0 to 1."""
        return self._record("page_leave", common, engaged_ms=engaged_ms, scroll=scroll)

    def execute(
        self,
        *,
        action: str,
        variation: str | None = None,
        kind: Kind | None = None,
        campaign: str | None = None,
        items: Sequence[Item | Id | ShownFields | Mapping[str, Any]] | None = None,
        first_position: int | None = None,
        **common: Unpack[OnView],
    ) -> str:
        """An action was placed on the page, with these items in this order, the first at `first_position` (or 1)."""
        return self._record(
            "execute",
            common,
            action=action,
            variation=variation,
            kind=kind,
            campaign=campaign,
            items=items,
            first_position=first_position,
        )

    def deliver(
        self,
        *,
        action: str,
        variation: str | None = None,
        kind: Kind | None = None,
        campaign: str | None = None,
        items: Sequence[Item | Id | ShownFields | Mapping[str, Any]] | None = None,
        **common: Unpack[OnView],
    ) -> str:
        """The action entered the visible area of a visible tab."""
        return self._record(
            "deliver",
            common,
            action=action,
            variation=variation,
            kind=kind,
            campaign=campaign,
            items=items,
        )

    def evidence(
        self,
        *,
        action: str,
        variation: str | None = None,
        kind: Kind | None = None,
        campaign: str | None = None,
        max_fraction: float | None = None,
        visible_ms: float | None = None,
        longest_ms: float | None = None,
        reason: Undelivered | None = None,
        detail: Json | None = None,
        **common: Unpack[OnView],
    ) -> str:
        """What was measured of a placed action until the view ended. Needs `max_fraction`, `reason` or both.

        `max_fraction`: maximum of visible area / min(element area, viewport area), from 0 to 1. `visible_ms`: time with
        any part visible. `longest_ms`: longest unbroken time with half of it visible. `reason`: why it was not seen.
        """
        return self._record(
            "evidence",
            common,
            action=action,
            variation=variation,
            kind=kind,
            campaign=campaign,
            max_fraction=max_fraction,
            visible_ms=visible_ms,
            longest_ms=longest_ms,
            reason=reason,
            detail=detail,
        )

    def skip(
        self,
        *,
        action: str,
        reason: Skipped,
        variation: str | None = None,
        kind: Kind | None = None,
        campaign: str | None = None,
        detail: Json | None = None,
        **common: Unpack[Common],
    ) -> str:
        """The action was planned for this view but not placed. `reason`: why."""
        return self._record(
            "skip",
            common,
            action=action,
            reason=reason,
            variation=variation,
            kind=kind,
            campaign=campaign,
            detail=detail,
        )

    def click(
        self,
        *,
        action: str,
        variation: str | None = None,
        kind: Kind | None = None,
        campaign: str | None = None,
        item: Id | None = None,
        group: Id | None = None,
        target: Json | None = None,
        **common: Unpack[Common],
    ) -> str:
        """A click inside the action. `item`, `group`: the product and its parent; `target`: the element."""
        return self._record(
            "click",
            common,
            action=action,
            variation=variation,
            kind=kind,
            campaign=campaign,
            item=item,
            group=group,
            target=target,
        )

    def dismiss(
        self,
        *,
        action: str,
        variation: str | None = None,
        kind: Kind | None = None,
        campaign: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """The visitor closed the action."""
        return self._record("dismiss", common, action=action, variation=variation, kind=kind, campaign=campaign)

    def quick_add(
        self,
        *,
        action: str,
        item: Id,
        group: Id | None = None,
        quantity: Quantity | None = None,
        price: Money | None = None,
        currency: str | None = None,
        variation: str | None = None,
        kind: Kind | None = None,
        campaign: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """An item was put into the cart inside the action. `price`: for one piece, without tax; needs `currency`."""
        return self._record(
            "quick_add",
            common,
            action=action,
            item=item,
            group=group,
            quantity=quantity,
            price=price,
            currency=currency,
            variation=variation,
            kind=kind,
            campaign=campaign,
        )

    def wishlist_add(
        self,
        *,
        item: Id,
        group: Id | None = None,
        action: str | None = None,
        variation: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """An item was put on the wish list, inside `action` if given."""
        return self._record("wishlist_add", common, item=item, group=group, action=action, variation=variation)

    def wishlist_remove(
        self,
        *,
        item: Id,
        group: Id | None = None,
        action: str | None = None,
        variation: str | None = None,
        **common: Unpack[Common],
    ) -> str:
        """An item was taken off the wish list."""
        return self._record("wishlist_remove", common, item=item, group=group, action=action, variation=variation)
