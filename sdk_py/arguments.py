"""The types of what the event methods take, and what all of them take in common."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Required, TypedDict
from uuid import UUID

from sdk_py.values import Context, Id, Page

Json = Mapping[str, Any] | Sequence[Any] | str | int | float | bool
Kind = Literal["banner", "popup", "form", "survey", "products", "articles", "email", "other"]
Undelivered = Literal["below_fold", "passed", "offscreen", "hidden", "covered", "tab_hidden", "removed"]
Skipped = Literal[
    "selector_missing",
    "delay_not_elapsed",
    "frequency_capped",
    "page_excluded",
    "exit_intent_not_fired",
    "device_excluded",
    "no_consent",
    "error",
]


class Circumstances(TypedDict, total=False):
    """When and where it happened.

    `ts`: an aware datetime or epoch milliseconds; now, if left out. `id`: a UUID of your own, so that the same event
    sent again is stored once; one is made, if left out. `page`: the page it happened on. `props`: a JSON object of your
    own, at most 4 KiB; of what JSON has no type for (Decimal, datetime, UUID, numpy, sets, dataclasses) it is made.
    `context`: the visitor's browser, as its request tells.
    """

    ts: datetime | float | str
    id: str | UUID
    page: Page | Mapping[str, Any] | str
    props: Mapping[str, Any]
    context: Context | Mapping[str, Any]


class Common(Circumstances, total=False):
    """Whose event it is (`visitor_id`, `user_id` or both), the page view it belongs to, and the circumstances."""

    visitor_id: Id
    user_id: Id
    view_id: Id


class OnView(Circumstances, total=False):
    """The same, for what can only happen in a page view; for an e-mail, `view_id` is any id of that sending."""

    visitor_id: Id
    user_id: Id
    view_id: Required[Id]


class OfUser(Circumstances, total=False):
    """The same, for what is about a user."""

    visitor_id: Id
    user_id: Required[Id]
    view_id: Id
