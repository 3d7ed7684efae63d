"""Types of the arguments that event methods take."""

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
    """When and where the event happened. All of these are optional.

    `ts`: an aware datetime or epoch milliseconds; default: now. `id`: your own UUID, so that an event you send twice is
    stored once; default: a new one. `page`: the page it happened on. `props`: your own data, at most 4 KiB of JSON;
    Decimal, datetime, UUID, numpy values, sets and dataclasses are converted. `context`: the visitor's browser, from
    the headers of its request.
    """

    ts: datetime | float | str
    id: str | UUID
    page: Page | Mapping[str, Any] | str
    props: Mapping[str, Any]
    context: Context | Mapping[str, Any]


class Common(Circumstances, total=False):
    """Who did it (`visitor_id`, `user_id` or both) and in which page view, plus `Circumstances`."""

    visitor_id: Id
    user_id: Id
    view_id: Id


class OnView(Circumstances, total=False):
    """`Common` with a required `view_id`. For an e-mail, use any id of the mailing."""

    visitor_id: Id
    user_id: Id
    view_id: Required[Id]


class OfUser(Circumstances, total=False):
    """`Common` with a required `user_id`."""

    visitor_id: Id
    user_id: Required[Id]
    view_id: Id
