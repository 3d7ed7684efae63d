"""The kinds of fields an event is made of. Each knows how to check and convert a value, and how to be compiled.

`compiled` gives the type that the fast check decodes into; `convert`, if there is one, finishes the value in both
checks alike. What the type leaves open, `convert` must decide. `meant` is for the explaining check alone: it makes a
value of another type into what is surely meant by it, as 17 in place of "17".
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from marshmallow import fields
from msgspec import Meta

from collector.rules import MAX_SPAN_MS
from collector.schemas import meant
from collector.schemas.error_codes import message_for, validation_error
from collector.schemas.no_values import unless_no_value
from collector.schemas.values import (
    amount_text,
    free_json,
    micros,
    moment_ms,
    quantity_micros,
    shortened,
    usable_text,
    uuid_text,
)

MAX_NAME_LENGTH = 128


class Checked(fields.Field[Any], ABC):
    """A field that rejects with reasons of the closed list.

    What becomes of an event whose field cannot be meant: it is taken with `instead` in its place, or without the
    field; not at all, if the field is required or `essential`. `identity`: text that must not be left out when it is
    too long. `shorten`: what is too long or too many is shortened. `blank_is_none`: blank text is as good as not sent.
    """

    default_error_messages = {"required": message_for("missing"), "null": message_for("missing")}  # noqa: RUF012 - as marshmallow has it
    convert: Callable[[Any], Any] | None = None
    meant: Callable[[Any], Any] = staticmethod(lambda value: value)
    max_length: int

    def __init__(
        self,
        means: str = "",
        *,
        instead: Any = None,
        essential: bool = False,
        identity: bool = False,
        shorten: bool = False,
        blank_is_none: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(metadata={"description": means} if means else None, **kwargs)
        self.instead, self.essential, self.identity, self.shorten = instead, essential, identity, shorten
        self.blank_is_none = blank_is_none

    @property
    def finish(self) -> Callable[[Any], Any] | None:
        """What the fast check makes of a decoded value; the same conversion, unless decoding gives something else."""
        return self.convert

    @abstractmethod
    def checked(self, value: Any) -> Any:
        """The value, if it is what the fast check would take; else the reason why not."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        checked = self.checked(self.meant(value))
        try:
            return checked if self.convert is None else self.convert(checked)
        except (ValueError, ArithmeticError, RecursionError):
            raise validation_error("unusable_text") from None


def is_number(value: Any) -> bool:
    """Whether JSON had a number here: true and false are none, though Python counts them as such."""
    return isinstance(value, int | float) and not isinstance(value, bool)


class Leaf(Checked):
    """A field without schemas inside: the fast check knows a type for it."""

    @abstractmethod
    def compiled(self) -> Any:
        """The type that the fast check decodes this field into."""


class Text(Leaf):
    """Text of some length: an id, a name, a comment. Spaces around it are no part of it."""

    meant = staticmethod(meant.text)

    def __init__(self, means: str = "", *, max_length: int = MAX_NAME_LENGTH, **kwargs: Any) -> None:
        super().__init__(means, **kwargs)
        self.max_length = max_length

    def compiled(self) -> Any:
        """Text within its length. NUL characters are looked for in the whole event at once; see `compiled.py`."""
        return Annotated[str, Meta(min_length=1, max_length=self.max_length)]

    def checked(self, value: Any) -> str:
        """Text that is neither empty nor too long."""
        if not isinstance(value, str):
            raise validation_error("not_text")
        if not value:
            raise validation_error("empty")
        if len(value) > self.max_length:
            raise validation_error("too_long", max=self.max_length)
        return usable_text(value)


class Reference(Text):
    """An id that need not be sent: what programs write for no value is none, or strangers would be tied by it."""

    convert = staticmethod(unless_no_value)


class Truncated(Leaf):
    """Text of which the beginning will do: an address, a title."""

    meant = staticmethod(meant.untrimmed_text)

    def __init__(self, means: str = "", *, max_length: int, **kwargs: Any) -> None:
        super().__init__(means, blank_is_none=False, **kwargs)
        self.max_length = max_length
        self.convert = lambda value: shortened(value, max_length) or None

    @property
    def finish(self) -> Callable[[str], str | None]:
        """Only the shortening: unusable text never gets this far in the fast check."""
        max_length = self.max_length
        return lambda value: value[:max_length] or None

    def compiled(self) -> Any:
        """Text of any length; the conversion shortens it."""
        return str

    def checked(self, value: Any) -> str:
        """Any text."""
        if not isinstance(value, str):
            raise validation_error("not_text")
        return value


class OneOf(Leaf):
    """One word of a closed list."""

    def __init__(self, *words: str, means: str = "", **kwargs: Any) -> None:
        super().__init__(means, **kwargs)
        self.words = words
        self.meant = meant.word

    def compiled(self) -> Any:
        """The words themselves."""
        return Literal[self.words]

    def checked(self, value: Any) -> Any:
        """One of the words."""
        if not isinstance(value, str) or value not in self.words:
            raise validation_error("not_one_of", allowed=", ".join(self.words))
        return value


class Uuid(Leaf):
    """An id that is unique on its own."""

    convert = staticmethod(uuid_text)

    def compiled(self) -> Any:
        """Text, which the conversion looks at."""
        return Annotated[str, Meta(extra_json_schema={"format": "uuid"})]

    def checked(self, value: Any) -> str:
        """Any text."""
        if not isinstance(value, str):
            raise validation_error("not_a_uuid")
        return value


class Timestamp(Leaf):
    """A point in time."""

    convert = staticmethod(moment_ms)

    def compiled(self) -> Any:
        """Epoch milliseconds, or text that the conversion reads."""
        return int | float | Annotated[str, Meta(extra_json_schema={"format": "date-time"})]

    def checked(self, value: Any) -> Any:
        """Text or a number."""
        if not (isinstance(value, str) or is_number(value)):
            raise validation_error("not_a_time")
        return value


class Money(Leaf):
    """An amount, stored in millionths."""

    convert: Callable[[Any], Any] | None = staticmethod(micros)

    def compiled(self) -> Any:
        """A number, or text that the conversion reads."""
        return int | float | Annotated[str, Meta(extra_json_schema={"pattern": r"^[0-9]+(\.[0-9]{1,6})?$"})]

    def checked(self, value: Any) -> Any:
        """Text or a number."""
        if not (isinstance(value, str) or is_number(value)):
            raise validation_error("not_money")
        return value


class InformationalMoney(Money):
    """An amount that is kept as it was sent and never counted with."""

    convert = staticmethod(amount_text)


class Quantity(Leaf):
    """How many pieces, or how much of a weight or length; stored in millionths."""

    convert = staticmethod(quantity_micros)

    def compiled(self) -> Any:
        """A number or its digits, which the conversion bounds."""
        return int | float | Annotated[str, Meta(extra_json_schema={"pattern": r"^[0-9]+(\.[0-9]+)?$"})]

    def checked(self, value: Any) -> Any:
        """A number or its digits."""
        if not (isinstance(value, str) or is_number(value)):
            raise validation_error("not_a_number")
        return value


class Currency(Leaf):
    """A currency code. Its form is checked; whether it exists is not, since new ones come."""

    meant = staticmethod(meant.capitals)

    def compiled(self) -> Any:
        """Three capitals."""
        return Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")]

    def checked(self, value: Any) -> str:
        """Three capitals."""
        if not (isinstance(value, str) and len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()):
            raise validation_error("not_a_currency")
        return value


class Integer(Leaf):
    """A whole number within bounds."""

    meant = staticmethod(meant.whole)

    def __init__(self, means: str = "", *, minimum: int, maximum: int, **kwargs: Any) -> None:
        super().__init__(means, **kwargs)
        self.minimum, self.maximum = minimum, maximum

    def compiled(self) -> Any:
        """A whole number within the bounds."""
        return Annotated[int, Meta(ge=self.minimum, le=self.maximum)]

    def checked(self, value: Any) -> int:
        """A whole number within the bounds."""
        if not isinstance(value, int) or isinstance(value, bool):
            raise validation_error("not_whole")
        if not self.minimum <= value <= self.maximum:
            raise validation_error("out_of_range", min=self.minimum, max=self.maximum)
        return value


class Milliseconds(Integer):
    """A time span of up to a week. Browsers measure in fractions, which are rounded."""

    meant = staticmethod(meant.rounded)

    def __init__(self, means: str = "", **kwargs: Any) -> None:
        super().__init__(means, minimum=0, maximum=MAX_SPAN_MS, **kwargs)


class Fraction(Leaf):
    """A number from 0 to 1."""

    meant = staticmethod(meant.share)

    def compiled(self) -> Any:
        """A number from 0 to 1."""
        return Annotated[float, Meta(ge=0, le=1)]

    def checked(self, value: Any) -> float:
        """A number from 0 to 1."""
        if not is_number(value):
            raise validation_error("not_a_number")
        if not 0 <= value <= 1:
            raise validation_error("out_of_range", min=0, max=1)
        return float(value)


class Boolean(Leaf):
    """Yes or no, stored as 1 or 0."""

    convert = int
    meant = staticmethod(meant.truth)

    def compiled(self) -> Any:
        """A JSON boolean."""
        return bool

    def checked(self, value: Any) -> bool:
        """A JSON boolean."""
        if not isinstance(value, bool):
            raise validation_error("not_true_or_false")
        return value


class FreeObject(Leaf):
    """A JSON object of the sender's own."""

    convert = staticmethod(free_json)

    def compiled(self) -> Any:
        """Any JSON object."""
        return dict[str, Any]

    def checked(self, value: Any) -> dict[str, Any]:
        """Any JSON object."""
        if not isinstance(value, dict):
            raise validation_error("not_an_object")
        return value


class FreeJson(Leaf):
    """Any JSON of the sender's own."""

    def __init__(self, means: str = "", **kwargs: Any) -> None:
        super().__init__(means, blank_is_none=False, **kwargs)

    convert = staticmethod(free_json)

    def compiled(self) -> Any:
        """Anything."""
        return Any

    def checked(self, value: Any) -> Any:
        """Anything."""
        return value
