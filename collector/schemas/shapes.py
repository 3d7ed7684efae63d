"""A shape: some fields, the rules between them, and what a value of that shape becomes. Shapes can hold shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, ClassVar

import marshmallow
from marshmallow import RAISE, ValidationError, post_load, pre_load, validates_schema

from collector.schemas.error_codes import message_for, validation_error
from collector.schemas.fields import Checked

ITEM = "item"

Values = dict[str, Any]
Rule = Callable[[Values], None]


class Schema(marshmallow.Schema):
    """What every part of a batch is described by: marshmallow's own schema, strict about names, lenient about null."""

    rules: ClassVar[tuple[Rule, ...]] = ()
    from_id: ClassVar[Callable[..., Any] | None] = None
    error_messages = {  # noqa: RUF012 - as marshmallow has it
        "unknown": message_for("unknown_field"),
        "type": message_for("not_an_object"),
    }

    class Meta:
        """A misspelt field must be seen by its sender."""

        unknown = RAISE

    @classmethod
    def made(cls, values: Values) -> Any:
        """What the checked values become. Both checks end here."""
        return values

    @classmethod
    def meant(cls, given: Any) -> Any:
        """What is surely meant by this in place of an object."""
        return given

    @pre_load
    def _without_nulls(self, given: Any, **kwargs: Any) -> Any:
        meant = self.meant(given)
        if not isinstance(meant, dict):
            return meant
        return {name: value for name, value in meant.items() if not self._is_not_sent(name, value)}

    def _is_not_sent(self, name: str, value: Any) -> bool:
        """Null is as good as not sent, and so is blank text where the field may be left out."""
        field = self.fields.get(name)
        if not isinstance(field, Checked):
            return False
        blank = isinstance(value, str) and not value.strip() and field.blank_is_none
        return value is None or (blank and not field.required)

    @validates_schema(skip_on_field_errors=True)
    def _keep_rules(self, values: Values, **kwargs: Any) -> None:
        for rule in self.rules:
            rule(values)

    @post_load
    def _make(self, values: Values, **kwargs: Any) -> Any:
        return self.made(values)


class Nested(Checked):
    """A field that is a shape of its own."""

    def __init__(self, shape: type[Schema], means: str = "", **kwargs: Any) -> None:
        super().__init__(means, **kwargs)
        self.shape = shape

    def checked(self, value: Any) -> Any:
        """What the value becomes, by its own shape."""
        return loader(self.shape).load(value)


class ListOf(Checked):
    """A field that is a list of one shape; `or_id`: an entry may also be its mere id, in this field of it."""

    def __init__(
        self,
        shape: type[Schema],
        means: str = "",
        *,
        max_length: int,
        min_length: int = 0,
        or_id: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(means, **kwargs)
        self.shape, self.min_length, self.max_length, self.or_id = shape, min_length, max_length, or_id
        self.meant = entries_of

    def checked(self, value: Any) -> tuple[Any, ...]:
        """What the entries become, or what is wrong with which of them."""
        if not isinstance(value, list):
            raise validation_error("not_a_list")
        if len(value) < self.min_length:
            raise validation_error("empty")
        if len(value) > self.max_length:
            raise validation_error("too_many", max=self.max_length)
        return self._loaded(value)

    def _loaded(self, entries: list[Any]) -> tuple[Any, ...]:
        shape, loaded, errors = loader(self.shape), [], {}
        for index, entry in enumerate(entries):
            try:
                loaded.append(shape.load(self.entry(entry)))
            except ValidationError as error:
                errors[index] = error.messages
        if errors:
            raise ValidationError(errors)
        return tuple(loaded)

    def entry(self, value: Any) -> Any:
        """An entry in full, also when only its id was given."""
        alone = isinstance(value, str | int | float) and not isinstance(value, bool)
        return {self.or_id or ITEM: value} if alone else value


def entries_of(value: Any) -> Any:
    """The entries, also of a list that some languages write as an object, or of one entry without its list."""
    if isinstance(value, dict) and value:
        return list(value.values()) if all(map(str.isdecimal, value)) else [value]
    return [value] if isinstance(value, str) and value.strip() else value


@cache
def loader(shape: type[Schema]) -> Schema:
    """The one instance of a shape that loads; making one takes longer than using it."""
    return shape()


@cache
def fields_of(shape: type[Schema]) -> Mapping[str, Checked]:
    """The fields of a shape by their names in JSON, in the order they were described."""
    return {name: field for name, field in loader(shape).fields.items() if isinstance(field, Checked)}
