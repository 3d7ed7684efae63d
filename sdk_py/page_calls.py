"""The events of a page and of the actions on it: one method for each type.

Each checks its event, hands it over and returns the event's id at once. A part that cannot be meant is left out, and
the log says so. What could never be stored raises InvalidEvent; what becomes of the event later is told to `on_error`
and `on_rejected`. `common`: see `arguments.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from sdk_py.arguments import Common, Json, Kind, OnView, Skipped, Undelivered
from sdk_py.values import Id, Item, Money, Quantity


class PageCalls(ABC):
    """What happens on pages: views, what was shown and seen, and what was done with it."""

    @abstractmethod
    def _record(self, type: str, common: Mapping[str, Any], **own: object) -> str:
        """Check an event, hand it over, return its id."""

    def page_view(self, **common: Unpack[OnView]) -> str:
        """A page view began; `page` says where."""
        return self._record("page_view", common)

    def page_leave(
        self, *, engaged_ms: float | None = None, scroll: float | None = None, **common: Unpack[OnView]
    ) -> str:
        """A page view ended: milliseconds in a visible, focused tab; deepest scroll from 0 to 1."""
        return self._record("page_leave", common, engaged_ms=engaged_ms, scroll=scroll)

    def execute(
        self,
        *,
        action: str,
        variation: str | None = None,
        kind: Kind | None = None,
        campaign: str | None = None,
        items: Sequence[Item | Id | Mapping[str, Any]] | None = None,
        **common: Unpack[OnView],
    ) -> str:
        """An action was placed on the page, with these items in it, in their order."""
        return self._record(
            "execute",
            common,
            action=action,
            variation=variation,
            kind=kind,
            campaign=campaign,
            items=items,
        )

    def deliver(
        self,
        *,
        action: str,
        variation: str | None = None,
        kind: Kind | None = None,
        campaign: str | None = None,
        items: Sequence[Item | Id | Mapping[str, Any]] | None = None,
        **common: Unpack[OnView],
    ) -> str:
        """Its content entered the visible area of a visible tab."""
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
        """What was measured of a placed action until the view ended; `max_fraction`, `reason` or both.

        `max_fraction`: visible area / min(element area, viewport area) at its best, 0 to 1. `visible_ms`: time with any
        of it visible. `longest_ms`: longest unbroken time with half of it visible. `reason`: why it was not seen.
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
        """The action was meant for this view and was not placed, for this reason."""
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
        """A click inside the action: on which item (`group`: the parent product of a variant), on what."""
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
        """Put in the cart from inside the action; `price` is for one piece, without tax, and needs `currency`."""
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
        """Made a favourite, inside `action` if that is given."""
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
        """No favourite any more."""
        return self._record("wishlist_remove", common, item=item, group=group, action=action, variation=variation)
