"""What all events have in common, and the beginning and the end of a page view, in which most of them happen.

A field's `attribute` is the column that stores it; fields without a column go into the event's body.
"""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from collector.event import Event
from collector.schemas import rules
from collector.schemas.fields import Fraction, FreeObject, Milliseconds, Text, Timestamp, Uuid
from collector.schemas.nested import PageSchema
from collector.schemas.shapes import Nested, Rule, Schema, Values, fields_of
from collector.schemas.values import sorted_json

_COLUMNS = Event._fields


class EventSchema(Schema):
    """What all types of events have in common."""

    type_name: ClassVar[str]
    rules: ClassVar[tuple[Rule, ...]] = (rules.names_a_person,)

    id = Uuid(
        "Made by the sender, preferably version 7. Events with the same id are the same event: the first is stored, "
        "later ones are counted as duplicates.",
        required=True,
    )
    ts = Timestamp("When it happened: RFC 3339 with its offset, or whole epoch milliseconds.", required=True)
    visitor_id = Text("The browser or device; give this, `user_id` or both.", attribute="visitor", identity=True)
    user_id = Text("The signed-in user, if known.", identity=True)
    view_id = Text(
        "The page view it happened in; every event of a web page has one, events from servers have none.",
        identity=True,
    )
    page = Nested(PageSchema, "The page it happened on.")
    props = FreeObject("Any JSON object of your own; at most 4 KiB.")

    @classmethod
    @cache
    def without_column(cls) -> tuple[str, ...]:
        """The fields that go into the body."""
        return tuple(name for name, field in fields_of(cls).items() if (field.attribute or name) not in Event._fields)

    @classmethod
    def made(cls, values: Values) -> Event:
        """The event; site, trust, context and the time of receipt are filled in where they are known."""
        body = {name: values[name] for name in cls.without_column() if values.get(name) is not None}
        values["type"] = cls.type_name
        values["body"] = sorted_json(body) if body else None
        values["items"] = values.get("items") or ()
        return Event._make(map(values.get, _COLUMNS))


class ViewSchema(EventSchema):
    """What can only happen in a page view."""

    view_id = Text("The page view it belongs to.", required=True)


class PageViewSchema(ViewSchema):
    """A page view began."""

    type_name = "page_view"


class PageLeaveSchema(ViewSchema):
    """A page view ended."""

    type_name = "page_leave"
    engaged_ms = Milliseconds("Time in a visible, focused tab.")
    scroll = Fraction("The deepest scroll, from 0 to 1.")
