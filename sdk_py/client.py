"""`Beheld`, the client that applications use. It joins the parts; they do the work."""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import urlsplit

from sdk_py.assigned import Assigned
from sdk_py.callbacks import Callbacks, Rejection, Stats
from sdk_py.coerce import is_blank, text
from sdk_py.errors import BeheldError, InvalidEvent, InvalidSetting
from sdk_py.event_types import Event
from sdk_py.events import Prepared, prepare
from sdk_py.experiments import Answer, Experiments, answer_of
from sdk_py.ids import new_id
from sdk_py.outbox import Bounds, Outbox
from sdk_py.page_calls import PageCalls
from sdk_py.reading import Reading
from sdk_py.self_logging import tracking_is_paused
from sdk_py.sender import RetryPolicy
from sdk_py.settings import Settings
from sdk_py.shop_calls import ShopCalls
from sdk_py.survey_links import MAX_LENGTH, LinkSigner, content_of
from sdk_py.targeting import Situation
from sdk_py.transport import Transport
from sdk_py.values import Context, Id
from sdk_py.worker import Worker

if TYPE_CHECKING:
    from sdk_py.spool import Spool

KEY = re.compile(r"[A-Za-z0-9_-]{8,256}")
SECRET_ONLY = ("refund", "subscription")
CONFIG_TIMEOUT = 2.0


class Beheld(PageCalls, ShopCalls, Reading):
    """Sends events to one site of a collector, and reads its reports. Make one, keep it, share it between threads.

    A forked child can use it too, and starts with an empty queue. Remaining events are sent when you close it, when a
    `with` block ends, and when the process ends.
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
        """Check the arguments (InvalidSetting has what to write instead). Nothing is sent before the first event.

        `key` is the secret key (sk_...). The public key (pk_...) works for all but refunds and subscriptions.
        `read_key` (rk_...) is for reading. `spool` is a directory that keeps events if the process crashes.
        `on_error` is called with each error that loses events (their ids are in `error.ids`) or may lose some,
        `on_rejected` with each event that the collector did not store; both can be called in any thread. With
        `raise_invalid=False` an InvalidEvent goes to `on_error` instead, so that no value you pass ever raises. A call
        without a required argument still raises TypeError.
        """
        self.url = _checked_url(url)
        self._key_kind = _checked_key("key", key, "sk_", "pk_")
        self._signer = LinkSigner(key) if self._key_kind == "sk_" else None
        self._raise_invalid = raise_invalid
        self._settings = settings or Settings()
        self._callbacks = Callbacks(on_error, on_rejected)
        self._experiments = self._make_experiments(key)
        self._assigned = Assigned()
        self._reader = self._make_reader(read_key)
        self._worker = self._make_worker(key, spool)
        weakref.finalize(self, self._worker.close_soon).atexit = False

    def __repr__(self) -> str:
        return f"<Beheld {self.url} with {self._key_kind}...>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def track(self, event: Event | Mapping[str, Any]) -> str:
        """Take an event as a dict, in the form of the JSON API: {"type": "purchase", ...}. Returns its id.

        Values can also be Item, Page, Context, Decimal, datetime and so on, as in the methods.
        """
        if tracking_is_paused():
            self._callbacks.count(echoes=1)
            return new_id()
        try:
            warnings: dict[str, list[str]] = {}
            prepared = self._prepare(event, warnings)
        except InvalidEvent as error:
            self._callbacks.count(invalid=1)
            if self._raise_invalid:
                raise
            self._callbacks.invalid(error)
            return error.ids[0]
        except Exception as error:  # reading a value of a class of the caller may raise anything
            if self._raise_invalid:
                raise
            unread = InvalidEvent({"event": [f"It cannot be read: {type(error).__name__}."]}, new_id())
            self._callbacks.count(invalid=1)
            self._callbacks.invalid(unread)
            return unread.ids[0]
        if warnings:
            self._callbacks.left_out(prepared.id, warnings)
        self._worker.take(prepared)
        return prepared.id

    def survey_link(
        self,
        instrument: Literal["nps", "csat"],
        *,
        user_id: Id | None = None,
        visitor_id: Id | None = None,
        action: str | None = None,
        variation: str | None = None,
        scale: int | None = None,
        score: int | None = None,
        expires_days: float = 90,
        texts: Mapping[str, str] | None = None,
    ) -> str:
        """A link, for an e-mail, to a page of the collector that asks this person. Needs the secret key; sends nothing.

        Opening it records nothing; sending the page's form records the answer, once for each link: make one for each
        e-mail. With `score` that number is chosen beforehand: the same link with `?score=9` is for the 9 of a scale in
        the e-mail. `texts` are the words of the page: question, low, high, comment, send, thanks, again, over, missing,
        language ("de") and direction ("rtl"). InvalidSetting says what is wrong.
        """
        if self._signer is None:
            raise InvalidSetting("Links are signed with the secret key (sk_...): pass it as key.")
        who = {name: None if each is None else str(each) for name, each in (("u", user_id), ("v", visitor_id))}
        content = content_of(
            instrument, user_id=who["u"], visitor_id=who["v"], scale=scale, expires_days=expires_days, texts=texts
        )
        link = f"{self.url}/s/{self._signer.token(content | {'a': action, 'w': variation})}"
        if len(link) > MAX_LENGTH:
            raise InvalidSetting(f"The link would have {len(link)} characters, of {MAX_LENGTH}: shorten its texts.")
        return link if score is None else f"{link}?score={score}"

    def variation(
        self,
        experiment: str,
        visitor_id: Id,
        *,
        path: str | None = None,
        device: str | None = None,
        new: bool | None = None,
        traits: Mapping[str, Any] | None = None,
        user_id: Id | None = None,
        context: Context | Mapping[str, Any] | None = None,
        record: bool = True,
    ) -> str | None:
        """The visitor's variation, the same as in the browser; None if the visitor has none.

        `path`, `device` ("desktop", "tablet" or "mobile"), `new` and `traits` are for experiments with targeting: an
        argument that is not passed does not match. Records an `assign` event, with `user_id` and `context`, once per
        visitor, experiment and 30 minutes, unless `record` is False.

        The first call fetches the experiments from the collector and takes at most two seconds. Later they are renewed
        in the background.
        """
        visitor = text(visitor_id)
        if not isinstance(visitor, str) or is_blank(visitor):
            return None
        situation = Situation(path, device, new, traits or {})
        answer = answer_of(self._experiments.now(), experiment, visitor, situation)
        if record:
            self._record_assignments(answer, {"visitor_id": visitor, "user_id": user_id, "context": context})
        return answer.variation

    def _record_assignments(self, answer: Answer, common: Mapping[str, Any]) -> None:
        for assignment in answer.assignments:
            if self._assigned.is_first(common["visitor_id"], assignment.experiment):
                self._record("assign", common, **assignment._asdict())

    def flush(self, timeout: float | None = None) -> bool:
        """Wait until all events taken so far are stored or reported. False if `timeout` (seconds) was too short."""
        return self._worker.flush(timeout)

    def close(self, timeout: float | None = None) -> bool:
        """Take no more events, and send the remaining ones within `timeout` seconds (default: `exit_timeout`).

        True if all were sent. Otherwise the rest stays in the spool, or is lost and reported to `on_error`.
        """
        return self._worker.close(timeout)

    def stats(self) -> Stats:
        """What became of the events of this process so far."""
        return self._worker.stats()

    def _record(self, type: str, common: Mapping[str, Any], **own: object) -> str:
        return self.track({"type": type, **own, **common})

    def _prepare(self, event: Mapping[str, Any], warnings: dict[str, list[str]]) -> Prepared:
        prepared = prepare(event, warnings)
        if event["type"] in SECRET_ONLY and self._key_kind != "sk_":
            raise InvalidEvent(
                {"type": ["This type of event needs the secret key, but the client has a public one."]}, prepared.id
            )
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

    def _make_worker(self, key: str, spool: str | PathLike[str] | None) -> Worker:
        chosen = self._settings
        return Worker(
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
            callbacks=self._callbacks,
            spool=_opened(spool, f"{self.url} {key}", self._callbacks),
            retry_policy=RetryPolicy(chosen.backoff_initial, chosen.backoff_max, chosen.give_up_after),
            exit_timeout=chosen.exit_timeout,
        )


def _opened(spool: str | PathLike[str] | None, owner: str, callbacks: Callbacks) -> Spool | None:
    if spool is None:
        return None
    from sdk_py.spool import Spool  # imported late, since it needs file locks, which not every system has

    return Spool(Path(spool), owner=owner, trouble=callbacks.trouble)


def _checked_url(url: str) -> str:
    parts = urlsplit(url if isinstance(url, str) else "")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidSetting(f"url is {url!r}: pass the collector's address, for example https://collector.example.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise InvalidSetting("url contains more than an address: remove the user, the password, ? and #.")
    return url.rstrip("/")


def _checked_key(name: str, key: object, *kinds: str) -> str:
    """The first three characters of a key, which are its kind. No message ever contains more of it."""
    if not isinstance(key, str) or not KEY.fullmatch(key) or key[:3] not in kinds:
        raise InvalidSetting(
            f"{name} is not a valid key: it must start with {' or '.join(kinds)}. See `beheld key list`."
        )
    return key[:3]
