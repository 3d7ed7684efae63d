"""`Beheld`: what an application holds. It joins the parts; the work is theirs."""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from sdk_py.delivery import Delivery
from sdk_py.errors import BeheldError, InvalidEvent, InvalidSetting
from sdk_py.events import Prepared, prepare
from sdk_py.experiments import Experiments
from sdk_py.ids import new_id
from sdk_py.notices import Notices, Rejection, Stats
from sdk_py.outbox import Bounds, Outbox
from sdk_py.own_words import speaking
from sdk_py.page_calls import PageCalls
from sdk_py.reading import Reading
from sdk_py.sender import Patience
from sdk_py.settings import Settings
from sdk_py.shop_calls import ShopCalls
from sdk_py.transport import Transport

if TYPE_CHECKING:
    from sdk_py.spool import Spool

KEY = re.compile(r"[A-Za-z0-9_-]{8,256}")
SECRET_ONLY = ("refund", "subscription")
CONFIG_TIMEOUT = 2.0


class Beheld(PageCalls, ShopCalls, Reading):
    """Sends events to one site of one collector, and reads its reports. Make one, keep it, share it between threads.

    A forked child goes on with it, beginning with an empty queue. What is left is sent when it is closed, also as a
    context manager, or when the process ends.
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        read_key: str | None = None,
        spool: str | PathLike[str] | None = None,
        on_error: Callable[[BeheldError], object] | None = None,
        on_rejected: Callable[[Rejection], object] | None = None,
        raise_invalid: bool = True,
        settings: Settings | None = None,
    ) -> None:
        """Nothing is sent before the first event. InvalidSetting says what cannot work.

        `key` is the secret key (sk_...), or the public one (pk_...) for all but refunds and subscriptions; `read_key`
        (rk_...) is for reading. `spool` is a directory in which events outlive a crash of the process.
        `on_error` hears of each error that costs events (their ids are `error.ids`) or endangers them, `on_rejected` of
        each event that the collector did not store; both are called in any thread. With `raise_invalid=False` an
        InvalidEvent goes to `on_error` too, so that no value given to a call ever raises anything; what Python itself
        raises for a call that lacks an argument (TypeError) it raises all the same.
        """
        self.url = _checked_url(url)
        self._key_kind = _checked_key("key", key, "sk_", "pk_")
        self._raise_invalid = raise_invalid
        self._settings = settings or Settings()
        self._notices = Notices(on_error, on_rejected)
        self._experiments = self._make_experiments(key)
        self._reader = self._make_reader(read_key)
        self._delivery = self._make_delivery(key, spool)
        weakref.finalize(self, self._delivery.close_soon).atexit = False

    def __repr__(self) -> str:
        return f"<Beheld {self.url} with {self._key_kind}...>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def track(self, event: Mapping[str, Any]) -> str:
        """Take an event given as a dict, as it would be in JSON: {"type": "purchase", ...}; return its id.

        Values may also be what the methods take: Item, Page, Context, Decimal, datetime.
        """
        if speaking():
            self._notices.count(echoes=1)
            return new_id()
        try:
            told: dict[str, list[str]] = {}
            prepared = self._prepare(event, told)
        except InvalidEvent as error:
            self._notices.count(invalid=1)
            if self._raise_invalid:
                raise
            self._notices.invalid(error)
            return error.ids[0]
        except Exception as error:  # a value of the caller's own class may raise anything when it is looked at
            if self._raise_invalid:
                raise
            unread = InvalidEvent({"event": [f"It cannot be read: {type(error).__name__}."]}, new_id())
            self._notices.count(invalid=1)
            self._notices.invalid(unread)
            return unread.ids[0]
        if told:
            self._notices.left_out(prepared.id, told)
        self._delivery.take(prepared)
        return prepared.id

    def variation(self, experiment: str, visitor_id: str) -> str | None:
        """The variation this visitor is in, the same as in the browser; None when there is no such experiment.

        Asks the collector for the weights at the first call (for at most two seconds), and again in the background.
        """
        return self._experiments.variation(experiment, visitor_id)

    def flush(self, timeout: float | None = None) -> bool:
        """Wait until every event taken before now is stored or reported; False if `timeout` (seconds) was too short."""
        return self._delivery.flush(timeout)

    def close(self, timeout: float | None = None) -> bool:
        """Take no more events, and send what there is within `timeout` (seconds; else `exit_timeout`).

        True if nothing was left. What is left stays in the spool, or is lost and told to `on_error`.
        """
        return self._delivery.close(timeout)

    def stats(self) -> Stats:
        """What became of the events of this process so far."""
        return self._delivery.stats()

    def _record(self, type: str, common: Mapping[str, Any], **own: object) -> str:
        return self.track({"type": type, **own, **common})

    def _prepare(self, event: Mapping[str, Any], told: dict[str, list[str]]) -> Prepared:
        prepared = prepare(event, told)
        if event["type"] in SECRET_ONLY and self._key_kind != "sk_":
            raise InvalidEvent({"type": ["This takes the secret key; the client has the public one."]}, prepared.id)
        return prepared

    def _make_experiments(self, key: str) -> Experiments:
        timeout = min(self._settings.timeout, CONFIG_TIMEOUT)
        transport = Transport(self.url, key, timeout=timeout, session=self._settings.session)
        return Experiments(transport, fresh_for=self._settings.experiments_fresh_for)

    def _make_reader(self, read_key: str | None) -> Transport | None:
        if read_key is None:
            return None
        _checked_key("read_key", read_key, "rk_", "ak_")
        return Transport(self.url, read_key, timeout=self._settings.timeout, session=self._settings.session)

    def _make_delivery(self, key: str, spool: str | PathLike[str] | None) -> Delivery:
        chosen = self._settings
        return Delivery(
            Outbox(
                Bounds(
                    chosen.queue_events,
                    chosen.queue_bytes,
                    chosen.batch_events,
                    chosen.batch_bytes,
                    chosen.flush_interval,
                )
            ),
            Transport(self.url, key, timeout=chosen.timeout, session=chosen.session),
            notices=self._notices,
            spool=_opened(spool, f"{self.url} {key}", self._notices),
            patience=Patience(chosen.first_rest, chosen.longest_rest, chosen.give_up_after),
            exit_timeout=chosen.exit_timeout,
        )


def _opened(spool: str | PathLike[str] | None, owner: str, notices: Notices) -> Spool | None:
    if spool is None:
        return None
    from sdk_py.spool import Spool  # needs file locks, which not every system has

    return Spool(Path(spool), owner=owner, trouble=notices.trouble)


def _checked_url(url: str) -> str:
    parts = urlsplit(url if isinstance(url, str) else "")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidSetting(f"url is {url!r}: write the collector's address, such as https://collector.example.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise InvalidSetting("url holds more than an address: leave out user, password, ? and #.")
    return url.rstrip("/")


def _checked_key(name: str, key: object, *kinds: str) -> str:
    """The kind of a key, which is its first three characters. No message ever shows more of it."""
    if not isinstance(key, str) or not KEY.fullmatch(key) or key[:3] not in kinds:
        raise InvalidSetting(f"{name} is not one: it starts with {' or '.join(kinds)}, as `beheld key list` shows.")
    return key[:3]
